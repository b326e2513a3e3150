import { describe, expect, it } from 'vitest'
import type { SearchField } from '../../client/search-fields.ts'
import { complete } from './completion.ts'

const field = (name: string, values?: string[]): SearchField => ({
  name,
  type: 'text',
  description: name,
  operators: [],
  sortable: true,
  ...(values && { values }),
})
const FIELDS = [field('bearer_setup_ms'), field('setup_time_ms'), field('outcome', ['success', 'failed']), field('mos')]

describe('completion', () => {
  const cases: { it: string; text: string; caret?: number; want: string[] | undefined }[] = [
    {
      it: 'names fields that begin so before those that hold it',
      text: 'set',
      want: ['setup_time_ms', 'bearer_setup_ms'],
    },
    { it: 'looks at what stands before the caret', text: 'mo and x', caret: 2, want: ['mos'] },
    { it: 'has nothing to add to a whole name', text: 'mos', want: undefined },
    { it: 'has nothing to say where nothing is begun', text: 'mos < ', want: undefined },
    { it: 'keeps out of quoted text', text: 'caller == "set', want: undefined },
    { it: 'names values after a comparison', text: 'outcome == ', want: ['"success"', '"failed"'] },
    { it: 'names values that begin so', text: 'outcome != "fa', want: ['"failed"'] },
  ]
  it.each(cases)('$it', ({ text, caret = text.length, want }) => {
    expect(complete(text, caret, FIELDS)?.candidates.map((candidate) => candidate.text)).toEqual(want)
  })

  it('takes the place of what was begun, quotes included', () => {
    expect(complete('outcome == "fa', 14, FIELDS)).toMatchObject({ from: 11, to: 14 })
    expect(complete('x and set', 9, FIELDS)).toMatchObject({ from: 6, to: 9 })
  })
})
