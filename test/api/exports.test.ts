import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { refusedCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { rtpStream } from '../make/rtp.ts'
import { Wire } from '../make/wire.ts'
import { type Body, temporaryFolder, TestServer } from './running-server.ts'

let folder = ''
let server: TestServer
let job = ''
let session = ''
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  const wire = new Wire()
  answeredCall(wire, { callId: 'call@10.45.0.5', packets: 40 })
  for (let i = 0; i < 5; i++) refusedCall(wire, { at: 6000 * (i + 1), callId: `refused-${i}@10.45.0.5` })
  job = await server.analyzed(pcap(wire.packets))
  const { body } = await server.ask(`/api/v1/jobs/${job}/sessions?q=success`)
  session = String((body['sessions'] as Body[])[0]!['session_id'])
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function file(
  path: string,
): Promise<{ type: string | null; name: string | null; bytes: Uint8Array; text: string }> {
  const response = await fetch(server.url + path)
  expect(response.status).toBe(200)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const name = /filename="(.*)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? null
  return { type: response.headers.get('content-type'), name, bytes, text: new TextDecoder().decode(bytes) }
}

describe('a session is exported', () => {
  const formats = [
    { format: 'json', type: 'application/json', extension: 'json', begins: '{"session_id":' },
    { format: 'csv', type: 'text/csv', extension: 'csv', begins: 'event_id,timestamp,' },
    { format: 'text', type: 'text/plain', extension: 'txt', begins: 'VoLTE' },
    {
      format: 'mermaid',
      type: 'text/vnd.mermaid',
      extension: 'mmd',
      begins: 'sequenceDiagram\n  participant P0 as UE 10.45',
    },
    { format: 'svg', type: 'image/svg+xml', extension: 'svg', begins: '<svg xmlns="http://www.w3.org/2000/svg"' },
  ]
  it.each(formats)('as $format', async ({ format, type, extension, begins }) => {
    const got = await file(`/api/v1/sessions/${session}/export?format=${format}`)
    expect(got.type).toContain(type)
    expect(got.name).toBe(`session-${session}.${extension}`)
    expect(got.text.slice(0, begins.length)).toBe(begins)
    expect(got.text).toContain('INVITE')
  })

  it('as JSON: what the API gives of it', async () => {
    const { text } = await file(`/api/v1/sessions/${session}/export`)
    expect(JSON.parse(text)).toEqual((await server.ask(`/api/v1/sessions/${session}`)).body)
  })

  it('as a capture, with and without its media', async () => {
    const whole = await file(`/api/v1/sessions/${session}/pcap`)
    expect(whole).toMatchObject({ type: 'application/vnd.tcpdump.pcap', name: `session-${session}.pcapng` })
    const { body } = await server.ask(`/api/v1/sessions/${session}`)
    const again = await analyzeCapture(whole.bytes)
    expect(again.sessions).toMatchObject([{ session_key: 'call@10.45.0.5', metrics: body['metrics'] }])
    expect(again.capture.packets).toBe(body['packet_count'])
    const signalling = await analyzeCapture((await file(`/api/v1/sessions/${session}/pcap?media=0`)).bytes)
    expect(signalling.capture.packets).toBe(7)
  })
})

describe('a session without messages', () => {
  it('is exported as its media, and one that is neither says why it is not', async () => {
    const wire = new Wire()
    const [from, to] = [end('192.0.2.1', 20_000), end('192.0.2.2', 30_000)]
    rtpStream(wire, { at: 0, from, to, ssrc: 7, packets: 60 })
    wire.udp(2000, end('192.0.2.3', 999), end('192.0.2.4', 998), Uint8Array.of(1, 2, 3))
    const other = await server.analyzed(pcap(wire.packets))
    const { body } = await server.ask(`/api/v1/jobs/${other}/sessions`)
    const idOf = (type: string): string =>
      String((body['sessions'] as Body[]).find((one) => one['type'] === type)!['session_id'])
    for (const query of ['', '?media=0']) {
      const { bytes } = await file(`/api/v1/sessions/${idOf('RTP')}/pcap${query}`)
      expect(await analyzeCapture(bytes)).toMatchObject({ capture: { packets: 60 }, sessions: [{ type: 'RTP' }] })
    }
    expect(await server.ask(`/api/v1/sessions/${idOf('OTHER')}/pcap`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', error: expect.stringContaining('no messages and no media') },
    })
  })
})

describe('sessions of a job are exported', () => {
  const exports = [
    { it: 'as CSV', path: 'export?format=csv', count: (text: string) => text.trim().split('\r\n').length - 1, want: 6 },
    {
      it: 'as lines',
      path: 'export?format=ndjson&q=failed',
      count: (text: string) => text.trim().split('\n').length,
      want: 5,
    },
    {
      it: 'as JSON',
      path: 'export?q=failed&type=volte',
      count: (text: string) => (JSON.parse(text) as { sessions: [] }).sessions.length,
      want: 5,
    },
  ]
  it.each(exports)('$it', async ({ path, count, want }) => {
    expect(count((await file(`/api/v1/jobs/${job}/${path}`)).text)).toBe(want)
  })

  it.each([
    { sort: '-start_time', first: 'refused-4@10.45.0.5', last: 'call@10.45.0.5' },
    { sort: 'setup_time_ms', first: 'call@10.45.0.5', last: 'refused-4@10.45.0.5' },
    { sort: '-session_key', first: 'refused-4@10.45.0.5', last: 'call@10.45.0.5' },
  ])('in the order $sort, as it is listed', async ({ sort, first, last }) => {
    const listed = ((await server.ask(`/api/v1/jobs/${job}/sessions?sort=${sort}`)).body['sessions'] as Body[]).map(
      ({ session_id }) => session_id,
    )
    const lines = (await file(`/api/v1/jobs/${job}/export?format=ndjson&sort=${sort}`)).text.trim().split('\n')
    const exported = lines.map((line) => JSON.parse(line) as Body)
    expect(exported.map(({ session_id }) => session_id)).toEqual(listed)
    expect([exported[0]!['session_key'], exported.at(-1)!['session_key']]).toEqual([first, last])
    const rows = (await file(`/api/v1/jobs/${job}/export?format=csv&sort=${sort}`)).text.trim().split('\r\n')
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(listed)
  })

  it('as a capture of a query', async () => {
    const { bytes, name } = await file(`/api/v1/jobs/${job}/pcap?q=refused-1%20||%20refused-3`)
    expect(name).toBe(`job-${job}.pcapng`)
    const { sessions } = await analyzeCapture(bytes)
    expect(sessions.map(({ session_key }) => session_key)).toEqual(['refused-1@10.45.0.5', 'refused-3@10.45.0.5'])
  })

  it('as a capture of all, which is the capture again', async () => {
    const { bytes } = await file(`/api/v1/jobs/${job}/pcap`)
    const { body } = await server.ask(`/api/v1/jobs/${job}/status`)
    expect((await analyzeCapture(bytes)).capture.packets).toBe(body['total_packets'])
  })

  it('as an empty one where nothing fits', async () => {
    const { bytes } = await file(`/api/v1/jobs/${job}/pcap?q=nobody`)
    expect(await analyzeCapture(bytes)).toMatchObject({ capture: { format: 'pcapng', packets: 0 }, sessions: [] })
  })
})

describe('what cannot be exported', () => {
  const unknown = '00000000-0000-4000-8000-000000000000'
  const cases = [
    { path: `/api/v1/sessions/${unknown}/export`, status: 404, code: 'SESSION_NOT_FOUND' },
    { path: `/api/v1/sessions/${unknown}/pcap`, status: 404, code: 'SESSION_NOT_FOUND' },
    { path: '/api/v1/sessions/SESSION-OF-JOB/export', status: 404, code: 'SESSION_NOT_FOUND' },
    { path: '/api/v1/sessions/SESSION-OF-JOB/pcap', status: 404, code: 'SESSION_NOT_FOUND' },
    { path: '/api/v1/sessions/SESSION/export?format=pdf', status: 400, code: 'INVALID_REQUEST' },
    { path: '/api/v1/sessions/SESSION/pcap?media=2', status: 400, code: 'INVALID_REQUEST' },
    { path: `/api/v1/jobs/${unknown}/export`, status: 404, code: 'JOB_NOT_FOUND' },
    { path: `/api/v1/jobs/${unknown}/pcap`, status: 404, code: 'JOB_NOT_FOUND' },
    { path: '/api/v1/jobs/JOB/export?q=(', status: 400, code: 'INVALID_REQUEST' },
    { path: '/api/v1/jobs/JOB/export?sort=colour', status: 400, code: 'INVALID_REQUEST' },
    { path: '/api/v1/jobs/JOB/pcap?q=(', status: 400, code: 'INVALID_REQUEST' },
  ]
  it.each(cases)('$path is $code', async ({ path, status, code }) => {
    const ofJob = `${session.slice(0, 13)}-8000-8000-000000000000`
    const asked = path.replace('SESSION-OF-JOB', ofJob).replace('SESSION', session).replace('JOB', job)
    expect(await server.ask(asked)).toMatchObject({ status, body: { code } })
  })
})

async function ids(path: string): Promise<unknown[]> {
  const { body } = await server.ask(`/api/v1/sessions/${session}${path}`)
  return (body['events'] as Body[]).map((event) => event['event_id'])
}

describe('events of a session by pages', () => {
  it('are all of them, once, in order', async () => {
    const all = await ids('')
    const pages = [1, 2, 3, 4].map((page) => ids(`/events?limit=4&page=${page}`))
    expect((await Promise.all(pages)).flat()).toEqual(all)
    expect(await server.ask(`/api/v1/sessions/${session}/events?limit=4&page=9`)).toMatchObject({
      status: 200,
      body: { session_id: session, page: 9, limit: 4, total: all.length, events: [] },
    })
  })

  it('also within the session itself', async () => {
    const all = await ids('')
    expect(await ids('?events_page=2&events_limit=4')).toEqual(all.slice(4, 8))
    expect(await ids('?events_limit=3')).toEqual(all.slice(0, 3))
    const { body } = await server.ask(`/api/v1/sessions/${session}?events_limit=3`)
    expect(body).toMatchObject({ events_count: all.length, events_truncated: true })
    const last = await server.ask(`/api/v1/sessions/${session}?events_page=${all.length}&events_limit=1`)
    expect(last.body).not.toHaveProperty('events_truncated')
  })

  it('refuse pages that are none', async () => {
    for (const query of ['?events_page=0', '?events_limit=10001', '/events?page=x', '/events?limit=0']) {
      expect(await server.ask(`/api/v1/sessions/${session}${query}`)).toMatchObject({ status: 400 })
    }
  })
})

it('tells the media of a session', async () => {
  const { body } = await server.ask(`/api/v1/sessions/${session}`)
  expect(await server.ask(`/api/v1/sessions/${session}/media`)).toEqual({
    status: 200,
    body: { session_id: session, media: body['media'] },
  })
  expect(body['media']).toHaveLength(2)
})
