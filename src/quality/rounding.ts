/** A share with four decimals, as losses are told. */
export function fraction(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1e4) / 1e4 : 0
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}

export function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
