const NARROW_NO_BREAK = '\u202f'

/** A whole number as people read it, in pages and on terminals alike: 12 486 */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, NARROW_NO_BREAK)
}
