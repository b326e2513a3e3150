/** Bytes that lie: nothing throws, nothing hangs, and what was read before the lie stands. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { avp, diameterMessage, tgpp } from '../../../test/make/diameter.ts'
import { Random } from '../../../test/make/random.ts'
import { concat, u32, u8, zeros } from '../../../test/make/octets.ts'
import { mix } from '../../bytes/hash.ts'
import { decoded, messageOf } from './fixture.ts'
import { frame, recognize, resync } from './framing.ts'
import { DiameterTracker } from './tracker.ts'

const GOOD = diameterMessage(
  { command: 272, application: 16777238, request: true },
  avp(263, 'a;1;2'),
  avp(264, 'pgw.example'),
  avp(443, [avp(450, 1), avp(444, '001010000000001')]),
  tgpp(1001, [tgpp(1003, [tgpp(1005, 'voice'), tgpp(507, 'permit out 17 from 10.0.0.1 1 to 10.0.0.2 2')])]),
  avp(97, u8(0, 64, 0x20, 1)),
  avp(55, u32(0)),
)

/** An AVP whose length says `length`. */
function lying(length: number): Uint8Array {
  return concat(u32(264), u8(0x40, 0, 0, length), zeros(8))
}

describe('D2 lengths', () => {
  const cases = [
    { it: 'less than a header', bytes: lying(7) },
    { it: 'nothing', bytes: lying(0) },
    { it: 'beyond the message', bytes: lying(200) },
    { it: 'less than a header with a vendor', bytes: concat(u32(264), u8(0xc0, 0, 0, 8), zeros(8)) },
    { it: 'a few bytes behind the last', bytes: u8(1, 2, 3, 4) },
  ]
  it.each(cases)('$it', ({ bytes }) => {
    const { fault, details } = decoded(diameterMessage({ command: 280, request: true }, avp(263, 'a;1;2'), bytes))
    expect(fault).toBe('malformed')
    expect(details['session_id']).toBe('a;1;2')
  })

  it('within a group: the group ends there, and the message goes on', () => {
    const { fault, details } = decoded(
      diameterMessage({ command: 280, request: true }, avp(443, [lying(200)]), avp(263, 'a;1;2')),
    )
    expect([fault, details['session_id']]).toEqual(['malformed', 'a;1;2'])
  })

  it('of the message, beyond what came', () => {
    const message = GOOD.slice()
    message[2] = 0xff
    expect(decoded(message).fault).toBe('malformed')
  })
})

describe('D1 padding', () => {
  it.each([0, 1, 2, 3])('of a value of 4 + %i octets', (more) => {
    const message = diameterMessage(
      { command: 280, request: true },
      avp(264, 'host'.padEnd(4 + more, 'x')),
      avp(296, 'r'),
    )
    const { fault, details } = decoded(message)
    expect([fault, details['origin_realm']]).toEqual(['', 'r'])
  })

  it('that is missing behind the last', () => {
    const message = diameterMessage({ command: 280, request: true }, avp(264, 'h'))
    const short = message.slice(0, -3)
    short[3] = short.length
    expect(decoded(short)).toMatchObject({ fault: '', details: { origin_host: 'h' } })
  })
})

/** Subscription-Id in Subscription-Id. */
function nested(depth: number): Uint8Array {
  return Array.from({ length: depth }).reduce<Uint8Array>((inner) => avp(443, inner), avp(444, 'x'))
}

describe('D3 groups within groups', () => {
  it('sixteen are opened', () => {
    const { fault, shown } = decoded(diameterMessage({ command: 272, request: true }, nested(16)), { tree: true })
    expect(fault).toBe('')
    expect(shown.at(-1)).toMatchObject({ name: 'Subscription-Id-Data', depth: 17 })
  })

  it('of a thousand sixteen are opened', () => {
    const { fault, shown, depth } = decoded(diameterMessage({ command: 272, request: true }, nested(1000)), {
      tree: true,
    })
    expect([fault, depth]).toEqual(['malformed', 0])
    expect(shown.length).toBeLessThan(40)
  })
})

