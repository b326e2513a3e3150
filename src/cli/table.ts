import { jitterText, mosOf } from '../export/session-columns.ts'
import { type Colour, displayWidth, pad, type Paint, printable, shorten } from '../export/terminal.ts'
import { grouped } from '../model/numbers.ts'
import { namedEndsOf } from '../model/session-ends.ts'
import { undecodedPlaces } from '../model/undecoded-places.ts'
import { warningText } from '../model/warning-words.ts'
import type { Listing } from '../store/results/condition.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { SessionBrief } from '../store/results/records.ts'

export interface TableStyle {
  readonly wanted: Listing
  /** Columns to fit into; undefined for as many as are needed. */
  readonly width: number | undefined
  readonly paint: Paint
}

/** Rows that are looked at to find the widths of columns; later ones may stand out. */
const MEASURED = 500
/** A column that gives way is never narrower. */
const NARROWEST = 10
const GAP = '  '
/** Places that are told of what was not decoded, the ones with the most first. */
const PLACES = 5

interface Column {
  readonly title: string
  readonly align?: 'right'
  /** Gives way where the terminal is narrow, the first ones before the others. */
  readonly flexible?: 'first' | 'then'
  readonly text: (of: SessionBrief) => string
  readonly colour?: (of: SessionBrief) => Colour | undefined
}

/** The sessions of a result as a table for people, and a summary below it; in lines, one session at a time. */
export function* sessionTable(result: ResultReader, { wanted, width, paint }: TableStyle): Generator<string> {
  const sessions = result.briefs(wanted)
  const measured = first(sessions, MEASURED)
  const all = columnsOf(result)
  // A terminal has no room for columns that are known to stay empty.
  const columns =
    width === undefined || measured.length === MEASURED
      ? all
      : all.filter(({ text }) => measured.some((one) => text(one) !== ''))
  if (measured.length > 0) {
    const table = new Table(columns, widthsOf(columns, measured, width), paint)
    yield table.header()
    for (const session of measured) yield table.row(session)
    for (const session of sessions) yield table.row(session)
    yield ''
  } else if (wanted.type !== undefined || wanted.condition !== undefined) yield 'no session fits'
  yield* summaryLines(result, paint)
}

class Table {
  readonly #columns: readonly Column[]
  readonly #widths: readonly number[]
  readonly #paint: Paint

  constructor(columns: readonly Column[], widths: readonly number[], paint: Paint) {
    this.#columns = columns
    this.#widths = widths
    this.#paint = paint
  }

  header(): string {
    return this.#paint(
      this.#line((column) => column.title),
      'bold',
    )
  }

  row(session: SessionBrief): string {
    return this.#line(
      (column) => printable(column.text(session)),
      (column) => column.colour?.(session),
    )
  }

  #line(text: (column: Column) => string, colour?: (column: Column) => Colour | undefined): string {
    const cells = this.#columns.map((column, i) => {
      const width = this.#widths[i]!
      const fitting = column.flexible !== undefined ? shorten(text(column), width) : text(column)
      const cell = pad(fitting, width, column.align)
      const tone = colour?.(column)
      return tone === undefined ? cell : this.#paint(cell, tone)
    })
    return cells.join(GAP).trimEnd()
  }
}

function columnsOf(result: ResultReader): readonly Column[] {
  const { first_time = '', last_time = '' } = result.summary().capture
  const sameDay = first_time.slice(0, 10) === last_time.slice(0, 10)
  const start = ({ start_time }: SessionBrief): string =>
    sameDay ? start_time.slice(11, 23) : start_time.slice(0, 23).replace('T', ' ')
  return [
    { title: 'TYPE', text: (of) => of.type },
    { title: 'START (UTC)', text: start },
    { title: 'DURATION', align: 'right', text: (of) => duration(of.duration_ms) },
    { title: 'FROM → TO', flexible: 'then', text: (of) => ends(of) },
    { title: 'OUTCOME', text: (of) => of.outcome, colour: (of) => OUTCOMES[of.outcome] },
    { title: 'SETUP', align: 'right', text: (of) => metric(of, 'setup_time_ms', (ms) => `${ms} ms`) },
    { title: 'LOSS', align: 'right', text: (of) => metric(of, 'rtp_loss', (loss) => `${(loss * 100).toFixed(2)} %`) },
    { title: 'JITTER', align: 'right', text: (of) => metric(of, 'rtp_jitter_ms', (ms) => `${jitterText(ms)} ms`) },
    { title: 'MOS', align: 'right', text: (of) => mosOf(of)?.toFixed(2) ?? '' },
    { title: 'PACKETS', align: 'right', text: (of) => String(of.packet_count) },
    { title: 'KEY', flexible: 'first', text: (of) => of.session_key },
    { title: 'WHY', flexible: 'then', text: why },
  ]
}

