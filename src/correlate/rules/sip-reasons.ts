// Why, in a message's own words: Reason (RFC 3326), Warning (RFC 3261 §20.43), and what its body adds.

const LONGEST = 120
/** A protocol with its cause and, maybe, words. */
const REASON = /(Q\.850|SIP)\s*;\s*cause\s*=\s*(\d{1,3})(?:\s*;\s*text\s*=\s*"([^"]*)")?/gi
const WARNING = /^(\d{3})\s+\S+\s+"([^"]*)"/

/** `Q.850 18 (No user responding)`; undefined where nothing is told. */
export function statedReason(details: Readonly<Record<string, unknown>>): string | undefined {
  const { reason, warning } = details
  const stated: string[] = []
  if (typeof reason === 'string') {
    for (const [, protocol = '', cause = '', words = ''] of reason.matchAll(REASON)) {
      stated.push(`${protocol.toUpperCase()} ${cause}${words.trim() === '' ? '' : ` (${words.trim()})`}`)
    }
  }
  stated.push(...carriedReasons(details))
  const warned = typeof warning === 'string' ? WARNING.exec(warning) : null
  if (warned) stated.push(`warning ${warned[1]!} (${warned[2]!})`)
  return stated.length === 0 ? undefined : stated.join(', ').slice(0, LONGEST)
}

/** What a part of ISUP says that the header does not, and which other service is to be used (TS 24.229 §7.6). */
function carriedReasons({ isup, ims_service, q850_cause }: Readonly<Record<string, unknown>>): string[] {
  const { cause_code: code, cause } = (isup ?? {}) as { cause_code?: number; cause?: string }
  const { type, action } = (ims_service ?? {}) as { type?: string; action?: string }
  const stated: string[] = []
  if (code !== undefined && code !== q850_cause) stated.push(`ISUP ${code} (${cause})`)
  if (type !== undefined) stated.push(`alternative service ${type}${action === undefined ? '' : ` (${action})`}`)
  return stated
}
