import type { Cost } from './measure.ts'

export interface Options {
  /** Bytes of a capture. */
  readonly size: number
  /** Where captures are kept between runs. */
  readonly folder: string
  /** A program that reads the capture named on its command line and does the least that can be done with it. */
  readonly floor: string | undefined
  /** How many times longer the longer capture is, where memory is measured. */
  readonly times: number
  /** Few bytes, no peers: only whether it works. */
  readonly smoke: boolean
}

/** One question that the benchmark answers: a file of its own in `questions`. */
export interface Question {
  readonly name: string
  readonly asks: string
  answer(options: Options): Promise<string[]>
}

export const PROGRAM = './callflowd'

/**
 * The product, as it is called from a shell: every session with its events goes into a result file, as in a job of the
 * server, and a row a session comes out.
 */
export function analyzeCommand(path: string): string[] {
  return [PROGRAM, 'analyze', path, '--format', 'csv', '--output', '/dev/null']
}

export function costLine(who: string, cost: Cost, rate: string): string {
  const peak = cost.peak === undefined ? '' : `${(cost.peak / 1e6).toFixed(0)} MB resident`
  return `${who.padEnd(26)}${seconds(cost.wall)} wall ${seconds(cost.cpu)} cpu   ${rate.padEnd(28)}${peak}`.trimEnd()
}

export function perSecond(count: number, time: number, what: string): string {
  return `${Math.round(count / time).toLocaleString('en')} ${what}/s`
}

function seconds(time: number): string {
  return `${time.toFixed(2)} s`.padStart(9)
}
