// Choices of H.248.1 Annex A by their tags, under the names that the text form has.

/** Terminations of one command that are named. */
export const MOST_NAMED = 4

export const TRANSACTIONS: readonly string[] = ['TRANSACTION', 'PENDING', 'REPLY', 'TRANSACTIONRESPONSEACK']

export const COMMAND_NAMES: readonly string[] = ['ADD', 'MOVE', 'MODIFY', 'SUBTRACT', 'AUDITCAPABILITY'].concat([
  'AUDITVALUE',
  'NOTIFY',
  'SERVICECHANGE',
])

/** What a member of a command is. */
export type Part = 'descriptors' | 'audit' | 'error' | 'observed' | 'change' | 'change-result'
type Members = Readonly<Record<number, Part>>

export const REQUESTED: Readonly<Record<string, Members>> = {
  ADD: { 1: 'descriptors' },
  MOVE: { 1: 'descriptors' },
  MODIFY: { 1: 'descriptors' },
  NOTIFY: { 1: 'observed', 2: 'error' },
  SERVICECHANGE: { 1: 'change' },
}
export const REPLIED: Readonly<Record<string, Members>> = {
  ADD: { 1: 'audit' },
  MOVE: { 1: 'audit' },
  MODIFY: { 1: 'audit' },
  SUBTRACT: { 1: 'audit' },
  NOTIFY: { 1: 'error' },
  SERVICECHANGE: { 1: 'change-result' },
}

/** Those that are told, of AmmDescriptor and of AuditReturnParameter. */
export const DESCRIPTORS_ASKED: Readonly<Record<number, string>> = {
  0: 'MEDIA',
  3: 'EVENTS',
  5: 'SIGNALS',
  8: 'STATISTICS',
}
export const DESCRIPTORS_TOLD: Readonly<Record<number, string>> = {
  0: 'ERROR',
  1: 'MEDIA',
  4: 'EVENTS',
  6: 'SIGNALS',
  8: 'OBSERVEDEVENTS',
  9: 'STATISTICS',
}

export const MODES: readonly string[] = ['SO', 'RC', 'SR', 'IN', 'LB']
export const METHODS: readonly string[] = ['FO', 'FR', 'GR', 'RS', 'DC', 'HO']

/** Lines of a description by the number of their property: Annex C.11. */
export const SDP_LINES: Readonly<Record<number, string>> = {
  0xb001: 'v',
  0xb002: 'o',
  0xb003: 's',
  0xb004: 'i',
  0xb005: 'u',
  0xb006: 'e',
  0xb007: 'p',
  0xb008: 'c',
  0xb009: 'b',
  0xb00a: 'z',
  0xb00b: 'k',
  0xb00c: 'a',
  0xb00d: 't',
  0xb00e: 'r',
  0xb00f: 'm',
}

/** Packages: Annex E. */
const PACKAGES: Readonly<Record<number, string>> = {
  0x0001: 'g',
  0x0002: 'root',
  0x0003: 'tonegen',
  0x0004: 'tonedet',
  0x0005: 'dg',
  0x0006: 'dd',
  0x0007: 'cg',
  0x0008: 'cd',
  0x0009: 'al',
  0x000a: 'ct',
  0x000b: 'nt',
  0x000c: 'rtp',
  0x000d: 'tdmc',
}
/** What they define, by package and item: events and statistics of Annex E. */
const ITEMS: Readonly<Record<number, string>> = {
  0x00010001: 'g/cause',
  0x00010002: 'g/sc',
  0x00090002: 'al/ri',
  0x00090004: 'al/on',
  0x00090005: 'al/of',
  0x00090006: 'al/fl',
  0x000b0001: 'nt/dur',
  0x000b0002: 'nt/os',
  0x000b0003: 'nt/or',
  0x000b0005: 'nt/netfail',
  0x000b0006: 'nt/qualert',
  0x000c0001: 'rtp/pltrans',
  0x000c0004: 'rtp/ps',
  0x000c0005: 'rtp/pr',
  0x000c0006: 'rtp/pl',
  0x000c0007: 'rtp/jit',
  0x000c0008: 'rtp/delay',
}

/** `al/on`; numbers where the package or the item has no known name. */
export function packageItem(number: number): string {
  const known = ITEMS[number]
  if (known !== undefined) return known
  const [unit, item] = [Math.floor(number / 65536), number % 65536]
  return `${PACKAGES[unit] ?? hex(unit)}/${hex(item)}`
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`
}
