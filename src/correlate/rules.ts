import type { KpiSample } from '../model/kpi.ts'
import type { Key, Message } from '../model/message.ts'
import type { Role } from '../model/nodes.ts'
import type { SessionDraft } from '../model/relating.ts'
import type { LegFacts, StoryPart } from '../model/rows.ts'
import type { Metrics, Outcome } from '../model/session.ts'
import type { Beats } from './rules/beats.ts'
import { diameterRule } from './rules/diameter.ts'
import { dnsRule } from './rules/dns.ts'
import { GATEWAY_RULES } from './rules/gateways.ts'
import { gtpRule } from './rules/gtp.ts'
import { http2Rule } from './rules/http2.ts'
import { icmpRule } from './rules/icmp.ts'
import { pfcpRule } from './rules/pfcp.ts'
import { radiusRule } from './rules/radius.ts'
import { RAN_RULES } from './rules/ran.ts'
import { sgsapRule } from './rules/sgsap.ts'
import { sipRule } from './rules/sip.ts'
import { smppRule } from './rules/smpp.ts'
import { ss7Rule } from './rules/ss7.ts'
import { stunRule } from './rules/stun.ts'

/** What a family's rule tells of a session; the rest (times, counts, participants, media) is the same for all. */
export interface SessionFacts {
  readonly type: string
  readonly subtype?: string
  readonly session_key: string
  readonly correlation_key: Readonly<Record<string, unknown>>
  readonly metrics: Metrics
  readonly outcome: Outcome
  readonly verdict?: Readonly<Record<string, unknown>>
  /** Of a timeout: the request was repeated as often as the protocol has it, so that no answer can have come. */
  readonly isSilent?: boolean
  readonly facts?: Readonly<Record<string, unknown>>
  /** What the session adds to key figures. */
  readonly kpis?: readonly KpiSample[]
}

/** What the whole capture tells: how long it went on, since silence until then tells something, and who its nodes are. */
export interface CaptureFacts {
  /** Milliseconds since the epoch of the job. */
  readonly end: number
  /** What the node at an address does, as far as anything tells. */
  readonly roleOf: (address: string) => Role | undefined
}

/** A heartbeat: not a conversation but a sign of life between two peers. */
export interface Heartbeat {
  /** Both ends, in one order. */
  readonly peers: string
  readonly part: 'request' | 'success' | 'failure'
  /** What request and answer have in common, where the key is wider. */
  readonly id?: string
}

/** Makes sessions of the groups of one key family. */
export interface Rule<Draft = unknown> {
  readonly family: string
  draft(): Draft
  /**
   * Notes what the session will need of a message; drafts stay small. `key` is there where the message is about several
   * sessions, and the draft's is not the first of them.
   */
  note(draft: Draft, message: Message, key?: Key): void
  heartbeat(message: Message): Heartbeat | undefined
  /** The draft of heartbeats between two peers, all that succeeded. */
  aggregate(beats: Beats): Draft
  /** Facts for joining legs; undefined where the group is no call. */
  leg(draft: Draft): LegFacts | undefined
  /** What the group can be in a subscriber's story; left out where it is nothing there. */
  part?(draft: Draft): StoryPart | undefined
  /** The interface, where messages of one name go over several. */
  interface?(draft: Draft): string
  session(draft: SessionDraft, capture: CaptureFacts): SessionFacts
}

const RULES: readonly Rule[] = [
  sipRule,
  diameterRule,
  gtpRule,
  pfcpRule,
  http2Rule,
  dnsRule,
  radiusRule,
  stunRule,
  icmpRule,
  ...GATEWAY_RULES,
  ss7Rule,
  sgsapRule,
  smppRule,
  ...RAN_RULES,
]

const BY_FAMILY: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.family, rule]))

export function ruleOf(family: string): Rule | undefined {
  return BY_FAMILY.get(family)
}
