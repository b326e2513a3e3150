/** What a clue of some kind proves when two groups share its value. */
export interface Evidence {
  /** 0–1; from 1 on two groups are one session. */
  readonly score: number
  /** Holds only when the first group went where the second came from, and this soon (ms). */
  readonly adjacentWithin?: number
  /** A value that subscribers behind different NATs may share proves nothing where their numbers differ. */
  readonly isLocal?: boolean
}

/** Kinds of clues that join legs of one call: DOMAIN 4.3.7. Others are not kept. */
export const EVIDENCE: Readonly<Record<string, Evidence>> = {
  icid: { score: 1 },
  'session-id': { score: 1 },
  'other-call-id': { score: 1 },
  'via-branch': { score: 1 },
  'sdp-media': { score: 1, isLocal: true },
  'sdp-origin': { score: 1, isLocal: true },
  'ice-ufrag': { score: 1 },
  numbers: { score: 0.8, adjacentWithin: 2000 },
}

/** Clues that name a GTP-U tunnel as `teid@address`: they tell whose traffic it carries. */
export const TUNNEL = 'tunnel'

/** Legs begin within this time of each other. */
export const LEG_WINDOW_MS = 5000
