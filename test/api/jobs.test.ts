import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCatalogue } from '../../src/store/catalogue/catalogue.ts'
import { sqliteDialect } from '../../src/store/catalogue/sqlite.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { type Body, temporaryFolder, TestServer, uploadsIn } from './running-server.ts'

function aCall(): Uint8Array {
  const wire = new Wire()
  answeredCall(wire)
  return pcap(wire.packets)
}

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

let folder = ''
let server: TestServer
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder, { uploadMegabytes: 5 })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function files(): string[] {
  return uploadsIn(folder)
}

describe('health', () => {
  it('says that the server runs', async () => {
    const { status, body } = await server.ask('/health')
    expect(status).toBe(200)
    expect(body).toEqual({ status: 'healthy', timestamp: expect.stringMatching(ISO), version: expect.any(String) })
  })
})

describe('uploading', () => {
  it('answers with a queued job, which completes with its totals', async () => {
    const { status, body } = await server.upload(aCall())
    expect(status).toBe(201)
    expect(body).toEqual({
      job_id: expect.stringMatching(UUID),
      status: 'queued',
      created_at: expect.stringMatching(ISO),
    })
    expect(await server.ended(String(body['job_id']))).toEqual({
      job_id: body['job_id'],
      status: 'completed',
      progress: 100,
      created_at: body['created_at'],
      filename: 'capture.pcap',
      started_at: expect.stringMatching(ISO),
      completed_at: expect.stringMatching(ISO),
      expires_at: expect.stringMatching(ISO),
      total_packets: expect.any(Number),
      total_bytes: expect.any(Number),
      session_count: 1,
    })
  })

  const refused: { it: string; bytes: Uint8Array; field?: string; want: Body & { status?: never }; status: number }[] =
    [
      { it: 'text', bytes: Buffer.from('hello'), status: 400, want: { code: 'INVALID_FILE_TYPE' } },
      { it: 'gzip of text', bytes: gzipSync('hello there'), status: 400, want: { code: 'INVALID_FILE_TYPE' } },
      { it: 'nothing', bytes: new Uint8Array(0), status: 400, want: { code: 'INVALID_FILE_TYPE' } },
      { it: 'another field', bytes: aCall(), field: 'other', status: 400, want: { code: 'NO_FILE' } },
      {
        it: 'too large a file',
        bytes: new Uint8Array(6 * 1024 * 1024),
        status: 413,
        want: { code: 'FILE_TOO_LARGE', max_size_mb: 5 },
      },
    ]
  for (const { it: name, bytes, field, status, want } of refused) {
    it(`refuses ${name} and leaves nothing behind`, async () => {
      const before = files()
      const answer = await server.upload(bytes, field === undefined ? {} : { field })
      expect(answer).toEqual({ status, body: { error: expect.any(String), ...want } })
      expect(files()).toEqual(before)
    })
  }

  it('refuses what is no form', async () => {
    const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
    expect(await server.ask('/api/v1/upload', init)).toMatchObject({ status: 400, body: { code: 'NO_FILE' } })
  })

  it('refuses a second file', async () => {
    const form = new FormData()
    for (const name of ['a', 'b']) form.append('file', new Blob([Uint8Array.from(aCall())]), name)
    const answer = await server.ask('/api/v1/upload', { method: 'POST', body: form })
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', field: 'file' } })
  })

  it('leaves nothing behind of an upload that breaks off', async () => {
    const before = files()
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    const head = 'POST /api/v1/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n'
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
    socket.write(`${head}Content-Length: 100000\r\n\r\n${part}\n\r\r\n${'x'.repeat(1000)}`)
    await expect.poll(() => files().length).toBeGreaterThan(before.length)
    socket.destroy()
    await expect.poll(() => files().toSorted()).toEqual(before.toSorted())
  })

  it('fails a job in words when the header cannot be read', async () => {
    const { body } = await server.upload(Buffer.from('a1b2c3d40002', 'hex'))
    const ended = await server.ended(String(body['job_id']))
    expect(ended).toMatchObject({ status: 'failed', error: expect.stringContaining('ends within its header') })
  })
})

