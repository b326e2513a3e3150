import { ownEvents } from '../analyze-capture.ts'
import type { SessionEvent } from '../../src/model/session.ts'
import type { Analysis, Tally } from './compare.ts'
import type { Oracle } from './oracle.ts'

/** One message as the oracle lists it: in file order, per version. */
export interface OracleGtp {
  readonly n: number
  readonly type?: number | undefined
  readonly teid?: string | undefined
  readonly seq?: number | undefined
  readonly cause?: number | undefined
  /** Version 0 has no TEID: what stands there is shown otherwise. */
  readonly ver?: number | undefined
}

const LAST_ECHO = 2
const G_PDU = 255

function line(message: OracleGtp): string {
  const { n, type, teid = '-', seq = '-', cause = '-', ver } = message
  return `${n} type ${type} sequence ${seq} teid ${ver === 0 ? '-' : teid} cause ${cause}`
}

function ofEvent({ frame, details }: SessionEvent): OracleGtp {
  const { message_type_code: type, teid, sequence: seq, cause_code: cause } = details as Record<string, never>
  return { n: frame, type, teid, seq, cause }
}

/** Echoes are aggregated, and copies are no events: they fall out of the comparison. */
function isCompared({ type }: OracleGtp): boolean {
  return type !== undefined && type > LAST_ECHO && type !== G_PDU
}

export function compareGtp(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const copies = new Set(analysis.coverage.duplicate_frames.map(([copy]) => copy))
  const events = ownEvents(analysis.sessions).filter(({ protocol }) => protocol.startsWith('GTP'))
  const lists: readonly [readonly OracleGtp[], RegExp][] = [
    [oracle.gtpv2?.msgs ?? [], /^GTPv2$/],
    [oracle.gtpv1?.msgs ?? [], /^GTP(v0|v1|-U)$/],
    [oracle.gtpprime ?? [], /^GTP′$/],
  ]
  for (const [messages, protocol] of lists) {
    const expected = messages.filter((one) => isCompared(one) && !copies.has(one.n)).map(line)
    const found = events
      .filter((event) => protocol.test(event.protocol))
      .toSorted((a, b) => a.frame - b.frame || ordinal(a) - ordinal(b))
      .map(ofEvent)
      .filter(isCompared)
      .map(line)
    for (const text of expected) tally.check(found.includes(text), () => `gtp: no ${text}`)
    const besides = found.filter((text) => !expected.includes(text))
    if (besides.length > 0) tally.check(false, () => `gtp: besides ${besides.join(', ')}`)
    if (expected.length > 1) {
      tally.check(found.join('\n') === expected.join('\n'), () => `gtp: another order than ${expected.join(', ')}`)
    }
  }
}

function ordinal({ event_id }: SessionEvent): number {
  return Number(event_id.replace(/\D+/g, ''))
}
