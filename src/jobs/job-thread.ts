import { rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { publishResult } from '../store/results/writer.ts'
import { saysFull } from '../store/storage-full.ts'
import { analyze, Cancelled } from './analyze.ts'
import type { ThreadMessage, ThreadTask } from './thread-messages.ts'
import { NotACapture } from '../model/capture.ts'
import type { FailureReason } from '../model/job.ts'

const task = workerData as ThreadTask
const cancel = new Int32Array(task.cancel)
let highest = 0
/** Codes of errors that say of a capture that it is no good. */
const CAPTURE_FAULTS: readonly unknown[] = ['UNREADABLE_CAPTURE', 'EXPANSION_LIMIT']

function tell(message: ThreadMessage): void {
  parentPort!.postMessage(message)
}

/** What may be said of an error: sentences of ours, and no path of the server's. */
function failureOf(error: unknown): { error: string; reason: FailureReason } {
  if (error instanceof Cancelled) return { error: 'Cancelled', reason: 'cancelled' }
  if (saysFull(error)) return { error: 'Analysis failed: no space left on the disk of the server', reason: 'disk' }
  const words = error instanceof Error ? error.message : String(error)
  const prefix = error instanceof NotACapture ? 'Failed to parse PCAP' : 'Analysis failed'
  const isCapture = error instanceof NotACapture || CAPTURE_FAULTS.includes((error as { code?: unknown }).code)
  return {
    error: `${prefix}: ${words.replaceAll(task.folder, '').replaceAll(/'?\/[^\s']+'?/g, 'a file')}`,
    reason: isCapture ? 'capture' : 'internal',
  }
}

try {
  // What an earlier attempt left.
  rmSync(task.folder, { recursive: true, force: true })
  const done = await analyze({
    inputs: task.inputs,
    folder: task.folder,
    result: task.unfinished,
    job: task.job,
    hints: task.hints,
    keys: task.keys,
    onProgress: (progress) => {
      highest = Math.max(highest, progress.progress)
      tell({ type: 'progress', progress: { ...progress, progress: highest } })
    },
    cancelled: () => Atomics.load(cancel, 0) !== 0,
  })
  publishResult(task.unfinished, task.result)
  const { measures, session_count, capture } = done
  const totals = { total_packets: capture.packets, total_bytes: capture.bytes, session_count }
  tell({ type: 'completed', totals, measures })
} catch (error) {
  tell({ type: 'failed', ...failureOf(error) })
}
