import type { SessionDetail } from '../store/results/records.ts'
import type { Column } from './ladder-columns.ts'
import type { Row } from './ladder-layout.ts'

/** The address, with its port where there is one only. */
export function nameOf(column: Column | undefined): string {
  if (!column) return ''
  const { address, name, ports } = column
  const [port] = ports.length === 1 ? ports : []
  const end = port === undefined ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return name === undefined ? end : `${name} ${end}`
}

/** How often and how long a message was repeated. */
export function repeatedText({ repeats, repeated_for_ms }: Row): string {
  return repeats === 0 ? '' : ` ×${repeats + 1} (+${secondsText(repeated_for_ms)} s)`
}

export function secondsText(ms: number): string {
  return (Math.trunc(ms) / 1000).toFixed(3)
}

/** What stands above a ladder: the session's name, and how it went. */
export function titleOf(session: SessionDetail): [name: string, facts: string] {
  const { type, subtype, session_key, start_time, duration_ms, outcome, metrics } = session
  const facts = [`${start_time.slice(0, 10)} UTC`, `${(duration_ms / 1000).toFixed(3)} s`, outcome]
  if (typeof metrics['setup_time_ms'] === 'number') facts.push(`setup ${metrics['setup_time_ms']} ms`)
  return [`${type}${subtype === undefined ? '' : ` (${subtype})`}  ${session_key}`, facts.join(' · ')]
}
