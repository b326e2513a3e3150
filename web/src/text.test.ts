import { describe, expect, it } from 'vitest'
import { visible } from './text.ts'

describe('what others wrote is shown as it is', () => {
  const cases: { it: string; text: string; want: string }[] = [
    { it: 'control characters by their pictures', text: 'a\u0000b\r\n\u007f', want: 'a␀b␍␊␡' },
    { it: 'no character that turns the direction', text: 'txt\u202egpj', want: 'txt�gpj' },
    { it: 'markup as text', text: '<b>&amp;', want: '<b>&amp;' },
    { it: 'not endlessly long', text: 'x'.repeat(300), want: `${'x'.repeat(255)}…` },
  ]
  it.each(cases)('$it', ({ text, want }) => {
    expect(visible(text)).toBe(want)
  })
})
