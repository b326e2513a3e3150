/** Places in two rows of things that belong together. */
export type Place = readonly [left: number, right: number]

/** How well two things fit together; 0 where they do not. */
export type Fit = (left: number, right: number) => number

/** Cells of the table that finds the best pairs; beyond it the longer rows are cut. */
const MOST_CELLS = 4_000_000

/** Things of each row that are looked at: what is behind is not paired. */
export function bounded(left: number, right: number): Place {
  if (left * right <= MOST_CELLS) return [left, right]
  const side = Math.floor(Math.sqrt(MOST_CELLS))
  if (left <= side) return [left, Math.floor(MOST_CELLS / left)]
  return right <= side ? [Math.floor(MOST_CELLS / right), right] : [side, side]
}

/**
 * The pairs that fit best in sum, in the order of both rows (Needleman and Wunsch, with no cost for what stays alone).
 * Of several equally good ways the one is taken that pairs what comes first.
 */
export function bestPairs(lefts: number, rights: number, fit: Fit): Place[] {
  const [n, m] = bounded(lefts, rights)
  const wide = m + 1
  // Sum of the best pairs from a place on, so that the way is walked from the beginning.
  const sums = new Uint32Array((n + 1) * wide)
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const alone = Math.max(sums[(i + 1) * wide + j]!, sums[i * wide + j + 1]!)
      const worth = fit(i, j)
      sums[i * wide + j] = worth > 0 ? Math.max(alone, worth + sums[(i + 1) * wide + j + 1]!) : alone
    }
  }
  const pairs: Place[] = []
  for (let i = 0, j = 0; i < n && j < m;) {
    const worth = fit(i, j)
    const best = sums[i * wide + j]!
    if (worth > 0 && best === worth + sums[(i + 1) * wide + j + 1]!) pairs.push([i++, j++])
    else if (best === sums[(i + 1) * wide + j]!) i++
    else j++
  }
  return pairs
}
