import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
    const property = fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void handle(bytes))
    expect(() => fc.assert(property)).not.toThrow()
  })

  it('a message with bytes changed, left out, put in, and cut', () => {
    const change = fc.record({ at: fc.nat(INVITE.length), drop: fc.nat(4), put: fc.uint8Array({ maxLength: 4 }) })
    const changes = fc.array(change, { maxLength: 8 })
    const property = fc.property(changes, fc.nat(INVITE.length), fc.nat(3), (all, end, more) => {
      let text = INVITE
      for (const { at, drop, put } of all)
        text = text.slice(0, at) + String.fromCharCode(...put) + text.slice(at + drop)
      handle(bytesOf(text), 0)
      handle(bytesOf(text.slice(0, end)), more)
      new SipTracker().see(messageOf(text))
    })
    expect(() => fc.assert(property, { numRuns: 300 })).not.toThrow()
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
    const property = fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
      handle(bytesOf(`SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\n${pieces.join('')}`))
    })
    expect(() => fc.assert(property, { numRuns: 300 })).not.toThrow()
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

/** What one call of String.prototype's searches may have looked at, in characters. */
const COSTS: Record<string, (whole: string, found: unknown, what: unknown, from: unknown) => number> = {
  charCodeAt: () => 1,
  startsWith: (_, __, what) => String(what).length,
  includes: (whole, _, __, from) => 1 + whole.length - Number(from ?? 0),
  indexOf: (whole, found, _, from) => 1 + (Number(found) < 0 ? whole.length : Number(found)) - Number(from ?? 0),
}

/** Characters looked at while `run` runs: a clock that is the same everywhere. */
function countSteps(run: () => void): number {
  let steps = 0
  const originals = Object.keys(COSTS).map((name) => [name, Reflect.get(String.prototype, name)] as const)
  for (const [name, original] of originals) {
    Reflect.set(String.prototype, name, function (this: string, ...values: unknown[]) {
      const found: unknown = Reflect.apply(original, this, values)
      steps += Math.max(1, COSTS[name]!(this, found, values[0], values[1]))
      return found
    })
  }
  try {
    run()
  } finally {
    for (const [name, original] of originals) Reflect.set(String.prototype, name, original)
  }
  return steps
}

describe('time grows as the message does', () => {
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
