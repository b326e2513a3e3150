import { rmSync, statfsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import contract from '../contract/contract.json' with { type: 'json' }
import type { Contract } from '../contract/distil.ts'
import { type Metric, parsePrometheus } from './prometheus.ts'
import { temporaryFolder, TestServer } from './running-server.ts'

const { metrics: CONTRACT } = contract as unknown as Contract

let folder = ''
let server: TestServer
let capture: Uint8Array
let packets = 0
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  const wire = new Wire()
  answeredCall(wire, { packets: 20 })
  packets = wire.packets.length
  capture = pcap(wire.packets)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function scrape(): Promise<Map<string, Metric>> {
  const response = await fetch(`${server.url}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return parsePrometheus(await response.text())
}

function valueOf(metrics: Map<string, Metric>, name: string, label?: string): number | undefined {
  const { samples } = metrics.get(`callflowd_${name}`)!
  return samples.find(({ labels }) => label === undefined || Object.values(labels).includes(label))?.value
}

describe('/metrics', () => {
  it('has every metric of the contract, with its type and labels, before there is anything to count', async () => {
    const metrics = await scrape()
    expect(Object.keys(CONTRACT)).toHaveLength(14)
    for (const [name, { type, labels: wanted }] of Object.entries(CONTRACT)) {
      expect(metrics.get(name)).toMatchObject({ type, help: expect.stringMatching(/./) })
      for (const { labels } of metrics.get(name)!.samples) expect(Object.keys(labels)).toEqual(wanted)
    }
    const statuses = metrics.get('callflowd_jobs_total')!.samples.map(({ labels }) => labels['status'])
    expect(statuses).toEqual(['queued', 'running', 'completed', 'failed'])
  })

  it('counts what jobs found, and their way', async () => {
    await server.analyzed(capture)
    const metrics = await scrape()
    expect(valueOf(metrics, 'sessions_total')).toBe(1)
    expect(valueOf(metrics, 'packets_total')).toBe(packets)
    expect(valueOf(metrics, 'packets_per_session')).toBe(packets)
    expect(valueOf(metrics, 'bytes_total')).toBeGreaterThan(packets * 60)
    expect(valueOf(metrics, 'session_duration_milliseconds')).toBeGreaterThan(100)
    expect(valueOf(metrics, 'sessions_by_protocol', 'SIP')).toBe(1)
    expect(valueOf(metrics, 'sessions_by_protocol', 'RTP')).toBe(1)
    expect(valueOf(metrics, 'parsing_throughput_mbps')).toBeGreaterThan(0)
    expect(valueOf(metrics, 'job_completion_time_seconds')).toBeGreaterThan(0)
    const ways = ['queued', 'running', 'completed', 'failed'].map((status) => valueOf(metrics, 'jobs_total', status))
    expect(ways).toEqual([1, 1, 1, 0])
    expect([valueOf(metrics, 'active_jobs'), valueOf(metrics, 'queued_jobs')]).toEqual([0, 0])
  })

  it('has the process, and the times of answers and jobs', async () => {
    await server.analyzed(Buffer.from('a1b2c3d40002', 'hex'))
    const metrics = await scrape()
    expect(metrics.get('process_resident_memory_bytes')?.type).toBe('gauge')
    const answers = metrics.get('callflowd_http_request_duration_seconds')!
    expect(answers.type).toBe('histogram')
    const routes = new Set(answers.samples.map(({ labels }) => labels['route']))
    expect(routes).toContain('/api/v1/jobs/:job_id/status')
    const runs = metrics.get('callflowd_job_duration_seconds')!
    expect(runs.samples.find(({ name }) => name.endsWith('_count'))?.value).toBe(1)
    expect(valueOf(metrics, 'jobs_total', 'failed')).toBe(1)
    expect(valueOf(metrics, 'job_failures_total', 'capture')).toBe(1)
  })

  it('tells what is about to go wrong: room, waiting, troubles', async () => {
    const metrics = await scrape()
    const { bavail, bsize } = statfsSync(folder)
    for (const kept of ['uploads', 'results']) {
      const free = valueOf(metrics, 'disk_free_bytes', kept)!
      expect(Math.abs(free - bavail * bsize)).toBeLessThan(2 ** 30)
    }
    for (const name of ['oldest_queued_job_seconds', 'questions_waiting', 'files_in_transfer', 'websockets_open']) {
      expect(valueOf(metrics, name)).toBe(0)
    }
    expect(valueOf(metrics, 'troubles_total')).toBe(0)
  })

  it('makes one label of all that nobody serves', async () => {
    for (const path of ['/a', '/b', '/api/v1/c']) await server.ask(path)
    const { samples } = (await scrape()).get('callflowd_http_request_duration_seconds')!
    const unknown = samples.filter(({ name, labels }) => name.endsWith('_count') && labels['route'] === 'unknown')
    expect(unknown.map(({ labels, value }) => [labels['status'], value])).toEqual([['404', 3]])
  })

  it('counts on after a restart, and no deletion lowers it', async () => {
    const jobId = await server.analyzed(capture)
    const before = await scrape()
    await server.ask(`/api/v1/jobs/${jobId}`, { method: 'DELETE' })
    await server.stop()
    server = await TestServer.start(folder)
    const after = await scrape()
    for (const name of ['sessions_total', 'packets_total', 'bytes_total']) {
      expect(valueOf(after, name)).toBe(valueOf(before, name))
    }
    for (const status of ['queued', 'running', 'completed', 'failed']) {
      expect(valueOf(after, 'jobs_total', status)).toBe(valueOf(before, 'jobs_total', status))
    }
    expect(valueOf(after, 'api_requests_total')).toBe(valueOf(before, 'api_requests_total')! + 1)
  })
})
