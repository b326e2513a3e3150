import { createWriteStream, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BadInput } from './failure.ts'
import { colourPaint, type Paint, plainPaint } from '../export/terminal.ts'

/** Characters that go out in one piece. */
const PIECE = 65_536
/** Where nobody says how wide the terminal is. */
const WIDTH = 120

/** Where a command's result goes. */
export interface Output {
  /** Columns of the terminal; undefined where there is none to fit. */
  readonly width: number | undefined
  readonly paint: Paint
  /** Writes all, waiting for a slow reader; one that has gone away is no error. */
  write(pieces: Iterable<string>): Promise<void>
}

/**
 * Standard output, or a file, which is opened at once so that a wrong path is told before the work.
 * @param inputs files that must not be overwritten
 */
export function openOutput(path: string | undefined, inputs: readonly string[]): Output {
  if (path !== undefined) {
    const file = openFile(path, inputs)
    return { width: undefined, paint: plainPaint, write: (pieces) => toFile(pieces, path, file) }
  }
  const { stdout } = process
  const coloured = stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  return {
    width: stdout.isTTY ? (stdout.columns ?? WIDTH) : undefined,
    paint: coloured ? colourPaint : plainPaint,
    write: (pieces) => toStandardOutput(pieces),
  }
}

function openFile(path: string, inputs: readonly string[]): number {
  const file = openSync(path, 'a')
  const { dev, ino } = fstatSync(file)
  const same = inputs.some((input) => {
    const found = statSync(input, { throwIfNoEntry: false })
    return found?.ino === ino && found.dev === dev
  })
  if (same) throw new BadInput(`${path}: is an input, and would be overwritten`)
  return file
}

/** What the file held before goes only now, when there is something to replace it. */
async function toFile(pieces: Iterable<string>, path: string, file: number): Promise<void> {
  if (fstatSync(file).isFile()) ftruncateSync(file)
  await pipeline(Readable.from(merge(pieces)), createWriteStream(path, { fd: file }))
}

async function toStandardOutput(pieces: Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(merge(pieces)), process.stdout, { end: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}

/** Lines of text as pieces for `write`. */
export function* lines(of: Iterable<string>): Generator<string> {
  for (const line of of) yield `${line}\n`
}

function* merge(pieces: Iterable<string>): Generator<string> {
  let merged = ''
  for (const piece of pieces) {
    merged += piece
    if (merged.length < PIECE) continue
    yield merged
    merged = ''
  }
  if (merged !== '') yield merged
}
