import { DOMAIN } from './domains.ts'

/** What a clue of some kind proves when two groups share its value. */
export interface Evidence {
  /** 0–1; from 1 on two groups are one session. */
  readonly score: number
  /** Holds only when the first group went where the second came from, on any hop, and this soon (ms). */
  readonly adjacentWithin?: number
  /** A value that subscribers behind different NATs may share proves nothing where their numbers differ. */
  readonly isLocal?: boolean
  /** The value is where somebody receives media. */
  readonly isEndpoint?: boolean
  /** Somebody who knows the network says so: whatever else speaks against it. */
  readonly isRule?: boolean
}

/** Kinds of clues that join legs of one call: DOMAIN 4.3.7. Others are not kept. */
export const EVIDENCE: Readonly<Record<string, Evidence>> = {
  icid: { score: 1 },
  'session-id': { score: 1 },
  'other-call-id': { score: 1 },
  'via-branch': { score: 1 },
  'sdp-media': { score: 1, isLocal: true, isEndpoint: true },
  'sdp-origin': { score: 1, isLocal: true },
  'ice-ufrag': { score: 1 },
  numbers: { score: 0.8, adjacentWithin: 2000 },
  'rule-leg': { score: 1, isRule: true },
}

/** Clues that name a GTP-U tunnel as `teid@address`: they tell whose traffic it carries. */
export const TUNNEL = 'tunnel'

/** Clues that a flow or bearer for voice is set up or changed: QCI 1 or 5QI 1, TS 23.203 Table 6.1.7, TS 23.501 Table 5.7.4-1. */
export const VOICE = 'voice-flow'

/** Clues of rules that say what has to do with each other, and no more. */
export const RELATED = 'rule-related'

/** Clues that somebody in a call is asked to call somebody: of the numbers that this call will tell. */
export const TRANSFER = 'transfer'

/** Clues of reports that name the call whose quality they tell: its Call-ID. */
export const REPORTED = 'reported-call'

/** Clues with what such a report tells: the Call-ID, a space, and its figures as JSON, by our names. */
export const QUALITY = 'reported-quality'

/** Clues that name a charging identifier: those who count the same traffic have it in common. */
export const CHARGING = 'charging-id'

/** Legs begin within this time of each other. */
export const LEG_WINDOW_MS = 5000

/**
 * Clues that name what a subscriber holds for a while, and others after it: addresses, ends of tunnels (as
 * `teid@address`) and names that hide who it is, by which control and user plane, core and access speak of the same
 * user: DOMAIN 4.2.
 */
export const HELD: readonly string[] = ['ue-ip', TUNNEL, 'tmsi', 'suci']

/** Clues that stand beside one of these, of the same value, where it is given: until then it may have been somebody else's. */
export const GIVEN = 'given-tmsi'

/** How a clue of a call proves that a session which has a clue of the other kind, of the same value, is about it. */
export interface MemberEvidence {
  /** Kind of the call's clue. */
  readonly host: string
  /** Kind of the member's. */
  readonly member: string
  readonly confidence: number
}

/** DOMAIN 4.6: an id that both tell, then the ends of media. */
export const MEMBER_EVIDENCE: readonly MemberEvidence[] = [
  { host: 'icid', member: 'icid', confidence: 1 },
  { host: 'call-id', member: 'call-id', confidence: 1 },
  { host: 'sdp-media', member: 'flow-endpoint', confidence: 0.9 },
  { host: 'sdp-media', member: 'gateway-media', confidence: 1 },
]
const MEMBER_CLUES = MEMBER_EVIDENCE.flatMap(({ host, member }) => [host, member])

/** Kinds of clues that are kept; others say nothing that relating asks for. */
export const KEPT: ReadonlySet<string> = new Set([
  ...Object.keys(EVIDENCE),
  ...HELD,
  ...MEMBER_CLUES,
  DOMAIN,
  CHARGING,
  GIVEN,
  VOICE,
  RELATED,
  TRANSFER,
  REPORTED,
  QUALITY,
])
