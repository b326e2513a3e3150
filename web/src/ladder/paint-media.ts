import { qualityOf } from '../looks.ts'
import { duration, lossText } from '../numbers.ts'
import { t } from '../words.ts'
import type { Scene } from './paint.ts'
import type { Ink, Pen, Point, Run } from './pen.ts'
import type { Lane, MediaRow } from './rows.ts'

const FIRST_LANE = 6
const NEXT_LANE = 24
const LANE = 13
const TIP = 9
const GAP = 8
const HIGH_LOSS = 0.05
const DELTA_X = 106
const LENGTH_Y = 36

/** Media between two nodes: a bar a direction, with what came of it. */
export function paintMedia(pen: Pen, scene: Scene, row: MediaRow, top: number): void {
  row.lanes.slice(0, 2).forEach((lane, i) => paintLane(pen, scene, lane, top + (i === 0 ? FIRST_LANE : NEXT_LANE)))
  const length = row.lanes[0]?.length
  if (length === undefined) return
  const runs: Run[] = [{ text: duration(length), ink: 'ink-3', font: 'delta' }]
  pen.text({ x: scene.left + DELTA_X, y: top + LENGTH_Y, runs, anchor: 'end' })
}

function inkOf({ media }: Lane): Ink {
  if (!media) return 'ink-3'
  return media.mos === undefined ? 'rtp' : qualityOf(media.mos)
}

function paintLane(pen: Pen, { layout }: Scene, lane: Lane, y: number): void {
  const [x0, x1] = [layout.columns[lane.from]!, layout.columns[lane.to]!]
  const way = Math.sign(x1 - x0) || 1
  const width = Math.abs(x1 - x0) || layout.columnWidth * 0.6
  const start = x0 + way * 4
  const end = x0 + way * (width - 3)
  const points: Point[] = [
    [start, y],
    [end - way * TIP, y],
    [end, y + LANE / 2],
    [end - way * TIP, y + LANE],
    [start, y + LANE],
  ]
  const ink = inkOf(lane)
  const dash = lane.media ? {} : { dash: [3, 3] }
  pen.shape(points, { ...(lane.media && { fill: ink, alpha: 0.12 }), stroke: { ink, width: 1, ...dash } })
  const runs = fitting(pen, laneRuns(lane, ink), width - TIP - 12)
  pen.text({ x: (start + end) / 2, y: y + 10, runs, anchor: 'middle' })
}

function laneRuns({ media }: Lane, ink: Ink): Run[] {
  if (!media) return [{ text: t('media.none'), ink: 'ink-3', font: 'lane' }]
  const { codec, mos, loss, jitter_mean_ms: jitter } = media
  const runs: Run[] = []
  if (mos !== undefined) runs.push({ text: t('media.mos', { mos: mos.toFixed(2) }), ink, font: 'laneStrong' })
  const lossInk = loss > HIGH_LOSS ? 'bad' : 'ink-2'
  runs.push({ text: t('media.loss', { loss: lossText(loss) }), ink: lossInk, font: 'lane', gap: GAP })
  if (jitter !== undefined) {
    runs.push({ text: t('media.jitter', { jitter: jitter.toFixed(1) }), ink: 'ink-2', font: 'lane', gap: GAP })
  }
  return [{ text: `RTP ${codec}`.trim(), ink: 'ink', font: 'laneStrong' }, ...runs.map((run) => ({ ...run, gap: GAP }))]
}

/** As many runs as there is room for, the first ones first. */
function fitting(pen: Pen, runs: readonly Run[], room: number): Run[] {
  let width = 0
  const fit = runs.filter((run) => {
    width += (run.gap ?? 0) + pen.measure(run)
    return width <= room
  })
  return fit.length > 0 ? fit : [{ ...runs[0]!, text: 'RTP' }]
}
