import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Counts, type Mix, writeTraffic } from './make/traffic.ts'

/** Rises when the generator writes something else, so that nothing old is measured. */
const VERSION = 3

export interface Capture {
  readonly path: string
  readonly counts: Counts
}

/** A made capture of about `size` bytes, written once to `folder`. */
export function capture(folder: string, mix: Mix, size: number): Capture {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${mix}-${size}-v${VERSION}.pcap`)
  const told = `${path}.json`
  if (!existsSync(told)) {
    const counts = writeTraffic(`${path}.unfinished`, mix, size)
    renameSync(`${path}.unfinished`, path)
    writeFileSync(told, JSON.stringify(counts))
  }
  return { path, counts: JSON.parse(readFileSync(told, 'utf8')) as Counts }
}

/** A capture without packets: what it costs is starting up. */
export function emptyCapture(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'empty.pcap')
  writeFileSync(path, Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0))
  return path
}
