/** HTTP/2 against an independent dissector: every request by stream, method, path and authority, every status. */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { Tally } from './compare.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

interface OracleRequest {
  readonly n: number
  readonly method: string
  readonly path: string
  readonly authority?: string
}

interface OracleStream {
  readonly stream: number
  readonly tcp_stream: number
  readonly first: { readonly n: number; readonly src: string; readonly dst: string }
  readonly requests: readonly OracleRequest[]
  readonly statuses: readonly number[]
}

/** Characters of a path that are kept. */
const LONGEST_PATH = 2048

function streamsOf({ oracle }: Case): readonly OracleStream[] {
  const { http2 } = oracle as { http2?: { streams: readonly OracleStream[] } }
  return (http2?.streams ?? []).filter(({ requests, statuses }) => requests.length + statuses.length > 0)
}

/** IPv6 with a port is written in brackets here, without there. */
function plain(endpoint: string): string {
  return endpoint.replaceAll(/[[\]]/g, '')
}

function connection(one: string, other: string): string {
  return [plain(one), plain(other)].toSorted().join(' ')
}

async function compared(one: Case): Promise<Tally> {
  const tally = new Tally()
  const { sessions, coverage } = await analyzeCapture(readFileSync(one.path))
  const copies = new Set(coverage.duplicate_frames.map(([copy]) => copy))
  const events = sessions.flatMap((session) => session.events).filter(({ protocol }) => protocol === 'HTTP2')
  const byStream = new Map<string, typeof events>()
  for (const event of events) {
    const key = `${connection(event.source, event.destination)} ${event.details['stream_id'] as number}`
    byStream.set(key, [...(byStream.get(key) ?? []), event])
  }
  for (const { stream, first, requests, statuses } of streamsOf(one)) {
    const key = `${connection(first.src, first.dst)} ${stream}`
    const own = byStream.get(key) ?? []
    for (const { n, method, path, authority } of requests) {
      if (copies.has(n)) continue
      // What a server promises is told of the promised stream here, of the one it was promised on there.
      const pushed = events.filter(({ details }) => details['pushed'] === true)
      const found = [...own, ...pushed].find(
        ({ frame, frames = [frame], details }) =>
          frames.includes(n) &&
          details['method'] === method &&
          details['path'] === path.slice(0, LONGEST_PATH) &&
          (authority === undefined || details['authority'] === authority),
      )
      tally.check(found !== undefined, () => `${one.name}: ${key}: no ${n} ${method} ${path}`)
    }
    const told = own.flatMap(({ details }) => (details['status'] === undefined ? [] : [details['status'] as number]))
    for (const status of statuses) {
      const at = told.indexOf(status)
      if (at >= 0) told.splice(at, 1)
      tally.check(at >= 0, () => `${one.name}: ${key}: no ${status}`)
    }
  }
  return tally
}

describe.skipIf(!haveCaptures)('HTTP/2 of real captures (skipped where they are absent)', () => {
  const withHttp2 = [...cases().values()].flat().filter((one) => streamsOf(one).length > 0)
  const total = new Tally()

  it.each(withHttp2.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { matched, expected, mismatches } = await compared(one)
    total.matched += matched
    total.expected += expected
    expect(mismatches).toEqual([])
  })

  afterAll(() => console.log(`HTTP/2: ${total.matched} / ${total.expected} matched`))
})
