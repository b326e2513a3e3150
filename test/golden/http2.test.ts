/** HTTP/2 end to end (DOMAIN §6, H1–H8, H11, H16, H17, H20; S32). */
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { pcap } from '../make/capture-file.ts'
import { HpackEncoder } from '../make/hpack.ts'
import { Http2, PREFACE } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, u8, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'
import { AMF, eventsOf, sessionsOf, SMF, start, SUPI } from './core-connection.ts'

/** Where to cut into pieces of that size. */
const pieces = ({ length }: Uint8Array, size: number): number[] =>
  Array.from({ length: Math.ceil(length / size) - 1 }, (_, i) => (i + 1) * size)

const names = (events: readonly { message_type: string }[]): string[] => events.map(({ message_type }) => message_type)

const ASKED = { ':method': 'GET', ':path': '/second' }

describe('HTTP/2', () => {
  it('H1 a preface in two segments', async () => {
    const wire = new Wire()
    const http = new Http2(new Wire(), AMF, SMF)
    const connection = wire.connect(0, AMF, SMF)
    connection.send(1, 'client', PREFACE, [7, 20])
    connection.send(2, 'client', http.request(1, { path: '/x/y' }))
    connection.send(4, 'server', http.response(1, {}))
    expect(names(await eventsOf(wire))).toEqual(['GET /x/y', '200 OK'])
  })

  it('H1 both sides in pieces of a few bytes', async () => {
    const wire = new Wire()
    const http = new Http2(new Wire(), AMF, SMF)
    const connection = wire.connect(0, AMF, SMF)
    const inPieces = (at: number, side: 'client' | 'server', bytes: Uint8Array): void =>
      connection.send(at, side, bytes, pieces(bytes, 5))
    const settings = u8(0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100)
    inPieces(10, 'client', concat(PREFACE, settings, http.request(1, { path: '/x/y' })))
    inPieces(20, 'server', concat(settings, http.response(1, { json: { some: 'answer' } })))
    expect(names(await eventsOf(wire))).toEqual(['GET /x/y', '200 OK'])
  })

  it('H2 a table of headers that shrinks, evicts and grows, with and without Huffman coding', async () => {
    const wire = new Wire()
    const client = new HpackEncoder({ size: 128, huffman: false })
    const server = new HpackEncoder()
    const http = new Http2(wire, AMF, SMF, { hpack: { client, server } })
    for (let i = 0; i < 20; i++) {
      if (i === 10) client.resize(4096)
      if (i === 15) server.resize(0)
      if (i === 17) server.resize(4096)
      const headers = { 'x-number': `${i}`, 'x-same': 'always' }
      http.exchange(10 + i * 10, { path: `/number/${i % 3}`, headers }, { headers })
    }
    const events = await eventsOf(wire)
    expect(events).toHaveLength(40)
    for (const [i, { details }] of events.entries()) {
      expect(details['headers']).toMatchObject({ 'x-number': `${Math.floor(i / 2)}`, 'x-same': 'always' })
      expect(details['hpack_state']).toBeUndefined()
    }
  })

  it('H3 a header block in HEADERS and three CONTINUATION, in segments of their own', async () => {
    const { wire, http } = start()
    const bytes = http.headers(
      'client',
      1,
      { ':method': 'GET', ':path': '/long', 'x-long': 'y'.repeat(400) },
      { frames: 4, isEnd: true },
    )
    http.connection.send(10, 'client', bytes, [50, 120, 200])
    http.connection.send(20, 'server', http.response(1, {}))
    const [request] = await eventsOf(wire)
    expect(request).toMatchObject({ message_type: 'GET /long', details: { headers: { 'x-long': 'y'.repeat(400) } } })
    expect(request?.frames).toHaveLength(4)
  })

  it('H4 padding and priority', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.request(1, { path: '/padded' }, { padding: 9, priority: true }))
    expect(await eventsOf(wire)).toMatchObject([{ message_type: 'GET /padded', details: { method: 'GET' } }])
  })

  it('H5 a start in midstream is partial, and what is entered since is known', async () => {
    const before = new Wire()
    const http = new Http2(before, AMF, SMF)
    const hidden = { 'x-hidden': 'long ago' }
    http.exchange(10, { path: '/first', headers: hidden })
    const wire = new Wire()
    const late = new Http2(wire, AMF, SMF, { isStart: false, hpack: http.hpack })
    late.nextStream()
    late.exchange(100, { path: '/second', headers: { ...hidden, 'x-new': 'one' } })
    late.exchange(200, { path: '/second', headers: { 'x-new': 'one' } })
    const events = await eventsOf(wire)
    expect(names(events)).toEqual(['GET /second', '200 OK', 'GET /second', '200 OK'])
    expect(events[0]?.details).toMatchObject({ hpack_state: 'partial', path: '/second', headers: { 'x-new': 'one' } })
    expect(events[0]?.details['headers']).not.toHaveProperty('x-hidden')
    expect(events[0]?.details).not.toHaveProperty('authority')
  })

  it('H5 an answer in midstream whose status was told before is one, though not whether it was good', async () => {
    const http = new Http2(new Wire(), AMF, SMF)
    http.exchange(10, { path: '/first' }, { status: 201 })
    const wire = new Wire()
    const late = new Http2(wire, AMF, SMF, { isStart: false, hpack: http.hpack })
    late.nextStream()
    late.exchange(100, { path: '/second' }, { status: 201, json: { a: 'b' } })
    late.connection.close(200, 'server')
    const [session] = await sessionsOf(wire)
    expect(session).toMatchObject({ outcome: 'incomplete', metrics: { requests: 1, no_answer: 0 } })
    expect(session?.verdict?.['text']).toBe(
      'Answered; how, cannot be read: its headers refer to some before the capture.',
    )
  })

  it('H5 an answer of headers alone, all told before, is one too', async () => {
    const http = new Http2(new Wire(), AMF, SMF)
    // A status that has no entry of its own in the static table.
    http.exchange(10, { path: '/first' }, { status: 202 })
    const wire = new Wire()
    const late = new Http2(wire, AMF, SMF, { isStart: false, hpack: http.hpack })
    const stream = late.nextStream()
    late.connection.send(100, 'client', late.headers('client', stream, ASKED, { isEnd: true }))
    late.connection.send(110, 'server', late.headers('server', stream, { ':status': '202' }, { isEnd: true }))
    const [session] = await sessionsOf(wire)
    expect(session?.events).toMatchObject([
      { message_type: 'GET /second' },
      { message_type: 'response', details: { hpack_state: 'partial', request: 'GET /second', latency_ms: 10 } },
    ])
    expect(session?.events[1]?.details).not.toHaveProperty('status')
    expect(session).toMatchObject({
      outcome: 'incomplete',
      verdict: { kind: 'unread_status' },
      metrics: { no_answer: 0 },
    })
  })

  it('H5 what looks like one where nothing was asked is none', async () => {
    const http = new Http2(new Wire(), AMF, SMF)
    http.exchange(10, { path: '/first' }, { status: 202 })
    const wire = new Wire()
    const late = new Http2(wire, AMF, SMF, { isStart: false, hpack: http.hpack })
    const stream = late.nextStream()
    late.connection.send(100, 'client', late.headers('client', stream, ASKED, { isEnd: true }))
    late.connection.send(110, 'server', late.headers('server', stream + 2, { ':status': '202' }, { isEnd: true }))
    expect(names(await eventsOf(wire))).toEqual(['GET /second'])
  })

  it('H5 SETTINGS in midstream do not make a table that was filled before an empty one', async () => {
    const http = new Http2(new Wire(), AMF, SMF)
    http.request(1, { path: '/first', headers: { 'x-hidden': 'long ago' } })
    const wire = new Wire()
    const { connection } = new Http2(wire, AMF, SMF, { isStart: false })
    const second = http.request(3, { path: '/second', headers: { 'x-hidden': 'long ago' } })
    connection.send(10, 'client', concat(u8(0, 0, 0, 4, 0, 0, 0, 0, 0), second))
    const [request] = await eventsOf(wire)
    expect(request).toMatchObject({ message_type: 'GET /second', details: { hpack_state: 'partial' } })
    expect(request).not.toHaveProperty('fault')
  })

  it('H5 packets that the snap length cut tell as much as they hold', async () => {
    const { wire, http } = start()
    for (let i = 0; i < 6; i++) {
      const headers = { 'x-long': `${i}`.repeat(300) }
      http.exchange(10 + i * 10, { path: `/${i}`, headers }, { headers, json: { a: 'b' } })
    }
    const { sessions } = await analyzeCapture(pcap(wire.packets, { snapLength: 110 }))
    const events = sessions.flatMap((session) => session.events)
    const asked = Array.from({ length: 6 }, (_, i) => `GET /${i}`)
    expect(names(events)).toEqual(asked.flatMap(() => ['GET /{id}', '200 OK']))
    expect(events.map(({ details }) => details['request'])).toEqual(asked.flatMap((name) => [undefined, name]))
    expect(events.every(({ fault }) => fault === 'cut')).toBe(true)
  })

  it('H5 bytes that were not captured leave the table unknown, and the messages that stand', async () => {
    const { wire, http } = start()
    http.exchange(10, { path: '/first', headers: { 'x-kept': 'one' } })
    const lost = http.request(http.nextStream(), { path: '/lost', headers: { 'x-lost': 'two' } })
    http.connection.skip('client', lost.length)
    http.exchange(100, { path: '/third', headers: { 'x-kept': 'one', 'x-lost': 'two' } })
    for (let i = 0; i < 3; i++) http.exchange(2000 + i * 500, { path: '/fourth' })
    const events = await eventsOf(wire)
    const third = events.find(({ message_type }) => message_type === 'GET /third')
    expect(third?.details).toMatchObject({ hpack_state: 'partial' })
    expect(JSON.stringify(third?.details)).not.toContain('two')
    expect(names(events).filter((name) => name === 'GET /fourth')).toHaveLength(3)
  })

  it('H6 an upgrade from HTTP/1.1: the first stream is the request that asked for it', async () => {
    const wire = new Wire()
    const http = new Http2(new Wire(), AMF, SMF)
    const connection = wire.connect(0, AMF, SMF)
    const upgrade = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n'
    connection.send(1, 'client', utf8(`GET /upgraded HTTP/1.1\r\nHost: smf\r\n${upgrade}`))
    connection.send(
      2,
      'server',
      utf8('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
    )
    connection.send(3, 'client', concat(PREFACE, u8(0, 0, 0, 4, 0, 0, 0, 0, 0)))
    connection.send(4, 'server', concat(u8(0, 0, 0, 4, 0, 0, 0, 0, 0), http.response(1, { json: { a: 1 } })))
    connection.send(5, 'client', http.request(3, { path: '/next' }))
    const events = await eventsOf(wire)
    expect(names(events)).toEqual(['GET /upgraded', '101 Switching Protocols', '200 OK', 'GET /next'])
    expect(events[2]?.details).toMatchObject({ stream_id: 1, request: 'GET /upgraded', latency_ms: 3 })
  })

  it('H7 streams whose frames are interleaved', async () => {
    const { wire, http } = start()
    const send = (at: number, bytes: Uint8Array): void => http.connection.send(at, 'client', bytes)
    for (const stream of [1, 3, 5]) {
      send(
        10 + stream,
        http.headers('client', stream, {
          ':method': 'POST',
          ':path': `/s${stream}`,
          'content-type': 'application/json',
        }),
      )
    }
    send(20, concat(http.data(3, utf8('{"b":'), false), http.data(1, utf8('{"a":'), false)))
    send(21, concat(http.data(1, utf8('1}')), http.data(5, utf8('{"c":3}')), http.data(3, utf8('2}'))))
    const events = await eventsOf(wire)
    expect(events.map(({ details }) => [details['stream_id'], details['json']])).toEqual([
      [1, { a: 1 }],
      [3, { b: 2 }],
      [5, { c: 3 }],
    ])
  })

  it('H8 RST_STREAM and GOAWAY for an error are events, and fail the session', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.request(1, { path: '/refused' }))
    http.connection.send(12, 'server', http.reset(1, 7))
    http.connection.send(14, 'server', http.goAway(1, 11))
    const [session] = await sessionsOf(wire)
    expect(names(session!.events)).toEqual(['GET /refused', 'RST_STREAM', 'GOAWAY'])
    expect(session).toMatchObject({ outcome: 'failed', verdict: { kind: 'reset' } })
    expect(session?.events[1]?.details).toMatchObject({ error: 'REFUSED_STREAM', request: 'GET /refused' })
  })

  it('H11 interim responses and trailers', async () => {
    const { wire, http } = start()
    const stream = http.nextStream()
    http.connection.send(10, 'client', http.request(stream, { method: 'POST', path: '/slow', json: {} }))
    http.connection.send(11, 'server', http.headers('server', stream, { ':status': '103' }))
    http.connection.send(15, 'server', http.response(stream, { json: { ok: true }, trailers: { 'x-sum': 'abc' } }))
    const events = await eventsOf(wire)
    expect(names(events)).toEqual(['POST /slow', '103 Early Hints', '200 OK'])
    expect(events[2]?.details).toMatchObject({ trailers: { 'x-sum': 'abc' }, json: { ok: true }, latency_ms: 5 })
  })

  it('H16 H17 more headers and more JSON than is kept are cut, and said to be', async () => {
    const { wire, http } = start()
    const headers = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-header-${i}`, 'v'.repeat(100)]))
    http.exchange(10, { path: '/many', headers }, { json: { text: 'z'.repeat(20_000), supi: SUPI } })
    const [request, response] = await eventsOf(wire)
    expect(request?.details).toMatchObject({ headers_truncated: true, path: '/many' })
    expect(response?.details).toMatchObject({ json_truncated: true })
    expect(String(response?.details['json_text'])).toHaveLength(16_384)
  })

  it('H20 a pushed response has the promise as its request', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.request(1, { path: '/page' }))
    http.connection.send(11, 'server', http.promise(1, 2, { ':method': 'GET', ':path': '/style', ':authority': 'smf' }))
    http.connection.send(12, 'server', concat(http.response(1, {}), http.response(2, { body: utf8('x') })))
    const events = await eventsOf(wire)
    expect(names(events)).toEqual(['GET /page', 'GET /style', '200 OK', '200 OK'])
    expect(events[1]?.details).toMatchObject({ pushed: true, stream_id: 2 })
    expect(events[3]?.details).toMatchObject({ request: 'GET /style' })
  })

  it('S32 SIP over WebSocket is SIP', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, AMF, end('10.1.0.5', 8443))
    const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n'
    connection.send(1, 'client', utf8(`GET / HTTP/1.1\r\nHost: ws\r\n${upgrade}Sec-WebSocket-Version: 13\r\n\r\n`))
    connection.send(2, 'server', utf8(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\n`))
    const head = 'Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>'
    const rest = 'Call-ID: ws-1\r\nCSeq: 1 MESSAGE\r\n'
    const message = utf8(`MESSAGE sip:b@x SIP/2.0\r\n${head}\r\n${rest}Content-Type: text/plain\r\n\r\nhello`)
    const mask = [1, 2, 3, 4]
    const masked = message.map((octet, i) => octet ^ mask[i % 4]!)
    const cut = 100
    const frames = concat(
      u8(0x01, 0x80 | cut, ...mask),
      masked.subarray(0, cut),
      u8(0x80, 0x80 | 126, 0, message.length - cut, ...mask),
      message.subarray(cut).map((octet, i) => octet ^ mask[i % 4]!),
    )
    connection.send(3, 'client', frames, [50])
    const answer = utf8(`SIP/2.0 200 OK\r\n${head};tag=2\r\n${rest}\r\n`)
    connection.send(5, 'server', concat(u8(0x82, 126, answer.length >> 8, answer.length & 255), answer))
    const sessions = await sessionsOf(wire)
    const sip = sessions.find(({ type }) => type === 'SIP_MESSAGE')
    expect(sip).toMatchObject({ session_key: 'ws-1', outcome: 'success' })
    expect(names(sip!.events)).toEqual(['MESSAGE', '200 OK'])
  })
})

describe('a frame of HTTP/2 read again', () => {
  it('shows its frames, and the messages as their connection told them', async () => {
    const { wire, http } = start()
    for (const at of [10, 20]) http.exchange(at, { path: '/a', headers: { 'x-entry': 'of the table' } })
    const { messages } = await withKept(pcap(wire.packets), (kept) => {
      const frame = wire.packets.length - 1
      return readPacket(kept.result, kept.captures, { file: 0, frame })!
    })
    expect(messages.map(({ message_type, event_id }) => [message_type, typeof event_id])).toEqual([
      ['HEADERS', 'undefined'],
      ['GET /a', 'string'],
    ])
    expect(messages[0]?.tree).toMatchObject([{ name: 'HTTP/2 HEADERS' }])
    expect(messages[1]?.details).toMatchObject({ headers: { 'x-entry': 'of the table' } })
  })
})
