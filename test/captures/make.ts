/**
 * Writes the captures of this folder, and beside each what must be found in it: `node test/captures/make.ts`. They are
 * kept as files so that a change of the generators, or of what is found, shows in review.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionTruth } from '../make/truth.ts'

export interface Made {
  readonly name: string
  readonly bytes: Uint8Array
  readonly truth: readonly SessionTruth[]
}

/** What the scripts of this folder make, by name. */
export async function madeCaptures(): Promise<Made[]> {
  const scripts = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.make.ts'))
  return Promise.all(
    scripts.sort().map(async (script) => {
      const { make } = (await import(`./${script}`)) as { make: () => Omit<Made, 'name'> }
      return { name: script.slice(0, -'.make.ts'.length), ...make() }
    }),
  )
}

if (import.meta.main) {
  for (const { name, bytes, truth } of await madeCaptures()) {
    writeFileSync(join(import.meta.dirname, `${name}.pcap`), bytes)
    writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(truth, null, 2)}\n`)
  }
}
