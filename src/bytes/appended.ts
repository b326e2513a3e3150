/** Up to so many an array has room for what it holds, and no more. */
const SHORT = 8

/**
 * The list with one more. A push gives an array room for sixteen further elements: of a hundred thousand short lists that
 * is most of what they take.
 */
export function appended<T>(list: readonly T[] | undefined, one: T): T[] {
  if (list === undefined || list.length === 0) return [one]
  if (list.length < SHORT) return list.concat([one])
  const long = list as T[]
  long.push(one)
  return long
}
