// One frame by itself, as the packet inspector shows it: what its connection carried before is not at hand.
import { u16, u24, u32 } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { CONTINUATION, DATA, GOAWAY, HEADER, HEADERS, PUSH_PROMISE, RST_STREAM, SETTINGS } from './frames.ts'
import { blockOf } from './header-blocks.ts'
import { HpackDecoder } from './hpack.ts'
import { redactedHeader, redactedPath } from './redact.ts'
import { errorName } from './tell-control.ts'

/** Types of frames: RFC 9113 §6, RFC 7838, RFC 8336, RFC 9218. */
const TYPES: Readonly<Record<number, string>> = {
  [DATA]: 'DATA',
  [HEADERS]: 'HEADERS',
  2: 'PRIORITY',
  [RST_STREAM]: 'RST_STREAM',
  [SETTINGS]: 'SETTINGS',
  [PUSH_PROMISE]: 'PUSH_PROMISE',
  6: 'PING',
  [GOAWAY]: 'GOAWAY',
  8: 'WINDOW_UPDATE',
  [CONTINUATION]: 'CONTINUATION',
  10: 'ALTSVC',
  12: 'ORIGIN',
  16: 'PRIORITY_UPDATE',
}

/** Settings: RFC 9113 §6.5.2, RFC 8441. */
const SETTING_NAMES: Readonly<Record<number, string>> = {
  1: 'HEADER_TABLE_SIZE',
  2: 'ENABLE_PUSH',
  3: 'MAX_CONCURRENT_STREAMS',
  4: 'INITIAL_WINDOW_SIZE',
  5: 'MAX_FRAME_SIZE',
  6: 'MAX_HEADER_LIST_SIZE',
  8: 'ENABLE_CONNECT_PROTOCOL',
}

interface Extent {
  readonly from: number
  readonly to: number
}

export function showFrame(bytes: Uint8Array, { from, to }: Extent, out: Out): void {
  const type = bytes[from + 3]!
  const name = TYPES[type] ?? `frame ${type}`
  out.name(name, `HTTP2 ${name}`)
  out.open(`HTTP/2 ${name}`, from, to)
  out.show('Length', u24(bytes, from), from, from + 3)
  out.show('Type', name, from + 3, from + 4)
  out.show('Flags', `0x${bytes[from + 4]!.toString(16).padStart(2, '0')}`, from + 4, from + 5)
  out.put('stream_id', u32(bytes, from + 5) & 0x7fffffff, from + 5, from + HEADER)
  showPayload(bytes, { from, to }, out)
  out.close()
}

function showPayload(bytes: Uint8Array, { from, to }: Extent, out: Out): void {
  const type = bytes[from + 3]!
  const payload = from + HEADER
  if (type === SETTINGS) {
    for (let at = payload; at + 6 <= to; at += 6) {
      const setting = u16(bytes, at)
      out.show(SETTING_NAMES[setting] ?? `setting ${setting}`, u32(bytes, at + 2), at, at + 6)
    }
  } else if (type === RST_STREAM && payload + 4 <= to) {
    out.put('error', errorName(u32(bytes, payload)), payload, payload + 4)
  } else if (type === GOAWAY && payload + 8 <= to) {
    out.put('error', errorName(u32(bytes, payload + 4)), payload + 4, payload + 8)
  } else if (type === HEADERS || type === PUSH_PROMISE) {
    const block = blockOf({ bytes, from, to })
    showHeaders(bytes, block, out)
  } else if (payload < to) out.show('Payload', `${to - payload} bytes`, payload, to)
}

/** Those that stand in the block itself or in the static table. */
function showHeaders(bytes: Uint8Array, { from, to }: Extent, out: Out): void {
  const hpack = new HpackDecoder({ hold: () => true })
  hpack.table.lose()
  out.open('Header block', from, to)
  for (const { name, value } of hpack.decode(bytes, from, to).headers) {
    const shown = name === ':path' ? redactedPath(value) : redactedHeader(name === ':authority' ? 'host' : name, value)
    out.show(name, shown, from, to)
  }
  out.close()
}
