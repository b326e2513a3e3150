/** Nodes and aliases over the API: what an address does, and what people call it. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { play } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import { People } from './people.ts'
import { type Body, temporaryFolder } from './running-server.ts'

let folder = ''
let people: People
let job = ''

beforeAll(async () => {
  folder = temporaryFolder()
  const file = join(folder, 'aliases.yaml')
  writeFileSync(file, '- { address: 10.0.0.30, name: policy }\n- { address: 10.0.0.0/24, group: lab }\n')
  people = await People.start(folder, { aliases: file })
  await people.make('reader', 'readonly')
  const wire = new Wire()
  play(wire, [{ n: 1, at: 0, ip: '10.45.0.1' }])
  job = await people.analyzed('admin', pcap(wire.packets))
})
afterAll(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

async function get(path: string, user = 'reader'): Promise<Body> {
  const { status, body } = await people.send('GET', path, { headers: await people.bearer(user) })
  expect(status).toBe(200)
  return body
}

async function put(aliases: unknown, user = 'admin'): ReturnType<People['send']> {
  return people.send('PUT', '/api/v1/aliases', { body: { aliases }, headers: await people.bearer(user) })
}

async function nodes(query = ''): Promise<Body[]> {
  return (await get(`/api/v1/jobs/${job}/nodes${query}`))['nodes'] as Body[]
}

async function call(): Promise<Body> {
  const { sessions } = await get(`/api/v1/jobs/${job}/sessions?type=VoLTE`)
  return (sessions as Body[])[0]!
}

describe('nodes', () => {
  it('are told with their evidence, by pages and by role', async () => {
    const all = await get(`/api/v1/jobs/${job}/nodes`)
    expect(all).toMatchObject({ job_id: job, page: 1, limit: 100 })
    expect((all['nodes'] as Body[]).length).toBe(all['total'])
    const [mme] = await nodes('?role=MME')
    expect(mme).toMatchObject({
      address: '10.0.0.10',
      role: 'MME',
      roles: [
        { role: 'MME', evidence: expect.arrayContaining([expect.objectContaining({ frame: expect.any(Number) })]) },
      ],
    })
    expect(await nodes('?limit=1&page=2')).toHaveLength(1)
    expect(await nodes('?role=nothing')).toEqual([])
  })

  it('of one address are told once each, with all the ports that they send from', async () => {
    const wire = new Wire()
    const smf = end('127.0.0.1', 7777)
    for (const [i, port] of [40_001, 40_002, 40_003].entries()) {
      const amf = new Http2(wire, end('127.0.0.1', port), smf, { at: i * 100 })
      const path = '/nsmf-pdusession/v1/sm-contexts'
      const json = { supi: 'imsi-001010000000001', servingNfId: 'a' }
      amf.exchange(i * 100 + 10, { method: 'POST', path, json }, { status: 201, json: {} })
    }
    const shared = await people.analyzed('admin', pcap(wire.packets))
    const { nodes: listed, total } = await get(`/api/v1/jobs/${shared}/nodes`)
    expect(total).toBe(3)
    expect(listed).toMatchObject([
      { address: '127.0.0.1' },
      { address: '127.0.0.1', port: 40_001, ports: [40_001, 40_002, 40_003], role: 'AMF' },
      { address: '127.0.0.1', port: 7777, role: 'SMF' },
    ])
    const [amf] = await get(`/api/v1/jobs/${shared}/nodes?role=AMF`).then((body) => body['nodes'] as Body[])
    expect(amf!['roles']).toMatchObject([{ role: 'AMF', evidence: [{ count: 3 }] }])
  })

  it('stand beside participants in lists, and with reasons in details', async () => {
    const listed = await call()
    const end = (listed['participants'] as string[]).find((one) => one.startsWith('10.0.0.20'))
    expect(listed['participant_roles']).toMatchObject({ [end!]: { role: 'P-CSCF' } })
    const detail = await get(`/api/v1/sessions/${String(listed['session_id'])}`)
    const told = detail['participant_roles'] as Record<string, Body>
    expect(told[end!]).toMatchObject({ role: 'P-CSCF', evidence: expect.stringMatching(/×, first in frame \d+/) })
    expect(told['10.0.0.10:2123']).toMatchObject({ role: 'MME' })
  })
})

describe('aliases', () => {
  it('of the configuration hold from the start', async () => {
    expect((await nodes('?role=PCRF'))[0]).toMatchObject({ address: '10.0.0.30', name: 'policy', alias: true })
    expect((await nodes('?role=SGW'))[0]).toMatchObject({ group: 'lab', node: 'group lab' })
  })

  it('that are put hold at once, in all answers, and are written down', async () => {
    const own = [{ address: '10.0.0.20', name: 'edge', role: 'SBC' }]
    expect(await put(own)).toMatchObject({ status: 200, body: { aliases: own, configured: [{ name: 'policy' }, {}] } })
    expect(await get('/api/v1/aliases')).toMatchObject({ aliases: own })
    const listed = await call()
    expect(listed['participant_roles']).toMatchObject({ '10.0.0.20:5060': { role: 'SBC', name: 'edge' } })
    const exported = await people.server.ask(`/api/v1/sessions/${String(listed['session_id'])}/export?format=mermaid`, {
      headers: await people.bearer('admin'),
    })
    expect(exported.status).toBe(200)
    const entries = (await get('/api/v1/audit?limit=5', 'admin'))['entries'] as Body[]
    expect(entries[0]).toMatchObject({ action: 'aliases.update', username: 'admin', target: '1 aliases' })
    await put([])
    expect((await call())['participant_roles']).toMatchObject({ '10.0.0.20:5060': { role: 'P-CSCF' } })
  })

  it('are one list for all, whoever put them', async () => {
    await put([{ address: '10.0.0.10', name: 'kept' }])
    expect((await nodes('?role=MME'))[0]).toMatchObject({ name: 'kept' })
    await put([])
  })

  it('are refused with the reason where they are wrong, and then nothing changes', async () => {
    const wrong = [
      [{ address: 'nowhere', name: 'x' }],
      [{ address: '10.0.0.1' }],
      [
        { address: '10.0.0.1', name: 'a' },
        { address: '10.0.0.1', name: 'b' },
      ],
      [{ address: '10.0.0.1', role: 'boss' }],
      [{ address: '10.0.0.1', name: 'x'.repeat(81) }],
      Array.from({ length: 10_001 }, (_, i) => ({ address: `10.1.${i >> 8}.${i & 255}`, name: 'x' })),
    ]
    for (const aliases of wrong) {
      expect(await put(aliases)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    }
    expect((await get('/api/v1/aliases'))['aliases']).toEqual([])
    expect(await put([], 'reader')).toMatchObject({ status: 403 })
  })
})
