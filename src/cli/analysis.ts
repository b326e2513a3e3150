import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isatty } from 'node:tty'
import { NotACapture } from '../model/capture.ts'
import type { Hints } from '../model/hints.ts'
import { decodeBody } from '../pipeline/bodies.ts'
import { type Alias, AliasBook } from '../store/aliases.ts'
import { makeFolder } from '../store/folders.ts'
import { openResult, type ResultReader } from '../store/results/reader.ts'
import { publishResult } from '../store/results/writer.ts'
import { BadInput } from './failure.ts'
import { ProgressLine } from './progress.ts'
import { withTemporaryFolder } from './temporary.ts'

/** The command line's jobs have no id of their own. */
const NO_JOB = '00000000-0000-0000-0000-000000000000'
const STANDARD_INPUT = '-'

/**
 * Analyses captures, which `checkInputs` has seen, and lends the result until `use` has done with it.
 * `store` is the folder to keep the result file in, named after the first capture; else it is a temporary one.
 */
export async function withAnalysis(files: readonly string[], { store, ...asked }: Asked, use: Use): Promise<void> {
  await withTemporaryFolder(tmpdir(), 'callflowd-', (folder) =>
    store === undefined
      ? makeAndRead({ files, ...asked, folder }, use)
      : makeAndKeep({ files, ...asked, folder }, store, use),
  )
}

/** Lends a finished result file. */
export async function read(path: string, use: Use): Promise<void> {
  const result = openResult(path, decodeBody)
  try {
    await use(result)
  } finally {
    result.close()
  }
}

/** Files of keys that somebody has besides captures. */
export interface KeyOptions {
  readonly tlsKeylog?: string
  readonly nasKeys?: string
}

interface Asked {
  readonly store?: string | undefined
  readonly hints?: Hints
  readonly keys?: KeyOptions
}

interface Making extends Pick<Asked, 'hints' | 'keys'> {
  readonly files: readonly string[]
  /** Where captures are unpacked to. */
  readonly folder: string
}

type Use = (result: ResultReader) => Promise<void>

/** A reader that calls addresses by these names. */
export function calling(aliases: readonly Alias[], use: Use): Use {
  return (result) => {
    result.nodes.aliases = new AliasBook(aliases)
    return use(result)
  }
}

async function makeAndRead(making: Making, use: Use): Promise<void> {
  const result = join(making.folder, 'result')
  await make(making, result)
  await read(result, use)
}

async function makeAndKeep(making: Making, store: string, use: Use): Promise<void> {
  makeFolder(store)
  await withTemporaryFolder(store, '.unfinished-', async (unfinished) => {
    const result = join(unfinished, 'result')
    await make(making, result)
    const kept = join(store, resultName(making.files))
    publishResult(result, kept)
    await read(kept, use)
  })
}

async function make({ files: inputs, hints = {}, keys = {}, folder }: Making, result: string): Promise<void> {
  const { analyze } = await import('../jobs/analyze.ts')
  for (const input of inputs) await checkStart(input)
  const line = new ProgressLine(process.stderr)
  try {
    await analyze({
      inputs,
      hints,
      keys: { tls_keylog: keys.tlsKeylog, nas_keys: keys.nasKeys },
      folder,
      result,
      job: NO_JOB,
      onProgress: (progress) => line.show(progress),
    })
  } finally {
    line.clear()
  }
}

/** Says which of several files is no capture, before any is read. A pipe can be read only once. */
async function checkStart(file: string): Promise<void> {
  if (file === STANDARD_INPUT || !statSync(file).isFile()) return
  const { sniffCapture } = await import('../input/prepare.ts')
  try {
    await sniffCapture(file)
  } catch (error) {
    throw error instanceof NotACapture ? new BadInput(`${file}: ${error.message}`) : error
  }
}

function resultName([first = STANDARD_INPUT]: readonly string[]): string {
  return `${first === STANDARD_INPUT ? 'stdin' : basename(first)}.result`
}

/** Finds out before any work what cannot be read. */
export function checkInputs(files: readonly string[]): void {
  if (files.filter((file) => file === STANDARD_INPUT).length > 1) throw new BadInput('- can be given only once')
  for (const file of files) {
    if (file === STANDARD_INPUT) {
      if (isatty(0)) throw new BadInput('-: standard input is a terminal, not a capture')
      continue
    }
    if (statSync(file).isDirectory()) throw new BadInput(`${file}: is a folder, not a file`)
    // Not opened: a named pipe can be opened only once.
    accessSync(file, constants.R_OK)
  }
}

/** The files of keys among the options, which can be read. */
export function checkKeys({ tlsKeylog, nasKeys }: KeyOptions): KeyOptions {
  for (const file of [tlsKeylog, nasKeys]) {
    if (file === undefined) continue
    if (statSync(file).isDirectory()) throw new BadInput(`${file}: is a folder, not a file`)
    accessSync(file, constants.R_OK)
  }
  return { ...(tlsKeylog !== undefined && { tlsKeylog }), ...(nasKeys !== undefined && { nasKeys }) }
}

/** Every SQLite file starts so. */
const MAGIC = 'SQLite format 3\0'

/** Whether a file is a result that `--store` kept, rather than a capture. */
export function isResult(path: string): boolean {
  if (path === STANDARD_INPUT || !statSync(path).isFile()) return false
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(MAGIC.length)
    return readSync(file, start) === start.length && start.toString('latin1') === MAGIC
  } finally {
    closeSync(file)
  }
}
