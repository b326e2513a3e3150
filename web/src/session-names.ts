import { shownName } from '../../src/model/columns.ts'
import type { ListedSession, Session } from './client/records.ts'
import { userOf, visible } from './text.ts'
import { known, t } from './words.ts'

/** VoLTE call, Registration, Diameter: the subtype's name where it has one. */
export function typeName(type: string, subtype?: string): string {
  if (subtype !== undefined && known(`subtype.${subtype}`)) return t(`subtype.${subtype}`)
  return known(`type.${type}`) ? t(`type.${type}`) : type
}

export interface Ends {
  readonly from: string
  readonly to: string
}

type Between = Pick<ListedSession | Session, 'correlation_key' | 'participants' | 'participant_roles'>

/** A longer name, as that of a phone's software, would leave no room for the other end. */
const LONGEST_NAME = 24

/** Whom a session is between: by name where it is known, else the first and the last end seen, by what they are. */
export function endsOf(session: Between): Ends {
  const { correlation_key: key, participants, participant_roles: roles = {} } = session
  const named = (end: string): string => {
    const { role, name } = roles[end] ?? {}
    const called = shownName({ ...(role && { role }), ...(name && { name }) })
    const isShort = called !== '' && called.length <= LONGEST_NAME
    return [role, isShort ? called : end].filter(Boolean).join(' ')
  }
  const [caller, callee] = [key['caller'], key['callee']]
  const from = typeof caller === 'string' ? userOf(caller) : named(participants[0] ?? '')
  const to = typeof callee === 'string' ? userOf(callee) : named(participants.at(-1) ?? '')
  return { from: visible(from, 64), to: visible(to, 64) }
}
