import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Rule, SessionFacts } from '../rules.ts'

interface IcmpDraft {
  name?: string
  from?: string
  to?: string
  transport?: string
  frame?: number
}

/** Family of sessions that report on packets of others. */
export const REPORTS = 'icmp'
/** Names of errors that only ask for smaller packets: RFC 1191 §3, RFC 8201 §4. */
const OF_SIZE = /^(?:Fragmentation needed|Packet too big)/

/** What could not be delivered between two ends, and who says so. */
export const icmpRule: Rule<IcmpDraft> = {
  family: REPORTS,
  draft: () => ({}),
  note,
  heartbeat: () => undefined,
  aggregate: () => ({}),
  leg: () => undefined,
  part: () => 'path',
  session,
}

function note(draft: IcmpDraft, { name, details, where }: Message): void {
  if (draft.name !== undefined) return
  draft.name = name
  draft.frame = where.frame
  const read = details as Readonly<Record<string, string | undefined>>
  for (const [key, told] of [
    ['from', 'packet_source'],
    ['to', 'packet_destination'],
    ['transport', 'transport'],
  ] as const) {
    if (read[told] !== undefined) draft[key] = read[told]
  }
}

function session({ groups }: SessionDraft): SessionFacts {
  const { name, from = '', to = '', transport = '', frame } = (groups[0]?.draft ?? {}) as IcmpDraft
  return {
    type: 'OTHER',
    subtype: 'ICMP',
    session_key: `${transport} ${from}>${to}`,
    correlation_key: { protocol: 'ICMP', packet_source: from, packet_destination: to, transport },
    metrics: {},
    ...resultOf(name, `${transport} ${to}`, frame),
  }
}

function resultOf(
  name: string | undefined,
  what: string,
  frame: number | undefined,
): Pick<SessionFacts, 'outcome' | 'verdict'> {
  if (name !== undefined && OF_SIZE.test(name)) return { outcome: 'success', verdict: { kind: 'smaller_packets' } }
  return {
    outcome: 'failed',
    verdict: {
      kind: 'undelivered',
      category: 'network',
      protocol: 'ICMP',
      message: `${name ?? 'Error'}: ${what}`,
      frame,
    },
  }
}
