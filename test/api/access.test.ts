import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { forged, type Headers, PASSWORD, People } from './people.ts'
import { type Body, temporaryFolder } from './running-server.ts'
import { type Asked, type Column, COLUMNS, type Line, TABLE } from './tables-access.ts'

const NAMES: Partial<Record<Column, string>> = { readonly: 'rita', user: 'alice', other: 'bob', admin: 'admin' }
const PAST = 1_000_000_000

const wire = new Wire()
answeredCall(wire, { packets: 20 })
const CAPTURE = pcap(wire.packets)
/** The stream of the caller of that call. */
const STREAM = '0x11111111-1'
let folder = ''
let people: People
let job = ''
let spare = ''
let session = ''
let subscriber = ''
let user = ''
let key = ''

beforeAll(async () => {
  folder = temporaryFolder()
  people = await People.start(folder)
  for (const [name, role] of [
    ['alice', 'user'],
    ['bob', 'user'],
    ['rita', 'readonly'],
  ] as const) {
    await people.make(name, role)
  }
  user = await people.make('zoe', 'user')
  key = String((await people.key('alice'))['api_key'])
  job = await people.analyzed('alice', CAPTURE)
  const { body } = await people.send('GET', `/api/v1/jobs/${job}/sessions`, { headers: await people.bearer('alice') })
  session = String((body['sessions'] as Body[])[0]!['session_id'])
  const found = await people.send('GET', `/api/v1/subscribers?job_id=${job}`, { headers: await people.bearer('alice') })
  subscriber = String((found.body['subscribers'] as Body[])[0]!['subscriber_id'])
})
afterAll(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

/** What each kind of caller shows. */
async function shown(column: Column): Promise<Headers> {
  const name = NAMES[column]
  if (name !== undefined) return people.bearer(name)
  if (column === 'key') return { 'x-api-key': key }
  if (column === 'none') return {}
  const { authorization = '' } = await people.bearer('alice')
  const token = authorization.replace('Bearer ', '')
  const wrong = forged(token, {}, { secret: 'another secret, which is not the server’s' })
  return { authorization: `Bearer ${column === 'wrong' ? wrong : forged(token, { exp: PAST })}` }
}

/** A job of alice that may be deleted: the last one, if it is still there. */
async function aSpareJob(): Promise<string> {
  const { status } = await people.send('GET', `/api/v1/jobs/${spare}/status`, { headers: await people.bearer('admin') })
  if (status !== 200) spare = await people.analyzed('alice', CAPTURE)
  return spare
}

/** A query that alice saved. */
async function aQuery(): Promise<string> {
  const headers = await people.bearer('alice')
  const { body } = await people.send('PUT', '/api/v1/saved-queries', { headers, body: { name: 'hers', q: 'failed' } })
  return String(body['query_id'])
}

interface Wanted {
  readonly parameters?: Readonly<Record<string, string>>
  readonly body?: object
  readonly query?: string
}

const MAKE: Readonly<Record<Asked, () => Promise<Wanted> | Wanted>> = {
  nothing: () => ({}),
  capture: () => ({}),
  metric: () => ({ query: '?metric=jobs' }),
  job: () => ({ parameters: { job_id: job } }),
  'new job': async () => ({ parameters: { job_id: await aSpareJob() } }),
  session: () => ({ parameters: { session_id: session } }),
  stream: () => ({ parameters: { session_id: session, stream_id: STREAM } }),
  subscriber: () => ({ parameters: { subscriber_id: subscriber } }),
  packet: () => ({ parameters: { packet_id: `${job}.1` } }),
  user: () => ({ parameters: { user_id: user }, body: { email: 'zoe@example.com' } }),
  'new user': async () => ({ parameters: { user_id: await people.make(people.newName(), 'user') } }),
  'new key': async () => ({ parameters: { key_id: String((await people.key('alice'))['key_id']) } }),
  account: () => ({ body: { username: people.newName(), password: PASSWORD } }),
  credentials: () => ({ body: { username: 'alice', password: PASSWORD } }),
  'refresh token': async () => ({ body: { refresh_token: (await people.login('alice'))['refresh_token'] } }),
  'password change': () => ({ body: { old_password: PASSWORD, new_password: PASSWORD } }),
  aliases: () => ({ body: { aliases: [] } }),
  'key request': () => ({ body: { description: 'x', scopes: ['jobs:read'] } }),
  query: () => ({ body: { name: 'mine', q: 'failed' } }),
  'new query': async () => ({ parameters: { query_id: await aQuery() } }),
  'query name': async () => ({ parameters: { query_id: await aQuery() }, body: { name: 'hers' } }),
  'ticket request': () => ({ body: { job_id: job } }),
}

/** What a route answers to a caller: the status, and the code of an error; of a WebSocket the code it closes with. */
async function answered({ route, asked }: Line, headers: Headers): Promise<string> {
  const [method = '', pattern = ''] = route.split(' ')
  const { parameters = {}, body, query = '' } = await MAKE[asked]()
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => parameters[name]!).replace('*', 'index.css')
  if (path.startsWith('/ws/')) return String(await people.closing(path, headers))
  const origin = { origin: people.server.url }
  const { status, body: answer } =
    asked === 'capture'
      ? await people.server.upload(CAPTURE, { headers })
      : await people.send(method, path + query, { headers: { ...origin, ...headers }, ...(body && { body }) })
  return status < 400 ? String(status) : `${status} ${String(answer['code'])}`
}

describe('every route', () => {
  it('has its line', () => {
    const routes = people.server.routes
      .filter(({ method }) => method !== 'HEAD')
      .map((one) => `${one.method} ${one.url}`)
    expect(TABLE.map(({ route }) => route).toSorted()).toEqual(routes.toSorted())
  })

  it('is as closed to HEAD as to GET', () => {
    const heads = people.server.routes.filter(({ method }) => method === 'HEAD')
    expect(heads.length).toBeGreaterThan(0)
    for (const { url, config } of heads) {
      const get = people.server.routes.find((one) => one.method === 'GET' && one.url === url.replace(/\/$/, ''))
      expect(config).toMatchObject({ ...get!.config })
    }
  })

  for (const line of TABLE) {
    it(`${line.route} answers each as the table says`, async () => {
      const found: string[] = []
      for (const column of COLUMNS) {
        const name = NAMES[column]
        if (line.own && name !== undefined) people.forget(name)
        found.push(await answered(line, await shown(column)))
        if (line.own && name !== undefined) people.forget(name)
      }
      expect(label(found)).toEqual(label(line.cells))
    })
  }
})

function label(cells: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(COLUMNS.map((column, i) => [column, cells[i]]))
}

describe('lists', () => {
  const cases = [
    ['alice', true],
    ['bob', false],
    ['rita', true],
    ['admin', true],
  ] as const
  it.each(cases)('of jobs show %s those of alice: %s', async (name, isThere) => {
    const { body } = await people.send('GET', '/api/v1/jobs', { headers: await people.bearer(name) })
    const ids = (body['jobs'] as Body[]).map(({ job_id }) => job_id)
    expect(ids.includes(job)).toBe(isThere)
    expect(body['total']).toBe(ids.length)
  })
})
