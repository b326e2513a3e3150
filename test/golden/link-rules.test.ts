/** Rules by which somebody says what belongs together: a header, and an expression for what is compared. */
import { describe, expect, it } from 'vitest'
import { BadHint, checkHints } from '../../src/jobs/hints.ts'
import type { LinkRule } from '../../src/model/hints.ts'
import { analyzeHinted } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { phone } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

/** Two calls of other people, a minute apart, which nothing but a header has in common. */
async function found(links: readonly LinkRule[], traces: readonly [string, string]) {
  const wire = new Wire()
  for (const [i, trace] of traces.entries()) {
    answeredCall(wire, {
      at: i * 500,
      callId: `call-${i}`,
      fromTag: `tag-${i}`,
      phones: [phone(`+49${i}1`, `10.1.${i}.1`, 40_000), phone(`+49${i}2`, `10.2.${i}.1`, 40_000)],
      packets: 5,
      media: { ssrc: 7 + i },
      headers: [['X-Trace', trace]],
    })
  }
  return (await analyzeHinted({ links }, pcap(wire.packets))).sessions
}

const SAME = ['id=abc123;hop=1', 'id=abc123;hop=2'] as const

describe('rules of what is linked', () => {
  it('without one, two calls are two', async () => {
    expect(await found([], SAME)).toHaveLength(2)
  })

  it('calls with the same value are legs of one, and say why', async () => {
    const [call, ...others] = await found([{ header: 'x-trace', expression: '^id=(\\w+)', as: 'leg' }], SAME)
    expect(others).toEqual([])
    expect(call!.correlation_key['call_ids']).toEqual(['call-0', 'call-1'])
    expect(call!.linked_by).toContainEqual(
      expect.objectContaining({ evidence: 'rule-leg', value: 'x-trace abc123', confidence: 1 }),
    )
  })

  it('or they are told as related alone', async () => {
    const [one, other] = await found([{ header: 'X-Trace', expression: 'id=\\w+', as: 'related' }], SAME)
    expect(one!.related_sessions).toMatchObject([
      { session_id: other!.session_id, relation: 'related', linked_by: [{ value: 'x-trace id=abc123' }] },
    ])
  })

  it('where the values differ nothing is linked', async () => {
    const rule = { header: 'X-Trace', expression: '.+', as: 'leg' } as const
    expect(await found([rule], SAME)).toHaveLength(2)
  })

  it.each<[string, Omit<LinkRule, 'as'>]>([
    ['a header that is none', { header: 'a b', expression: '.' }],
    ['an expression that is none', { header: 'a', expression: '(' }],
    ['an expression that may take for ever', { header: 'a', expression: '^(a+)+$' }],
    ['an expression that is too long', { header: 'a', expression: 'a'.repeat(201) }],
  ])('refuses %s', (_, rule) => {
    expect(() => checkHints({ links: [{ ...rule, as: 'leg' }] })).toThrow(BadHint)
  })
})
