import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Keys, writeKeys } from './analyze-capture.ts'
import { Captures } from '../src/inspect/captures.ts'
import { exportPcap } from '../src/inspect/pcap.ts'
import { analyze } from '../src/jobs/analyze.ts'
import { keptCaptures } from '../src/jobs/kept-captures.ts'
import { BlobFolders } from '../src/store/blobs/folders.ts'
import { oneSession, type Wanted } from '../src/store/results/condition.ts'
import { decodeBody } from '../src/pipeline/bodies.ts'
import { openResult, type ResultReader } from '../src/store/results/reader.ts'
import type { SessionDetail } from '../src/store/results/records.ts'

const JOB = '00000000-0000-4000-8000-000000000000'
const CAPTURE = '00000000-0000-4000-8000-000000000001'

/** A capture and what was found in it, as the inspector has them. */
interface Kept {
  readonly result: ResultReader
  readonly captures: Captures
  /** Of the result file. */
  readonly path: string
  /** Opens the capture once more, to be read from the start. */
  readonly open: () => Captures
  /** Frames of sessions as a pcapng. */
  readonly frames: (wanted: Wanted, media?: boolean, whole?: readonly string[]) => Uint8Array
}

/** Analyses captures, and lends result and captures until `use` has done with them; `given` are keys. */
export async function withKept<T>(
  given: Uint8Array | readonly Uint8Array[],
  use: (kept: Kept) => T,
  secrets: Keys = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'callflowd-test-'))
  try {
    const blobs = new BlobFolders(join(folder, 'uploads'), join(folder, 'results'))
    const path = blobs.result(JOB)
    const inputs = [given].flat().map((bytes, i) => {
      const input = i === 0 ? blobs.capture(CAPTURE) : join(folder, `${i}.pcap`)
      writeFileSync(input, bytes)
      return input
    })
    const keys = writeKeys(folder, secrets)
    await analyze({ inputs, keys, folder: blobs.jobFolder(JOB), result: path, job: JOB })
    const result = openResult(path, decodeBody)
    const opened: Captures[] = []
    const open = (): Captures => {
      const kept = keptCaptures(blobs, { job_id: JOB, capture: CAPTURE })
      const captures = new Captures([...kept, ...inputs.slice(1)], result)
      opened.push(captures)
      return captures
    }
    const frames: Kept['frames'] = (wanted, media = true, whole = []) => {
      const pieces = exportPcap({ result, captures: open(), again: open(), wanted, media, whole })
      return new Uint8Array(Buffer.concat([...pieces]))
    }
    const used = use({ result, captures: open(), path, open, frames })
    for (const captures of opened) captures.close()
    result.close()
    return used
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Exported {
  readonly session: SessionDetail
  readonly pcapng: Uint8Array
}

/** The sessions of a capture that have events, each with the frames that an export of it holds. */
export function exportEach(capture: Uint8Array, media = true): Promise<Exported[]> {
  return withKept(capture, ({ result, frames }) =>
    [...result.details()]
      .filter(({ events_count }) => events_count > 0)
      .map((session) => ({ session, pcapng: frames(oneSession(session.session_id), media) })),
  )
}