describe('asking', () => {
  const cases: { it: string; path: string; method?: string; status: number; want: Body }[] = [
    { it: 'an unknown route', path: '/api/v1/nothing', status: 404, want: { code: 'NOT_FOUND' } },
    { it: 'a wrong method', path: '/health', method: 'PUT', status: 405, want: { code: 'METHOD_NOT_ALLOWED' } },
    { it: 'an unknown job', path: `/api/v1/jobs/${UNKNOWN}/status`, status: 404, want: { code: 'JOB_NOT_FOUND' } },
    { it: 'its sessions', path: `/api/v1/jobs/${UNKNOWN}/sessions`, status: 404, want: { code: 'JOB_NOT_FOUND' } },
    { it: 'page 0', path: '/api/v1/jobs?page=0', status: 400, want: { code: 'INVALID_REQUEST', field: 'page' } },
    { it: 'page x', path: '/api/v1/jobs?page=x', status: 400, want: { code: 'INVALID_REQUEST', field: 'page' } },
    {
      it: 'a limit too high',
      path: '/api/v1/jobs?limit=1001',
      status: 400,
      want: { code: 'INVALID_REQUEST', field: 'limit' },
    },
    {
      it: 'a status that no job has',
      path: '/api/v1/jobs?status=done',
      status: 400,
      want: { code: 'INVALID_REQUEST', field: 'status' },
    },
    {
      it: 'a parameter that jobs do not know',
      path: '/api/v1/jobs?protocols=SIP',
      status: 400,
      want: { code: 'INVALID_REQUEST', field: 'protocols' },
    },
    { it: 'an unknown session', path: `/api/v1/sessions/${UNKNOWN}`, status: 404, want: { code: 'SESSION_NOT_FOUND' } },
    { it: 'what is no session id', path: '/api/v1/sessions/x', status: 404, want: { code: 'SESSION_NOT_FOUND' } },
    {
      it: 'an unknown type',
      path: `/api/v1/jobs/${UNKNOWN}/sessions?type=nonsense`,
      status: 400,
      want: { code: 'INVALID_REQUEST', field: 'type' },
    },
    {
      it: 'the deletion of an unknown job',
      path: `/api/v1/jobs/${UNKNOWN}`,
      method: 'DELETE',
      status: 400,
      want: { code: 'CANNOT_DELETE_JOB' },
    },
  ]
  for (const { it: name, path, method = 'GET', status, want } of cases) {
    it(`for ${name} gives an error in the one form`, async () => {
      expect(await server.ask(path, { method })).toEqual({ status, body: { error: expect.any(String), ...want } })
    })
  }

  it('as another site, or by a name that was rebound, is refused', async () => {
    const origin = await server.ask('/api/v1/jobs', { headers: { origin: 'http://evil.example' } })
    expect(origin).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  })
})

describe('sessions of a job', () => {
  it('are listed and told in detail with the keys of the contract', async () => {
    const jobId = await server.analyzed(aCall())
    const { body } = await server.ask(`/api/v1/jobs/${jobId}/sessions?page=1&limit=10&type=volte`)
    expect(body).toMatchObject({ job_id: jobId, page: 1, limit: 10, total: 1 })
    const [session] = body['sessions'] as Body[]
    expect(session).toMatchObject({
      session_id: expect.stringMatching(UUID),
      type: 'VoLTE',
      session_key: expect.any(String),
      start_time: expect.stringMatching(ISO),
      end_time: expect.stringMatching(ISO),
      participants: expect.arrayContaining([expect.stringMatching(/:\d+$/)]),
      metrics: {
        packets: expect.any(Number),
        bytes: expect.any(Number),
        rtp_loss: expect.any(Number),
        rtp_jitter_ms: expect.any(Number),
        setup_time_ms: expect.any(Number),
        duration_ms: expect.any(Number),
      },
      events_count: expect.any(Number),
    })
    const detail = await server.ask(`/api/v1/sessions/${String(session!['session_id'])}`)
    expect(detail.status).toBe(200)
    expect(detail.body).toMatchObject({
      duration_ms: expect.any(Number),
      packet_count: expect.any(Number),
      byte_count: expect.any(Number),
      correlation_key: { call_id: expect.any(String) },
      metrics: { setup_time_ms: expect.any(Number) },
    })
    const [event] = detail.body['events'] as Body[]
    expect(event).toMatchObject({
      event_id: expect.stringMatching(/^evt-\d+$/),
      timestamp: expect.stringMatching(ISO),
      protocol: 'SIP',
      message_type: 'INVITE',
      source: expect.any(String),
      destination: expect.any(String),
      short: expect.stringContaining('SIP INVITE'),
      frame: 1,
      packet_id: `${jobId}.1`,
      details: {
        call_id: expect.any(String),
        from: expect.stringMatching(/^sip:/),
        to: expect.stringMatching(/^sip:/),
        cseq: '1 INVITE',
      },
    })
  })

  it('are empty past the end', async () => {
    const jobId = await server.analyzed(aCall())
    const { body } = await server.ask(`/api/v1/jobs/${jobId}/sessions?page=9`)
    expect(body).toMatchObject({ page: 9, limit: 50, total: 1, sessions: [] })
  })
})

