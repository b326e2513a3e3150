import { expect, it } from 'vitest'
import { figuresOf } from './session-metrics.ts'

it('tells what was measured, by its unit and in the order of its table', () => {
  const told = figuresOf({
    rtp_loss: 0.0166,
    mos: 4,
    pdd_ms: 169.308,
    packets: 9,
    duration_ms: 12,
    attempts: 1,
    new_one: 3,
  })
  expect(told.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Post-dial delay: 169 ms',
    'Attempts: 1',
    'MOS: 4.00',
    'Loss: 1.7 %',
    'new_one: 3',
  ])
})

it('tells nothing of what was not measured', () => {
  expect(figuresOf({ packets: 1 })).toEqual([])
})
