/** IPA and GSUP: octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../../../test/analyze-capture.ts'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { pcap } from '../../../test/make/capture-file.ts'
import { element, gsup, imsi, ipa as make, osmocom } from '../../../test/make/gsup.ts'
import { end } from '../../../test/make/internet.ts'
import { concat, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { octetsOf } from '../../../test/make/per.ts'
import { Random } from '../../../test/make/random.ts'
import { Wire } from '../../../test/make/wire.ts'
import { Kept, messageWith, whereOf } from '../sip/fixture.ts'
import { ipa } from './ipa.ts'

const IMSI = '001010000000001'
const user = imsi(IMSI)
const AUTHENTICATION = element(3, concat(element(0x20, new Uint8Array(16).fill(0xaa)), element(0x22, zeros(8))))

const cases: { it: string; bytes: Uint8Array; name: string; short?: string; want: object }[] = [
  {
    it: 'a user is somewhere else now',
    bytes: gsup(0x04, user, element(0x28, u8(2)), element(0x60, utf8('MSC-1\0'))),
    name: 'UpdateLocation Request',
    want: { procedure: 'UpdateLocation', imsi: IMSI, domain: 'CS', source_name: 'MSC-1' },
  },
  {
    it: 'nobody knows him',
    bytes: gsup(0x05, user, element(2, u8(2))),
    name: 'UpdateLocation Error',
    short: 'GSUP UpdateLocation Error (IMSI unknown in HLR)',
    want: { failed: true, cause: { code: 2, name: 'IMSI unknown in HLR' } },
  },
  {
    it: 'what he may, and his number',
    bytes: gsup(
      0x10,
      user,
      element(8, octetsOf('06 94 71 00 00 00 10')),
      element(0x12, octetsOf('08 696e7465726e6574')),
    ),
    name: 'InsertSubscriberData Request',
    want: { msisdn: '491700000001', apn: 'internet' },
  },
  {
    it: 'keys, which are not told',
    bytes: gsup(0x0a, user, AUTHENTICATION),
    name: 'SendAuthInfo Result',
    want: { procedure: 'SendAuthInfo' },
  },
  {
    it: 'a report that nobody answers',
    bytes: gsup(0x0b, user),
    name: 'AuthFailReport',
    want: { failed: true },
  },
  { it: 'a ping', bytes: make(0xfe, u8(0)), name: 'PING', want: { stream: 'IPA' } },
  {
    it: 'who are you',
    bytes: make(0xfe, octetsOf('04 01 08 01 07')),
    name: 'IDENTITY REQUEST',
    want: { stream: 'IPA' },
  },
  {
    it: 'control',
    bytes: osmocom(0, utf8('GET 1 subscriber.by-imsi-001010000000001.info')),
    name: 'CTRL GET subscriber.by-imsi-001010000000001.info',
    want: { stream: 'CTRL' },
  },
]

function told(bytes: Uint8Array): Kept {
  const out = new Kept(true)
  ipa.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.depth).toBe(0)
  return out
}

describe('IPA', () => {
  it.each(cases)('$it', ({ bytes, name, short, want }) => {
    expect(ipa.recognize(bytes, 0, bytes.length)).toBe(true)
    expect(ipa.frame!(bytes, 0, bytes.length)).toBe(bytes.length)
    expect(told(bytes)).toMatchObject({ message_type: name, details: want, ...(short !== undefined && { short }) })
  })

  it('is not what only begins like it', () => {
    const like = octetsOf('00 20 fe 04 01 02 03 04 05')
    expect(ipa.recognize(like, 0, like.length)).toBe(false)
    const long = octetsOf('00 05 fe 00 01 02 03 04')
    expect(ipa.recognize(long, 0, long.length)).toBe(false)
    const two = concat(make(0xfe, u8(0)), make(0xfe, u8(1)))
    expect(ipa.recognize(two, 0, two.length)).toBe(true)
  })

  it('keys stand nowhere', () => {
    expect(JSON.stringify(told(gsup(0x0a, user, AUTHENTICATION)))).not.toMatch(/aa(?:aa){4}/)
  })

  it('procedures are sessions of their user, what the ends say of themselves another one', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, end('10.0.0.1', 40_000), end('10.0.0.2', 4222))
    connection.send(10, 'server', make(0xfe, octetsOf('04 01 08 01 07')))
    connection.send(100, 'client', gsup(0x08, user))
    connection.send(104, 'server', gsup(0x0a, user, AUTHENTICATION))
    connection.send(200, 'client', gsup(0x04, user))
    connection.send(205, 'server', gsup(0x10, user))
    connection.send(206, 'client', gsup(0x12, user))
    connection.send(210, 'server', gsup(0x05, user, element(2, u8(2))))
    connection.send(300, 'client', gsup(0x0c, user))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ subtype, session_key, outcome }) => [subtype, session_key, outcome])).toEqual([
      ['IPA', '10.0.0.1<->10.0.0.2', 'success'],
      ['GSUP', `${IMSI} SendAuthInfo@10.0.0.1<->10.0.0.2`, 'success'],
      ['GSUP', `${IMSI} UpdateLocation@10.0.0.1<->10.0.0.2`, 'failed'],
      ['GSUP', `${IMSI} InsertSubscriberData@10.0.0.1<->10.0.0.2`, 'success'],
      ['GSUP', `${IMSI} PurgeMS@10.0.0.1<->10.0.0.2`, 'incomplete'],
    ])
    expect(sessions[1]?.metrics).toMatchObject({ latency_ms: 4, failures: 0 })
    expect(sessions[2]).toMatchObject({
      metrics: { latency_ms: 10, failures: 1 },
      verdict: { category: 'subscriber', code: 2, text: expect.stringContaining('GSUP UpdateLocation failed with 2') },
    })
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(5)
    const tracker = ipa.track!()
    for (const { bytes } of cases) {
      for (let round = 0; round < 200; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        ipa.recognize(damaged, 0, damaged.length)
        ipa.frame!(damaged, 0, damaged.length)
        ipa.resync!(damaged, 0, damaged.length)
        const { details, message_type: name } = told(damaged)
        const seen = messageWith({ where: whereOf(), protocol: 'IPA', name, details })
        tracker.see(seen)
        expect(seen.keys.length).toBeGreaterThan(0)
      }
    }
  })
})
