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

/** What could not be delivered between two ends, and who says so. */
export const icmpRule: Rule<IcmpDraft> = {
  family: 'icmp',
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
    outcome: 'failed',
    verdict: {
      kind: 'undelivered',
      category: 'network',
      protocol: 'ICMP',
      message: `${name ?? 'Error'}: ${transport} ${to}`,
      frame,
    },
  }
}
