const PRIME = 0x01000193
const BASIS = 0x811c9dc5

/** FNV-1a, cut to 30 bits so that lists of such numbers are small; never 0. */
export function hash(value: string, seed = BASIS): number {
  let sum = seed
  for (let i = 0; i < value.length; i++) sum = Math.imul(sum ^ value.charCodeAt(i), PRIME)
  return sum >>> 2 || 1
}

/** One such number of several integers. */
export function mixed(values: readonly number[]): number {
  let sum = BASIS
  for (let i = 0; i < values.length; i++) {
    sum = Math.imul(sum ^ values[i]!, PRIME)
    sum = Math.imul(sum ^ (values[i]! >>> 13), PRIME)
  }
  return sum >>> 2 || 1
}
