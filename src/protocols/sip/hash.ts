/** FNV-1a, cut to 30 bits so that lists of such numbers are small; never 0. */
export function hash(value: string, seed = 0x811c9dc5): number {
  let sum = seed
  for (let i = 0; i < value.length; i++) sum = Math.imul(sum ^ value.charCodeAt(i), 0x01000193)
  return sum >>> 2 || 1
}
