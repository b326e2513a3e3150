/** HTTP/2 and the service-based core end to end (DOMAIN §6, H1–H20; S32). */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { pcap } from '../make/capture-file.ts'
import { HpackEncoder } from '../make/hpack.ts'
import { Http2, PREFACE } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, latin1, u8, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const AMF = end('10.1.0.1', 40_001)
const SMF = end('10.1.0.2', 7777)
const SCP = end('10.1.0.9', 7777)
const SCP_OUT = end('10.1.0.9', 40_009)
const AUSF = end('10.1.0.3', 7777)
const SUPI = 'imsi-001010000000001'
const SUCI = 'suci-0-001-01-0000-1-1-aabbccddeeff'
const OTHER_SUPI = 'imsi-001010000000002'

async function sessionsOf(wire: Wire) {
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions
}

async function eventsOf(wire: Wire) {
  const sessions = await sessionsOf(wire)
  return sessions.flatMap(({ events }) => events)
}

function start(options: { isStart?: boolean; server?: ReturnType<typeof end> } = {}): { wire: Wire; http: Http2 } {
  const wire = new Wire()
  return { wire, http: new Http2(wire, AMF, options.server ?? SMF, options) }
}

const names = (events: readonly { message_type: string }[]): string[] => events.map(({ message_type }) => message_type)

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

const SM_CONTEXTS = '/nsmf-pdusession/v1/sm-contexts'

function createSmContext(http: Http2, at: number, supi: string, ref: string): void {
  const asking = {
    method: 'POST',
    path: SM_CONTEXTS,
    headers: { 'user-agent': 'AMF' },
    json: {
      supi,
      pduSessionId: 5,
      dnn: 'internet',
      sNssai: { sst: 1, sd: '010203' },
      smContextStatusUri: `http://10.1.0.1:7777/namf-callback/v1/status/${ref}`,
    },
  }
  http.exchange(at, asking, {
    status: 201,
    headers: { location: `http://10.1.0.2:7777${SM_CONTEXTS}/${ref}` },
    json: {},
  })
}

function part(type: string, id: string, body: string): string {
  return `--gap\r\nContent-Type: ${type}\r\n${id === '' ? '' : `Content-Id: ${id}\r\n`}\r\n${body}\r\n`
}

