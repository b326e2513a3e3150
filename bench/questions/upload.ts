import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ServerProcess } from '../../test/api/server-process.ts'
import { ended, uploadStream } from '../../test/api/upload-stream.ts'
import { largeCapture } from '../../test/make/large-capture.ts'
import { PROGRAM, type Question } from '../question.ts'

/** For the largest that may come: `npm run bench -- upload --size 10000`. */
export const upload: Question = {
  name: 'upload',
  asks: 'Does an upload stay out of memory?',
  async answer({ folder, size }) {
    mkdirSync(folder, { recursive: true })
    const place = mkdtempSync(join(folder, 'upload-'))
    const server = await ServerProcess.start([PROGRAM], place)
    try {
      await fetch(`${server.url}/health`)
      const before = server.mostResident()
      const begin = performance.now()
      const jobId = await uploadStream(server.url, largeCapture(size))
      const sent = performance.now()
      const during = server.mostResident()
      const job = await ended(server.url, jobId)
      if (job['status'] !== 'completed') throw new Error(`the job failed: ${String(job['error'])}`)
      return [
        line('before', before, ''),
        line('uploading', during, rate(size, sent - begin)),
        line('analysing', server.mostResident(), rate(size, performance.now() - sent)),
      ]
    } finally {
      await server.stop()
      rmSync(place, { recursive: true })
    }
  },
}

function rate(bytes: number, milliseconds: number): string {
  const megabytes = bytes / 1e6
  return `${megabytes.toFixed(0)} MB in ${(milliseconds / 1000).toFixed(1)} s, ${(megabytes / (milliseconds / 1000)).toFixed(0)} MB/s`
}

function line(what: string, resident: number | undefined, more: string): string {
  const memory = resident === undefined ? 'memory unknown here' : `${(resident / 1e6).toFixed(0)} MB resident at most`
  return `${what.padEnd(12)}${memory.padEnd(30)}${more}`.trimEnd()
}
