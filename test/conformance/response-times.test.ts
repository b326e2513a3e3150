/** Response times as tshark has them, of protocols besides those of the oracle, and in captures cut, moved and divided. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { nanoseconds } from './compare-times.ts'
import { Tally } from './compare.ts'
import { CAPTURES, haveCaptures } from './oracle.ts'

const FIELDS = ['diameter.resp_time', 'gtp.time', 'gtpv2.response_time', 'pfcp.response_time', 'dns.time']
  .concat(['radius.time', 'mgcp.time', 'stun.time', 'http.time'])
  .flatMap((field) => ['-e', field])
const ARGUMENTS = ['-n', '-T', 'fields', '-e', 'frame.number', '-e', 'frame.time_epoch', ...FIELDS]

const folder = mkdtempSync(join(tmpdir(), 'callflowd-test-'))
const isInstalled = spawnSync('editcap', ['--version']).status === 0 && spawnSync('tshark', ['--version']).status === 0

/** How a capture is made out of another; as it is where there is nothing. */
const MOVED = ['-t', '3600.123456', '-F', 'nsecpcap']
const SHORT = ['-s', '200']
const SECOND_HALF = ['-r', '186-371']

const cases: { capture: string; made?: readonly string[]; otherwise?: Readonly<Record<number, string>> }[] = [
  {
    capture: 'other/arkime_synthetic_mix.pcap',
    otherwise: { 487: 'its request has an attribute of length 0 (frame 486), and is not taken for RADIUS' },
  },
  { capture: 'other/zeek_dns_naptr.pcap' },
  { capture: 'other/ndpi_stun.pcap', otherwise: { 24: 'the response is quoted in an error of ICMP' } },
  {
    capture: 'other/ndpi_mgcp.pcap',
    otherwise: { 10: 'its number is used again 77 s after its first answer, which is another request (frame 9)' },
  },
  {
    capture: 'sip/sngrep_aaa.pcap',
    made: SHORT,
    otherwise: { 504: 'the query was sent again: it took from the first to the answer, and not from the last' },
  },
  { capture: 'volte/open5gs_volte.pcapng', made: MOVED },
  { capture: 'volte/open5gs_volte.pcapng', made: SECOND_HALF },
  { capture: 'gtpv2/tempo_quectel_spgwc.pcap', made: SHORT },
]

interface Frame {
  readonly frame: number
  readonly time: string
  /** Milliseconds. */
  readonly responses: readonly number[]
}

function framesOf(path: string): Frame[] {
  const { stdout } = spawnSync('tshark', ['-r', path, ...ARGUMENTS], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [frame, time = '', ...fields] = line.split('\t')
      const seconds = fields.filter((field) => field !== '').flatMap((field) => field.split(','))
      return { frame: Number(frame), time, responses: seconds.map((one) => Number(one) * 1000) }
    })
}

function madeOf(capture: string, made: readonly string[] | undefined): string {
  const path = join(CAPTURES, capture)
  if (!made) return path
  const to = join(folder, 'made.pcap')
  const [options, range] = made[0] === '-r' ? [['-r'], made.slice(1)] : [made, []]
  spawnSync('editcap', [...options, path, to, ...range])
  return to
}

const total = new Tally()

describe.skipIf(!haveCaptures || !isInstalled)('response times (needs tshark and ../shared)', () => {
  const named = cases.map((one) => [[one.capture, ...(one.made ?? [])].join(' '), one] as const)
  it.each(named)('%s', async (_name, { capture, made, otherwise = {} }) => {
    const path = madeOf(capture, made)
    const { sessions, coverage } = await analyzeCapture(readFileSync(path))
    const copies = new Set(coverage.duplicate_frames.map(([copy]) => copy))
    const tally = new Tally()
    for (const { frame, time, responses } of framesOf(path)) {
      // Of heartbeats only the first is an event.
      const events = ownEvents(sessions).filter(
        (event) => event.frame === frame && event.details['count'] === undefined,
      )
      if (events.length === 0 || copies.has(frame)) continue
      for (const { timestamp_ns, short } of events) {
        tally.check(timestamp_ns === String(nanoseconds(time)), () => `${frame} ${short}: ${timestamp_ns}, not ${time}`)
      }
      if (frame in otherwise) continue
      const found = events.map(({ details }) => Number(details['latency_ms']))
      for (const wanted of responses) {
        const isFound = found.some((latency) => Math.abs(latency - wanted) < 0.001)
        tally.check(isFound, () => `${frame} ${events[0]!.short}: ${found.join(', ')} ms, not ${wanted}`)
      }
    }
    total.add(tally)
    expect(tally.mismatches).toEqual([])
    expect(tally.matched).toBeGreaterThan(0)
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
    console.log(`response times and times of frames: ${total.matched} / ${total.expected} matched`)
  })
})