describe('bounds', () => {
  it('on lists', () => {
    const many = Array.from({ length: 1000 }, (_, i) => tgpp(1005, `rule ${i}`))
    const { details } = decoded(diameterMessage({ command: 272, request: true }, tgpp(1002, many)))
    expect(details['rule_names']).toHaveLength(64)
    expect((details['rules_removed'] as { names: string[] }[])[0]!.names).toHaveLength(64)
  })

  it('on records', () => {
    const many = Array.from({ length: 1000 }, (_, i) => avp(456, [avp(446, [avp(420, i)])]))
    const { details } = decoded(diameterMessage({ command: 272, request: true }, ...many))
    expect(details['rating_groups']).toHaveLength(64)
  })

  it('on texts', () => {
    const { details } = decoded(diameterMessage({ command: 272, request: true }, avp(281, 'x'.repeat(100_000))))
    expect(details['error_message']).toHaveLength(1024)
  })

  it('on what the tracker remembers', () => {
    const tracker = new DiameterTracker(100)
    for (let i = 0; i < 5000; i++) {
      const request = i % 3 > 0
      const message = diameterMessage({ command: 316, application: 1, request, hopByHop: i }, avp(263, `s;${i}`))
      tracker.see(messageOf(message, { time: i }))
    }
    expect(tracker.size).toBeLessThan(300)
  })
})

describe('damage', () => {
  it('cut anywhere by the snap length', () => {
    for (let length = 0; length < GOOD.length; length++) {
      const { fault, details } = decoded(GOOD.subarray(0, length), { lost: GOOD.length - length, tree: true })
      expect(fault).toBe('cut')
      expect(details['session_id']).toBe(length >= 33 ? 'a;1;2' : undefined)
    }
  })

  it('ending anywhere', () => {
    for (let length = 0; length < GOOD.length; length++) {
      expect(decoded(GOOD.subarray(0, length), { tree: true }).fault).toBe('malformed')
    }
  })

  it('of any kind', () => {
    const random = new Random(1)
    for (let n = 0; n < 5000; n++) {
      const bytes = mutate(GOOD, random)
      const tracker = new DiameterTracker(16)
      tracker.see(messageOf(bytes, {}))
      expect(decoded(bytes, { tree: true }).depth).toBe(0)
      recognize(bytes, 0, bytes.length)
      expect(frame(bytes, 0, bytes.length)).toBeLessThanOrEqual(bytes.length)
      expect(resync(bytes, 0, bytes.length)).toBeLessThan(bytes.length)
    }
  })
})

describe('identifiers that share a hash', () => {
  const [BASIS, PRIME, INVERSE] = [0x811c9dc5, 0x01000193, 0x359c449b]

  /** An end-to-end identifier that gives one number with the hop-by-hop identifier where nothing is added to the hash. */
  function partnerOf(hopByHop: number): number | undefined {
    const before = mix(0, hopByHop)
    for (let high = 0; high < 1 << 19; high++) {
      const endToEnd = Math.imul(high ^ 12_345, INVERSE) ^ before ^ BASIS
      if (endToEnd >>> 13 === high) return endToEnd >>> 0
    }
    return undefined
  }

  it('cannot be made beforehand, to have requests forgotten', () => {
    expect(Math.imul(PRIME, INVERSE)).toBe(1)
    const pairs: (readonly [hopByHop: number, endToEnd: number])[] = []
    for (let hopByHop = 1; pairs.length < 40; hopByHop++) {
      const endToEnd = partnerOf(hopByHop)
      if (endToEnd !== undefined) pairs.push([hopByHop, endToEnd])
    }
    expect(new Set(pairs.map(([one, other]) => mix(mix(0, one), other))).size).toBe(1)
    const tracker = new DiameterTracker()
    const see = (request: boolean, time: number, [hopByHop, endToEnd]: readonly [number, number]): unknown => {
      const header = { command: 316, application: 16777251, request, hopByHop, endToEnd }
      const ends = request ? ([1, 2] as const) : ([2, 1] as const)
      const message = messageOf(diameterMessage(header, avp(263, 'a;1;2'), avp(264, 'mme')), { ends, time })
      tracker.see(message)
      return message.details['latency_ms']
    }
    pairs.forEach((pair, i) => see(true, i * 1e6, pair))
    expect(pairs.map((pair, i) => see(false, 1e9 + i * 1e6, pair))).toEqual(pairs.map(() => 1000))
  })
})
