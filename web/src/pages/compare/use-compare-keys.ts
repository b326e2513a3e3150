import { useLocation } from 'wouter'
import type { Pair } from '../../compare/align.ts'
import { useKeys } from '../../shell/keys.ts'
import type { Change, CompareState } from './state.ts'

export interface CompareKeysOptions {
  readonly pairs: readonly Pair[]
  readonly selected: number
  readonly state: CompareState
  readonly change: Change
  readonly select: (index: number) => void
}

const PAGE = 20

/** Keys of a comparison. */
export function useCompareKeys({ pairs, selected, state, change, select }: CompareKeysOptions): void {
  const [, go] = useLocation()
  const move = (by: number): void => select(Math.max(0, Math.min(pairs.length - 1, selected + by)))
  const difference = (way: 1 | -1): void => {
    for (let n = 1; n <= pairs.length; n++) {
      const i = (((Math.max(selected, way > 0 ? -1 : 0) + way * n) % pairs.length) + pairs.length) % pairs.length
      if (pairs[i]!.likeness !== 'same') return select(i)
    }
    return undefined
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(PAGE),
    PageUp: () => move(-PAGE),
    Home: () => move(-pairs.length),
    End: () => move(pairs.length),
    n: () => difference(1),
    p: () => difference(-1),
    v: () => change(swapped(state)),
    d: () => change({ only: !state.only }),
    Escape: () => (state.message === '' ? go(`/sessions/${state.left}`) : change({ message: '' })),
  })
}

/** The sides changed; a selected row of two messages cannot be told by the other one's id. */
export function swapped({ left, right }: CompareState): Partial<CompareState> {
  return { left: right, right: left, message: '' }
}