const OUTCOMES = { success: 'green', failed: 'red', cancelled: 'yellow', incomplete: 'dim', unread: 'dim' } as const

function metric({ metrics }: SessionBrief, name: string, text: (value: number) => string): string {
  const value = metrics[name]
  return typeof value === 'number' ? text(value) : ''
}

/** What went wrong: of what succeeded too, where the verdict puts something down to somebody. */
function why({ outcome, verdict }: SessionBrief): string {
  const { text, category } = verdict ?? {}
  return (outcome !== 'success' || category !== undefined) && typeof text === 'string' ? text : ''
}

function ends(session: SessionBrief): string {
  const { from, to } = namedEndsOf(session)
  return to === '' ? from : `${from} → ${to}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(3)} s`
  const seconds = Math.floor(ms / 1000)
  const hours = Math.floor(seconds / 3600)
  const rest = `${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

function widthsOf(columns: readonly Column[], sessions: readonly SessionBrief[], width: number | undefined): number[] {
  const widths = columns.map(({ title, text }) =>
    sessions.reduce((most, session) => Math.max(most, displayWidth(printable(text(session)))), title.length),
  )
  if (width === undefined) return widths
  let excess = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length) - width
  while (excess > 0) {
    const first = widestFlexible(columns, widths, 'first')
    const widest = first < 0 ? widestFlexible(columns, widths, 'then') : first
    if (widest < 0) break
    widths[widest]!--
    excess--
  }
  return widths
}

function widestFlexible(columns: readonly Column[], widths: readonly number[], which: Column['flexible']): number {
  let widest = -1
  for (const [i, { flexible }] of columns.entries()) {
    if (flexible === which && widths[i]! > NARROWEST && (widest < 0 || widths[i]! > widths[widest]!)) widest = i
  }
  return widest
}

/** Takes from a generator without ending it. */
function first<Item>(items: Generator<Item>, count: number): Item[] {
  const taken: Item[] = []
  while (taken.length < count) {
    const step = items.next()
    if (step.done === true) break
    taken.push(step.value)
  }
  return taken
}

function* summaryLines(result: ResultReader, paint: Paint): Generator<string> {
  const { capture, coverage } = result.summary()
  const types = Object.entries(result.types())
  const total = types.reduce((sum, [, count]) => sum + count, 0)
  const parts = types.map(([type, count]) => `${grouped(count)} ${type}`).join(', ')
  yield `${plural(total, 'session')}${parts === '' ? '' : ` (${parts})`} in ${plural(capture.packets, 'packet')}`
  if (coverage.duplicates > 0) yield `${plural(coverage.duplicates, 'copy', 'copies')} of packets left out`
  if (coverage.undecoded > 0)
    yield `${plural(coverage.undecoded, 'packet')} not decoded: ${undecodedPlaces(coverage.undecoded_at, PLACES, grouped)}`
  for (const unread of ['ciphered', 'malformed', 'cut'] as const) {
    if (coverage[unread] > 0) yield `${plural(coverage[unread], 'packet')} ${unread}`
  }
  if (capture.truncated) yield paint('warning: the capture is cut off or damaged; what was readable was read', 'yellow')
  for (const one of capture.warnings) yield paint(`warning: ${printable(warningText(one, grouped))}`, 'yellow')
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}
