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

/** Whom a session is between: by name where it is known, else the first and the last end seen. */
export function endsOf(session: Pick<ListedSession | Session, 'correlation_key' | 'participants'>): Ends {
  const { correlation_key: key, participants } = session
  const [caller, callee] = [key['caller'], key['callee']]
  const from = typeof caller === 'string' ? userOf(caller) : (participants[0] ?? '')
  const to = typeof callee === 'string' ? userOf(callee) : (participants.at(-1) ?? '')
  return { from: visible(from, 64), to: visible(to, 64) }
}
