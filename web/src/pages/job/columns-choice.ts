import { Listeners } from '../../client/listeners.ts'
import { COLUMNS, type Column } from './columns.tsx'

/** Which columns are shown, and in which order; names that are not told follow as they always do. */
export interface ColumnsChoice {
  readonly order: readonly string[]
  readonly hidden: readonly string[]
}

export const USUAL: ColumnsChoice = { order: [], hidden: [] }
const KEY = 'columns'

/** Of this browser: it depends on its screen. */
export const choice = new Listeners<ColumnsChoice>(remembered())

function remembered(): ColumnsChoice {
  try {
    const { order, hidden } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ColumnsChoice>
    return { order: names(order), hidden: names(hidden) }
  } catch {
    return USUAL
  }
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

export function choose(next: ColumnsChoice): void {
  localStorage.setItem(KEY, JSON.stringify(next))
  choice.set(next)
}

/** All columns in the chosen order, also the hidden ones. */
export function ordered({ order }: ColumnsChoice): readonly Column[] {
  const told = order.flatMap((name) => COLUMNS.find((column) => column.name === name) ?? [])
  return [...new Set([...told, ...COLUMNS])]
}

/** At least one is always there. */
export function shown(wanted: ColumnsChoice): readonly Column[] {
  const all = ordered(wanted)
  const left = all.filter(({ name }) => !wanted.hidden.includes(name))
  return left.length > 0 ? left : all.slice(0, 1)
}

/** A column put `by` places on, past those that are hidden. */
export function moved(wanted: ColumnsChoice, name: string, by: number): ColumnsChoice {
  const all = ordered(wanted).map((column) => column.name)
  const isSeen = (one: string | undefined): boolean => one !== undefined && !wanted.hidden.includes(one)
  const from = all.indexOf(name)
  let to = from
  for (let left = Math.abs(by); left > 0;) {
    to += Math.sign(by)
    if (to < 0 || to >= all.length) return wanted
    if (isSeen(all[to])) left--
  }
  return { ...wanted, order: all.toSpliced(from, 1).toSpliced(to, 0, name) }
}

/** A column put where another one is. */
export function movedTo(wanted: ColumnsChoice, name: string, other: string): ColumnsChoice {
  const all = ordered(wanted).map((column) => column.name)
  const to = all.indexOf(other)
  return to < 0 || name === other
    ? wanted
    : { ...wanted, order: all.toSpliced(all.indexOf(name), 1).toSpliced(to, 0, name) }
}

export function turned({ order, hidden }: ColumnsChoice, name: string): ColumnsChoice {
  return { order, hidden: hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name] }
}
