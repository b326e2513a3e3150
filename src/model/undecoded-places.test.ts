import { expect, it } from 'vitest'
import type { UndecodedAt } from './summary.ts'
import { undecodedPlaces } from './undecoded-places.ts'

const cases: [readonly UndecodedAt[] | undefined, string][] = [
  [undefined, ''],
  [[{ transport: 'UDP', port: 2944, packets: 1300 }], 'UDP 2944 ×1300'],
  [
    [
      { transport: 'link', link_type: 1, packets: 5 },
      { transport: 'link', link_type: 149, packets: 4 },
      { transport: 'IP 89', packets: 3 },
    ],
    'Ethernet without IP ×5, link type 149 ×4, …',
  ],
]
it.each(cases)('%j', (places, told) => {
  expect(undecodedPlaces(places, 2, String)).toBe(told)
})
