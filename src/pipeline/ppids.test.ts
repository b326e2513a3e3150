import { describe, expect, it } from 'vitest'
import { meantPpid } from './ppids.ts'

const cases: { it: string; ppid: number; want: number }[] = [
  { it: 'one that is known stays', ppid: 18, want: 18 },
  { it: 'T15 S1AP in the wrong byte order', ppid: 0x12000000, want: 18 },
  { it: 'T15 NGAP in the wrong byte order', ppid: 0x3c000000, want: 60 },
  { it: 'Diameter in the wrong byte order', ppid: 0x2e000000, want: 46 },
  { it: 'none stays none', ppid: 0, want: 0 },
  { it: 'unknown in both orders stays', ppid: 0xffff0001, want: 0xffff0001 },
]

describe('payload protocol identifiers', () => {
  it.each(cases)('$it', ({ ppid, want }) => expect(meantPpid(ppid)).toBe(want))
})
