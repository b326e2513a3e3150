import { describe, expect, it } from 'vitest'
import { Kept, messageWith, whereOf } from '../sip/fixture.ts'
import { dns } from './dns.ts'
import { DnsTracker } from './tracker.ts'

/** A message of these octets in hexadecimal digits; `name` stands for `www.example.org`. */
function octetsOf(hex: string): Uint8Array {
  const whole = hex.replaceAll('name', '03777777076578616d706c65036f726700').replaceAll(' ', '')
  return Uint8Array.from(whole.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function decoded(hex: string, more = 0, transport: 'udp' | 'tcp' = 'udp'): Kept {
  const bytes = octetsOf(hex)
  const out = new Kept(true)
  dns.decode(bytes, 0, bytes.length, bytes.length + more, whereOf({ transport }), out)
  return out
}

const QUERY = '1234 0100 0001 0000 0000 0000 name 0001 0001'
const ANSWER = '1234 8180 0001 0002 0000 0000 name 0001 0001 '
const ENUM = '013201310139013404653136340461727061 00'

const cases: { it: string; hex: string; name: string; short?: string; details: object; fault?: string }[] = [
  {
    it: 'a query',
    hex: QUERY,
    name: 'Query A',
    short: 'DNS A www.example.org',
    details: { id: 0x1234, response: false, qname: 'www.example.org', qtype: 'A' },
  },
  {
    it: 'an answer: an alias, and an address whose name points back',
    hex: `${ANSWER}c00c 0005 0001 0000012c 0004 017ac010 c02d 0001 0001 0000012c 0004 c0000201`,
    name: 'Response A',
    short: 'DNS A www.example.org → NOERROR (2)',
    details: {
      rcode: 'NOERROR',
      rcode_code: 0,
      answers: [
        { name: 'www.example.org', type: 'CNAME', ttl: 300, target: 'z.example.org' },
        { name: 'z.example.org', type: 'A', ttl: 300, address: '192.0.2.1' },
      ],
    },
  },
  {
    it: 'ENUM: the number that is asked for',
    hex: `0001 0100 0001 0000 0000 0000 ${ENUM} 0023 0001`,
    name: 'Query NAPTR',
    details: { qname: '2.1.9.4.e164.arpa', qtype: 'NAPTR', enum_number: '4912' },
  },
  {
    it: 'NAPTR: order, preference, flags, services, expression',
    hex: `0001 8180 0001 0001 0000 0000 ${ENUM} 0023 0001 c00c 0023 0001 0000003c 0010 000a 0064 0175 0445325523 03212121 00`,
    name: 'Response NAPTR',
    details: { answers: [{ order: 10, preference: 100, flags: 'u', services: 'E2U#', regexp: '!!!' }] },
  },
  {
    it: 'SRV: where a service is',
    hex: '0002 8180 0001 0001 0000 0000 name 0021 0001 c00c 0021 0001 0000003c 0009 0001 0002 13c4 017a 00',
    name: 'Response SRV',
    details: { answers: [{ priority: 1, weight: 2, port: 5060, target: 'z' }] },
  },
  {
    it: 'a name that is not there',
    hex: '1234 8183 0001 0000 0000 0000 name 0001 0001',
    name: 'Response A',
    short: 'DNS A www.example.org → NXDOMAIN (0)',
    details: { rcode: 'NXDOMAIN', rcode_code: 3, failed: true },
  },
  {
    it: 'a name that points to itself',
    hex: `${ANSWER}c00c 0005 0001 0000012c 0002 c02d c00c 0001 0001 0000012c 0004 c0000201`,
    name: 'Response A',
    details: { answers: [{ target: '.' }, { address: '192.0.2.1' }] },
  },
  {
    it: 'a record that is not there',
    hex: `${ANSWER}c00c 0001 0001 0000012c 0004 c0000201`,
    name: 'Response A',
    details: { answers: [{ address: '192.0.2.1' }] },
    fault: 'malformed',
  },
]

describe('messages', () => {
  it.each(cases)('$it', ({ hex, name, short, details, fault = '' }) => {
    const out = decoded(hex)
    expect(out.details).toMatchObject(details)
    expect([out.message_type, out.short, out.fault]).toEqual([name, short ?? out.short, fault])
  })

  it('says what was cut, and keeps what was read before', () => {
    const out = decoded(`${ANSWER}c00c 0001 0001 0000012c 0004 c0000201 c00c`, 14)
    expect(out.fault).toBe('cut')
    expect(out.details).toMatchObject({ answers: [{ address: '192.0.2.1' }] })
  })

  it('behind its length, in streams', () => {
    expect(decoded(`0021 ${QUERY}`, 0, 'tcp').details).toMatchObject({ id: 0x1234, qname: 'www.example.org' })
  })
})

describe('recognition', () => {
  const known: { it: string; hex: string; want: boolean }[] = [
    { it: 'a query', hex: QUERY, want: true },
    { it: 'a query behind its length', hex: `0021 ${QUERY}`, want: true },
    { it: 'an error without the question', hex: '1234 8181 0000 0000 0000 0000', want: true },
    { it: 'octets behind the question', hex: `${QUERY} 00`, want: false },
    { it: 'an unknown type', hex: '1234 0100 0001 0000 0000 0000 name 7fff 0001', want: false },
    { it: 'multicast DNS', hex: '0000 0000 0001 0000 0000 0000 name 000c 0001', want: false },
    { it: 'a query that answers', hex: '1234 0100 0001 0001 0000 0000 name 0001 0001', want: false },
    { it: 'RTP', hex: '8000 1234 0000 0001 0000 0001 ffff ffff ffff', want: false },
  ]
  it.each(known)('$it', ({ hex, want }) => {
    const bytes = octetsOf(hex)
    expect(dns.recognize(bytes, 0, bytes.length)).toBe(want)
  })

  it('frames streams by the length, and messages without one', () => {
    const framed = [`0021 ${QUERY}`, `0021 ${QUERY} 0021`, `0021 1234`, QUERY, 'ffff'].map((hex) => {
      const bytes = octetsOf(hex)
      return dns.frame?.(bytes, 0, bytes.length)
    })
    expect(framed).toEqual([35, 35, 0, 33, 0])
  })
})

function tracked(sent: readonly { hex: string; ends?: [number, number]; at: number }[]): string[] {
  const tracker = new DnsTracker()
  return sent.map(({ hex, ends = [1, 2], at }) => {
    const { details } = decoded(hex)
    const message = messageWith({ where: whereOf({ ends, time: at * 1e9 }), protocol: 'DNS', details })
    tracker.see(message)
    const { retransmission, latency_ms } = message.details
    return `${message.keys[0]?.value}${retransmission === true ? ' again' : ''} ${JSON.stringify(latency_ms) ?? ''}`.trim()
  })
}

describe('transactions', () => {
  it('an answer is of its query, a repeat too, and the same number later is another', () => {
    const answer = { hex: '1234 8183 0001 0000 0000 0000 name 0001 0001', ends: [2, 1] as [number, number] }
    const sent = [
      { hex: QUERY, at: 0 },
      { hex: QUERY, at: 1 },
      { ...answer, at: 1.5 },
      { ...answer, at: 1.6 },
    ]
    expect(tracked([...sent, { hex: QUERY, at: 2 }])).toEqual(['1', '1 again', '1 1500', '1 again 1600', '2'])
  })

  it('the same number of another client is another', () => {
    expect(
      tracked([
        { hex: QUERY, at: 0 },
        { hex: QUERY, ends: [3, 2], at: 0 },
      ]),
    ).toEqual(['1', '2'])
  })
})

describe('what the snap length has left', () => {
  const bytes = octetsOf('1234 0100 0001 0000 0000 0000 03696d73 066d6e63303031 00 0001 0001')
  it.each([
    [16, true],
    [20, true],
    [24, true],
    [26, true],
    [15, false],
  ])('%i octets', (to, isKnown) => {
    expect(dns.recognize(bytes, 0, to, bytes.length)).toBe(isKnown)
    expect(dns.recognize(bytes, 0, to)).toBe(false)
  })

  it('is no name', () => {
    const other = bytes.slice()
    other[14] = 0x07
    expect(dns.recognize(other, 0, 18, bytes.length)).toBe(false)
  })
})

describe('hostile input', () => {
  it('every octet at its extremes, and cut anywhere', () => {
    for (const { hex } of cases) {
      const bytes = octetsOf(hex)
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 0x3f, 0x80, 0xc0, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          for (const to of [bytes.length, at]) {
            const out = new Kept(true)
            dns.recognize(damaged, 0, to)
            dns.decode(damaged, 0, to, to, whereOf(), out)
            expect(out.depth).toBe(0)
          }
        }
      }
    }
  })
})
