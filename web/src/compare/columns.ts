import type { Node } from '../ladder/nodes.ts'

/** One node of each side, or of one of them. */
interface Column {
  readonly left?: Node
  readonly right?: Node
}

export interface Columns {
  readonly all: readonly Column[]
  /** Column of each node of a side. */
  readonly ofLeft: readonly number[]
  readonly ofRight: readonly number[]
}

/** Roles that leave open what a node is: they stand beside any. */
const OPEN: ReadonlySet<string> = new Set(['UA', 'SIP server'])

function isOpen({ role }: Node): boolean {
  return role === undefined || OPEN.has(role)
}

/** The same columns for both sides: nodes of one role stand together, else of one address, else those that come alike. */
export function columnsOf(left: readonly Node[], right: readonly Node[]): Columns {
  const partner = new Map<number, number>()
  const taken = new Set<number>()
  const pair = (fits: (one: Node, other: Node) => boolean): void => {
    left.forEach((one, i) => {
      const j = partner.has(i) ? -1 : right.findIndex((other, k) => !taken.has(k) && fits(one, other))
      if (j < 0) return
      partner.set(i, j)
      taken.add(j)
    })
  }
  pair((one, other) => one.key === other.key)
  pair((one, other) => one.role !== undefined && one.role === other.role)
  pair((one, other) => isOpen(one) || isOpen(other))
  const alone = right.map((_, j) => j).filter((j) => !taken.has(j))
  const ofRight = right.map(() => 0)
  for (const [i, j] of partner) ofRight[j] = i
  alone.forEach((j, n) => (ofRight[j] = left.length + n))
  const all = left.map((node, i): Column => {
    const other = right[partner.get(i) ?? -1]
    return { left: node, ...(other && { right: other }) }
  })
  return { all: [...all, ...alone.map((j) => ({ right: right[j]! }))], ofLeft: left.map((_, i) => i), ofRight }
}
