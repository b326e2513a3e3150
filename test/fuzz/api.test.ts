/** Hostile requests, made from the OpenAPI document: no 5xx, no stack, no path of the server, one form of errors. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { array, assert, asyncProperty, constantFrom, jsonValue, record, string } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder, TestServer } from '../api/running-server.ts'
import { aCall } from '../contract/replays.ts'
import { type RawAnswer, type RawRequest, sendRaw } from './raw-request.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

const ROOT = join(import.meta.dirname, '../..')
const RUNS = 25
const BOMB_BYTES = 200_000_000
const MOST_GROWTH = 100_000_000

let folder = ''
let server: TestServer
let paths: Paths
let known: string[] = []
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  const jobId = await server.analyzed(aCall())
  const { body } = await server.ask(`/api/v1/jobs/${jobId}/sessions`)
  known = [jobId, (body['sessions'] as { session_id: string }[])[0]!.session_id]
  paths = (await server.ask('/api/openapi.json')).body['paths'] as Paths
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** What is wrong with an answer; empty when nothing is. */
function faults({ status, head, body }: RawAnswer): string[] {
  const found: string[] = []
  if (status === 0) found.push('no answer')
  if (status >= 500) found.push(`status ${status}`)
  if (/^x-injected/im.test(head)) found.push('a header was injected')
  const leaks = [folder, ROOT, 'node_modules', 'file://', 'SQLITE', 'SELECT ', ' at async ', '.ts:', '.js:']
  if (status >= 400) {
    found.push(...leaks.filter((leak) => body.includes(leak)).map((leak) => `tells ${leak}`))
    if (!isError(body)) found.push(`no error in the one form: ${body.slice(0, 200)}`)
  }
  return found
}

function isError(body: string): boolean {
  if (body === '') return false
  const { error, code } = JSON.parse(body) as Record<string, unknown>
  return typeof error === 'string' && typeof code === 'string' && /^[A-Z_]+$/.test(code)
}

const HOSTILE = [
  '',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  "' OR 1=1 --",
  '"; DROP TABLE jobs; --',
  '%',
  '*',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%0d%0aX-Injected: 1',
  '\u0000',
  '\uFFFF',
  '😀',
  '__proto__',
  'constructor',
  'toString',
  'A'.repeat(5000),
  '00000000-0000-4000-8000-000000000000',
  '9999-99-99',
  '+275760-09-13T00:00:00.000Z',
]

const anyValue = () => constantFrom(...HOSTILE, ...known)
const encoded = (value: string): string => (value.startsWith('%') ? value : encodeURIComponent(value.toWellFormed()))

