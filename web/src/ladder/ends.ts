/** Ends are `address`, `address:port` or `[address]:port`; a bare IPv6 address has more than one colon. */
const WITH_PORT = /^(?:\[(?<six>[^\]]*)\]|(?<four>[^:]*)):(?<port>\d+)$/

export interface End {
  readonly address: string
  /** Empty where there is none. */
  readonly port: string
}

/** The same ends come again and again. */
const known = new Map<string, End>()
const MOST_KNOWN = 10_000

export function endOf(text: string): End {
  let end = known.get(text)
  if (end) return end
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, (end = parse(text)))
  return end
}

function parse(text: string): End {
  const groups = WITH_PORT.exec(text)?.groups
  return { address: groups?.['six'] ?? groups?.['four'] ?? text, port: groups?.['port'] ?? '' }
}
