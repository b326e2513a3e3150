// Why, in a message's own words: Reason (RFC 3326), Warning (RFC 3261 §20.43).

const LONGEST = 120
/** A protocol with its cause and, maybe, words. */
const REASON = /(Q\.850|SIP)\s*;\s*cause\s*=\s*(\d{1,3})(?:\s*;\s*text\s*=\s*"([^"]*)")?/gi
const WARNING = /^(\d{3})\s+\S+\s+"([^"]*)"/

/** `Q.850 18 (No user responding)`; undefined where nothing is told. */
export function statedReason({ reason, warning }: Readonly<Record<string, unknown>>): string | undefined {
  const stated: string[] = []
  if (typeof reason === 'string') {
    for (const [, protocol = '', cause = '', words = ''] of reason.matchAll(REASON)) {
      stated.push(`${protocol.toUpperCase()} ${cause}${words.trim() === '' ? '' : ` (${words.trim()})`}`)
    }
  }
  const warned = typeof warning === 'string' ? WARNING.exec(warning) : null
  if (warned) stated.push(`warning ${warned[1]!} (${warned[2]!})`)
  return stated.length === 0 ? undefined : stated.join(', ').slice(0, LONGEST)
}
