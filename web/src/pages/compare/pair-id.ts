import type { Pair } from '../../compare/align.ts'

/** What names a row in the address. */
export function pairId({ left, right }: Pair): string {
  return left ? left.event.event_id : `~${right?.event.event_id ?? ''}`
}
