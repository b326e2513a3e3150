import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder, TestServer } from './running-server.ts'

const PATH = '/api/v1/saved-queries'
let folder = ''
let server: TestServer

beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function put(body: object, path = PATH) {
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return server.ask(path, init)
}

describe('saved queries', () => {
  it('are kept by name, also where there are no users', async () => {
    const { status, body } = await put({ name: ' bad calls ', type: 'VoLTE', q: 'mos < 3.5' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'bad calls', type: 'VoLTE', q: 'mos < 3.5' })
    await put({ name: 'bad calls', q: 'failed' })
    const { body: list } = await server.ask(PATH)
    expect(list).toEqual({ queries: [{ ...body, type: '', q: 'failed' }] })
    expect((await server.ask(`${PATH}/${String(body['query_id'])}`, { method: 'DELETE' })).status).toBe(200)
    expect((await server.ask(PATH)).body).toEqual({ queries: [] })
  })

  it('are called otherwise, but not as another one is', async () => {
    const { body: one } = await put({ name: 'bad calls', q: 'mos < 3.5' })
    const { body: other } = await put({ name: 'failed calls', q: 'failed' })
    const rename = async (id: unknown, name: string) => put({ name }, `${PATH}/${String(id)}`)
    expect(await rename(one['query_id'], ' poor audio ')).toMatchObject({
      status: 200,
      body: { ...one, name: 'poor audio' },
    })
    expect((await rename(one['query_id'], 'poor audio')).status).toBe(200)
    expect(await rename(one['query_id'], 'failed calls')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', field: 'name' },
    })
    expect(await rename('nobody', 'x')).toMatchObject({ status: 404, body: { code: 'QUERY_NOT_FOUND' } })
    for (const { query_id } of [one, other]) await server.ask(`${PATH}/${String(query_id)}`, { method: 'DELETE' })
  })

  it.each([
    ['a query that cannot be asked', { name: 'x', q: 'mos <' }, 'q'],
    ['an unknown type', { name: 'x', type: 'FAX' }, 'type'],
    ['no name', { name: '  ', q: 'failed' }, 'name'],
  ])('refuse %s', async (_, body, field) => {
    const { status, body: answer } = await put(body)
    expect([status, answer['code']]).toEqual([400, 'INVALID_REQUEST'])
    expect(JSON.stringify(answer)).toContain(field)
  })

  it('are so many at most', async () => {
    for (let n = 0; n < 200; n++) await put({ name: `query ${n}`, q: 'failed' })
    const { status, body } = await put({ name: 'one more', q: 'failed' })
    expect([status, body['code']]).toEqual([400, 'INVALID_REQUEST'])
  })
})
