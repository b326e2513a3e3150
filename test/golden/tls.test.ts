/** What is ciphered has a name, and is counted as such. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u8, zeros } from '../make/octets.ts'
import { rtpStream } from '../make/rtp.ts'
import {
  alpn,
  clientHello,
  datagramClientHello,
  datagramRecord,
  datagramServerHello,
  record,
  serverHello,
  serverName,
} from '../make/tls.ts'
import { Association } from '../make/sctp.ts'
import { Wire } from '../make/wire.ts'

describe('TLS', () => {
  it('a connection is named by its hellos on any port, also where they come in pieces', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, end('10.1.0.1', 40_001), end('10.1.0.2', 7777))
    connection.send(1, 'client', clientHello(serverName('nrf.5gc.example'), alpn('h2')), [60, 80])
    connection.send(2, 'server', serverHello())
    for (let i = 0; i < 5; i++) connection.send(3 + i, i % 2 === 0 ? 'client' : 'server', record(23, zeros(300)), [100])
    connection.close(20, 'client')
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      {
        type: 'OTHER',
        subtype: 'TLS',
        correlation_key: { protocol: 'TLS', label: 'nrf.5gc.example, h2, TLS 1.2' },
        packet_count: wire.packets.length,
      },
    ])
    expect(coverage).toMatchObject({ ciphered: 14, decoded: 6, undecoded: 0 })
  })

  it('says why the ends did not agree', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, end('10.1.0.1', 40_001), end('10.1.0.2', 5061))
    connection.send(1, 'client', clientHello(serverName('pcscf.ims.example')))
    connection.send(2, 'server', record(21, u8(2, 40)))
    connection.close(3, 'server')
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      { correlation_key: { protocol: 'TLS', label: 'pcscf.ims.example, handshake failure (fatal)' } },
    ])
  })
})

it('TLS in SCTP (RFC 3436) is ciphered too, as Diameter came in it', async () => {
  const wire = new Wire()
  const association = new Association(wire, 0, { client: end('10.1.0.1', 37_295), server: end('10.1.0.2', 3869) })
  association.send(1, 'client', clientHello(serverName('hss.example')), { ppid: 0 })
  association.send(2, 'server', serverHello(), { ppid: 0 })
  for (let i = 0; i < 4; i++) association.send(3 + i, 'client', record(23, zeros(90)), { ppid: 0 })
  const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
  expect(sessions).toMatchObject([
    { type: 'OTHER', subtype: 'TLS', correlation_key: { label: 'hss.example, TLS 1.2' } },
  ])
  expect(coverage).toMatchObject({ ciphered: 6, undecoded: 0, malformed: 0 })
})

describe('DTLS', () => {
  const [client, server] = [end('10.1.0.1', 40_000), end('10.1.0.2', 50_000)]

  function greeted(): Wire {
    const wire = new Wire()
    wire.udp(0, client, server, datagramClientHello(serverName('pcscf.ims.example')))
    wire.udp(1, server, client, datagramServerHello())
    wire.udp(2, client, server, datagramRecord(22, zeros(60), 1))
    return wire
  }

  it('is named by its hellos on any port', async () => {
    const wire = greeted()
    wire.udp(3, server, client, datagramRecord(23, zeros(200), 1))
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      { type: 'OTHER', correlation_key: { protocol: 'DTLS', label: 'pcscf.ims.example, DTLS 1.2' }, packet_count: 4 },
    ])
    expect(coverage).toMatchObject({ ciphered: 4, undecoded: 0 })
  })

  it('in SCTP is no message of what it protects, whatever the identifier says', async () => {
    const wire = new Wire()
    const ends = { client: end('10.1.0.1', 38_412), server: end('10.1.0.2', 38_412) }
    const association = new Association(wire, 0, ends)
    const ppid = 66
    association.send(1, 'client', datagramClientHello(), { ppid })
    association.send(2, 'server', datagramServerHello(), { ppid })
    for (let i = 0; i < 4; i++) association.send(3 + i, 'client', datagramRecord(23, zeros(90), 1), { ppid })
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      { type: 'OTHER', correlation_key: { protocol: 'DTLS', label: 'NGAP, DTLS 1.2' }, events: [] },
    ])
    expect(coverage).toMatchObject({ ciphered: 6, undecoded: 0, malformed: 0 })
  })

  it('in SCTP of which one side alone says something is one conversation', async () => {
    const wire = new Wire()
    const ends = { client: end('10.1.0.1', 38_412), server: end('10.1.0.2', 38_412) }
    const association = new Association(wire, 0, ends)
    for (let i = 0; i < 4; i++) association.send(3 + i, 'client', datagramRecord(23, zeros(90), 1), { ppid: 66 })
    association.acknowledge(8, 'server')
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([{ type: 'OTHER', correlation_key: { protocol: 'DTLS' }, packet_count: 9 }])
  })

  it('media that follow on the same ports are media', async () => {
    const wire = greeted()
    rtpStream(wire, { at: 10, from: client, to: server, ssrc: 7, packets: 50 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type }) => type)).toContain('RTP')
    expect(sessions.find(({ type }) => type === 'RTP')?.media[0]).toMatchObject({ packets: 50 })
  })
})
