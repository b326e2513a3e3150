/** What a cell may hold; nothing where it is not known. */
export type Cell = string | number | boolean | undefined

/** Spreadsheets take a cell that begins so for a formula; a sign before a number is a number. */
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d))/

/** A line of CSV: RFC 4180. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(text).join(',')}\r\n`
}

function text(value: Cell): string {
  const plain = String(value ?? '')
  const safe = typeof value === 'string' && FORMULA.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