describe('5G core', () => {
  it('H9 several parts in one body are found and named', async () => {
    const { wire, http } = start()
    const n2InfoContent = { ngapIeType: 'PDU_RES_REL_CMD', ngapData: { contentId: 'n2' } }
    const body = [
      part('application/json', '', JSON.stringify({ supi: SUPI, pduSessionId: 5, n2InfoContent })),
      part('application/vnd.3gpp.5gnas', 'n1', '.\u0005\u0001\u00d6\u0024'),
      part('application/vnd.3gpp.ngap', 'n2', '\u0010'),
      '--gap--\r\n',
    ].join('')
    const path = `/namf-comm/v1/ue-contexts/${SUPI}/n1-n2-messages`
    const headers = { 'content-type': 'multipart/related; boundary=gap' }
    http.exchange(10, { method: 'POST', path, headers, body: latin1(body) })
    const [request] = await eventsOf(wire)
    expect(request).toMatchObject({
      short: 'HTTP2 Namf_Communication N1N2MessageTransfer / 5GSM status',
      details: {
        operation: 'N1N2MessageTransfer',
        ids: { supi: SUPI, pdu_session_id: 5 },
        nas: [{ protocol: '5GSM', message_type: '5GSM status', pdu_session_id: 5 }],
        n2: [{ type: 'PDU_RES_REL_CMD', cause: { group: 'nas', name: 'normal-release' } }],
        body_parts: [
          { content_type: 'application/json' },
          { content_type: 'application/vnd.3gpp.5gnas', content_id: 'n1', size: 5 },
          { content_type: 'application/vnd.3gpp.ngap', content_id: 'n2', size: 1 },
        ],
      },
    })
  })

  it('H10 a body in gzip is read, one that is no gzip stays compressed', async () => {
    const { wire, http } = start()
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const body = gzipSync(JSON.stringify({ supi: SUPI }))
    http.exchange(10, { path: '/nudm-sdm/v2/x/am-data' }, { headers, body: new Uint8Array(body) })
    http.exchange(20, { path: '/nudm-sdm/v2/x/am-data' }, { headers, body: utf8('no gzip') })
    const answers = (await eventsOf(wire)).filter(({ details }) => details['status'] !== undefined)
    expect(answers.map(({ details }) => [details['json'], details['compressed']])).toEqual([
      [{ supi: SUPI }, undefined],
      [undefined, 'gzip'],
    ])
  })

  it('H12 H15 two users on one connection stay apart, with their resources and callbacks', async () => {
    const { wire, http } = start()
    createSmContext(http, 10, SUPI, 'one')
    createSmContext(http, 15, OTHER_SUPI, 'two')
    http.exchange(30, { method: 'POST', path: `${SM_CONTEXTS}/two/modify`, json: {} })
    http.exchange(40, { method: 'POST', path: `${SM_CONTEXTS}/one/modify`, json: {} })
    const back = new Http2(wire, end('10.1.0.2', 40_002), end('10.1.0.1', 7777), { at: 50 })
    back.exchange(
      60,
      { method: 'POST', path: '/namf-callback/v1/status/one', json: { statusInfo: 'RELEASED' } },
      { status: 204 },
    )
    const sessions = await sessionsOf(wire)
    expect(sessions.map(({ type, session_key, events_count }) => [type, session_key, events_count])).toEqual([
      ['HTTP2', `supi:${SUPI}`, 6],
      ['HTTP2', `supi:${OTHER_SUPI}`, 4],
    ])
    const [{ correlation_key, metrics, outcome }] = sessions as [(typeof sessions)[number]]
    expect(correlation_key).toMatchObject({
      imsi: '001010000000001',
      dnn: 'internet',
      pdu_session_id: 5,
      s_nssai: '1/010203',
    })
    expect(metrics).toMatchObject({ requests: 3, no_answer: 0, failures: 0, latency_ms: 2 })
    expect(outcome).toBe('success')
    expect(sessions[0]?.events[4]?.details['callback']).toBe(true)
  })

  it('H13 what is asked for a SUCI is of the SUPI that the answer gives, without its vector', async () => {
    const { wire, http } = start({ server: AUSF })
    const authentications = '/nausf-auth/v1/ue-authentications'
    const vector = { rand: '11'.repeat(16), autn: '22'.repeat(16), hxresStar: '33'.repeat(16) }
    http.exchange(
      10,
      {
        method: 'POST',
        path: authentications,
        headers: { authorization: 'Bearer very.secret.token' },
        json: { supiOrSuci: SUCI },
      },
      {
        status: 201,
        headers: { location: `http://10.1.0.3:7777${authentications}/7` },
        json: { authType: '5G_AKA', '5gAuthData': vector },
      },
    )
    http.exchange(
      50,
      { method: 'PUT', path: `${authentications}/7/5g-aka-confirmation`, json: { resStar: '44'.repeat(16) } },
      { json: { authResult: 'AUTHENTICATION_SUCCESS', supi: SUPI, kseaf: '55'.repeat(32) } },
    )
    const [session, ...others] = await sessionsOf(wire)
    expect(others).toEqual([])
    expect(session).toMatchObject({ session_key: `supi:${SUPI}`, events_count: 4, correlation_key: { suci: SUCI } })
    expect(JSON.stringify(session)).not.toMatch(/secret|1111|2222|3333|4444|5555/)
  })

  it('H14 a request by way of an SCP is one transaction of two hops', async () => {
    const wire = new Wire()
    const near = new Http2(wire, AMF, SCP)
    const far = new Http2(wire, SCP_OUT, SMF)
    const asking = { method: 'POST', path: `${SM_CONTEXTS}/9/modify`, json: { upCnxState: 'ACTIVATING' } }
    const root = { '3gpp-sbi-target-apiroot': 'http://10.1.0.2:7777' }
    near.connection.send(10, 'client', near.request(1, { ...asking, headers: root }))
    far.connection.send(11, 'client', far.request(1, asking))
    far.connection.send(15, 'server', far.response(1, { json: { upCnxState: 'ACTIVATED' } }))
    near.connection.send(16, 'server', near.response(1, { json: { upCnxState: 'ACTIVATED' } }))
    const [session, ...others] = await sessionsOf(wire)
    expect(others).toEqual([])
    expect(session?.events.map(({ details }) => details['hop'])).toEqual([undefined, 2, 2, undefined])
    expect(session?.metrics).toMatchObject({ requests: 1, latency_ms: 6, no_answer: 0 })
  })

  it('a subscriber whom an answer names besides is not joined; a request that is repeated is no hop', async () => {
    const { wire, http } = start()
    const asking = {
      method: 'POST',
      path: `/nudm-sdm/v2/${SUPI}/sdm-subscriptions`,
      json: { implicitUnsubscribe: true },
    }
    http.exchange(10, asking, { status: 201, json: { supi: OTHER_SUPI } })
    http.exchange(20, { path: `/nudm-sdm/v2/${OTHER_SUPI}/am-data` })
    // On one host, whoever was asked seems to ask.
    const host = [end('127.0.0.1', 40_010), end('127.0.0.1', 40_011)].map(
      (client) => new Http2(wire, client, end('127.0.0.1', 7777), { at: 25 }),
    )
    host.forEach((one, i) => one.exchange(30 + i * 10, { path: `/nudm-sdm/v2/${SUPI}/nssai` }))
    const sessions = await sessionsOf(wire)
    expect(
      sessions.map(({ session_key, events_count, metrics }) => [session_key, events_count, metrics['requests']]),
    ).toEqual([
      [`supi:${SUPI}`, 6, 3],
      [`supi:${OTHER_SUPI}`, 2, 1],
    ])
    expect(JSON.stringify(sessions[0]?.correlation_key)).not.toContain(OTHER_SUPI.slice('imsi-'.length))
  })

  it('H18 without :authority, behind a prefix', async () => {
    const { wire, http } = start()
    http.exchange(10, { path: `/prefix/of/operator/nudm-sdm/v2/${SUPI}/am-data?plmn-id=x`, authority: '' })
    const [request] = await eventsOf(wire)
    expect(request?.details).toMatchObject({
      service: 'nudm-sdm',
      service_version: 'v2',
      operation: 'Get',
      ids: { supi: SUPI },
    })
    expect(request?.details).not.toHaveProperty('authority')
  })

  it('H19 HTTP/1.1 of the core is read, without the secrets of a token request; the web is not', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, AMF, SMF)
    const form = 'grant_type=client_credentials&nfType=AMF&scope=nsmf-pdusession&client_secret=hush'
    const token = JSON.stringify({ access_token: 'ey.hush', token_type: 'Bearer', expires_in: 60 })
    connection.send(
      1,
      'client',
      utf8(
        `POST /oauth2/token HTTP/1.1\r\nHost: nrf\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`,
      ),
      [40],
    )
    const chunk = `${token.length.toString(16)}\r\n${token}\r\n0\r\n\r\n`
    connection.send(
      4,
      'server',
      utf8(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`),
    )
    const web = wire.connect(10, end('10.1.0.7', 50_000), end('10.1.0.8', 80))
    web.send(11, 'client', utf8('GET /index.html HTTP/1.1\r\nHost: web\r\n\r\n'))
    const sessions = await sessionsOf(wire)
    expect(sessions.map(({ type, subtype }) => [type, subtype])).toEqual([
      ['HTTP2', 'nf_management'],
      ['OTHER', 'HTTP'],
    ])
    const [request, response] = sessions[0]!.events
    expect(request).toMatchObject({ details: { http_version: '1.1', operation: 'Get', json: { nfType: 'AMF' } } })
    expect(response).toMatchObject({ details: { status: 200, latency_ms: 3, json: { expires_in: 60 } } })
    expect(JSON.stringify(sessions)).not.toContain('hush')
  })

  it('an error tells its cause, fails the session, and is forgiven when the request then succeeds', async () => {
    const { wire, http } = start()
    const path = `/nudm-uecm/v1/${SUPI}/registrations/amf-3gpp-access`
    const problem = { status: 404, cause: 'USER_NOT_FOUND', detail: 'no such user' }
    http.exchange(10, { method: 'PUT', path, json: {} }, { status: 404, json: problem })
    const other = { method: 'PUT', path: path.replace(SUPI, OTHER_SUPI), json: {} }
    http.exchange(20, other, { status: 503, json: { cause: 'NF_CONGESTION' } })
    http.exchange(30, other, { status: 204 })
    const sessions = await sessionsOf(wire)
    expect(sessions.map(({ outcome, verdict }) => [outcome, verdict])).toMatchObject([
      ['failed', { category: 'subscriber', code: 404, name: 'USER_NOT_FOUND' }],
      ['success', { kind: 'answered' }],
    ])
    expect(sessions[0]?.events[1]).toMatchObject({
      short: 'HTTP2 404 USER_NOT_FOUND (Nudm_UEContextManagement)',
      details: { failed: true, problem: { cause: 'USER_NOT_FOUND', detail: 'no such user' } },
    })
  })

  it('what is done for a subscriber after 30 s of silence is another session', async () => {
    const { wire, http } = start()
    for (const at of [10, 20_000, 60_000]) http.exchange(at, { path: `/nudm-sdm/v2/${SUPI}/am-data` })
    expect((await sessionsOf(wire)).map(({ events_count }) => events_count)).toEqual([4, 2])
  })

  it('gRPC is named by its path, and by how it ended', async () => {
    const { wire, http } = start()
    const headers = { 'content-type': 'application/grpc' }
    http.exchange(
      10,
      { method: 'POST', path: '/magma.Service/Do', headers, body: u8(0, 0, 0, 0, 0) },
      { headers, body: u8(0, 0, 0, 0, 0), trailers: { 'grpc-status': '14' } },
    )
    const [session] = await sessionsOf(wire)
    expect(session).toMatchObject({ subtype: 'grpc', outcome: 'failed' })
    expect(session?.events.map(({ short }) => short)).toEqual(['gRPC magma.Service/Do', 'gRPC UNAVAILABLE (Do)'])
  })
})