describe('hostile requests', () => {
  it('for every operation of the document', { timeout: 120_000 }, async () => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [] }]) => ({ path, method, parameters })),
    )
    expect(operations.length).toBeGreaterThan(15)
    for (const { path, method, parameters } of operations) {
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name)
      const query = array(record({ name: constantFrom('other', ...names), value: anyValue() }), { maxLength: 5 })
      const request = record({ id: anyValue(), query, body: jsonValue(), other: string() })
      await assert(
        asyncProperty(request, async ({ id, query, body, other }) => {
          const search = query.map(({ name, value }) => `${name}=${encoded(value)}`).join('&')
          const target = `${path.replaceAll(/\{\w+\}/g, encoded(id))}?${search}`
          const headers: Record<string, string> = { 'content-type': 'application/json' }
          const text = Buffer.from(other === '' ? JSON.stringify(body) : other)
          const sent: RawRequest = method === 'get' ? { method: 'GET', target } : bodied(method, target, text, headers)
          // The jobs of the test stay.
          if (method === 'delete' && known.includes(id)) return
          expect([target, faults(await sendRaw(server.url, sent))]).toEqual([target, []])
        }),
        { numRuns: RUNS },
      )
    }
  })

  const boundary = 'multipart/form-data; boundary=b'
  const cases: { it: string; request: RawRequest; status?: number }[] = [
    { it: 'a path that climbs', request: { method: 'GET', target: '/api/v1/jobs/../../../../etc/passwd' } },
    { it: 'a page that climbs', request: { method: 'GET', target: '/api/docs/static/../../../../package.json' } },
    {
      it: 'a page that climbs, encoded',
      request: { method: 'GET', target: '/api/docs/static/..%2f..%2fpackage.json' },
    },
    { it: 'no percent encoding', request: { method: 'GET', target: '/api/v1/jobs/%zz/status' } },
    {
      it: 'a long parameter',
      request: { method: 'GET', target: `/api/v1/jobs/${'a'.repeat(3000)}/status` },
      status: 400,
    },
    { it: 'a parameter given twice', request: { method: 'GET', target: '/api/v1/jobs?limit=1&limit=2' } },
    { it: 'a method nobody knows', request: { method: 'BREW', target: '/health' } },
    { it: 'a wrong method', request: { method: 'PATCH', target: '/api/v1/jobs' }, status: 405 },
    { it: 'a line that is no request', request: { method: 'GET', target: '/ /' } },
    { it: 'headers beyond bounds', request: { method: 'GET', target: '/health', headers: { a: 'b'.repeat(40_000) } } },
    {
      it: 'a header without a value that is one',
      request: { method: 'GET', target: '/health', headers: { 'a b': '1' } },
    },
    { it: 'two lengths', request: { method: 'POST', target: '/api/v1/upload', headers: { 'content-length': '1, 2' } } },
    {
      it: 'malformed JSON',
      request: bodied('post', '/api/v1/analytics/cache/clear', Buffer.from('{"a":'), {
        'content-type': 'application/json',
      }),
    },
    {
      it: 'JSON with a prototype',
      request: bodied('post', '/api/v1/analytics/cache/clear', Buffer.from('{"__proto__":{"a":1}}'), {
        'content-type': 'application/json',
      }),
    },
    {
      it: 'a type of content nobody takes',
      request: bodied('post', '/api/v1/upload', Buffer.from('<a/>'), { 'content-type': 'text/xml' }),
    },
    {
      it: 'a form without end',
      request: bodied('post', '/api/v1/upload', Buffer.from('--b\r\n'), { 'content-type': boundary }),
    },
    {
      it: 'a form whose file has the name of a path',
      request: bodied(
        'post',
        '/api/v1/upload',
        Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="../../x"\r\n\r\nhello\r\n--b--\r\n'),
        { 'content-type': boundary },
      ),
      status: 400,
    },
    {
      it: 'a form without boundary',
      request: bodied('post', '/api/v1/upload', Buffer.from('x'), { 'content-type': 'multipart/form-data' }),
    },
  ]
  it.each(cases)('$it', async ({ request, status }) => {
    const answer = await sendRaw(server.url, request)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(faults(answer)).toEqual([])
    expect(answer.status).toBe(status ?? answer.status)
  })

  it('a body that unpacks to what no memory holds is not unpacked', async () => {
    const bomb = gzipSync(new Uint8Array(BOMB_BYTES))
    for (const type of ['application/json', boundary]) {
      const before = process.memoryUsage.rss()
      const headers = { 'content-type': type, 'content-encoding': 'gzip' }
      const answer = await sendRaw(server.url, bodied('post', '/api/v1/upload', bomb, headers))
      expect(faults(answer)).toEqual([])
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(process.memoryUsage.rss() - before).toBeLessThan(MOST_GROWTH)
    }
  })

  it('leave the server as it was', async () => {
    expect((await server.ask('/health')).status).toBe(200)
    expect((await server.ask(`/api/v1/jobs/${known[0]}/status`)).body).toMatchObject({ status: 'completed' })
  })
})

describe('a fault of an answer is found', () => {
  const cases: { it: string; answer: RawAnswer; want: string[] }[] = [
    { it: 'a failure', answer: { status: 500, head: '', body: '{"error":"","code":"A"}' }, want: ['status 500'] },
    {
      it: 'a stack',
      answer: { status: 400, head: '', body: '{"error":"at x.ts:1:2","code":"A"}' },
      want: ['tells .ts:'],
    },
    {
      it: 'another form',
      answer: { status: 404, head: '', body: '{"message":"no"}' },
      want: [expect.stringContaining('no error')],
    },
    {
      it: 'a header',
      answer: { status: 200, head: 'a: b\r\nX-Injected: 1', body: '' },
      want: ['a header was injected'],
    },
    { it: 'silence', answer: { status: 0, head: '', body: '' }, want: ['no answer'] },
  ]
  it.each(cases)('$it', ({ answer, want }) => {
    expect(faults(answer)).toEqual(want)
  })
})

function bodied(method: string, target: string, body: Uint8Array, headers: Record<string, string>): RawRequest {
  return { method: method.toUpperCase(), target, headers, body }
}
