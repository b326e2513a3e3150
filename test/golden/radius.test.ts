/** RADIUS end to end: on any port, by its bytes. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { mutate } from '../fuzz/mutate.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u8, utf8 } from '../make/octets.ts'
import * as made from '../make/radius.ts'
import { Random } from '../make/random.ts'
import { Wire } from '../make/wire.ts'
import { Kept, whereOf } from '../../src/protocols/sip/fixture.ts'
import { radius } from '../../src/protocols/radius/radius.ts'

const IMSI = '001010000000001'
const NAS = end('10.0.0.40', 40_001)
const SERVER = end('10.0.0.80', 9812)

type Sent = readonly ['asks' | 'answers', Uint8Array]

async function analyzed(messages: readonly Sent[]): ReturnType<typeof analyzeCapture> {
  const wire = new Wire()
  messages.forEach(([way, bytes], i) => {
    const [from, to] = way === 'asks' ? [NAS, SERVER] : [SERVER, NAS]
    wire.udp(10 * i, from, to, bytes)
  })
  return analyzeCapture(pcap(wire.packets))
}

function accounting(id: number, status: number): Uint8Array {
  return made.radius(
    made.ACCOUNTING_REQUEST,
    id,
    made.attribute(40, status),
    made.attribute(44, 'a1b2c3'),
    made.attribute(32, 'pgw-1'),
    made.attribute(8, u8(10, 45, 0, 7)),
    made.attribute(30, 'internet'),
    made.attribute(31, '491710000001'),
    made.threeGpp(1, IMSI),
    ...(status === 2 ? [made.attribute(49, 1)] : []),
  )
}

const request = made.radius(
  made.ACCESS_REQUEST,
  9,
  made.attribute(1, 'alice'),
  made.attribute(2, 'secret-secret-16'),
  made.attribute(32, 'pgw-1'),
)

/** Of an authentication by EAP, with what it proves behind its header. */
function round(id: number, code: number, ...eap: number[]): Uint8Array {
  return made.radius(code, id, made.attribute(24, 'round'), made.attribute(79, u8(...eap, ...utf8('SECRET'))))
}

describe('RADIUS in a stream (RFC 6613)', () => {
  it('packets are read one behind the other, in pieces as they come', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, NAS, end('10.0.0.80', 2083))
    const answer = made.radius(made.ACCOUNTING_RESPONSE, 1)
    connection.send(10, 'client', Uint8Array.from([...accounting(1, 1), ...accounting(2, 3)]), [30, 150])
    connection.send(15, 'server', answer)
    connection.send(20, 'client', accounting(3, 2), [7])
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([{ subtype: 'RADIUS', events_count: 4, correlation_key: { imsi: IMSI } }])
  })
})

