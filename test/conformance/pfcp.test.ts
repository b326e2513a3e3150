/** PFCP against an independent dissector: every message, by frame, type, SEID, sequence number and cause. */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { Tally } from './compare.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

interface OracleMessage {
  readonly n: number
  readonly type?: number
  readonly seid?: string
  readonly seq?: number
  readonly cause?: number | readonly number[]
}

/** What is quoted in ICMP (destination unreachable) is no message. */
const QUOTED: Readonly<Record<string, readonly number[]>> = {
  'gtpv2/tempo_spgwc_failure.pcap': [36],
  'ngap/tempo_multiple_ue_ngap.pcap': [3],
  'pfcp/tempo_pfcp.pcap': [53, 54],
  'pfcp/tempo_pfcp_session_failed.pcap': [5, 71, 87],
  's1ap/open5gs_testattach.pcapng': [2, 4, 8],
}

/** Elements in places where they do not belong, on purpose: the other dissector tells the first SEID and cause of any. */
const RANDOM = new Set(['pfcp/scapy_pfcp.pcap'])

/** Heartbeats are aggregated. */
const LAST_HEARTBEAT = 2

function expectedOf({ oracle }: Case): readonly OracleMessage[] {
  return (oracle as { pfcp?: { msgs: readonly OracleMessage[] } }).pfcp?.msgs ?? []
}

function line(frame: number, fields: readonly unknown[]): string {
  return [frame, ...fields.map((field) => JSON.stringify(field) ?? '-')].join(' ')
}

/** Without SEID and cause. */
function withoutAnywhere(text: string): string {
  const [frame, type, , sequence] = text.split(' ')
  return `${frame} ${type} ${sequence}`
}

async function compared(one: Case): Promise<Tally> {
  const tally = new Tally()
  const { sessions, coverage } = await analyzeCapture(readFileSync(one.path))
  const copies = new Set(coverage.duplicate_frames.map(([copy]) => copy))
  const found = ownEvents(sessions)
    .filter(({ protocol }) => protocol === 'PFCP')
    .map(({ frame, details }) =>
      line(frame, [details['message_type_code'], details['seid'], details['sequence'], details['cause_code']]),
    )
  const isRandom = RANDOM.has(one.name)
  const left = found.map((text) => (isRandom ? withoutAnywhere(text) : text))
  for (const { n, type, seid, seq, cause } of expectedOf(one)) {
    if (copies.has(n) || type === undefined || type <= LAST_HEARTBEAT) continue
    if (QUOTED[one.name]?.includes(n)) continue
    const told = line(n, [type, seid, seq, Array.isArray(cause) ? cause[0] : cause])
    const wanted = isRandom ? withoutAnywhere(told) : told
    const at = left.indexOf(wanted)
    if (at >= 0) left.splice(at, 1)
    tally.check(at >= 0, () => `${one.name}: no ${wanted}`)
  }
  const besides = left.filter((text) => Number(text.split(' ')[1]) > LAST_HEARTBEAT)
  tally.check(besides.length === 0, () => `${one.name}: besides ${besides.join(', ')}`)
  return tally
}

describe.skipIf(!haveCaptures)('PFCP of real captures (skipped where they are absent)', () => {
  const withPfcp = [...cases().values()].flat().filter((one) => expectedOf(one).length > 0)
  const total = new Tally()

  it.each(withPfcp.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { matched, expected, mismatches } = await compared(one)
    total.matched += matched
    total.expected += expected
    expect(mismatches).toEqual([])
  })

  afterAll(() => console.log(`PFCP: ${total.matched} / ${total.expected} matched`))
})
