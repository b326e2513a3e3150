import { spawnSync } from 'node:child_process'
import { emptyCapture } from './captures.ts'
import { measure, readThrough, without } from './measure.ts'
import { shareOf } from './profile.ts'
import { analyzeCommand, costLine, type Options, perSecond } from './question.ts'

/** A capture of signalling alone, and how many messages are in it. */
interface Signalling {
  readonly path: string
  readonly messages: number
  /** Left out where it is not told what one costs. */
  readonly sessions?: number
}

/**
 * From the first byte read to the last session written; what is printed, and starting up, are left out. The sources are
 * run, as the built program is in few files that hold much of the rest too.
 */
const CORRELATION = { part: '/src/correlate/', from: '/src/jobs/analyze.ts' }

/** How fast the whole command goes over signalling, beside reading the file and a dissector that shows nothing. */
export async function messageRate(
  { path, messages, sessions }: Signalling,
  { folder, smoke }: Options,
): Promise<string[]> {
  const reading = [readThrough(path), readThrough(path)][1]!
  const start = await measure(analyzeCommand(emptyCapture(folder)))
  const ours = await measure(analyzeCommand(path))
  const work = without(ours, start)
  const { own, whole } = shareOf(
    [process.execPath, 'src/main.ts', ...analyzeCommand(path).slice(1)],
    CORRELATION,
    folder,
  )
  const lines = [
    costLine('callflowd', ours, perSecond(messages, ours.wall, 'messages')),
    costLine('  less its start', work, perSecond(messages, work.cpu, 'messages')),
    costLine('reading the file', reading, `callflowd takes ${(work.cpu / Math.max(1e-6, reading.cpu)).toFixed(1)}×`),
    `correlation               ${percent(own)} of the analysis; ${percent(whole)} with the rows it reads and writes`,
  ]
  if (sessions !== undefined) lines.push(`a session                 ${((1e6 * work.cpu) / sessions).toFixed(0)} µs`)
  if (smoke || spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status !== 0) return lines
  const cost = await measure(['tshark', '-q', '-z', 'io,phs', '-r', path])
  return [...lines, costLine('tshark -z io,phs', cost, `callflowd is faster ${(cost.wall / ours.wall).toFixed(1)}×`)]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
