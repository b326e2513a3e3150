/** SIP over WebSocket: compressed, from the middle of a connection, and behind a gap (RFC 7118, RFC 7692). */
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { Http2 } from '../make/http2.ts'
import { utf8 } from '../make/octets.ts'
import { sipMessage } from '../make/sip.ts'
import { WebSocketSide } from '../make/web-socket.ts'
import { Wire } from '../make/wire.ts'

const UPGRADE = 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n'
const ASKED = utf8(`GET / HTTP/1.1\r\nHost: ws\r\n${UPGRADE}Sec-WebSocket-Version: 13\r\n\r\n`)
const AGREED = utf8(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}\r\n`)
const ENDS = [end('10.1.0.1', 40_001), end('10.1.0.5', 8443)] as const

function headers(call: number, tag = ''): [string, string][] {
  return [
    ['Via', `SIP/2.0/WS a.invalid;branch=z9hG4bK${call}`],
    ['From', '<sip:a@x.example>;tag=1'],
    ['To', `<sip:b@x.example>${tag}`],
    ['Call-ID', `ws-${call}`],
    ['CSeq', '1 MESSAGE'],
  ]
}

interface Shape {
  readonly isCompressed?: boolean
  readonly isMidstream?: boolean
  readonly calls?: number
}

/** Messages and their answers, one after the other; the packets in order. */
async function talked({ isCompressed = false, isMidstream = false, calls = 5 }: Shape): Promise<Wire['packets']> {
  const wire = new Wire()
  const connection = wire.connect(0, ...ENDS, { withoutHandshake: isMidstream })
  const [client, server] = [new WebSocketSide(true, isCompressed), new WebSocketSide(false, isCompressed)]
  if (!isMidstream) {
    connection.send(1, 'client', ASKED)
    connection.send(2, 'server', AGREED)
  }
  for (let call = 1; call <= calls; call++) {
    const asked = sipMessage(
      'MESSAGE sip:b@x.example SIP/2.0',
      [...headers(call), ['Content-Type', 'text/plain']],
      'hello',
    )
    const answer = sipMessage('SIP/2.0 200 OK', headers(call, ';tag=2'))
    connection.send(call * 10, 'client', await client.message(asked), [40])
    connection.send(call * 10 + 5, 'server', await server.message(answer))
  }
  return wire.packets
}

async function callsIn(packets: Wire['packets']): Promise<unknown[]> {
  const { sessions } = await analyzeCapture(pcap(packets))
  return ownEvents(sessions)
    .filter(({ protocol }) => protocol === 'SIP')
    .map(({ details, message_type }) => `${details['call_id'] as string} ${message_type}`)
}

const both = (...calls: number[]): string[] => calls.flatMap((call) => [`ws-${call} MESSAGE`, `ws-${call} 200 OK`])

describe('SIP over WebSocket', () => {
  it('compressed, each message looking back at those before', async () => {
    expect(await callsIn(await talked({ isCompressed: true }))).toEqual(both(1, 2, 3, 4, 5))
  })

  it('whose agreement is the answer to the request for it', async () => {
    const { sessions } = await analyzeCapture(pcap(await talked({})))
    const asked = sessions.find(({ type }) => type === 'HTTP2')
    expect(asked).toMatchObject({ outcome: 'success', metrics: { requests: 1, no_answer: 0 } })
  })

  it('from the middle of a connection', async () => {
    expect(await callsIn(await talked({ isMidstream: true }))).toEqual(both(1, 2, 3, 4, 5))
  })

  it('behind a gap, in one direction by itself', async () => {
    const packets = await talked({})
    // Of each call two segments ask and one answers, behind three of the handshake and two of the upgrade.
    const lost = packets.filter((_, i) => i !== 5 + 3 + 1)
    expect(await callsIn(lost)).toEqual(both(1, 2, 3, 4, 5).filter((one) => one !== 'ws-2 MESSAGE'))
  })

  it('a compressed message that looks back at a lost one is not invented', async () => {
    const packets = await talked({ isCompressed: true })
    const found = await callsIn(packets.filter((_, i) => i !== 5 + 3 + 2))
    expect(found).toEqual(expect.arrayContaining(both(1)))
    expect(both(1, 2, 3, 4, 5)).toEqual(expect.arrayContaining(found))
    expect(found.length).toBeLessThan(10)
  })

  it('a message that inflates beyond all bounds stays closed', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, ...ENDS)
    const client = new WebSocketSide(true, true)
    connection.send(1, 'client', ASKED)
    connection.send(2, 'server', AGREED)
    connection.send(3, 'client', await client.message(new Uint8Array(4 * 1024 * 1024).fill(65)), [1000, 2000, 3000])
    expect(await callsIn(wire.packets)).toEqual([])
  })

  it('its message has a tree in the packet detail', async () => {
    const packets = await talked({ isCompressed: true, calls: 1 })
    await withKept(pcap(packets), ({ result, captures }) => {
      const session = [...result.details()].find(({ type }) => type === 'SIP_MESSAGE')
      const { messages, buffers } = readPacket(result, captures, { file: 0, frame: session!.events[0]!.frame })!
      const shown = messages.find(({ protocol }) => protocol === 'SIP')!
      expect(shown).toMatchObject({ message_type: 'MESSAGE', session_id: session!.session_id })
      expect(buffers[shown.buffer]?.name).toBe('Taken out of WebSocket')
      expect(Buffer.from(buffers[shown.buffer]!.hex, 'hex').toString()).toContain('\r\n\r\nhello')
    })
  })
})

/** Messages and answers on one stream, in frames of this size. */
async function onStream(size: number, subprotocol = 'sip'): Promise<Wire['packets']> {
  const wire = new Wire()
  const http = new Http2(wire, ...ENDS)
  const [client, server] = [new WebSocketSide(true), new WebSocketSide(false)]
  const asking = {
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':scheme': 'https',
    ':path': '/ws',
    ':authority': 'ws.example',
    'sec-websocket-protocol': subprotocol,
  }
  http.connection.send(10, 'client', http.headers('client', 1, asking, { isEnd: false }))
  const agreeing = {
    ':status': '200',
    'sec-websocket-protocol': subprotocol,
  }
  http.connection.send(15, 'server', http.headers('server', 1, agreeing, { isEnd: false }))
  for (let call = 1; call <= 3; call++) {
    const asked = sipMessage('MESSAGE sip:b@x.example SIP/2.0', headers(call), '')
    const answer = sipMessage('SIP/2.0 200 OK', headers(call, ';tag=2'))
    send(http, { at: call * 20, side: 'client', size }, await client.message(asked))
    send(http, { at: call * 20 + 9, side: 'server', size }, await server.message(answer))
  }
  return wire.packets
}

describe('SIP over WebSocket within HTTP/2 (RFC 8441)', () => {
  it.each([10_000, 60])('messages are read in frames of %i bytes', async (size) => {
    expect(await callsIn(await onStream(size))).toEqual(
      [1, 2, 3].flatMap((call) => [`ws-${call} MESSAGE`, `ws-${call} 200 OK`]),
    )
  })

  it('what asked for it and what agreed are messages of HTTP', async () => {
    const { sessions } = await analyzeCapture(pcap(await onStream(10_000)))
    const told = ownEvents(sessions).filter(({ protocol }) => protocol === 'HTTP2')
    expect(told.map(({ details }) => details['method'] ?? details['status'])).toEqual(['CONNECT', 200])
  })

  it('another subprotocol is not read as SIP', async () => {
    expect(await callsIn(await onStream(10_000, 'chat'))).toEqual([])
  })
})

interface Sending {
  readonly at: number
  readonly side: 'client' | 'server'
  readonly size: number
}

function send(http: Http2, { at, side, size }: Sending, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; from += size) {
    http.connection.send(at + from / 1e4, side, http.data(1, bytes.subarray(from, from + size), false))
  }
}
