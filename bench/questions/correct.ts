import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from '../captures.ts'
import { PROGRAM, type Question } from '../question.ts'

/** Largest capture whose whole JSON is read. */
const LARGEST = 20_000_000

/** Speed without the right answer is worth nothing: what was counted while writing must be found. */
export const correct: Question = {
  name: 'correct',
  asks: 'Is what is measured right?',
  answer: async ({ folder, size }) =>
    (['media', 'tunnelled', 'signalling'] as const).map((mix) => {
      const { path, counts } = capture(folder, mix, Math.min(size, LARGEST))
      const found = analysis(folder, path)
      const calls = found.sessions.filter(({ type }) => type === 'VoLTE')
      const rtp = calls.flatMap(({ media }) => media).reduce((sum, { packets }) => sum + packets, 0)
      const pairs = {
        packets: [found.capture.packets, counts.packets],
        calls: [calls.length, counts.calls],
        rtp: [rtp, counts.rtp],
      }
      for (const [what, [is, should]] of Object.entries(pairs)) {
        if (is !== should) throw new Error(`${mix}: ${is} ${what} found, ${should} written`)
      }
      return `${mix}: all ${counts.calls} calls with their ${counts.rtp} RTP packets`
    }),
}

interface Analysis {
  readonly capture: { readonly packets: number }
  readonly sessions: readonly { readonly type: string; readonly media: readonly { readonly packets: number }[] }[]
}

function analysis(folder: string, path: string): Analysis {
  const place = mkdtempSync(join(folder, 'result-'))
  const output = join(place, 'result.json')
  execFileSync(PROGRAM, ['analyze', path, '--format', 'json', '--output', output], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const text = readFileSync(output, 'utf8')
  rmSync(place, { recursive: true })
  return JSON.parse(text) as Analysis
}
