import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { largeCapture, packetsOfLargeCapture } from '../make/large-capture.ts'
import { temporaryFolder } from './running-server.ts'
import { ServerProcess } from './server-process.ts'
import { ended, uploadStream } from './upload-stream.ts'

const SIZE = 300e6
const MOST_RESIDENT = 300e6
/** The second half of an upload, of 150 MB, may take this much more than the first: the heap is not at its size yet. */
const FLAT = 60e6
const PROGRAM = [
  process.execPath,
  '--max-semi-space-size=4',
  '--heap-growing-percent=50',
  join(import.meta.dirname, '../../src/main.ts'),
]

const tellsMemory = existsSync('/proc/self/status')

it.skipIf(!tellsMemory)(
  'an upload of 300 MB goes to disk in flat memory, and is analysed',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder()
    const server = await ServerProcess.start(PROGRAM, folder)
    try {
      await fetch(`${server.url}/health`)
      const resident = [0, 0]
      let written = 0
      const watched = function* (): Generator<Buffer> {
        for (const chunk of largeCapture(SIZE)) {
          written += chunk.length
          const half = written < SIZE / 2 ? 0 : 1
          resident[half] = Math.max(resident[half]!, server.resident()!)
          yield chunk
        }
      }
      const jobId = await uploadStream(server.url, watched())
      const [first, second] = resident as [number, number]
      expect(second - first).toBeLessThan(FLAT)
      expect(Math.max(first, second)).toBeLessThan(MOST_RESIDENT)
      expect(await ended(server.url, jobId)).toMatchObject({
        status: 'completed',
        total_packets: packetsOfLargeCapture(SIZE),
        session_count: 1,
      })
      expect(server.mostResident()).toBeLessThan(MOST_RESIDENT)
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true })
    }
  },
)
