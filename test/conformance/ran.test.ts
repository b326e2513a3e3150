/** S1AP and NGAP, with the NAS in them, against an independent dissector: procedures, UE ids and NAS message types. */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { Tally } from './compare.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

interface OracleMessage {
  readonly n: number
  readonly pdu?: number
  readonly proc?: number
  readonly mme_id?: string
  readonly enb_id?: string
  readonly amf_id?: string
  readonly ran_id?: string
  readonly tr?: string
  readonly imsi?: string
  readonly nas?: readonly OracleNas[]
}

/** Codes as `0x41`, in the order of nesting; a nested one may come twice. */
interface OracleNas {
  readonly emm?: readonly string[]
  readonly esm?: readonly string[]
  readonly mm?: readonly string[]
  readonly sm?: readonly string[]
}

interface Protocol {
  readonly name: 'S1AP' | 'NGAP'
  readonly oracle: 's1ap' | 'ngap'
  readonly core: string
  readonly ran: string
}

const PROTOCOLS: readonly Protocol[] = [
  { name: 'S1AP', oracle: 's1ap', core: 'mme_ue_id', ran: 'enb_ue_id' },
  { name: 'NGAP', oracle: 'ngap', core: 'amf_ue_id', ran: 'ran_ue_id' },
]

/** An IP packet in a user message without identifier, which the other dissector takes for NGAP by its port. */
const NOT_NGAP = new Set(['ngap/umakant_sctp_sll2.pcap', 'formats/derived_merge_sll_ether.pcapng'])
const CELL_TRAFFIC_TRACE = 2
const UNSUCCESSFUL = 2

interface OurNas {
  readonly message_type_code?: number
  readonly null_cipher_assumed?: boolean
}

type Details = Readonly<Record<string, unknown>>

function expectedOf({ oracle: seen }: Case, { oracle }: Protocol): readonly OracleMessage[] {
  return (seen as unknown as Record<string, { msgs: readonly OracleMessage[] } | undefined>)[oracle]?.msgs ?? []
}

function lineOf(frame: number, fields: readonly unknown[]): string {
  return [frame, ...fields.map((field) => (field === undefined ? '-' : `${field as number}`))].join(' ')
}

function codesOf(nas: readonly OracleNas[]): Set<number> {
  return new Set(nas.flatMap(({ emm, esm, mm, sm }) => [emm, esm, mm, sm].flatMap((codes) => codes ?? [])).map(Number))
}

async function compared(one: Case, protocol: Protocol): Promise<Tally> {
  const tally = new Tally()
  const { sessions, coverage } = await analyzeCapture(readFileSync(one.path))
  const copies = new Set(coverage.duplicate_frames.map(([copy]) => copy))
  const found = ownEvents(sessions).filter((event) => event.protocol === protocol.name)
  const left = found.map(({ frame, details }) => ({ line: ourLine(frame, details, protocol), details }))
  for (const message of expectedOf(one, protocol)) {
    const { n, proc, pdu } = message
    if (copies.has(n) || proc === undefined) continue
    if (NOT_NGAP.has(one.name) && proc === CELL_TRAFFIC_TRACE && pdu === UNSUCCESSFUL) continue
    const { imsi, mme_id, enb_id, amf_id, ran_id, nas = [] } = message
    const wanted = lineOf(n, [proc, pdu, mme_id ?? amf_id, enb_id ?? ran_id])
    const codes = codesOf(nas)
    const at = left.findIndex(({ line, details }) => line === wanted && sameNas(details, codes) && tells(details, imsi))
    tally.check(at >= 0, () => {
      const near = left.filter(({ line }) => line.startsWith(`${n} `)).map((ours) => JSON.stringify(ours))
      return `${one.name}: no ${wanted} [${[...codes].join(' ')}], but ${near.join(' ')}`
    })
    if (at >= 0) left.splice(at, 1)
  }
  tally.check(left.length === 0, () => `${one.name}: besides ${left.map(({ line }) => line).join(', ')}`)
  return tally
}

function ourLine(frame: number, details: Details, { core, ran }: Protocol): string {
  // Of a reset the other dissector tells the ids that it names.
  const [named = {}] = (details['connections'] ?? []) as readonly Details[]
  const ids = [details[core] ?? named[core], details[ran] ?? named[ran]]
  return lineOf(frame, [details['procedure_code'], details['pdu_type'], ...ids])
}

function tells(details: Details, imsi: string | undefined): boolean {
  return imsi === undefined || JSON.stringify(details).includes(`"imsi":"${imsi}"`)
}

/** All that the other dissector names we name; what we name besides came through the null cipher. */
function sameNas(details: Details, codes: ReadonlySet<number>): boolean {
  const nas = (details['nas'] ?? []) as readonly OurNas[]
  const ours = new Set(nas.map(({ message_type_code }) => message_type_code))
  const isComplete = [...codes].every((code) => ours.has(code))
  const besides = nas.filter(({ message_type_code: code }) => code !== undefined && !codes.has(code))
  return isComplete && besides.every(({ null_cipher_assumed }) => null_cipher_assumed === true)
}

describe.skipIf(!haveCaptures).each(PROTOCOLS)('$name of real captures (skipped where they are absent)', (protocol) => {
  const relevant = [...cases().values()].flat().filter((one) => expectedOf(one, protocol).length > 0)
  const total = new Tally()

  it.each(relevant.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { matched, expected, mismatches } = await compared(one, protocol)
    total.matched += matched
    total.expected += expected
    expect(mismatches).toEqual([])
  })

  afterAll(() => console.log(`${protocol.name}: ${total.matched} / ${total.expected} matched`))
})
