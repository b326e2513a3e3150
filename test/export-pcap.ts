import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Captures } from '../src/inspect/captures.ts'
import { exportPcap } from '../src/inspect/pcap.ts'
import { analyze } from '../src/jobs/analyze.ts'
import { keptCaptures } from '../src/jobs/kept-captures.ts'
import { BlobFolders } from '../src/store/blobs/folders.ts'
import { oneSession, type Wanted } from '../src/store/results/condition.ts'
import { openResult } from '../src/store/results/reader.ts'
import type { SessionDetail } from '../src/store/results/records.ts'

const JOB = '00000000-0000-4000-8000-000000000000'
const CAPTURE = '00000000-0000-4000-8000-000000000001'

interface Exported {
  readonly session: SessionDetail
  readonly pcapng: Uint8Array
}

/** The sessions of a capture that have events, each with the frames that an export of it holds. */
export async function exportEach(capture: Uint8Array, media = true): Promise<Exported[]> {
  const folder = mkdtempSync(join(tmpdir(), 'callflowd-test-'))
  try {
    const blobs = new BlobFolders(join(folder, 'uploads'), join(folder, 'results'))
    writeFileSync(blobs.capture(CAPTURE), capture)
    await analyze({
      inputs: [blobs.capture(CAPTURE)],
      folder: blobs.jobFolder(JOB),
      result: blobs.result(JOB),
      job: JOB,
    })
    const result = openResult(blobs.result(JOB))
    const paths = keptCaptures(blobs, { job_id: JOB, capture: CAPTURE })
    const one = (wanted: Wanted): Uint8Array => {
      const [captures, again] = [new Captures(paths, result), new Captures(paths, result)]
      const pieces = [...exportPcap({ result, captures, again, wanted, media })]
      captures.close()
      again.close()
      return new Uint8Array(Buffer.concat(pieces))
    }
    const sessions = [...result.details()].filter(({ events_count }) => events_count > 0)
    const exported = sessions.map((session) => ({ session, pcapng: one(oneSession(session.session_id)) }))
    result.close()
    return exported
  } finally {
    rmSync(folder, { recursive: true })
  }
}
