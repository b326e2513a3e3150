import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds that a folder nobody owns is left alone: its owner may be in a container, where other numbers hold. */
const GRACE = 3_600_000

/**
 * Runs `work` with a folder of its own in `parent`, which goes with it. An interrupted run cannot clean up, so the next
 * one does.
 */
export async function withTemporaryFolder(
  parent: string,
  prefix: string,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  sweep(parent, prefix)
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function sweep(parent: string, prefix: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue
    const [owner] = /^\d+(?=-)/.exec(name.slice(prefix.length)) ?? []
    if (owner !== undefined && !isAlive(Number(owner))) removeOld(join(parent, name))
  }
}

function isAlive(owner: number): boolean {
  try {
    return process.kill(owner, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function removeOld(folder: string): void {
  try {
    if (Date.now() - statSync(folder).mtimeMs > GRACE) rmSync(folder, { recursive: true, force: true })
  } catch {
    // Another user's, or gone a moment ago: not ours to complain about.
  }
}
