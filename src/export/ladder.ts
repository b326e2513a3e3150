import type { SessionDetail } from '../store/results/records.ts'
import { type Ladder, layoutLadder, type Row } from './ladder-layout.ts'
import { nameOf, repeatedText, secondsText, titleOf } from './ladder-text.ts'
import { type Colour, displayWidth, pad, type Paint, plainPaint, printable, shorten, wrap } from './terminal.ts'

export interface LadderStyle {
  /** Columns of the terminal; more are used where the narrowest ladder does not fit. */
  readonly width: number
  readonly paint?: Paint
}

/** Left of the lifelines: time of day, or frame and delta. */
const GUTTER = 15
/** Between two lifelines, at least and at most. */
const NARROWEST = 18
const WIDEST = 44
/** Longer labels are cut. */
const LABEL_LINES = 5
/** A rule's label has at least so much room, whatever the width of the ladder. */
const NARROWEST_RULE = 72

const TONES: Readonly<Record<Row['tone'], Colour | undefined>> = {
  request: 'bold',
  progress: 'cyan',
  success: 'green',
  failure: 'red',
  media: 'magenta',
  other: undefined,
}

/** A session as a ladder of text, in lines: its title, the participants, and an arrow for each message. */
export function* drawLadder(session: SessionDetail, { width, paint = plainPaint }: LadderStyle): Generator<string> {
  const ladder = layoutLadder(session)
  yield* title(session, width, paint)
  yield ''
  const canvas = new Canvas(ladder, width, paint)
  yield* canvas.header()
  for (const row of ladder.rows) yield* canvas.row(row)
  yield canvas.lifelines()
  if (session.events_truncated) yield `(the first ${session.events.length} of ${session.events_count} events)`
}

function title(session: SessionDetail, width: number, paint: Paint): string[] {
  const [name, facts, why] = titleOf(session)
  const reason = why === '' ? [] : wrap(printable(why), width)
  return [...wrap(printable(name), width).map((line) => paint(line, 'bold')), facts, ...reason]
}

/** Places what belongs to lifelines. */
class Canvas {
  readonly #ladder: Ladder
  readonly #paint: Paint
  /** Columns from one lifeline to the next, and from the gutter to the first. */
  readonly #pitch: number
  readonly #margin: number

  constructor(ladder: Ladder, width: number, paint: Paint) {
    this.#ladder = ladder
    this.#paint = paint
    this.#margin = Math.min(Math.ceil((nameOf(ladder.columns[0]).length + 1) / 2), WIDEST / 2)
    this.#pitch = pitch(ladder, width - GUTTER - 2 * this.#margin)
  }

  *header(): Generator<string> {
    const names = this.#ladder.columns.map((column) => wrap(printable(nameOf(column)), this.#pitch - 2))
    const height = Math.max(1, ...names.map((lines) => lines.length))
    for (let i = 0; i < height; i++) {
      yield this.#paint(this.#centred(names.map((lines) => lines[i - height + lines.length] ?? '')), 'bold')
    }
    yield this.#centred(names.map(() => '──────┬──────'))
  }

  lifelines(): string {
    return this.#line('', [], undefined)
  }

  *row(row: Row): Generator<string> {
    if (row.kind === 'phase') {
      yield* this.#rule(row)
      return
    }
    const colour = TONES[row.tone]
    const left = Math.min(row.from, row.to)
    const length = span(row) * this.#pitch - 1
    const room = length - 2
    const labels = labelLines(printable(row.label) + repeatedText(row), room)
    const time = row.time?.slice(11, 23) ?? ''
    const at = this.#lifeline(left) + 2
    for (const [i, label] of labels.entries()) {
      const text = row.from === row.to ? label : pad(label, room, 'center')
      yield this.#line(i === 0 ? time : '', [{ at, text }], colour)
    }
    yield this.#line(second(row), [{ at: at - 1, text: arrow(row, length) }], colour)
  }

  /** A labelled rule from the first lifeline to the last; what it has no room for goes on below. */
  *#rule({ label, tone, from, to }: Row): Generator<string> {
    const length = this.#lifeline(to) - this.#lifeline(from) + 1
    const [first = '', ...rest] = wrap(printable(label), Math.max(length, NARROWEST_RULE) - 4)
    const start = `── ${first} `
    const lines = [start + '─'.repeat(Math.max(0, length - displayWidth(start))), ...rest.map((line) => `   ${line}`)]
    for (const line of lines)
      yield ' '.repeat(this.#lifeline(from)) + this.#paint(line.trimEnd(), TONES[tone] ?? 'bold')
  }

  #lifeline(column: number): number {
    return GUTTER + this.#margin + column * this.#pitch
  }

  /** A text on each lifeline. */
  #centred(texts: readonly string[]): string {
    let line = ''
    for (const [i, text] of texts.entries()) {
      const from = this.#lifeline(i) - Math.floor(displayWidth(text) / 2)
      line = pad(line, from) + text
    }
    return line
  }

  /** Lifelines with texts over them. */
  #line(gutter: string, texts: readonly { at: number; text: string }[], colour: Colour | undefined): string {
    let line = this.#paint(pad(gutter, GUTTER), 'dim')
    let column = GUTTER
    const stroke = (to: number): void => {
      for (const i of this.#ladder.columns.keys()) {
        const lifeline = this.#lifeline(i)
        if (lifeline < column || lifeline >= to) continue
        line += `${' '.repeat(lifeline - column)}│`
        column = lifeline + 1
      }
      if (Number.isFinite(to)) line += ' '.repeat(to - column)
      column = to
    }
    for (const { at, text } of texts) {
      stroke(at)
      line += colour === undefined ? text : this.#paint(text, colour)
      column = at + displayWidth(text)
    }
    stroke(Infinity)
    return line.trimEnd()
  }
}

function labelLines(label: string, width: number): string[] {
  const lines = wrap(label, width)
  if (lines.length <= LABEL_LINES) return lines
  return [...lines.slice(0, LABEL_LINES - 1), shorten(lines.slice(LABEL_LINES - 1).join(' '), width)]
}

/** Wide enough for every label and name, if there is room. */
function pitch({ columns, rows }: Ladder, room: number): number {
  const labels = rows
    .filter(({ kind }) => kind !== 'phase')
    .map((row) => Math.ceil((row.label.length + repeatedText(row).length + 3) / span(row)))
  const wanted = Math.max(NARROWEST, largest(labels), largest(columns.map((column) => nameOf(column).length + 2)))
  const most = Math.floor(room / Math.max(1, columns.length - 1))
  return Math.max(NARROWEST, Math.min(wanted, WIDEST, most))
}

function span({ from, to }: Row): number {
  return Math.max(1, Math.abs(from - to))
}

/** Spreading ten thousand arguments is no way to find the largest. */
function largest(widths: readonly number[]): number {
  return widths.reduce((a, b) => Math.max(a, b), 0)
}

function second({ frame, delta_ms }: Row): string {
  const number = frame === undefined ? '' : `#${frame}`
  const delta = delta_ms === undefined ? '' : `+${secondsText(delta_ms)}`
  return number + delta.padStart(GUTTER - 3 - number.length)
}

/** From lifeline to lifeline; a message to itself comes back at once. */
function arrow({ kind, from, to }: Row, length: number): string {
  if (from === to) return '<──┘'
  const shaft = (kind === 'media' ? '═' : '─').repeat(length - 1)
  return from < to ? `${shaft}>` : `<${shaft}`
}
