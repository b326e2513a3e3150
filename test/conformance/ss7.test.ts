/** SS7 over SIGTRAN against an independent dissector: every layer of every message. */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { Tally } from './compare.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

interface OracleMessage {
  readonly n: number
  readonly p: string
  readonly class?: number
  readonly type?: number
  readonly opc?: string
  readonly dpc?: string
  readonly otid?: string
  readonly cic?: string
}

function expectedOf({ oracle }: Case): readonly OracleMessage[] {
  return (oracle as { ss7?: { msgs: readonly OracleMessage[] } }).ss7?.msgs ?? []
}

/** What an event says of one layer, as the oracle says it. */
function lineOf(frame: number, layer: string, details: Readonly<Record<string, unknown>>): string {
  const { class: kind, type, opc, dpc, sccp_type, otid, isup_type, cic, operation } = details
  const fields: Readonly<Record<string, readonly unknown[]>> = {
    m3ua: [kind, type, opc, dpc],
    sccp: [sccp_type],
    tcap: [otid],
    isup: [isup_type, cic],
    camel: [operation === 'initialDP'],
  }
  return JSON.stringify([frame, layer, ...(fields[layer] ?? [])])
}

function code(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function expectedLine({ n, p, class: kind, type, opc, dpc, otid, cic }: OracleMessage): string {
  const fields: Readonly<Record<string, readonly unknown[]>> = {
    m3ua: [kind, type, code(opc), code(dpc)],
    sccp: [type],
    tcap: [otid?.replaceAll(':', '')],
    isup: [type, code(cic)],
    camel: [true],
  }
  return JSON.stringify([n, p, ...(fields[p] ?? [])])
}

async function compared(one: Case): Promise<Tally> {
  const tally = new Tally()
  const { sessions, coverage } = await analyzeCapture(readFileSync(one.path))
  const copies = new Set(coverage.duplicate_frames.map(([copy]) => copy))
  const events = ownEvents(sessions).filter(({ protocol }) => protocol === 'SIGTRAN')
  for (const expected of expectedOf(one)) {
    if (copies.has(expected.n)) continue
    const wanted = expectedLine(expected)
    const found = events.some(({ frame, details }) => lineOf(frame, expected.p, details) === wanted)
    tally.check(found, () => `${one.name}: no ${wanted}`)
  }
  return tally
}

describe.skipIf(!haveCaptures)('SS7 of real captures (skipped where they are absent)', () => {
  const withSs7 = [...cases().values()].flat().filter((one) => expectedOf(one).length > 0)
  const total = new Tally()

  it.each(withSs7.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { matched, expected, mismatches } = await compared(one)
    total.matched += matched
    total.expected += expected
    expect(mismatches).toEqual([])
  })

  afterAll(() => console.log(`SS7: ${total.matched} / ${total.expected} matched`))
})
