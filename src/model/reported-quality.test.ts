/** What ends report of themselves: the worst of them, and nothing that is no such value. */
import { expect, it } from 'vitest'
import { reportedMetrics, worstOf } from './reported-quality.ts'

it.each([
  ['nothing', [undefined, {}], {}],
  [
    'the lower MOS and the higher loss',
    [{ mos_lq: 4.1, loss_percent: 2 }, { mos_lq: 3.2 }],
    { mos_lq_reported: 3.2, loss_reported: 0.02 },
  ],
  ['no 127, which is none', [{ mos_lq: 127, mos_cq: 4 }], { mos_cq_reported: 4 }],
  ['no text, and no share beyond all', [{ mos_lq: '4.1', loss_percent: 101 }], {}],
  ['a good 0', [{ loss_percent: 0, round_trip_ms: 0 }], { loss_reported: 0, rtt_reported_ms: 0 }],
])('%s', (_it, sides, want) => {
  expect(reportedMetrics(sides)).toEqual(want)
})

it('of several reports those that had it worst are told, and no other metric', () => {
  const told = worstOf([
    { mos_lq_reported: 4, mos: 1 },
    { mos_lq_reported: 3, loss_reported: 0.1 },
    { loss_reported: 0 },
  ])
  expect(told).toEqual({ mos_lq_reported: 3, loss_reported: 0.1 })
})
