// Codec modes, told by payload headers: AMR and AMR-WB by RFC 4867 §4.3 and §4.4, EVS by 3GPP TS 26.445 annex A.2.
import type { PayloadFormat } from '../../model/message.ts'
import { MODE_FORMAT, MODES, MOST_MODES } from './record.ts'

/** MODE_FORMAT of a stream: how its payloads tell the mode. */
export const NO_MODES = 0
const AMR_BANDWIDTH_EFFICIENT = 1
const AMR_OCTET_ALIGNED = 2
const WIDEBAND_BANDWIDTH_EFFICIENT = 3
const WIDEBAND_OCTET_ALIGNED = 4
const EVS = 5
const EVS_HEADER_FULL = 6
/** G.711: no modes, but payloads that can be seen to be silent. */
export const MU_LAW = 7
export const A_LAW = 8

/** More frames than this in one packet are not speech. */
const MOST_FRAMES = 12
const NO_FRAME = 15

/** kbit/s of AMR frame types 0–7 and AMR-WB 0–8; silence descriptors; nothing sent. */
const UNUSED = ['', '', '', '', '', '']
const AMR_NAMES = ['4.75', '5.15', '5.9', '6.7', '7.4', '7.95', '10.2', '12.2', 'SID', ...UNUSED, 'NO_DATA']
const WIDEBAND = ['6.6', '8.85', '12.65', '14.25', '15.85', '18.25', '19.85', '23.05', '23.85', 'SID']
const WIDEBAND_NAMES = [...WIDEBAND, '', '', '', '', 'SPEECH_LOST', 'NO_DATA']
/** kbit/s of EVS Primary rate indices; all modes of AMR-WB IO together are 13. */
const EVS_SILENCE = 12
const EVS_INTEROPERABLE = 13
const EVS_RATES = ['2.8', '7.2', '8', '9.6', '13.2', '16.4', '24.4', '32', '48', '64', '96', '128']
const EVS_NAMES = [...EVS_RATES, 'SID', 'AMR-WB IO', 'SPEECH_LOST', 'NO_DATA']

/** EVS compact format: payload size in bits to mode (table A.1). 56 bits are told by the first bit. */
const COMPACT: ReadonlyMap<number, number> = new Map([
  [48, EVS_SILENCE],
  [144, 1],
  [160, 2],
  [192, 3],
  [264, 4],
  [328, 5],
  [488, 6],
  [640, 7],
  [960, 8],
  [1280, 9],
  [1920, 10],
  [2560, 11],
  ...[136, 184, 256, 288, 320, 368, 400, 464, 480].map((bits) => [bits, EVS_INTEROPERABLE] as const),
])
const COMPACT_BYTES = Int8Array.from({ length: 321 }, (_, bytes) => COMPACT.get(bytes * 8) ?? -1)

export function modeFormat(format: PayloadFormat): number {
  const codec = format.codec.toUpperCase()
  const parameters = format.fmtp ?? ''
  const isAligned = /(^|[;\s])octet-align=1/.test(parameters)
  if (codec === 'AMR') return isAligned ? AMR_OCTET_ALIGNED : AMR_BANDWIDTH_EFFICIENT
  if (codec === 'AMR-WB') return isAligned ? WIDEBAND_OCTET_ALIGNED : WIDEBAND_BANDWIDTH_EFFICIENT
  if (codec === 'EVS') return /(^|[;\s])hf-only=1/.test(parameters) ? EVS_HEADER_FULL : EVS
  if (codec === 'PCMU') return MU_LAW
  if (codec === 'PCMA') return A_LAW
  return NO_MODES
}

/** Counts the frames of a payload of `length` bytes by mode, in the record that starts at `record`. */
export function countModes(ints: Int32Array, record: number, bytes: Uint8Array, at: number, length: number): void {
  const format = ints[record + MODE_FORMAT]!
  if (format >= EVS) countEvs(ints, record, bytes, at, length)
  else if (length >= 2) countAmr(ints, record, bytes, at, length)
}

function countAmr(ints: Int32Array, record: number, bytes: Uint8Array, at: number, length: number): void {
  const format = ints[record + MODE_FORMAT]!
  const isAligned = (format & 1) === 0
  const silence = format >= WIDEBAND_BANDWIDTH_EFFICIENT ? 9 : 8
  const bits = length * 8
  let bit = isAligned ? 8 : 4
  for (let frames = 0; frames < MOST_FRAMES && bit + 6 <= bits; frames++) {
    const entry = six(bytes, at, bit)
    const type = (entry >> 1) & 15
    // Types that are not speech mean the packet is to be discarded (RFC 4867 §4.3.2).
    if (type > silence && type < (silence === 9 ? 14 : 15)) return
    ints[record + MODES + type]! += 1
    if (entry < 32) return
    bit += isAligned ? 8 : 6
  }
}

/** Six bits from bit `bit` of the payload: F, FT and Q of an entry of its table of contents. */
function six(bytes: Uint8Array, at: number, bit: number): number {
  const first = at + (bit >> 3)
  return (((bytes[first]! << 8) | bytes[first + 1]!) >> (10 - (bit & 7))) & 63
}

function countEvs(ints: Int32Array, record: number, bytes: Uint8Array, at: number, length: number): void {
  const isCompact = ints[record + MODE_FORMAT] === EVS
  let mode = isCompact && length < COMPACT_BYTES.length ? COMPACT_BYTES[length]! : -1
  if (isCompact && length === 7) mode = bytes[at]! < 128 ? 0 : EVS_SILENCE
  if (mode < 0 && length > 0) {
    const isRequest = bytes[at]! > 127
    mode = isRequest && length < 2 ? NO_FRAME : headerFullMode(bytes[isRequest ? at + 1 : at]!)
  }
  if (mode >= 0) ints[record + MODES + mode]! += 1
}

/** Table of contents of the header-full format: mode bit 0x20 (AMR-WB IO), rate index in the low four bits. */
function headerFullMode(contents: number): number {
  const index = contents & 15
  if (index >= 14) return index
  if ((contents & 0x20) === 0) return index <= EVS_SILENCE ? index : NO_FRAME
  return index === 9 ? EVS_SILENCE : EVS_INTEROPERABLE
}

/** Frames by mode name; undefined where none were counted. */
export function modeCounts(ints: Int32Array, record: number): Record<string, number> | undefined {
  const format = ints[record + MODE_FORMAT]!
  if (format >= MU_LAW) return undefined
  const names = format >= EVS ? EVS_NAMES : format >= WIDEBAND_BANDWIDTH_EFFICIENT ? WIDEBAND_NAMES : AMR_NAMES
  const counts: Record<string, number> = {}
  for (let mode = 0; mode < MOST_MODES; mode++) {
    const count = ints[record + MODES + mode]!
    if (count > 0 && format !== NO_MODES) counts[names[mode] ?? String(mode)] = count
  }
  return Object.keys(counts).length > 0 ? counts : undefined
}
