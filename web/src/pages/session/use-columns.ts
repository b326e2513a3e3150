import { useMemo } from 'react'
import type { ColumnTools } from '../../ladder/header.tsx'
import type { Nodes } from '../../ladder/nodes.ts'
import type { Change, SessionState } from './state.ts'

/** What can be done with the columns of a ladder: all of it stands in the address. */
export function useColumns(nodes: Nodes, { nodes: hidden, ungrouped }: SessionState, change: Change): ColumnTools {
  return useMemo(() => {
    const keys = nodes.all.map(({ key }) => key)
    const shown = keys.filter((key) => !hidden.has(key))
    return {
      hidden,
      move: (key, to) => {
        const others = shown.filter((one) => one !== key)
        const place = Math.max(0, Math.min(others.length, to))
        const next = others[place]
        const rest = keys.filter((one) => one !== key)
        const at = next === undefined ? rest.length : rest.indexOf(next)
        change({ order: rest.toSpliced(at, 0, key) })
      },
      toggle: (key) => change({ nodes: toggled(hidden, key) }),
      take: ({ key, part_of, why }) => {
        if (part_of !== undefined) change({ ungrouped: toggled(ungrouped, part_of) })
        else if (why.length > 0) change({ ungrouped: toggled(ungrouped, key) })
      },
    }
  }, [nodes, hidden, ungrouped])
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const other = new Set(set)
  if (!other.delete(value)) other.add(value)
  return other
}
