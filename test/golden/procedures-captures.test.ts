/** What real captures tell of procedures: as docs/protocols.md says, and as their messages show one after the other. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { proceduresOf, result } from './procedures.ts'

const FOLDER = new URL('../../../shared/captures/', import.meta.url)
const missing = existsSync(FOLDER) ? '' : ' (skipped: no ../shared/captures)'
const DOCS = readFileSync(new URL('../../docs/protocols.md', import.meta.url), 'utf8')

/** Procedures of a kind and outcome, and how often. */
function counts(found: readonly string[]): Record<string, number> {
  const seen: Record<string, number> = {}
  for (const one of found) seen[one] = (seen[one] ?? 0) + 1
  return seen
}

/** Each line of the table in the docs: the capture, and what it tells. */
const LINES = [...DOCS.matchAll(/^\| `(\w+\/[\w.]+)` \| (.+) \|$/gm)].map(([, capture, told]) => ({
  capture: capture!,
  told: told!,
}))

describe.skipIf(missing !== '')(`procedures of real captures${missing}`, () => {
  it('the docs have a table of them', () => {
    expect(LINES.length).toBeGreaterThan(10)
  })

  it.each(LINES)('$capture', async ({ capture, told }) => {
    const found = await proceduresOf(readFileSync(new URL(capture, FOLDER)))
    const words = Object.entries(counts(found.map((one) => `${one.type} ${one.outcome}`)))
    expect(words.map(([name, n]) => (n === 1 ? name : `${n} × ${name}`)).join(', ') || 'none').toBe(told)
  })

  it('an attach that the HSS did not know the subscriber of names the HSS first, then what the UE was told', async () => {
    const found = await proceduresOf(readFileSync(new URL('s1ap/open5gs_testattach.pcapng', FOLDER)))
    const refused = found.find(({ verdict }) => verdict['code'] === 5001)
    expect(refused).toMatchObject({
      type: 'LTE_ATTACH',
      outcome: 'failed',
      verdict: { frame: 116, category: 'subscriber', consequence: { frame: 117, code: 8 } },
    })
    const [first] = found
    expect(result(first!)).toBe('LTE_ATTACH success 35.43')
    expect(first!.timings).toMatchObject({ create_session_ms: 9.151, update_location_ms: 2.094 })
  })

  it('a PDU session that the SMF refuses names its cause', async () => {
    const found = await proceduresOf(readFileSync(new URL('sba/tempo_vpp_smf_fail.pcap', FOLDER)))
    expect(found.at(-1)).toMatchObject({
      type: '5G_PDU_SESSION',
      apn: 'default',
      verdict: { protocol: 'HTTP2', code: 403, name: 'DNN_DENIED', category: 'policy', frame: 28 },
      missing_steps: [{ name: 'Establishment accept' }],
    })
  })
})
