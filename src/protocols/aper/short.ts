import type { NasMessage } from '../nas/nas.ts'

const LONGEST_SHORT = 80

/** One line for a ladder: the message, the NAS messages in it, and its cause. */
export function shortOf(protocol: string, name: string, details: Readonly<Record<string, unknown>>): string {
  const nas = (details['nas'] ?? []) as readonly NasMessage[]
  const cause = details['cause'] as { group?: string; name?: string } | undefined
  const told = nas.map(({ message_type, ciphered }) => (ciphered ? 'NAS (ciphered)' : message_type))
  const because = cause?.name === undefined ? '' : ` (${cause.group} ${cause.name})`
  return `${[`${protocol} ${name}`, ...told].join(' / ')}${because}`.slice(0, LONGEST_SHORT)
}
