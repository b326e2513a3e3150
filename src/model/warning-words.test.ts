import { expect, it } from 'vitest'
import type { Warning } from './capture.ts'
import { grouped } from './numbers.ts'
import { warningText } from './warning-words.ts'

const cases: [Warning, string][] = [
  [{ code: 'OUT_OF_ORDER', count: 1 }, 'A packet came after later ones, and was put in order'],
  [{ code: 'OUT_OF_ORDER', count: 1234 }, '1\u202f234 packets came after later ones, and were put in order'],
  [
    { code: 'TRUNCATED_CAPTURE', offset: 99_984 },
    'The capture ends inside a packet, or is damaged from there on: what came before is here (offset 99984)',
  ],
  [{ code: 'UNSUPPORTED_LINKTYPE:149', count: 30 }, '30 packets are of a link type that is not read (149)'],
  [
    { code: 'LIMIT_REACHED:streams', count: 2, file: 1 },
    'A bound of the analysis was reached 2 times, so that some is not told (streams, file 1)',
  ],
  [
    { code: 'LIMIT_REACHED:groups', count: 1 },
    'More sessions were open at once than are kept at hand: a part of one was put aside, and put together with the rest at the end',
  ],
  [
    { code: 'CLOCK_OFFSET', file: 1, interface: 'eth1', offset_ms: -712.4, reference: 'file 0' },
    'The clock of file 1, interface eth1 was 712.4 ms behind that of file 0, and was set by it: packets tell that both have seen',
  ],
  [
    { code: 'CLOCK_DRIFT', file: 1, offset_ms: -7, last_offset_ms: 112.25, reference: 'file 0' },
    'The clock of file 1 was 7 ms behind that of file 0 at first and 112.25 ms ahead of it at last, and was set by it all along: packets tell that both have seen',
  ],
  [{ code: 'SOMETHING_NEW', count: 3, offset: 8 }, 'SOMETHING_NEW ×3 (offset 8)'],
  [{ code: 'constructor' }, 'constructor'],
]
it.each(cases)('%j is told in a sentence', (warning, text) => {
  expect(warningText(warning, grouped)).toBe(text)
})
