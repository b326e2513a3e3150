import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { type Answered, type Body, temporaryFolder, TestServer } from './running-server.ts'

const PRIVATE = 147
const HINTS = { link_types: [{ from: PRIVATE, to: 1 }], ports: [{ port: 5060, transport: 'udp', protocol: 'sip' }] }

let folder = ''
let server: TestServer
let job = ''
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  const wire = new Wire()
  answeredCall(wire, { packets: 20 })
  job = await server.analyzed(pcap(wire.packets, { linkType: PRIVATE }))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function retry(id: string, hints?: unknown): Promise<Answered> {
  const body = { body: JSON.stringify(hints), headers: { 'content-type': 'application/json' } }
  return server.ask(`/api/v1/jobs/${id}/retry`, { method: 'POST', ...(hints !== undefined && body) })
}

async function again(id: string, hints?: unknown): Promise<string> {
  const { status, body } = await retry(id, hints)
  expect(status).toBe(201)
  await server.ended(String(body['job_id']))
  return String(body['job_id'])
}

async function sessions(id: string): Promise<Body[]> {
  return (await server.ask(`/api/v1/jobs/${id}/sessions`)).body['sessions'] as Body[]
}

describe('analysing again', () => {
  it('with hints finds what was not found before, and says what it was told', async () => {
    expect(await sessions(job)).toEqual([])
    const hinted = await again(job, HINTS)
    expect(await sessions(hinted)).toMatchObject([{ type: 'VoLTE' }])
    expect((await server.ask(`/api/v1/jobs/${hinted}/status`)).body).toMatchObject({ hints: HINTS })
    expect((await server.ask(`/api/v1/jobs/${job}/status`)).body).not.toHaveProperty('hints')
  })

  it('without hints keeps those of the job; with none of them it has none', async () => {
    const hinted = await again(job, HINTS)
    expect(await sessions(await again(hinted))).toHaveLength(1)
    expect(await sessions(await again(hinted, {}))).toHaveLength(0)
  })

  it('packets and exports follow the hints', async () => {
    const hinted = await again(job, HINTS)
    const { body } = await server.ask(`/api/v1/packets/${hinted}.1`)
    expect(body).toMatchObject({
      link_type: 1,
      layers: [{ name: 'Ethernet' }, {}, {}],
      messages: [{ protocol: 'SIP' }],
    })
    const [session] = await sessions(hinted)
    const response = await fetch(`${server.url}/api/v1/sessions/${String(session!['session_id'])}/pcap`)
    const exported = await analyzeCapture(new Uint8Array(await response.arrayBuffer()))
    expect(exported.sessions).toMatchObject([{ type: 'VoLTE', events_count: session!['events_count'] }])
  })
})

describe('hints that cannot be followed', () => {
  const cases = [
    { hints: { ports: [{ port: 1, protocol: 'nothing' }] }, field: 'ports/0/protocol' },
    { hints: { ports: [{ port: 65_536, protocol: 'SIP' }] } },
    { hints: { ports: [{ protocol: 'SIP' }] } },
    { hints: { ports: 'SIP' } },
    { hints: { link_types: [{ from: -1, to: 1 }] } },
    { hints: { start_time: 'yesterday' }, field: 'start_time' },
    { hints: { end_time: '2026-13-01T00:00:00Z' }, field: 'end_time' },
    { hints: [1] },
    { hints: 'x' },
  ]
  it.each(cases)('$hints', async ({ hints, field }) => {
    const { status, body } = await retry(job, hints)
    expect([status, body['code']]).toEqual([400, 'INVALID_REQUEST'])
    expect(body).toMatchObject(field === undefined ? {} : { field })
  })
})
