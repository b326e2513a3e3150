import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SipTracker } from './call-tracker.ts'
import { bytesOf, Kept, lines, messageOf, whereOf } from './fixture.ts'
import { sip } from './sip.ts'

const INVITE =
  lines(
    'INVITE sip:+491711234567@x SIP/2.0',
    'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
    'From: "A" <sip:a@x>;tag=1',
    'To: <sip:b@x>',
    'Call-ID: 1',
    'CSeq: 1 INVITE',
    'Contact: <sip:a@10.0.0.1>;+sip.instance="<urn:gsma:imei:35693803-564380-9>";expires=5',
    'Authorization: Digest username="u",realm="r",nonce="n",response="x"',
    'P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=00101000B0019B01',
    'Content-Type: multipart/mixed;boundary=q',
    'Content-Length: 330',
    '',
    '--q',
    'Content-Type: application/sdp',
    '',
    'v=0',
    'o=- 1 2 IN IP4 192.0.2.1',
    'c=IN IP4 192.0.2.1',
    'm=audio 4000 RTP/AVP 104 0',
    'a=rtpmap:104 AMR-WB/16000/1',
    'a=candidate:1 1 UDP 2130706431 192.0.2.44 50000 typ host',
    'a=curr:qos local none',
    '--q',
    'Content-Type: application/vnd.3gpp.sms',
    '',
  ) + '\x00\x03\x00\x07\x91\x94\x71\x01\x67\x00\x00\x0e\x01\x2a\x0c\x91\x94\x71\x91\x78\x56\x34\r\n--q--\r\n'

/** All that the protocol does with bytes from outside. */
function handle(bytes: Uint8Array, more = 0): Kept {
  sip.recognize(bytes, 0, bytes.length)
  const skipped = sip.filler!(bytes, 0, bytes.length)
  expect(skipped).toBeLessThanOrEqual(bytes.length)
  const length = sip.frame!(bytes, 0, bytes.length)
  expect(length).toBeLessThanOrEqual(bytes.length)
  const next = sip.resync!(bytes, 0, bytes.length)
  expect(next).toBeLessThan(Math.max(1, bytes.length))
  const out = new Kept(true)
  sip.decode(bytes, 0, bytes.length, bytes.length + more, whereOf(), out)
  expect(out.depth).toBe(0)
  for (const { from, to } of out.shown) expect(0 <= from && from <= to && to <= bytes.length).toBe(true)
  return out
}

describe('no bytes make it throw', () => {
  it('random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void handle(bytes)))
  })

  it('a message with bytes changed, left out, put in, and cut', () => {
    const change = fc.record({ at: fc.nat(INVITE.length), drop: fc.nat(4), put: fc.uint8Array({ maxLength: 4 }) })
    const changes = fc.array(change, { maxLength: 8 })
    fc.assert(
      fc.property(changes, fc.nat(INVITE.length), fc.nat(3), (all, end, more) => {
        let text = INVITE
        for (const { at, drop, put } of all)
          text = text.slice(0, at) + String.fromCharCode(...put) + text.slice(at + drop)
        handle(bytesOf(text), 0)
        handle(bytesOf(text.slice(0, end)), more)
        new SipTracker().see(messageOf(text))
      }),
      { numRuns: 300 },
    )
  })

  it('lines of syntax in any order', () => {
    const piece = fc.constantFrom(
      ...'<>;,="\\:@%?\r\n \t-'.split(''),
      'Via:',
      'm=audio 1 RTP/AVP 0',
      'a=',
      'tag=',
      '\r\n\r\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        handle(bytesOf(`SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\n${pieces.join('')}`))
      }),
      { numRuns: 300 },
    )
  })
})

const text = (piece: string, times: number) => piece.repeat(times)
const around = (header: string) => lines('INVITE sip:b@x SIP/2.0', 'Call-ID: 1', header, 'CSeq: 1 INVITE', '')
const multipart = lines('MESSAGE sip:b@x SIP/2.0', 'Content-Type: multipart/mixed;boundary=q', '')

