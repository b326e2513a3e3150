/** SIP over TCP (DOMAIN §6, T): the same call however its bytes were cut, ordered and repeated. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { avp, diameterMessage } from '../make/diameter.ts'
import { type End, end } from '../make/internet.ts'
import { concat, utf8 } from '../make/octets.ts'
import type { SessionTruth } from '../make/truth.ts'
import { type Connection, type ConnectOptions, type Side, Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

type Send = (connection: Connection, at: number, side: Side, bytes: Uint8Array) => void

const whole: Send = (connection, at, side, bytes) => connection.send(at, side, bytes)

/** A call over one connection, each message sent by `send`. */
function call(
  wire: Wire,
  send: Send,
  options: ConnectOptions & { at?: number; callId?: string; ssrc?: number } = {},
): [SessionTruth, Connection] {
  const { at = 10, callId = 'tcp@10.45.0.5', ssrc = 0x11111111, ...more } = options
  const connection = wire.connect(at - 10, ALICE.agent.end, BOB.agent.end, more)
  const truth = answeredCall(wire, {
    at,
    callId,
    transport: 'TCP',
    packets: 10,
    media: { ssrc },
    send: (time: number, from: End, _to: End, bytes: Uint8Array) =>
      send(connection, time, from === ALICE.agent.end ? 'client' : 'server', bytes),
  })
  return [truth, connection]
}

