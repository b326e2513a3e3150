import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { differences } from '../golden/differences.ts'
import type { SessionTruth } from '../make/truth.ts'
import { madeCaptures } from './make.ts'

const made = await madeCaptures()

describe('kept captures', () => {
  it('there are some', () => {
    expect(made.length).toBeGreaterThan(3)
  })

  it.each(made)('$name is what its script makes', ({ name, bytes }) => {
    // Compared as text, so that a difference is told in a line.
    expect(kept(`${name}.pcap`).toString('base64') === Buffer.from(bytes).toString('base64')).toBe(true)
  })

  it.each(made)('$name holds what was written beside it', async ({ name }) => {
    const truth = JSON.parse(kept(`${name}.json`).toString()) as SessionTruth[]
    expect(differences(await analyzeCapture(kept(`${name}.pcap`)), truth)).toEqual([])
  })
})

function kept(file: string): Buffer {
  return readFileSync(join(import.meta.dirname, file))
}
