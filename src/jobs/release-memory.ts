/**
 * Gives memory back to the system between two works that want it for different things: what an ordinary collection
 * frees stays with the process. Where Node was started without `--expose-gc`, nothing happens.
 */
export function releaseMemory(): void {
  globalThis.gc?.({ execution: 'sync', type: 'major', flavor: 'last-resort' })
}
