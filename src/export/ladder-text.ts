import type { SessionDetail } from '../store/results/records.ts'
import { shownName } from '../model/columns.ts'
import type { Column } from './ladder-columns.ts'
import type { Row } from './ladder-layout.ts'
import { printable } from './terminal.ts'

/** What it is and is called, and where. */
export function nameOf(column: Column | undefined): string {
  return column ? [titleOfColumn(column), placeOf(column)].filter(Boolean).join(' ') : ''
}

/** Its role and name, as far as they are known. */
export function titleOfColumn(column: Column): string {
  return [column.role, shownName(column)].filter(Boolean).join(' ')
}

/** The address, with its port where there is one only, and how many more there are. */
export function placeOf({ address, addresses, ports }: Column): string {
  if (addresses.length > 1) return `${address} +${addresses.length - 1}`
  const [port] = ports.length === 1 ? ports : []
  return port === undefined ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** How often and how long a message was repeated. */
export function repeatedText({ repeats, repeated_for_ms }: Row): string {
  return repeats === 0 ? '' : ` ×${repeats + 1} (+${secondsText(repeated_for_ms)} s)`
}

export function secondsText(ms: number): string {
  return (Math.trunc(ms) / 1000).toFixed(3)
}

const MOST_SUBSCRIBERS = 3

/** What stands above a ladder: the session's name, when and how it went, whose it is, and why, where that can be told. */
export function titleOf(session: SessionDetail): [name: string, facts: string, why: string] {
  const { type, subtype, session_key, start_time, duration_ms, outcome, metrics, verdict, subscribers = [] } = session
  const facts = [`${start_time.slice(0, 23).replace('T', ' ')} UTC`, `${(duration_ms / 1000).toFixed(3)} s`, outcome]
  if (typeof metrics['setup_time_ms'] === 'number') facts.push(`setup ${metrics['setup_time_ms']} ms`)
  for (const { kind, value } of subscribers.slice(0, MOST_SUBSCRIBERS))
    facts.push(`${kind.toUpperCase()} ${printable(value)}`)
  const why = verdict?.['text']
  const name = `${type}${subtype === undefined ? '' : ` (${subtype})`}  ${session_key}`
  return [name, facts.join(' · '), typeof why === 'string' ? why : '']
}
