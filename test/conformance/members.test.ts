/** What belongs to the calls of real captures: issue 6. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'

const FOLDER = new URL('../../../shared/captures/volte/', import.meta.url)

/** Type of each member, how it stands to the call, and by what evidence; and how often. */
const CASES: readonly (readonly [capture: string, type: string, members: Readonly<Record<string, number>>])[] = [
  [
    'open5gs_volte.pcapng',
    'VoLTE',
    {
      'DIAMETER policy_for flow-endpoint': 4,
      'DIAMETER registrar_for subscriber': 1,
      'GTP bearer_for flow-endpoint': 4,
      'S1AP access_for tunnel': 2,
    },
  ],
  ['open5gs_nonipsec_reg.pcapng', 'SIP_REGISTRATION', { 'DIAMETER registrar_for subscriber': 3 }],
]

describe.skipIf(!existsSync(FOLDER))('members in real captures (needs ../shared)', () => {
  it.each(CASES)('of %s, %s', async (capture, type, wanted) => {
    const { sessions } = await analyzeCapture(readFileSync(new URL(capture, FOLDER)))
    const session = sessions.find((one) => one.type === type)!
    const found: Record<string, number> = {}
    for (const { type: of, relation, linked_by } of session.members ?? []) {
      const line = `${of} ${relation} ${linked_by[0]!.evidence}`
      found[line] = (found[line] ?? 0) + 1
    }
    expect(found).toEqual(wanted)
    expect(session.events).toHaveLength(session.events_count)
  })
})