describe('jobs', () => {
  it('are listed newest first, and by pages', async () => {
    const first = await server.analyzed(aCall())
    const second = await server.analyzed(aCall())
    const { body } = await server.ask('/api/v1/jobs')
    const ids = (body['jobs'] as Body[]).map((job) => job['job_id'])
    expect(ids.slice(0, 2)).toEqual([second, first])
    expect(body['total']).toBe(ids.length)
    const page = await server.ask('/api/v1/jobs?page=2&limit=1')
    expect((page.body['jobs'] as Body[]).map((job) => job['job_id'])).toEqual([first])
    const found = async (wanted: string) => Number((await server.ask(`/api/v1/jobs?${wanted}`)).body['total'])
    expect(await found('status=completed&name=CAPTURE&protocol=sip')).toBeGreaterThanOrEqual(2)
    const failed = (body['jobs'] as Body[]).filter(({ status }) => status === 'failed')
    expect(await found('status=failed')).toBe(failed.length)
    expect(await found('name=berlin')).toBe(0)
    expect(await found('protocol=DIAMETER')).toBe(0)
  })

  it('are deleted with their files, and retried on the same capture', async () => {
    const jobId = await server.analyzed(aCall())
    const again = await server.ask(`/api/v1/jobs/${jobId}/retry`, { method: 'POST' })
    expect(again).toMatchObject({ status: 201, body: { status: 'queued' } })
    const retried = String(again.body['job_id'])
    await server.ended(retried)
    const captures = files().length
    const deleted = await server.ask(`/api/v1/jobs/${jobId}`, { method: 'DELETE' })
    expect(deleted).toEqual({ status: 200, body: { message: 'Job deleted successfully', job_id: jobId } })
    expect(existsSync(join(folder, 'results', jobId))).toBe(false)
    expect(files().length).toBe(captures)
    await server.ask(`/api/v1/jobs/${retried}`, { method: 'DELETE' })
    expect(files().length).toBe(captures - 1)
    expect((await server.ask(`/api/v1/jobs/${jobId}/status`)).status).toBe(404)
  })

  it('that have ended cannot be cancelled', async () => {
    const jobId = await server.analyzed(aCall())
    const answer = await server.ask(`/api/v1/jobs/${jobId}/cancel`, { method: 'POST' })
    expect(answer).toMatchObject({ status: 400, body: { code: 'CANNOT_CANCEL_JOB' } })
  })
})

describe('a restart', () => {
  it('begins lost jobs again, gives up those lost twice, and sweeps what nobody owns', async () => {
    const own = temporaryFolder()
    const [lost, doomed] = ['11111111-0000-4000-8000-000000000001', '22222222-0000-4000-8000-000000000002'] as const
    for (const name of ['uploads', 'results']) mkdirSync(join(own, name), { recursive: true })
    for (const name of [lost, doomed, '33333333-0000-4000-8000-000000000003']) {
      writeFileSync(join(own, 'uploads', name), aCall())
    }
    const catalogue = await openCatalogue(sqliteDialect(join(own, 'results', 'catalogue.db')))
    for (const id of [doomed, lost])
      await catalogue.add({ job_id: id, created_at: new Date(0).toISOString(), capture: id })
    await catalogue.take(new Date(0).toISOString())
    await catalogue.recover(new Date(0).toISOString(), 9)
    for (const _ of [1, 2]) await catalogue.take(new Date(0).toISOString())
    await catalogue.close()
    const restarted = await TestServer.start(own)
    expect(await restarted.ended(lost)).toMatchObject({ status: 'completed', session_count: 1 })
    expect(await restarted.ended(doomed)).toMatchObject({ status: 'failed', error: expect.stringContaining('2 times') })
    expect(uploadsIn(own).toSorted()).toEqual([lost, doomed])
    await restarted.stop()
    rmSync(own, { recursive: true })
  })
})
