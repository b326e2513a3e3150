/** A stretch of time in ms: [from, to). Lists of them are sorted and apart. */
export type Span = readonly [from: number, to: number]

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0)
}

/** What of `spans` lies within [from, to). */
export function within(spans: readonly Span[], from: number, to: number): Span[] {
  return spans.flatMap(([a, b]): Span[] => {
    const [start, end] = [Math.max(a, from), Math.min(b, to)]
    return start < end ? [[start, end]] : []
  })
}
