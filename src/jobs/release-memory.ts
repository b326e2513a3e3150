// Where Node was started without `--expose-gc`, nothing happens in either.

/**
 * Gives memory back to the system between two works that want it for different things: what an ordinary collection
 * frees stays with the process. It collects several times over.
 */
export function releaseMemory(): void {
  globalThis.gc?.({ execution: 'sync', type: 'major', flavor: 'last-resort' })
}

/** Collects what a part of the work left, once: its memory stays for the next part. */
export function collectGarbage(): void {
  globalThis.gc?.({ execution: 'sync', type: 'major', flavor: 'regular' })
}
