/** Percentages with one decimal that sum to 100: largest remainder. Shares of nothing are 0. */
export function percentages(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return counts.map(() => 0)
  const exact = counts.map((count) => (count * 1000) / total)
  const tenths = exact.map(Math.floor)
  const left = 1000 - tenths.reduce((sum, tenth) => sum + tenth, 0)
  const byRemainder = exact.map((value, i) => ({ i, remainder: value - tenths[i]! }))
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.i - b.i)
  for (const { i } of byRemainder.slice(0, left)) tenths[i]! += 1
  return tenths.map((tenth) => tenth / 10)
}
