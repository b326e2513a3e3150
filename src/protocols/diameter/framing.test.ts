/** Where messages begin and end in a stream: RFC 6733 §3. */
import { describe, expect, it } from 'vitest'
import { avp, diameterMessage } from '../../../test/make/diameter.ts'
import { concat, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { LOST, NEED_MORE } from '../../model/message.ts'
import { frame, recognize, resync } from './framing.ts'

const WATCHDOG = diameterMessage({ command: 280, request: true }, avp(264, 'mme.example'), avp(296, 'example'))
const UNKNOWN = diameterMessage({ command: 999, application: 77, request: true }, avp(263, 'a;1;2'))

function changed(at: number, ...bytes: number[]): Uint8Array {
  const copy = WATCHDOG.slice()
  copy.set(bytes, at)
  return copy
}

const recognized: { it: string; bytes: Uint8Array; want: boolean }[] = [
  { it: 'a message', bytes: WATCHDOG, want: true },
  { it: 'the beginning of one', bytes: WATCHDOG.subarray(0, 24), want: true },
  { it: 'less than a header', bytes: WATCHDOG.subarray(0, 19), want: false },
  { it: 'another version', bytes: changed(0, 2), want: false },
  { it: 'a length of 0', bytes: changed(1, 0, 0, 0), want: false },
  { it: 'a length that is no multiple of four', bytes: changed(1, 0, 0, WATCHDOG[3]! + 1), want: false },
  { it: 'a length of more than a mebibyte', bytes: changed(1, 0x20, 0, 0), want: false },
  { it: 'reserved flags', bytes: changed(4, 0x81), want: false },
  { it: 'D17 unknown command and application, with a Session-Id', bytes: UNKNOWN, want: true },
  {
    it: 'unknown command and application, with something else',
    bytes: diameterMessage({ command: 999, application: 77, request: true }, avp(1, 'x')),
    want: false,
  },
  { it: 'a first AVP that cannot be one', bytes: changed(24, 0x1f), want: false },
  { it: 'text', bytes: utf8('\u0001GET / HTTP/1.1\r\nHost: example.org\r\n'), want: false },
  { it: 'D15 a header alone', bytes: diameterMessage({ command: 316, request: false, flags: 0x20 }), want: true },
]

describe('recognize', () => {
  it.each(recognized)('$it', ({ bytes, want }) => expect(recognize(bytes, 0, bytes.length)).toBe(want))
})

const framed: { it: string; bytes: Uint8Array; want: number }[] = [
  { it: 'a whole message', bytes: concat(WATCHDOG, u8(1)), want: WATCHDOG.length },
  { it: 'all but its last byte', bytes: WATCHDOG.subarray(0, WATCHDOG.length - 1), want: NEED_MORE },
  { it: 'its first byte', bytes: WATCHDOG.subarray(0, 1), want: NEED_MORE },
  { it: 'a length of 0', bytes: changed(1, 0, 0, 0), want: LOST },
  { it: 'a length of 0, and no more', bytes: changed(1, 0, 0, 0).subarray(0, 4), want: LOST },
  { it: 'a length less than a header', bytes: changed(1, 0, 0, 16), want: LOST },
  { it: 'another version', bytes: u8(2), want: LOST },
  { it: 'a known command with reserved flags set', bytes: changed(4, 0x8f), want: WATCHDOG.length },
  { it: 'D17 unknown command and application', bytes: UNKNOWN, want: UNKNOWN.length },
]

describe('frame', () => {
  it.each(framed)('$it', ({ bytes, want }) => expect(frame(bytes, 0, bytes.length)).toBe(want))
})

const synced: { it: string; bytes: Uint8Array; want: number }[] = [
  { it: 'behind what is left of a message', bytes: concat(zeros(7), WATCHDOG, WATCHDOG), want: 7 },
  { it: 'at the last one', bytes: concat(u8(1, 1, 1), WATCHDOG), want: 3 },
  { it: 'not where no other follows', bytes: concat(WATCHDOG, zeros(30)), want: -1 },
  { it: 'at what may become a header', bytes: concat(zeros(5), WATCHDOG.subarray(0, 10)), want: 5 },
  { it: 'nowhere', bytes: zeros(100), want: -1 },
]

describe('resync', () => {
  it.each(synced)('$it', ({ bytes, want }) => expect(resync(bytes, 0, bytes.length)).toBe(want))
})
