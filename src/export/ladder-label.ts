import type { SessionEvent } from '../model/session.ts'

interface Cause {
  readonly code?: number
  readonly group?: string
  readonly name?: string
}

/** A message that another one carries. */
interface Carried {
  readonly message_type: string
  readonly ciphered?: boolean
  readonly cause?: Cause
  readonly [name: string]: unknown
}

/** Which identity tells best who it is. */
const IDENTITIES = ['imsi', 'supi', 'suci', 'guti', 'guti_5g', 'fiveg_s_tmsi'] as const

const LONGEST_NOTE = 60

/** What a message says on its arrow, and what somebody wrote on its frames. */
export function labelOf(event: SessionEvent): string {
  const { comment } = event.details
  if (typeof comment !== 'string') return saidBy(event)
  const note = comment.replaceAll(/\s+/g, ' ')
  return `${saidBy(event)} “${note.length > LONGEST_NOTE ? `${note.slice(0, LONGEST_NOTE - 1)}…` : note}”`
}

/**
 * What a message says on its arrow: its short line; of one that carries others all their names behind its own, why it was
 * refused or let go, and who it is, which the short line has no room for.
 */
function saidBy({ short, details }: SessionEvent): string {
  const carried = details['nas'] as readonly Carried[] | undefined
  if (!carried) return short.replace(/^SIP /, '')
  const names = carried.map(nameOf)
  const { group, name } = (details['cause'] ?? {}) as Cause
  const because = name === undefined ? '' : ` (${[group, name].filter((word) => word !== undefined).join(' ')})`
  const [carrier = ''] = short.split(' / ', 1)
  return `${[carrier, ...names].join(' / ')}${because}${identityOf(carried)}`
}

function nameOf({ message_type, ciphered, cause }: Carried): string {
  if (ciphered === true) return 'NAS (ciphered)'
  if (cause?.name === undefined) return message_type
  // A cause that nobody knows is called by its code.
  const isNamed = cause.code !== undefined && !cause.name.endsWith(` ${cause.code}`)
  return `${message_type} (${isNamed ? `${cause.code} ` : ''}${cause.name})`
}

function identityOf(carried: readonly Carried[]): string {
  for (const name of IDENTITIES) {
    const value = carried.find((one) => one[name] !== undefined)?.[name]
    if (typeof value === 'string') return ` ${name}=${value}`
    if (typeof value === 'object' && value !== null) return ` ${name}=${Object.values(value).join('-')}`
  }
  return ''
}
