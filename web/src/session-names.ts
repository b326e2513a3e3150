import { namedEndsOf } from '../../src/model/session-ends.ts'
import { visible } from './text.ts'
import { known, t } from './words.ts'

/** VoLTE call, Registration, Diameter: the subtype's name where it has one. */
export function typeName(type: string, subtype?: string): string {
  if (subtype !== undefined && known(`subtype.${subtype}`)) return t(`subtype.${subtype}`)
  return known(`type.${type}`) ? t(`type.${type}`) : type
}

type Between = Parameters<typeof namedEndsOf>[0]

const LONGEST = 64

/** The ends that are known of a session, from and to. */
export function endsOf(session: Between): string[] {
  const { from, to } = namedEndsOf(session)
  return [from, to].filter((end) => end !== '').map((end) => visible(end, LONGEST))
}

export function endsText(session: Between): string {
  return endsOf(session).join(' → ')
}
