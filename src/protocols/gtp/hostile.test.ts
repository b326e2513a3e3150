import { assert, constantFrom, nat, property as holds, tuple, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bearer, element, gtp1, gtp2, gtpPrime, imsi, tlv, tv } from '../../../test/make/gtp.ts'
import { concat, u8, zeros } from '../../../test/make/octets.ts'
import { bytesOf, messageOf, TreeWriter, whereOf } from '../../../test/gtp-message.ts'
import { gtp } from './gtp.ts'
import { GtpTracker } from './tracker.ts'

/** A request with most kinds of elements, an answer with a message behind, and one of each other version. */
const FIXTURES: Readonly<Record<string, Uint8Array>> = {
  'create session': bytesOf(
    `482000b000000000000001000100080000010100000000f14c0006009471010000104b000800539683306534081956000d001800f110000100f1100000a01053
    00030000f1105200010006570009008a000000110a00000a5700090187000000000a0000284700040003696d73800001000063000100014f0005000100000000
    480008000000c350000186a05d001f00490001000650001600040500000000000000000000000000000000000000000300010007`,
  ),
  'session created': bytesOf(
    `5821005f0000001100000100020002001000570009008b000000210a0000295700090187000000310a0000284f000500010a2d00057f000100005d0025004900
    0100060200020010005700090081000001010a0000015700090285000005010a000028485f004a000000110000020049000100065d0039004900010000570009
    0081000006010a0000015700090185000005020a0000285000160004010000000040000000004000000000310000000031`,
  ),
  'create pdp context': bytesOf(
    `3210005100000000000100000200010100000000f10e070ffc100000111111000022221405800002f12183000908696e7465726e65748500040a000065850004
    0a000065860007919471010000108700040223131f97000101`,
  ),
  'error indication': gtp1(
    26,
    { sequence: 1, extensions: { first: 0x85, bytes: u8(1, 0x10, 9, 0) } },
    tv(16, 0, 0, 1, 1),
  ),
  relocation: gtp2(
    133,
    { teid: 0, sequence: 1 },
    imsi('001010000000001'),
    element(109, bearer(element(84, zeros(30)))),
  ),
  records: gtpPrime(240, 1, tv(126, 1), tlv(252, zeros(20))),
  'version 0': bytesOf('1e1400041001 0000 ffffffff 4200012143658759 0e030180'),
}

/** All that is done with bytes, as ingest and as the inspector; what is told keeps its promises. */
function handle(bytes: Uint8Array, missing = 0, tracker = new GtpTracker()): void {
  gtp.recognize(bytes, 0, bytes.length, bytes.length + missing)
  if (bytes.length < 6) return
  const length = gtp.split!(bytes, 0, bytes.length)
  expect(length).toBeGreaterThan(0)
  expect(length).toBeLessThanOrEqual(bytes.length)
  const tree = new TreeWriter()
  gtp.decode(bytes, 0, bytes.length, bytes.length + missing, whereOf(), tree)
  expect(tree.depth).toBe(0)
  for (const [from, to] of tree.ranges) expect(from >= 0 && from <= to && to <= bytes.length).toBe(true)
  const message = messageOf(bytes, {}, missing)
  tracker.see(message)
  for (const { value } of message.keys) expect(value).not.toBe('')
  expect(JSON.stringify(message.details).length).toBeLessThan(60_000)
}

describe('hostile input', () => {
  it.each(Object.entries(FIXTURES))('%s, cut at every octet', (_, bytes) => {
    const whole = gtp.split!(bytes, 0, bytes.length)
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.slice(0, length)
      handle(cut, bytes.length - length)
      handle(cut)
      if (length < 12 || length >= whole) continue
      expect(messageOf(cut, {}, bytes.length - length).fault).toBe('cut')
      expect(messageOf(cut).fault).toBe('malformed')
    }
  })

  it.each(Object.entries(FIXTURES))('%s, any two octets changed', (_, bytes) => {
    const tracker = new GtpTracker()
    const change = tuple(nat(bytes.length - 1), nat(255))
    const property = holds(change, change, (one, other) => {
      const damaged = bytes.slice()
      for (const [at, value] of [one, other]) damaged[at] = value
      handle(damaged, 0, tracker)
    })
    expect(() => assert(property, { numRuns: 1000 })).not.toThrow()
  })

  it.each([0, 1, 0x7f, 0xff])('every length octet is %i', (value) => {
    const run = (bytes: Uint8Array): void => {
      for (let at = 2; at < bytes.length; at++) handle(bytes.slice().fill(value, at, at + 1))
    }
    for (const bytes of Object.values(FIXTURES)) expect(() => run(bytes)).not.toThrow()
  })

  it('random bytes behind every header', () => {
    const property = holds(
      constantFrom(0x48, 0x40, 0x58, 0x30, 0x32, 0x37, 0x1e, 0x4e),
      uint8Array({ minLength: 7, maxLength: 200 }),
      (flags, rest) => handle(concat(u8(flags), rest)),
    )
    expect(() => assert(property, { numRuns: 1000 })).not.toThrow()
  })

  it('groups in groups end at a depth', () => {
    let nested = element(73, u8(5))
    for (let i = 0; i < 2000; i++) nested = bearer(nested)
    expect(messageOf(gtp2(34, { teid: 1, sequence: 1 }, nested)).fault).toBe('malformed')
  })

  it('lists stay short', () => {
    const many = Array.from({ length: 2000 }, () => bearer(element(87, concat(u8(0x80), zeros(8)))))
    const { details, clues } = messageOf(
      gtp2(34, { teid: 1, sequence: 1 }, ...many, ...many.map(() => element(240, u8()))),
    )
    expect(details['bearers']).toHaveLength(32)
    expect(details['unknown_elements']).toHaveLength(32)
    expect(clues.length).toBeLessThanOrEqual(64)
  })
})

describe('what is remembered is bounded', () => {
  it('with a new subscriber, tunnel, node and sequence number in each of many messages', () => {
    const tracker = new GtpTracker()
    const create = FIXTURES['create session']!
    let most = 0
    for (let i = 0; i < 70_000; i++) {
      const message = messageOf(create, { from: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` })
      Object.assign(message.details, { imsi: String(1e14 + i), sequence: i & 0xffffff })
      message.details['fteids'] = [{ interface: 10, teid: `0x${i.toString(16).padStart(8, '0')}`, ipv4: '10.0.0.10' }]
      tracker.see(message)
      most = Math.max(most, tracker.size)
    }
    expect(most).toBeLessThan(240_000)
  })
})
