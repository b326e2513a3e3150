import { rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { publishResult } from '../store/results/writer.ts'
import { saysFull } from '../store/storage-full.ts'
import { analyze, Cancelled } from './analyze.ts'
import type { ThreadMessage, ThreadTask } from './thread-messages.ts'
import { NotACapture } from '../model/capture.ts'

const task = workerData as ThreadTask
const cancel = new Int32Array(task.cancel)
let highest = 0

function tell(message: ThreadMessage): void {
  parentPort!.postMessage(message)
}

/** What may be said of an error: sentences of ours, and no path of the server's. */
function wordsOf(error: unknown): string {
  if (error instanceof Cancelled) return 'Cancelled'
  if (saysFull(error)) return 'Analysis failed: no space left on the disk of the server'
  const words = error instanceof Error ? error.message : String(error)
  const prefix = error instanceof NotACapture ? 'Failed to parse PCAP' : 'Analysis failed'
  return `${prefix}: ${words.replaceAll(task.folder, '').replaceAll(/'?\/[^\s']+'?/g, 'a file')}`
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
  tell({ type: 'failed', error: wordsOf(error) })
}
