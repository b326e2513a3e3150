/** More changes than this make another word. */
const MOST_CHANGES = 2
/** Of so few letters any other word is two changes away. */
const SHORTEST = 4

/** What somebody may have meant who wrote a name that is not there: one that it is a part of, or that is a slip away. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const word = written.toLowerCase().slice(0, 64)
  if (word.length < SHORTEST) return undefined
  const [best] = names
    .map((name) => ({ name, changes: name.includes(word) ? 0 : changesBetween(word, name.toLowerCase()) }))
    .filter(({ changes }) => changes <= MOST_CHANGES)
    .toSorted((a, b) => a.changes - b.changes || a.name.length - b.name.length)
  return best?.name
}

/** Letters to put in, take out or replace (Levenshtein). */
function changesBetween(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(row[j - 1]! + 1, before[j]! + 1, before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    before = row
  }
  return before.at(-1)!
}
