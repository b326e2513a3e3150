/** QUIC: what its first packets say, and they only. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ciphers } from '../../src/input/helpers.ts'
import { initialKeys, VERSIONS } from '../../src/protocols/tls/quic-packets.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { cases as captures, haveCaptures } from '../conformance/oracle.ts'
import { mutate } from '../fuzz/mutate.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat, u8, zeros } from '../make/octets.ts'
import * as quic from '../make/quic.ts'
import { Random } from '../make/random.ts'
import { alpn, clientHello, serverName } from '../make/tls.ts'
import { Wire } from '../make/wire.ts'

const CLIENT = end('10.0.0.5', 50_000)
const SERVER = end('10.0.0.6', 443)
const CHOSEN = u8(0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08)
const NEW = u8(9, 9, 9, 9, 9)
/** Of the record what is behind its header. */
const HELLO = clientHello(serverName('api.example'), alpn('h3')).subarray(5)

type Sent = readonly ['client' | 'server', Uint8Array]

async function labelOf(...sent: readonly Sent[]): Promise<string> {
  const wire = new Wire()
  sent.forEach(([side, bytes], i) =>
    side === 'client' ? wire.udp(i * 10, CLIENT, SERVER, bytes) : wire.udp(i * 10, SERVER, CLIENT, bytes),
  )
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.map(({ session_key }) => session_key).join(' | ')
}

const cases: { it: string; sent: readonly Sent[]; want: string }[] = [
  {
    it: 'the hello of a client',
    sent: [['client', quic.initial({ chosen: CHOSEN }, quic.crypto(0, HELLO))]],
    want: 'QUIC: api.example, h3, version 1',
  },
  {
    it: 'of version 2',
    sent: [['client', quic.initial({ chosen: CHOSEN, version: quic.TWO }, quic.crypto(0, HELLO))]],
    want: 'QUIC: api.example, h3, version 2',
  },
  {
    it: 'in pieces out of order, within a packet and over two',
    sent: [
      [
        'client',
        quic.initial(
          { chosen: CHOSEN },
          quic.crypto(30, HELLO.subarray(30, 60)),
          u8(1),
          zeros(3),
          quic.crypto(0, HELLO.subarray(0, 30)),
        ),
      ],
      ['client', quic.initial({ chosen: CHOSEN, number: 1 }, quic.crypto(60, HELLO.subarray(60)))],
    ],
    want: 'QUIC: api.example, h3, version 1',
  },
  {
    it: 'behind a Retry, with keys of its own',
    sent: [
      ['client', quic.initial({ chosen: CHOSEN }, quic.crypto(0, HELLO.subarray(0, 20)))],
      ['server', quic.retry(quic.ONE, u8(1, 2, 3, 4), NEW)],
      ['client', quic.initial({ chosen: NEW, token: u8(1, 2, 3), number: 1 }, quic.crypto(0, HELLO))],
    ],
    want: 'QUIC: api.example, h3, version 1, address validated by Retry',
  },
  {
    it: 'a server that refuses',
    sent: [
      ['client', quic.initial({ chosen: CHOSEN }, quic.crypto(0, HELLO))],
      [
        'server',
        quic.initial(
          { chosen: CHOSEN, sender: 'server', destination: u8(1, 2, 3, 4), source: NEW },
          quic.acknowledgement(0),
          quic.close(0x178, 'no ALPN'),
        ),
      ],
    ],
    want: 'QUIC: api.example, h3, version 1, closed: no application protocol (no ALPN)',
  },
  {
    it: 'a server of other versions',
    sent: [
      ['client', quic.initial({ chosen: CHOSEN }, quic.crypto(0, HELLO))],
      ['server', quic.negotiation(u8(1, 2, 3, 4), CHOSEN, 0x6b3343cf, 0x0a0a0a0a)],
    ],
    want: 'QUIC: api.example, h3, version 1, server offers version 2',
  },
  {
    it: 'a packet whose keys are others',
    sent: [['client', quic.initial({ chosen: NEW, destination: CHOSEN }, quic.crypto(0, HELLO))]],
    want: 'QUIC: version 1',
  },
]

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')

describe('QUIC', () => {
  it.each(cases)('$it', async ({ sent, want }) => {
    expect(await labelOf(...sent)).toBe(`${want} 10.0.0.5<->10.0.0.6`)
  })

  it.each([
    [1, '1f369613dd76d5467730efcbe3b1a22d', 'fa044b2f42a3fd3b46fb255c', '9f50449e04a0e810283a1e9933adedd2'],
    [0x6b3343cf, '8b1a0bc121284290a29e0971b5cd045d', '91f73e2351d8fa91660e909f', '45b95e15235d6f45a6b19cbcb0294ba9'],
  ])('keys of version %d are those of the vectors (RFC 9001 A.1, RFC 9369 A.1)', (version, key, iv, header) => {
    const keys = initialKeys(ciphers, VERSIONS[version]!, CHOSEN, 'client')
    expect([keys.key, keys.iv, keys.header].map(hex)).toEqual([key, iv, header])
  })

  it('hostile input: pieces without end, and damage anywhere', async () => {
    const random = new Random(11)
    const whole = quic.initial({ chosen: CHOSEN }, quic.crypto(0, HELLO))
    const far = Array.from({ length: 100 }, (_, i) => quic.crypto(100 + 10 * i, u8(1)))
    const sent: Sent[] = [['client', quic.initial({ chosen: CHOSEN }, ...far, quic.crypto(0, zeros(3)))]]
    for (let i = 0; i < 200; i++) sent.push(['client', mutate(whole, random)])
    for (let to = 0; to < 100; to++) sent.push(['client', whole.subarray(0, to)])
    sent.push(['client', quic.initial({ chosen: CHOSEN }, concat(u8(6, 0xff, 0xff, 0xff, 0xff)), zeros(20))])
    expect(await labelOf(...sent)).toContain('version 1')
  })
})

describe.skipIf(!haveCaptures)('a real capture (skipped where it is absent)', () => {
  it('has the name and the protocol that another dissector deciphers', async () => {
    const one = [...captures().values()].flat().find(({ name }) => name === 'other/zeek_quic_http3.pcap')!
    const { sessions } = await analyzeCapture(readFileSync(one.path))
    expect(sessions.map(({ session_key }) => session_key)).toEqual([
      'QUIC: www.google.de, h3|h3-29|h3-28|h3-27, version 1 172.17.0.2<->64.233.166.94',
    ])
  })
})
