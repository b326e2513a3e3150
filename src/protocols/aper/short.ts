import type { NasMessage } from '../nas/nas.ts'

const LONGEST_SHORT = 80

/** One line for a ladder: the message, the NAS messages in it, and its cause. */
export function shortOf(protocol: string, name: string, details: Readonly<Record<string, unknown>>): string {
  const nas = (details['nas'] ?? []) as readonly NasMessage[]
  const cause = details['cause'] as { group?: string; name?: string } | undefined
  const because = cause?.name === undefined ? '' : ` (${cause.group} ${cause.name})`
  const line = (told: readonly NasMessage[]): string =>
    [`${protocol} ${name}`, ...told.map(nameOf)].join(' / ') + because
  const whole = line(nas)
  if (whole.length <= LONGEST_SHORT) return whole
  // What transports others is least of news.
  const shorter = line(nas.filter(({ message_type }) => !TRANSPORTS.has(message_type)))
  return shorter.length <= LONGEST_SHORT ? shorter : `${shorter.slice(0, LONGEST_SHORT - 1)}…`
}

const TRANSPORTS = new Set(['UL NAS transport', 'DL NAS transport'])

function nameOf({ message_type, ciphered }: NasMessage): string {
  return ciphered ? 'NAS (ciphered)' : message_type
}
