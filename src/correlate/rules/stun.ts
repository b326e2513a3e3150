import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Heartbeat, Rule, SessionFacts } from '../rules.ts'

const BINDING = 'Binding'
const TURN_METHODS: ReadonlySet<unknown> = new Set(['Allocate', 'Refresh', 'CreatePermission', 'ChannelBind', 'Send'])

interface Refusal {
  readonly request: string
  readonly code: number
  readonly name: string
  readonly frame: number
}

interface StunDraft {
  client?: string
  server?: string
  username?: string
  relayed_address?: string
  mapped_address?: string
  turn?: boolean
  answered: number
  retransmissions: number
  refusal?: Refusal
}

/** What two ends ask each other by STUN: checks of one way of ICE, or a client's allocation at a TURN server. */
export const stunRule: Rule<StunDraft> = {
  family: 'stun',
  draft: () => ({ answered: 0, retransmissions: 0 }),
  note,
  heartbeat,
  aggregate: ({ peers, count }) => ({ client: peers, answered: count, retransmissions: 0 }),
  leg: () => undefined,
  part: () => 'path',
  session,
}

/** A check that succeeds is repeated for as long as media runs: RFC 7675 §5.1. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  if (details['method'] !== BINDING || details['class'] === 'indication') return undefined
  const part = details['class'] === 'request' ? 'request' : details['class'] === 'success' ? 'success' : 'failure'
  const peers = [where.source.text, where.destination.text].toSorted().join('<->')
  return { peers, part, id: details['transaction'] as string }
}

function note(draft: StunDraft, { details, where }: Message): void {
  const isRequest = details['class'] === 'request'
  const [client, server] = isRequest ? [where.source, where.destination] : [where.destination, where.source]
  draft.client ??= client.text
  draft.server ??= server.text
  const read = details as Readonly<Record<string, string | undefined>>
  if (read['username'] !== undefined) draft.username ??= read['username']
  if (read['relayed_address'] !== undefined) draft.relayed_address ??= read['relayed_address']
  if (read['mapped_address'] !== undefined) draft.mapped_address ??= read['mapped_address']
  if (TURN_METHODS.has(read['method'])) draft.turn = true
  if (details['retransmission'] === true) draft.retransmissions++
  if (details['class'] === 'success') draft.answered++
  if (details['failed'] !== true) return
  const code = details['error_code'] as number
  draft.refusal ??= { request: read['method'] ?? '', code, name: read['error'] ?? '', frame: where.frame }
}

function session({ groups }: SessionDraft): SessionFacts {
  const drafts = groups.map((group) => group.draft as StunDraft)
  const draft: StunDraft = Object.assign({}, ...drafts)
  const { client = '', server, username, relayed_address, mapped_address, turn, retransmissions } = draft
  return {
    type: 'OTHER',
    subtype: turn === true ? 'TURN' : 'STUN',
    session_key: server === undefined ? client : `${client}>${server}`,
    correlation_key: {
      protocol: 'STUN',
      ...(username !== undefined && { username }),
      ...(mapped_address !== undefined && { mapped_address }),
      ...(relayed_address !== undefined && { relayed_address }),
    },
    metrics: { retransmissions },
    ...resultOf(draft),
  }
}

function resultOf({ answered, refusal, retransmissions }: StunDraft): {
  outcome: Outcome
  verdict: Readonly<Record<string, unknown>>
} {
  const protocol = 'STUN'
  if (refusal) {
    return { outcome: 'failed', verdict: { kind: 'rejected', category: 'network', protocol, ...refusal } }
  }
  if (answered > 0) return { outcome: 'success', verdict: { kind: 'completed' } }
  if (retransmissions > 0) {
    return { outcome: 'failed', verdict: { kind: 'timeout', category: 'network', protocol, request: BINDING } }
  }
  return { outcome: 'incomplete', verdict: { kind: 'no_answer', category: 'capture_incomplete', protocol } }
}
