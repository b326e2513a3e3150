import { getHeapStatistics } from 'node:v8'

// Where Node was started without `--expose-gc`, nothing happens in either.

/** Where fewer bytes are held, arrays with them, a collection costs more than what it would give back is worth. */
const WORTH_COLLECTING = 40 << 20

/**
 * Gives memory back to the system between two works that want it for different things: what an ordinary collection
 * frees stays with the process. It collects several times over.
 */
export function releaseMemory(): void {
  if (isLarge()) globalThis.gc?.({ execution: 'sync', type: 'major', flavor: 'last-resort' })
}

/** Collects what a part of the work left, once: its memory stays for the next part. */
export function collectGarbage(): void {
  if (isLarge()) globalThis.gc?.({ execution: 'sync', type: 'major', flavor: 'regular' })
}

function isLarge(): boolean {
  const { used_heap_size, external_memory } = getHeapStatistics()
  return used_heap_size + external_memory >= WORTH_COLLECTING
}
