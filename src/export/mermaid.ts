import type { SessionDetail } from '../store/results/records.ts'
import { layoutLadder, type Row } from './ladder-layout.ts'
import { nameOf, repeatedText } from './ladder-text.ts'
import { printable } from './terminal.ts'

/** Characters that mean something to Mermaid; written as entities of its own (`#35;` is `#`). */
const SPECIAL = /[#;<>"`{}:\\]/g

/** A session as a Mermaid sequence diagram, in lines. */
export function* drawMermaid(session: SessionDetail): Generator<string> {
  const { columns, rows } = layoutLadder(session)
  yield 'sequenceDiagram'
  for (const [i, column] of columns.entries()) yield `  participant P${i} as ${escaped(nameOf(column))}`
  for (const row of rows) {
    const label = escaped(row.label + repeatedText(row)) || '-'
    if (row.kind === 'phase') {
      yield `  Note over ${row.from === row.to ? `P${row.from}` : `P${row.from},P${row.to}`}: ${label}`
      continue
    }
    yield `  P${row.from}${arrow(row)}P${row.to}: ${label}`
  }
}

function arrow({ kind, tone }: Row): string {
  if (kind === 'media') return '-)'
  return tone === 'request' ? '->>' : '-->>'
}

/** A colon is free behind the first one, but not in a participant's name. */
function escaped(text: string): string {
  return (
    printable(text)
      .replaceAll(SPECIAL, (character) => `#${character.codePointAt(0)};`)
      // `end` closes a block wherever it stands as a word.
      .replaceAll(/\bend\b/gi, (word) => `#${word.codePointAt(0)};${word.slice(1)}`)
      .trim()
  )
}