describe('a call over TCP', () => {
  const cases: { it: string; send: Send; options?: ConnectOptions }[] = [
    { it: 'a message a segment', send: whole },
    {
      it: 'T1 each message in three segments, cut inside the empty line',
      send: (connection, at, side, bytes) => {
        const end = new TextDecoder().decode(bytes).indexOf('\r\n\r\n')
        connection.send(at, side, bytes, [20, end + 3])
      },
    },
    {
      it: 'T1 each message begins with a segment too short to tell what it is',
      send: (connection, at, side, bytes) => connection.send(at, side, bytes, [3]),
    },
    {
      it: 'T1 the first bytes come one by one',
      send: (connection, at, side, bytes) => connection.send(at, side, bytes, [1, 2, 3, 4, 5, 6, 7]),
    },
    {
      it: 'T3 segments out of order',
      send: (connection, at, side, bytes) =>
        connection.sendInOrder(at, side, bytes, { cuts: [50, 200], order: [0, 2, 1] }),
    },
    {
      it: 'segments twice',
      send: (connection, at, side, bytes) =>
        connection.sendInOrder(at, side, bytes, { cuts: [50, 200], order: [0, 1, 1, 0, 2] }),
    },
    {
      it: 'T4 a repeat with other bytes does not replace the first',
      send: (connection, at, side, bytes) => {
        connection.segment(at, side, { data: bytes.subarray(0, 100), advance: false })
        connection.segment(at + 0.1, side, { data: new Uint8Array(100).fill(0x58), advance: false })
        connection.skip(side, 100)
        connection.send(at + 0.2, side, bytes.subarray(100))
      },
    },
    {
      it: 'T8 sequence numbers pass 2^32',
      send: whole,
      options: { clientSequence: 0xffffff80, serverSequence: 0xfffffff0 },
    },
    {
      it: 'T9 keep-alives of one byte, and of SIP',
      send: (connection, at, side, bytes) => {
        connection.send(at, side, bytes)
        connection.send(at + 0.5, side, utf8('\r\n\r\n'))
        connection.skip(side, -1)
        connection.segment(at + 1, side, { data: utf8('\n') })
      },
    },
    { it: 'a capture that began in midstream', send: whole, options: { withoutHandshake: true } },
    {
      it: 'T1 a capture that began in midstream, with half a method',
      send: (connection, at, side, bytes) => connection.send(at, side, bytes, [4]),
      options: { withoutHandshake: true },
    },
  ]
  it.each(cases)('$it', async ({ send, options }) => {
    const wire = new Wire()
    const [truth] = call(wire, send, options)
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  const PARTS: { it: string; cuts: number[]; order: number[] }[] = [
    { it: 'the beginning and the middle', cuts: [100, 200], order: [0, 1, 2] },
    { it: 'what comes before its turn', cuts: [100, 200], order: [0, 2, 1] },
    { it: 'what comes again', cuts: [100, 200], order: [0, 1, 1, 2] },
  ]
  it.each(PARTS)('each segment of a message counts as its protocol: $it', async ({ cuts, order }) => {
    const wire = new Wire()
    call(wire, (connection, at, side, bytes) => connection.sendInOrder(at, side, bytes, { cuts, order }))
    const { protocols, coverage } = await analyzeCapture(pcap(wire.packets))
    const segments = 7 * order.length
    const handshake = 3
    expect(protocols.map(({ protocol, packet_count }) => [protocol, packet_count])).toEqual([
      ['SIP', segments],
      ['RTP', 20],
      ['OTHER', handshake],
    ])
    expect([coverage.undecoded, coverage.duplicates]).toEqual([0, 0])
  })

  it('T9 empty lines that keep a connection alive count as its protocol', async () => {
    const wire = new Wire()
    call(wire, (connection, at, side, bytes) => {
      connection.send(at, side, bytes)
      connection.send(at + 0.5, side, utf8('\r\n\r\n'))
    })
    const { protocols, coverage } = await analyzeCapture(pcap(wire.packets))
    expect(protocols.find(({ protocol }) => protocol === 'SIP')).toMatchObject({ packet_count: 14 })
    expect(coverage.undecoded).toBe(0)
  })

  it('T2 two messages and a half in one segment', async () => {
    const wire = new Wire()
    const held: Uint8Array[] = []
    let sent = 0
    // The callee's 100, 180 and 200 leave together, less the last 40 bytes.
    const [truth] = call(wire, (connection, at, side, bytes) => {
      if (side === 'client' || sent++ > 2) return connection.send(at, side, bytes)
      held.push(bytes)
      if (held.length < 3) return
      const all = concat(...held)
      connection.send(at, side, all, [all.length - 40])
    })
    const { setup_time_ms } = truth.metrics
    const found = await analyzeCapture(pcap(wire.packets))
    const together = { ...truth, metrics: { setup_time_ms: setup_time_ms! } }
    expect(differences(found, [together])).toEqual([])
    expect(
      found.sessions[0]?.events.filter(({ protocol }) => protocol === 'SIP').map(({ message_type }) => message_type),
    ).toEqual(['INVITE', '100 Trying', '180 Ringing', '200 OK', 'ACK', 'BYE', '200 OK'])
  })

  it('T7 the next call takes the ports of the last, with new sequence numbers', async () => {
    const wire = new Wire()
    const [first, connection] = call(wire, whole)
    connection.close(2500, 'client')
    const [second] = call(wire, whole, {
      at: 4000,
      callId: 'tcp-2@10.45.0.5',
      ssrc: 0x77777777,
      clientSequence: 77,
      serverSequence: 5,
    })
    expect(differences(await analyzeCapture(pcap(wire.packets)), [first, second])).toEqual([])
  })

  it('the next call takes the ports of the last, and nobody saw it connect', async () => {
    const wire = new Wire()
    const [first] = call(wire, whole, { clientSequence: 3_000_000_000, serverSequence: 1000 })
    const again = { at: 4000, callId: 'tcp-2@10.45.0.5', ssrc: 0x77777777, withoutHandshake: true }
    const [second] = call(wire, whole, { ...again, clientSequence: 2_000_000_000, serverSequence: 900_000_000 })
    expect(differences(await analyzeCapture(pcap(wire.packets)), [first, second])).toEqual([])
  })

  it('T10 the last message comes with the end of the connection', async () => {
    const wire = new Wire()
    let last: Connection | undefined
    let messages = 0
    const [truth] = call(wire, (connection, at, side, bytes) => {
      last = connection
      if (++messages < 7) connection.send(at, side, bytes)
      else connection.segment(at, side, { data: bytes, flags: 0x19 })
    })
    last!.reset(9000, 'client')
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('T11 one direction only: its requests are there', async () => {
    const wire = new Wire()
    call(
      wire,
      (connection, at, side, bytes) => {
        if (side === 'client') connection.send(at, side, bytes)
        else connection.skip(side, bytes.length)
      },
      { withoutHandshake: true },
    )
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const messages = sessions[0]?.events.filter(({ protocol }) => protocol === 'SIP')
    expect(messages?.map(({ message_type }) => message_type)).toEqual(['INVITE', 'ACK', 'BYE'])
  })

  it('T6 a piece that the capture missed costs its message, and no other', async () => {
    const wire = new Wire()
    let messages = 0
    call(wire, (connection, at, side, bytes) => {
      if (++messages !== 5) return connection.send(at, side, bytes)
      connection.send(at, side, bytes.subarray(0, 60))
      connection.skip(side, 120)
      connection.send(at + 0.2, side, bytes.subarray(180))
    })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const named = sessions.flatMap(({ events }) => events).filter(({ protocol }) => protocol === 'SIP')
    expect(named.map(({ message_type }) => message_type).filter((name) => name !== 'ACK')).toEqual([
      'INVITE',
      '100 Trying',
      '180 Ringing',
      '200 OK',
      'BYE',
      '200 OK',
    ])
  })
})

it('a session counts each frame of its messages once, with all its bytes, also one that two messages share', async () => {
  const wire = new Wire()
  let left: Uint8Array = new Uint8Array(0)
  // Whatever is sent goes on in the segment of the next message, save for its last 30 bytes.
  const send: Send = (connection, at, side, bytes) => {
    if (side === 'server') return connection.send(at, side, bytes, [60])
    const all = concat(left, bytes)
    left = all.slice(all.length - 30)
    connection.send(at, side, all.subarray(0, all.length - 30))
  }
  const [, connection] = call(wire, send)
  connection.send(5000, 'client', left)
  const frames = wire.packets.filter(({ bytes }) => bytes.length > 54)
  const found = await analyzeCapture(pcap(wire.packets))
  const session = found.sessions.find(({ type }) => type === 'VoLTE')!
  expect([session.packet_count, session.byte_count]).toEqual([
    frames.length,
    frames.reduce((sum, { bytes }) => sum + bytes.length, 0),
  ])
})

describe('messages that come in pieces too small to tell what they are', () => {
  const request = 'POST /namf-comm/v1/ue-contexts/imsi-001010000000001/n1-n2-messages/transfer HTTP/1.1'
  const cases: { it: string; bytes: Uint8Array; piece: number; name: string }[] = [
    {
      it: 'Diameter, octet by octet',
      bytes: diameterMessage({ command: 316, application: 16777251, request: true }, avp(263, 'a;1;1'), avp(264, 'a')),
      piece: 1,
      name: 'Update-Location-Request',
    },
    {
      it: 'a long request line of HTTP/1.1',
      bytes: utf8(`${request}\r\nHost: amf\r\nContent-Length: 0\r\n\r\n`),
      piece: 37,
      name: 'POST /namf-comm/v1/ue-contexts/{supi}/n1-n2-messages/transfer',
    },
  ]
  it.each(cases)('T1 $it', async ({ bytes, piece, name }) => {
    const wire = new Wire()
    const connection = wire.connect(0, ALICE.agent.end, end('10.0.0.9', 7777))
    const cuts = Array.from({ length: Math.ceil(bytes.length / piece) - 1 }, (_, i) => (i + 1) * piece)
    connection.send(10, 'client', bytes, cuts)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.flatMap(({ events }) => events.map(({ message_type }) => message_type))).toEqual([name])
  })
})