describe('RADIUS', () => {
  it('an accounting session is one session of its subscriber, on any port', async () => {
    const { sessions, protocols, coverage } = await analyzed([
      ['asks', accounting(1, 1)],
      ['answers', made.radius(made.ACCOUNTING_RESPONSE, 1)],
      ['asks', accounting(2, 2)],
      ['answers', made.radius(made.ACCOUNTING_RESPONSE, 2)],
    ])
    expect(sessions).toMatchObject([
      {
        type: 'OTHER',
        subtype: 'RADIUS',
        session_key: 'pgw-1 a1b2c3',
        outcome: 'success',
        correlation_key: { imsi: IMSI, msisdn: '491710000001', ue_ip: '10.45.0.7', called_station_id: 'internet' },
        metrics: { latency_ms: 10, retransmissions: 0 },
      },
    ])
    expect(sessions[0]?.events.map(({ short }) => short)).toEqual([
      'RADIUS Accounting-Request Start 491710000001',
      'RADIUS Accounting-Response',
      'RADIUS Accounting-Request Stop 491710000001 User Request',
      'RADIUS Accounting-Response',
    ])
    expect(protocols).toMatchObject([{ protocol: 'RADIUS', packet_count: 4 }])
    expect(coverage).toMatchObject({ decoded: 4 })
  })

  it('says where its user is, by which radio, and since when', async () => {
    const located = made.radius(
      made.ACCOUNTING_REQUEST,
      3,
      made.attribute(40, 3),
      made.attribute(44, 'a1b2c3'),
      made.attribute(6, 2),
      made.attribute(55, 1_700_000_000),
      made.attribute(61, 99),
      made.attribute(64, u8(1, 0, 0, 3)),
      made.attribute(66, u8(1, 0x61, 0x62)),
      made.attribute(97, u8(0, 64, 0x20, 1, 0xd, 0xb8, 0, 1, 0, 2)),
      made.threeGpp(1, IMSI),
      made.threeGpp(21, u8(6)),
      made.threeGpp(22, u8(130, 0, 0xf1, 0x10, 0, 1, 0, 0xf1, 0x10, 0, 0, 1, 2)),
      made.threeGpp(23, u8(0x80, 1)),
    )
    const { sessions } = await analyzed([['asks', located]])
    expect(sessions[0]?.events[0]?.details).toMatchObject({
      service_type: 'Framed',
      service_type_code: 2,
      event_timestamp: '2023-11-14T22:13:20.000Z',
      nas_port_type: 99,
      tunnel_type: 'L2TP',
      tunnel_client_endpoint: 'ab',
      framed_ipv6_prefix: '2001:db8:1:2::/64',
      rat_type: 'EUTRAN',
      user_location: { tai: '00101-0001', ecgi: '00101-0000102' },
      ue_time_zone: '+02:00 DST+1',
    })
  })

  it('the rounds of an authentication are one session, and its refusal a failure', async () => {
    const again = made.radius(made.ACCESS_REQUEST, 10, made.attribute(1, 'alice'), made.attribute(24, 'round-2'))
    const { sessions } = await analyzed([
      ['asks', request],
      ['asks', request],
      ['answers', made.radius(made.ACCESS_CHALLENGE, 9, made.attribute(24, 'round-2'))],
      ['asks', again],
      ['answers', made.radius(made.ACCESS_REJECT, 10, made.attribute(18, 'not provisioned'))],
    ])
    expect(sessions).toMatchObject([
      {
        outcome: 'failed',
        events_count: 5,
        metrics: { latency_ms: 20, retransmissions: 1 },
        verdict: { kind: 'rejected', category: 'auth', code: 3, name: 'Access-Reject', stated: 'not provisioned' },
      },
    ])
  })

  it('two requests with one identifier are two sessions once the first was answered', async () => {
    const other = made.radius(made.ACCESS_REQUEST, 9, made.attribute(1, 'bob'))
    const { sessions } = await analyzed([
      ['asks', request],
      ['answers', made.radius(made.ACCESS_ACCEPT, 9)],
      ['asks', other],
    ])
    expect(sessions.map(({ outcome, events_count }) => [outcome, events_count])).toEqual([
      ['success', 2],
      ['incomplete', 1],
    ])
  })

  it('says which method an authentication is at, and keeps nothing of it', async () => {
    const { sessions } = await analyzed([
      ['asks', round(1, made.ACCESS_REQUEST, 2, 1, 0, 11, 1)],
      ['answers', round(1, made.ACCESS_CHALLENGE, 1, 2, 0, 14, 23, 1, 0, 0)],
      ['asks', round(2, made.ACCESS_REQUEST, 2, 2, 0, 14, 23, 4, 0, 0)],
      ['answers', round(2, made.ACCESS_REJECT, 4, 2, 0, 4)],
    ])
    expect(sessions[0]?.events.map(({ short }) => short)).toEqual([
      'RADIUS Access-Request EAP Response Identity',
      'RADIUS Access-Challenge EAP Request AKA Challenge',
      'RADIUS Access-Request EAP Response AKA Synchronization-Failure',
      'RADIUS Access-Reject EAP Failure',
    ])
    expect(JSON.stringify(sessions)).not.toContain('SECRET')
  })

  it('passwords are not kept', async () => {
    const found = JSON.stringify(await analyzed([['asks', request]]))
    expect(found).not.toContain('secret-secret-16')
    expect(found).toContain('"user_password":"<redacted>"')
  })

  it.each([
    { it: 'an unknown code', bytes: u8(99, ...request.subarray(1)) },
    { it: 'a length that is not the datagram’s', bytes: u8(...request, 0) },
    { it: 'an attribute of type 0', bytes: made.radius(made.ACCESS_REQUEST, 1, u8(0, 4, 1, 2)) },
    { it: 'attributes that overrun', bytes: made.radius(made.ACCESS_REQUEST, 1, u8(1, 9, 1, 2)) },
    { it: 'a request that names nothing', bytes: made.radius(made.ACCESS_REQUEST, 1) },
  ])('is not seen in $it', ({ bytes }) => {
    expect(radius.recognize(request, 0, request.length)).toBe(true)
    expect(radius.recognize(bytes, 0, bytes.length)).toBe(false)
  })

  it('damaged and cut anywhere: nothing throws, and branches are closed', () => {
    const random = new Random(5)
    const whole = accounting(1, 2)
    for (let round = 0; round < 3000; round++) {
      const bytes = round < whole.length ? whole.subarray(0, round) : mutate(whole, random)
      const out = new Kept(true)
      radius.recognize(bytes, 0, bytes.length)
      radius.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
      expect(out.depth).toBe(0)
    }
  })
})
