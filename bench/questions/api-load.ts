import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { ServerProcess } from '../../test/api/server-process.ts'
import { ended, uploadStream } from '../../test/api/upload-stream.ts'
import { refusedCall } from '../../test/make/calls/refused.ts'
import { pcap } from '../../test/make/capture-file.ts'
import { Wire } from '../../test/make/wire.ts'
import { PROGRAM, type Question } from '../question.ts'

/** Rises when another capture is made. */
const VERSION = 1
const RATE = 200
/** As autocannon has it; at the start of each second every connection sends its share as fast as it is answered. */
const CONNECTIONS = 10
const PAGE = 50
/** Different requests of a kind, spread over all sessions. */
const REQUESTS = 500
const FILE_HEADER = 24
const BATCH = 1000

/** As the contract's default page, and each call in detail, at a steady rate. */
export const apiLoad: Question = {
  name: 'api-load',
  asks: 'How long do answers take with 100,000 stored sessions?',
  async answer({ folder, smoke }) {
    const sessions = smoke ? 2000 : 100_000
    const seconds = smoke ? 2 : 20
    mkdirSync(folder, { recursive: true })
    const capture = callsFile(folder, sessions)
    const place = mkdtempSync(join(folder, 'api-load-'))
    const server = await ServerProcess.start([PROGRAM], place)
    try {
      const jobId = await analyzed(server.url, capture)
      const pages = spread(Math.ceil(sessions / PAGE)).map(
        (page) => `/api/v1/jobs/${jobId}/sessions?page=${page + 1}&limit=${PAGE}`,
      )
      const load = { url: server.url, seconds }
      const floor = await times({ ...load, paths: ['/health'] })
      const listed = await times({ ...load, paths: pages })
      const detailed = await times({ ...load, paths: await sessionPaths(server.url, pages) })
      return [
        `${sessions.toLocaleString('en')} sessions, ${RATE} requests/s for ${seconds} s each, limits off`,
        line('health', floor, floor),
        line('sessions', listed, floor),
        line('session detail', detailed, floor),
      ]
    } finally {
      await server.stop()
      rmSync(place, { recursive: true })
    }
  },
}

async function analyzed(url: string, capture: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(capture)) chunks.push(chunk as Buffer)
  const jobId = await uploadStream(url, chunks)
  const job = await ended(url, jobId)
  if (job['status'] !== 'completed') throw new Error(`the job failed: ${String(job['error'])}`)
  return jobId
}

/** A capture of that many refused calls, written once. */
function callsFile(folder: string, calls: number): string {
  const path = join(folder, `calls-${calls}-v${VERSION}.pcap`)
  if (existsSync(path)) return path
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  for (let from = 0; from < calls; from += BATCH) {
    const wire = new Wire()
    for (let i = from; i < Math.min(calls, from + BATCH); i++) refusedCall(wire, { at: i * 10, callId: `call-${i}` })
    const bytes = pcap(wire.packets)
    if (from === 0) writeFileSync(unfinished, bytes)
    else appendFileSync(unfinished, bytes.subarray(FILE_HEADER))
  }
  renameSync(unfinished, path)
  return path
}

/** Numbers below `count`, evenly spread and in no order. */
function spread(count: number): number[] {
  return Array.from({ length: REQUESTS }, (_, i) => (i * 7919) % count)
}

async function sessionPaths(url: string, pages: readonly string[]): Promise<string[]> {
  const paths: string[] = []
  for (const page of pages.slice(0, REQUESTS / PAGE)) {
    const { sessions } = (await (await fetch(url + page)).json()) as { sessions: { session_id: string }[] }
    paths.push(...sessions.map(({ session_id }) => `/api/v1/sessions/${session_id}`))
  }
  return paths
}

interface Load {
  readonly url: string
  readonly seconds: number
  readonly paths: readonly string[]
}

/** Milliseconds of each answer, in rising order. */
async function times({ url, seconds, paths }: Load): Promise<number[]> {
  const found: number[] = []
  const requests = paths.map((path) => ({ path }))
  const run = autocannon({ url, connections: CONNECTIONS, duration: seconds, overallRate: RATE, requests })
  run.on('response', (_client, _status, _bytes, milliseconds) => void found.push(milliseconds))
  const { non2xx, errors, timeouts } = await run
  if (non2xx + errors + timeouts > 0) throw new Error(`${non2xx + errors + timeouts} requests failed`)
  return found.sort((a, b) => a - b)
}

function line(what: string, sorted: readonly number[], floor: readonly number[]): string {
  const at = (part: number, of = sorted): number => of[Math.min(of.length - 1, Math.floor(of.length * part))] ?? 0
  const ratio = at(0.95) / Math.max(0.001, at(0.95, floor))
  const told = [0.5, 0.95, 0.99].map((part) => `p${part * 100} ${at(part).toFixed(1)} ms`.padEnd(14)).join('')
  return `${what.padEnd(16)}${told}${sorted.length} answers, ${ratio.toFixed(1)}× health at p95`
}
