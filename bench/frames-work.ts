import type { CDPSession } from 'playwright-core'

const CATEGORIES = 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline'
const TASK = 'RunTask'
/** Begins, as an asynchronous event (phase `b`), with every frame that the main thread works on. */
const FRAME = 'AnimationFrame'

/** An event of Chromium's trace; times in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** Of `dur`, what the thread really worked: the rest, others had the processor. */
  readonly tdur?: number
}

/** Milliseconds of work of the page's main thread in each frame that is drawn while `act` goes on. */
export async function workOfFrames(session: CDPSession, act: () => Promise<void>): Promise<number[]> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.start', { categories: CATEGORIES, transferMode: 'ReportEvents' })
  await act()
  await session.send('Tracing.end')
  await complete
  return perFrame(events)
}

function perFrame(events: readonly TraceEvent[]): number[] {
  const frames = mainThread(events.filter(({ name, ph }) => name === FRAME && ph === 'b')).toSorted(
    (a, b) => a.ts - b.ts,
  )
  const [first] = frames
  if (!first) return []
  const isOurs = (one: TraceEvent): boolean => one.pid === first.pid && one.tid === first.tid
  const tasks = events.filter((one) => one.name === TASK && isOurs(one)).toSorted((a, b) => a.ts - b.ts)
  const work = frames.map(() => 0)
  let frame = 0
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    // The task that begins a frame holds the event that says so.
    while (frame + 1 < frames.length && frames[frame + 1]!.ts < ts + dur) frame++
    if (ts + dur >= first.ts) work[frame]! += tdur / 1000
  }
  return work
}

/** Of the page, where others draw frames too: the thread with most of them. */
function mainThread(frames: readonly TraceEvent[]): TraceEvent[] {
  const byThread = Map.groupBy(frames, ({ pid, tid }) => `${pid} ${tid}`)
  return [...byThread.values()].toSorted((a, b) => b.length - a.length)[0] ?? []
}
