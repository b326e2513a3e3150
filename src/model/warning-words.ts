import type { Warning } from './capture.ts'

/** Of one, and of more; `#` is how many. */
type Words = string | readonly [one: string, more: string]

/** What is to be said of a capture. A code may say behind a colon what it is about: some of these have words of their own. */
const WORDS: Readonly<Record<string, Words>> = {
  TRUNCATED_CAPTURE: 'The capture ends inside a packet, or is damaged from there on: what came before is here',
  TRUNCATED_COMPRESSION: 'The packed file ends early, or is damaged from there on: what could be unpacked is here',
  GARBAGE_BEHIND: 'Behind the end of the packed file stands something else, which was left out',
  MALFORMED_BLOCK: [
    'Damaged: a block could not be read, the rest is here',
    'Damaged: # blocks could not be read, the rest is here',
  ],
  CAPTURE_DROPS: ['The capture itself lost a packet', 'The capture itself lost # packets'],
  OUT_OF_ORDER: [
    'A packet came after later ones, and was put in order',
    '# packets came after later ones, and were put in order',
  ],
  ACKNOWLEDGED_UNSEEN: [
    'The capture lost a part of a TCP connection: what the other side acknowledged is not in it',
    'The capture lost parts of TCP connections: # times what the other side acknowledged is not in it',
  ],
  SHARED_GAPS: [
    'At one moment nearly all media streams miss packets at once: the capture lost them, or the link that all of them take',
    'At # moments nearly all media streams miss packets at once: the capture lost them, or the link that all of them take',
  ],
  CLOCK_BACK: [
    'The times of the capture go back once, by more than is put in order: its clock was put back, or captures stand behind each other in it. Times from before to after that are not true',
    'The times of the capture go back # times, by more than is put in order: its clock was put back, or captures stand behind each other in it. Times from before to after that are not true',
  ],
  SHARED_STEPS: [
    'At one moment the times of nearly all media streams step against the clocks of their senders: the clock of the capture was set, or all stood still. Gaps and jitter at that moment are not of the network',
    'At # moments the times of nearly all media streams step against the clocks of their senders: the clock of the capture was set, or all stood still. Gaps and jitter at these moments are not of the network',
  ],
  TIMELESS: 'All packets have the same time: durations, delays and jitter are not known',
  COARSE_TIME: [
    'An interface counts time in steps longer than a millisecond: shorter delays and jitter are not known',
    '# interfaces count time in steps longer than a millisecond: shorter delays and jitter are not known',
  ],
  CLOCK_STEP: ['The clock of the capture jumped', 'The clock of the capture jumped # times'],
  NO_TIMESTAMP: ['A packet has no time', '# packets have no time'],
  UNKNOWN_INTERFACE: [
    'A packet names an interface that is not described',
    '# packets name an interface that is not described',
  ],
  LIMIT_REACHED: [
    'A bound of the analysis was reached, so that some is not told',
    'A bound of the analysis was reached # times, so that some is not told',
  ],
  'LIMIT_REACHED:groups': [
    'More sessions were open at once than are kept at hand: a part of one was put aside, and put together with the rest at the end',
    'More sessions were open at once than are kept at hand: # times a part of one was put aside, and put together with the rest at the end',
  ],
  UNSUPPORTED_LINKTYPE: [
    'A packet is of a link type that is not read',
    '# packets are of a link type that is not read',
  ],
  EMPTY_RECORDS: ['A record is empty', '# records are empty'],
  NOT_DECRYPTED: ['A connection of TLS stayed ciphered', '# connections of TLS stayed ciphered'],
  KEY_LOG_EMPTY: 'The key log of TLS holds no line that is of use',
  NAS_KEYS_EMPTY: 'The keys of NAS hold no line that is of use',
  KEYS_GONE: 'The keys went when the job had ended that they came with: upload the capture with them again',
}

/** What says of a capture that losses, gaps or jitter may be its own, and not the network's. */
export const DOUBTS_MEDIA: ReadonlySet<string> = new Set([
  'CAPTURE_DROPS',
  'SHARED_GAPS',
  'SHARED_STEPS',
  'CLOCK_BACK',
  'CLOCK_STEP',
  'COARSE_TIME',
  'TIMELESS',
])

/**
 * A warning in one sentence, with what it tells besides in brackets; a code that has no words stays what it is.
 * @param number writes a count as its reader wants it
 */
export function warningText(warning: Warning, number: (count: number) => string): string {
  const { code, count, ...rest } = warning
  if (rest.offset_ms !== undefined) return clockText(rest, rest.offset_ms)
  const [name = '', about] = code.split(':', 2)
  const own = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined
  const words = own ?? (Object.hasOwn(WORDS, name) ? WORDS[name] : undefined)
  const details = Object.entries(rest).flatMap(([detail, value]) =>
    typeof value === 'number' || typeof value === 'string' ? [`${detail} ${value}`] : [],
  )
  if (about !== undefined && own === undefined) details.unshift(about)
  const text = words === undefined ? [name, ...timesText(count, number)].join(' ') : sentence(words, count, number)
  return details.length === 0 ? text : `${text} (${details.join(', ')})`
}

/** Which clock was ahead of which, and was at last. */
function clockText(warning: Partial<Warning>, ahead: number): string {
  const { file, interface: name, reference = 'another', last_offset_ms: last } = warning
  const own = [...(file === undefined ? [] : [`file ${file}`]), ...(name === undefined ? [] : [`interface ${name}`])]
  const how = `${differenceText(ahead)} that of ${reference}${last === undefined ? '' : ` at first and ${differenceText(last)} it at last`}`
  const set = last === undefined ? 'was set by it' : 'was set by it all along'
  return `The clock of ${own.join(', ')} was ${how}, and ${set}: packets tell that both have seen`
}

function differenceText(ahead: number): string {
  return `${Math.abs(ahead)} ms ${ahead < 0 ? 'behind' : 'ahead of'}`
}

function sentence(words: Words, count: number | undefined, number: (count: number) => string): string {
  if (typeof words === 'string') return words
  return count === undefined || count === 1 ? words[0] : words[1].replace('#', number(count))
}

function timesText(count: number | undefined, number: (count: number) => string): string[] {
  return count === undefined ? [] : [`×${number(count)}`]
}
