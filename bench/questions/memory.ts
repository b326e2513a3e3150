import { capture } from '../captures.ts'
import { measure } from '../measure.ts'
import { analyzeCommand, costLine, type Question } from '../question.ts'

/** The mixes hold the same number of calls at a time, however long they are. */
export const memory: Question = {
  name: 'memory',
  asks: 'Does memory grow with the length of a capture?',
  async answer({ folder, size, times }) {
    const lines: string[] = []
    for (const mix of ['media', 'signalling'] as const) {
      const [short, long] = [capture(folder, mix, size), capture(folder, mix, size * times)]
      const [one, many] = [await measure(analyzeCommand(short.path)), await measure(analyzeCommand(long.path))]
      const growth =
        one.peak && many.peak ? `${((100 * many.peak) / one.peak - 100).toFixed(0)} % more` : 'unknown here'
      lines.push(costLine(mix, one, ''), costLine(`  ${times} times as long`, many, growth))
    }
    return lines
  },
}
