import type { SessionDetail } from '../store/results/records.ts'
import { type Ladder, layoutLadder, type Row } from './ladder-layout.ts'
import { placeOf, repeatedText, secondsText, titleOf, titleOfColumn } from './ladder-text.ts'
import { printable, shorten } from './terminal.ts'

/** In pixels: left of the lifelines, between two of them, of a row, and of what stands above. */
const GUTTER = 150
const PITCH = 230
const ROW = 38
const HEAD = 110
/** What the reason, where there is one, moves the ladder down by. */
const REASON = 18
const MARGIN = 90
/** Width of a character of the font, at most. */
const CHARACTER = 7

/** Follows the reader's choice of light or dark where it is shown; nothing is loaded from anywhere. */
const STYLE = `
svg { --ink: #1a1f27; --dim: #667080; --line: #c9d0da; --ground: #ffffff; --request: #1a1f27; --progress: #0b7285;
  --success: #1b7a34; --failure: #c02626; --media: #8a3fb0; --other: #4a5563; background: var(--ground);
  font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
@media (prefers-color-scheme: dark) { svg { --ink: #e6e9ee; --dim: #97a1b0; --line: #3b4452; --ground: #14181f;
  --request: #e6e9ee; --progress: #5cc8dc; --success: #63c97c; --failure: #ff7b72; --media: #d09bf0; --other: #aab4c2 } }
text { fill: var(--ink) } .dim { fill: var(--dim) } .title { font-weight: bold }
.life { stroke: var(--line) } .arrow { fill: none; stroke-width: 1.4 } .media { stroke-width: 3 } .phase { fill: var(--line); fill-opacity: 0.35 }
${['request', 'progress', 'success', 'failure', 'media', 'other']
  .map((tone) => `.t-${tone} text { fill: var(--${tone}) } .t-${tone} path { stroke: var(--${tone}) }`)
  .join('\n')}`

/** A session as a drawing that stands alone, in lines. */
export function* drawSvg(session: SessionDetail): Generator<string> {
  const ladder = layoutLadder(session)
  const [name, facts, why] = titleOf(session)
  const down = why === '' ? 0 : REASON
  const width = Math.max(lifeline(ladder.columns.length - 1) + MARGIN, GUTTER + PITCH + MARGIN)
  const height = HEAD + (ladder.rows.length + 1) * ROW
  const words = (text: string): string => shorten(printable(text), Math.floor((width - 32) / CHARACTER))
  yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + down}" width="${width}" height="${height + down}" role="img">`
  yield `<title>${escaped(name)}</title>`
  yield `<style>${STYLE}</style>`
  yield textAt(16, 24, words(name), 'title')
  yield textAt(16, 44, facts, 'dim')
  yield textAt(16, 44 + down, words(why), 'dim')
  yield `<g transform="translate(0 ${down})">`
  yield* heads(ladder, height)
  for (const [i, row] of ladder.rows.entries()) yield drawRow(row, HEAD + (i + 1) * ROW)
  yield '</g></svg>'
}

function lifeline(column: number): number {
  return GUTTER + MARGIN + column * PITCH
}

function* heads({ columns }: Ladder, height: number): Generator<string> {
  for (const [i, column] of columns.entries()) {
    const x = lifeline(i)
    yield `<path class="life" d="M${x} ${HEAD - 20}V${height - 10}"/>`
    const words = (text: string): string => shorten(printable(text), Math.floor(PITCH / CHARACTER))
    const title = titleOfColumn(column)
    if (title !== '') yield textAt(x, HEAD - 42, words(title), 'title', 'middle')
    yield textAt(x, HEAD - 28, words(placeOf(column)), title === '' ? 'title' : 'dim', 'middle')
  }
}

/** A band over all lifelines, with its label. */
function drawPhase({ from, to, tone, label }: Row, y: number): string {
  const x = lifeline(from) - MARGIN + 8
  const width = lifeline(to) - lifeline(from) + 2 * MARGIN - 16
  const words = shorten(printable(label), Math.floor((width - 16) / CHARACTER))
  const band = `<rect class="phase" x="${x}" y="${y - 20}" width="${width}" height="26" rx="4"/>`
  return `<g class="t-${tone}">${band}${textAt(x + 8, y - 3, words, 'title')}</g>`
}

function drawRow(row: Row, y: number): string {
  if (row.kind === 'phase') return drawPhase(row, y)
  const { from, to, tone, kind, label, time, frame, delta_ms } = row
  const [start, end] = [lifeline(from), lifeline(to)]
  const room = Math.max(1, Math.abs(from - to)) * PITCH - 16
  const words = shorten(printable(label) + repeatedText(row), Math.floor(room / CHARACTER))
  const isOwn = from === to
  const middle = isOwn ? start + 8 : (start + end) / 2
  const second = [frame === undefined ? '' : `#${frame}`, delta_ms === undefined ? '' : `+${secondsText(delta_ms)}`]
  return [
    `<g class="t-${tone}">`,
    textAt(16, y - 6, time?.slice(11, 23) ?? '', 'dim'),
    textAt(16, y + 8, second.join(' ').trim(), 'dim'),
    textAt(middle, y - 6, words, '', isOwn ? 'start' : 'middle'),
    `<path class="arrow ${kind}" d="${isOwn ? loop(start, y) : line(start, end, y)}"/>`,
    '</g>',
  ].join('')
}

function line(start: number, end: number, y: number): string {
  const back = start < end ? -7 : 7
  return `M${start} ${y}H${end}M${end + back} ${y - 4}L${end} ${y}L${end + back} ${y + 4}`
}

function loop(x: number, y: number): string {
  return `M${x} ${y}h24v10h-24m7 -4l-7 4l7 4`
}

function textAt(x: number, y: number, text: string, kind: string, anchor = 'start'): string {
  if (text === '') return ''
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}"${kind === '' ? '' : ` class="${kind}"`}${place}>${escaped(text)}</text>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Without what XML 1.0 has no place for: §2.2. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!)
}
