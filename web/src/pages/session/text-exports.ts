import type { Event } from '../../client/records.ts'
import type { MediaRow, MessageRow } from '../../ladder/rows.ts'
import { duration } from '../../numbers.ts'
import { visible } from '../../text.ts'
import type { Picture } from './exports.ts'

const COLUMNS = [
  'event_id',
  'timestamp_ns',
  'timestamp',
  'protocol',
  'message_type',
  'source',
  'destination',
  'frame',
] as const

/** Of a time of the day, 14:02:11.204. */
const TIME = 12

/** A row an event, RFC 4180. */
export function csvOf(events: readonly Event[]): string {
  const rows = events.map((event) => [...COLUMNS.map((name) => cell(String(event[name]))), cell(event.short)].join(','))
  return `${[...COLUMNS, 'short'].join(',')}\r\n${rows.join('\r\n')}\r\n`
}

/** Quoted where needed; what a spreadsheet would run as a formula is text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line a row: time, ends, message. */
export function textOf({ layout, nodes, timeOf }: Picture): string {
  const name = (i: number): string => visible(nodes[i]?.role ?? nodes[i]?.name ?? nodes[i]?.key ?? '')
  const wide = Math.max(...nodes.map((_, i) => name(i).length), 1)
  const lines = layout.rows.map((row) => {
    if (row.kind === 'phase') return `── ${row.name}: ${row.fact}`
    if (row.kind === 'gap') return `… ${duration(row.length)} ${row.reason}`.trimEnd()
    const [from, to] = endsOf(row)
    const arrow = row.kind === 'media' ? '══>' : row.answers ? '-->' : '──>'
    return `${timeOf(row).padStart(TIME)}  ${name(from).padEnd(wide)} ${arrow} ${name(to).padEnd(wide)}  ${labelOf(row)}`
  })
  return `${lines.join('\n')}\n`
}

/** A sequence diagram of Mermaid. */
export function mermaidOf({ layout, nodes }: Picture): string {
  const heads = nodes.map((node, i) => `  participant N${i} as ${plain(node.role ?? node.name ?? node.key)}`)
  const lines = layout.rows.map((row) => {
    if (row.kind === 'phase') return `  Note over N0: ${plain(`${row.name}: ${row.fact}`)}`
    if (row.kind === 'gap') return `  Note over N0: ${duration(row.length)} ${plain(row.reason)}`
    const [from, to] = endsOf(row)
    const arrow = row.kind === 'media' ? '-)' : row.fails ? '--x' : row.answers ? '-->>' : '->>'
    return `  N${from}${arrow}N${to}: ${plain(labelOf(row))}`
  })
  return ['sequenceDiagram', ...heads, ...lines, ''].join('\n')
}

function endsOf(row: MessageRow | MediaRow): readonly [number, number] {
  return row.kind === 'message' ? [row.from, row.to] : [row.lanes[0]?.from ?? 0, row.lanes[0]?.to ?? 0]
}

function labelOf(row: MessageRow | MediaRow): string {
  if (row.kind === 'media') return `RTP ${row.lanes[0]?.media?.codec ?? ''}`.trim()
  const times = row.again.length > 0 ? ` ×${row.again.length + 1}` : ''
  return visible(`${row.name}${times} ${row.detail}`.trim())
}

/** Without what Mermaid reads as its own. */
function plain(text: string): string {
  return visible(text).replaceAll(/[;#:<>{}[\]"`%]/g, ' ')
}
