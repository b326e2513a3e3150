import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder, TestServer } from './running-server.ts'

const DEMO = readFileSync(join(import.meta.dirname, '../captures/demo.pcap'))

describe('coverage', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(temporaryFolder())
  })
  afterAll(() => server.stop())

  it('counts every packet once, and every session by type and by outcome', async () => {
    const job = await server.analyzed(DEMO)
    const { status, body } = await server.ask(`/api/v1/jobs/${job}/coverage`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      job_id: job,
      capture: { format: 'pcap', packets: 974, truncated: false, warnings: [] },
      coverage: { packets: 974, decoded: 974, undecoded: 0, ciphered: 0, malformed: 0, cut: 0, duplicates: 0 },
      sessions: { total: 5, by_type: { VoLTE: 5 }, by_outcome: { failed: 2, success: 3 } },
    })
  })

  it('is unknown for an unknown job', async () => {
    const { status, body } = await server.ask('/api/v1/jobs/00000000-0000-4000-8000-000000000000/coverage')
    expect([status, body['code']]).toEqual([404, 'JOB_NOT_FOUND'])
  })
})
