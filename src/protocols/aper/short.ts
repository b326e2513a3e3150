import type { NasMessage } from '../nas/nas.ts'

const LONGEST_SHORT = 80

/** One line for a ladder: the message, the NAS messages in it, and its cause. */
export function shortOf(protocol: string, name: string, details: Readonly<Record<string, unknown>>): string {
  const nas = (details['nas'] ?? []) as readonly NasMessage[]
  const cause = details['cause'] as { group?: string; name?: string } | undefined
  const because = cause?.name === undefined ? '' : ` (${cause.group} ${cause.name})`
  const whole = lineOf(`${protocol} ${name}`, nas) + because
  if (whole.length <= LONGEST_SHORT) return whole
  // What transports others is least of news.
  const news = nas.filter(({ message_type }) => !TRANSPORTS.has(message_type))
  const shorter = lineOf(`${protocol} ${name}`, news) + because
  return shorter.length <= LONGEST_SHORT ? shorter : `${shorter.slice(0, LONGEST_SHORT - 1)}…`
}

function lineOf(start: string, nas: readonly NasMessage[]): string {
  let line = start
  for (const { message_type, ciphered } of nas) line += ` / ${ciphered ? 'NAS (ciphered)' : message_type}`
  return line
}

const TRANSPORTS = new Set(['UL NAS transport', 'DL NAS transport'])
