import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusedCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { type Body, temporaryFolder, TestServer } from './running-server.ts'

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

/** Listens to a job until the server closes; gives what was said and the closing code. */
async function listen(jobId: string): Promise<{ said: Body[]; code: number }> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/jobs/${jobId}/events`)
  const said: Body[] = []
  socket.addEventListener('message', (message) => said.push(JSON.parse(String(message.data)) as Body))
  const code = await new Promise<number>((resolve) => {
    socket.addEventListener('close', (event) => resolve(event.code))
  })
  return { said, code }
}

function aCapture(): Uint8Array {
  const wire = new Wire()
  for (let i = 0; i < 20; i++) refusedCall(wire, { at: i * 1000, callId: `call-${i}` })
  return pcap(wire.packets)
}

describe('the events of a job', () => {
  it('tell its way to the end, and close', async () => {
    const { body } = await server.upload(aCapture())
    const { said, code } = await listen(String(body['job_id']))
    expect(code).toBe(1000)
    const last = said.at(-1)!
    expect(last).toEqual({
      type: 'completed',
      timestamp: expect.stringMatching(/Z$/),
      data: { status: 'completed', sessions: 20, packets: expect.any(Number), bytes: expect.any(Number) },
    })
    expect(said.slice(0, -1).every(({ type }) => type === 'status' || type === 'progress')).toBe(true)
  })

  it('of an ended job are its end, at the time when it was', async () => {
    const jobId = await server.analyzed(aCapture())
    const { said, code } = await listen(jobId)
    const { body } = await server.ask(`/api/v1/jobs/${jobId}/status`)
    expect(said).toMatchObject([{ type: 'completed', timestamp: body['completed_at'] }])
    expect(code).toBe(1000)
  })

  it('of a failed job tell why', async () => {
    const jobId = await server.analyzed(Buffer.from('a1b2c3d40002', 'hex'))
    const { said } = await listen(jobId)
    expect(said).toMatchObject([{ type: 'error', data: { error: expect.stringContaining('header') } }])
  })

  it('of an unknown job are none', async () => {
    expect(await listen('00000000-0000-4000-8000-000000000000')).toEqual({ said: [], code: 4404 })
  })
})
