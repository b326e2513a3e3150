/** The service-based 5G core end to end (DOMAIN §6, H9–H19). */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, latin1, u8, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'
import { AMF, eventsOf, sessionsOf, SMF, start, SUPI } from './core-connection.ts'

const SCP = end('10.1.0.9', 7777)
const SCP_OUT = end('10.1.0.9', 40_009)
const AUSF = end('10.1.0.3', 7777)
const SUCI = 'suci-0-001-01-0000-1-1-aabbccddeeff'
const OTHER_SUPI = 'imsi-001010000000002'

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

  it('H9 parts in hexadecimal, whose headers are written together, as some cores send them', async () => {
    const { wire, http } = start()
    const body = [
      misspelt('application/vnd.3gpp.5gnas', 'n1', '.\u0005\u0001\u00d6\u0024'),
      misspelt('application/json', 'jsonData', JSON.stringify({ supi: SUPI, pduSessionId: 5 })),
      misspelt('application/vnd.3gpp.ngap', 'n2', 'not hexadecimal').replace(/[\da-f]{20}/, 'as it stands'),
      '\r\n--gap--',
    ].join('')
    const headers = { 'content-type': 'Multipart/Related; boundary=gap' }
    http.exchange(10, { method: 'POST', path: SM_CONTEXTS, headers, body: latin1(body) })
    const [request] = await eventsOf(wire)
    expect(request).toMatchObject({
      short: 'HTTP2 Nsmf_PDUSession CreateSMContext / 5GSM status',
      details: {
        ids: { supi: SUPI, pdu_session_id: 5 },
        nas: [{ protocol: '5GSM', message_type: '5GSM status' }],
        body_parts: [{ content_type: 'application/vnd.3gpp.5gnas', size: 5 }, { content_type: 'application/json' }, {}],
      },
    })
  })

  it.each<{ coding: string; code: (bytes: Uint8Array) => Uint8Array }>([
    { coding: 'deflate', code: deflateSync },
    { coding: 'deflate', code: deflateRawSync },
    { coding: 'br', code: brotliCompressSync },
    { coding: 'zstd', code: zstdCompressSync },
    { coding: 'gzip, br', code: (bytes) => brotliCompressSync(gzipSync(bytes)) },
    { coding: 'identity', code: (bytes) => bytes },
  ])('a body in $coding is read', async ({ coding, code }) => {
    const { wire, http } = start()
    const headers = { 'content-type': 'application/json', 'content-encoding': coding }
    const body = code(utf8(JSON.stringify({ supi: SUPI })))
    http.exchange(10, { path: '/nudm-sdm/v2/x/am-data' }, { headers, body })
    const [, response] = await eventsOf(wire)
    expect(response?.details).toMatchObject({ json: { supi: SUPI }, body_size: body.length })
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
      snssai: '1/010203',
    })
    expect(metrics).toMatchObject({ requests: 3, no_answer: 0, failures: 0, latency_ms: 2 })
    expect(outcome).toBe('success')
    expect(sessions[0]?.events[4]?.details['callback']).toBe(true)
  })

  it('H12 resources and callbacks whose URIs lack a scheme, or a port that says nothing', async () => {
    const { wire, http } = start()
    const json = { supi: SUPI, pduSessionId: 5, smContextStatusUri: '10.1.0.1:80/namf-callback/v1/5' }
    const location = `10.1.0.2:80${SM_CONTEXTS}/1`
    const authority = '10.1.0.2'
    http.exchange(10, { method: 'POST', path: SM_CONTEXTS, authority, json }, { status: 201, headers: { location } })
    const later = new Http2(wire, end('10.1.0.1', 40_009), SMF, { at: 100 })
    later.exchange(110, { method: 'POST', path: `${SM_CONTEXTS}/1/modify`, authority, json: {} })
    const back = new Http2(wire, end('10.1.0.2', 40_010), end('10.1.0.1', 80), { at: 200 })
    back.exchange(210, {
      method: 'POST',
      path: '/namf-callback/v1/5',
      authority: '10.1.0.1',
      json: { statusInfo: 'RELEASED' },
    })
    const sessions = await sessionsOf(wire)
    expect(sessions.map(({ session_key, events_count }) => [session_key, events_count])).toEqual([[`supi:${SUPI}`, 6]])
  })

  it('H12 a resource whose name alone says whose it is', async () => {
    const { wire, http } = start()
    const location = `http://10.1.0.2:7777${SM_CONTEXTS}/${SUPI}-5`
    http.exchange(10, { method: 'POST', path: SM_CONTEXTS, json: {} }, { status: 201, headers: { location } })
    const [session] = await sessionsOf(wire)
    expect(session).toMatchObject({ session_key: `supi:${SUPI}`, events_count: 2 })
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

  it('what an SCP passes on to the NRF is of the conversation that it was asked in', async () => {
    const wire = new Wire()
    const [near, other, far] = [
      new Http2(wire, AMF, SCP),
      new Http2(wire, SMF, SCP),
      new Http2(wire, SCP_OUT, end('10.1.0.3', 7777)),
    ]
    for (const [i, hop] of [near, other].entries()) {
      const path = `/nnrf-nfm/v1/nf-instances/4947a69a-f61b-4bc1-b9da-47c9c5d14b6${i}`
      const beat = { method: 'PATCH', path, json: [{ op: 'replace', path: '/nfStatus', value: 'REGISTERED' }] }
      hop.connection.send(10 + i * 10, 'client', hop.request(1, beat))
      far.exchange(11 + i * 10, beat, { status: 204 })
      hop.connection.send(14 + i * 10, 'server', hop.response(1, { status: 204 }))
    }
    const sessions = await sessionsOf(wire)
    expect(
      sessions.map(({ subtype, outcome, metrics, events }) => ({ subtype, outcome, metrics, events })),
    ).toMatchObject(
      [1, 2].map(() => ({
        subtype: 'nf_management',
        outcome: 'success',
        metrics: { requests: 1, heartbeats: 1 },
        events: [{}, { details: { hop: 2 } }, { details: { hop: 2 } }, {}],
      })),
    )
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

  it('on one host, whoever asks the same server anew before it has answered passes nothing on', async () => {
    const wire = new Wire()
    const [first, second] = [end('127.0.0.1', 40_010), end('127.0.0.1', 40_011)].map(
      (client) => new Http2(wire, client, end('127.0.0.1', 7777)),
    )
    first!.ask(30, { path: `/nudm-sdm/v2/${SUPI}/nssai` })
    second!.exchange(1030, { path: `/nudm-sdm/v2/${SUPI}/nssai` })
    const [session] = await sessionsOf(wire)
    expect(session?.metrics).toMatchObject({ requests: 2, no_answer: 1 })
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
    expect(response).toMatchObject({ details: { status: 200, latency_ms: 2.9, json: { expires_in: 60 } } })
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
    expect(session?.verdict).toMatchObject({ category: 'network', name: 'UNAVAILABLE' })
  })

  it('a gRPC call that was cancelled while it was answered is one of gRPC all the same', async () => {
    const { wire, http } = start()
    const headers = { 'content-type': 'application/grpc' }
    const stream = http.ask(10, { method: 'POST', path: '/magma.Service/Stream', headers, body: u8(0, 0, 0, 0, 0) })
    const head = http.headers('server', stream, { ':status': '200', ...headers })
    http.connection.send(11, 'server', concat(head, http.data(stream, u8(0, 0, 0, 0, 0), false)))
    http.connection.send(12, 'client', http.reset(stream, 8))
    const [session] = await sessionsOf(wire)
    expect(session?.events.map(({ short }) => short)).toEqual(['gRPC magma.Service/Stream', 'gRPC CANCEL (Stream)'])
  })

  it('a token that is refused tells by its error who has to mend what', async () => {
    const categories = ['invalid_client', 'invalid_scope', 'invalid_request'].map(async (error, i) => {
      const { wire, http } = start()
      http.exchange(10 + i, { method: 'POST', path: '/oauth2/token', json: {} }, { status: 400, json: { error } })
      const [session] = await sessionsOf(wire)
      return session?.verdict?.['category']
    })
    expect(await Promise.all(categories)).toEqual(['auth', 'policy', 'protocol'])
  })
})

/** A part of a body whose headers are written together, and whose octets are hexadecimal digits. */
function misspelt(type: string, id: string, octets: string): string {
  const digits = Buffer.from(octets, 'latin1').toString('hex')
  return `\r\n--gap\r\nContentType: ${type}\r\nContentID: ${id}\r\n\r\n${digits}\r\n`
}