const long: { it: string; make: (size: number) => string }[] = [
  { it: 'S33: one huge header', make: (size) => around(`X: ${text('a', size)}`) },
  { it: 'S33: many Vias', make: (size) => around(text('Via: SIP/2.0/UDP h;branch=z9hG4bKx\r\n', size / 36)) },
  { it: 'many Vias by comma', make: (size) => around(`Via: ${text('a;branch=b,', size / 11)}`) },
  { it: 'many folded lines', make: (size) => around(`Subject: a${text('\r\n b', size / 4)}`) },
  { it: 'open quotes', make: (size) => around(`Contact: ${text('"', size)}`) },
  { it: 'open brackets by comma', make: (size) => around(`Route: ${text('<,', size / 2)}`) },
  { it: 'many parameters', make: (size) => around(`From: <sip:a>${text(';x="', size / 4)}`) },
  { it: 'many short header lines', make: (size) => around(text('m:\r\n', size / 4)) },
  { it: 'lines without colon', make: (size) => around(text('ab\r\n', size / 4)) },
  { it: 'escapes', make: (size) => around(`From: <sip:${text('%', size)}@x>`) },
  { it: 'a challenge of commas', make: (size) => around(`WWW-Authenticate: Digest ${text('nonce=,', size / 7)}`) },
  { it: 'many parts', make: (size) => multipart + text('--q\r\n\r\n', size / 7) },
  { it: 'parts that never end', make: (size) => multipart + text('--q--q', size / 6) },
  {
    it: 'many media lines',
    make: (size) => lines('ACK sip:b SIP/2.0', 'c: application/sdp', '') + text('m=audio 1 RTP/AVP 0\r\n', size / 21),
  },
]

/** Characters that the calls of String.prototype's searches may have looked at. */
function countSteps(run: () => void): number {
  let steps = 0
  const { indexOf, charCodeAt, includes, startsWith } = String.prototype
  const found = (whole: number, from: number, at: number) =>
    (steps += (at < 0 ? whole : at) - Math.min(from, whole) + 1)
  vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, what: string, from = 0) {
    const at = indexOf.call(this, what, from)
    found(this.length, Math.max(0, from), at)
    return at
  })
  vi.spyOn(String.prototype, 'includes').mockImplementation(function (this: string, what: string, from = 0) {
    found(this.length, from, indexOf.call(this, what, from))
    return includes.call(this, what, from)
  })
  vi.spyOn(String.prototype, 'startsWith').mockImplementation(function (this: string, what: string, from = 0) {
    steps += what.length
    return startsWith.call(this, what, from)
  })
  vi.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, at: number) {
    steps++
    return charCodeAt.call(this, at)
  })
  run()
  vi.restoreAllMocks()
  return steps
}

describe('time grows as the message does', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each(long)('$it', ({ make }) => {
    const [small, large] = [8_000, 64_000].map((size) => {
      const bytes = bytesOf(make(Math.floor(size)))
      return countSteps(() => {
        const out = new Kept(true)
        sip.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
      })
    })
    expect(large!).toBeLessThan(small! * 16)
  })

  it('keeps a bound on what is said of one message', () => {
    const huge = text('x', 100_000)
    const message = lines(
      'INVITE sip:b@x SIP/2.0',
      `Call-ID: ${huge}`,
      `From: "${huge}" <sip:${huge}@x>;tag=${huge}`,
      `CSeq: 1 ${huge}`,
      `User-Agent: ${huge}`,
      `Route: ${text('<sip:a>,', 20_000)}`,
      text('Diversion: <sip:a>\r\n', 5_000),
    )
    const { details, keys, clues } = messageOf(message)
    expect(JSON.stringify({ details, keys, clues }).length).toBeLessThan(20_000)
  })
})
