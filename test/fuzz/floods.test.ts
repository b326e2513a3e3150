/** State is bounded: no flood takes more memory than a job is granted. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { FLOOD_PACKETS, FLOODS } from './floods.ts'

/** Tables of 96 MB, the buffer, rows on their way to the file, and Node's own. */
const MOST = 320e6

/** As the launcher starts it. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--heap-growing-percent=50']

async function measured(name: string): Promise<{ packets: number; peak: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'callflowd-flood-'))
  try {
    const path = join(folder, 'flood.pcap')
    FLOODS[name]!(path)
    const script = join(import.meta.dirname, 'flood.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [...NODE_OPTIONS, script, path])
    return JSON.parse(stdout) as { packets: number; peak: number }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a flood of', () => {
  it.each(Object.keys(FLOODS))('%s', { timeout: 60_000 }, async (name) => {
    const { packets, peak } = await measured(name)
    expect(packets).toBe(FLOOD_PACKETS)
    expect(peak).toBeLessThan(MOST)
  })
})
