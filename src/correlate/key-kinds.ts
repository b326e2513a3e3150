/** What holds for a kind of key. */
export interface KeyKind {
  /** Which rule makes sessions of the groups that such keys join. */
  readonly family: string
  /** Silence on the capture clock after which the key starts anew, in seconds. */
  readonly lifetime: number
  /** How long a closed key still gathers late messages, in seconds. */
  readonly grace: number
}

/**
 * Every kind of key that decoders give. Nothing is a key for ever: identifiers are used again in real networks. A Call-ID
 * lives for an hour of silence (DOMAIN S31); after the end of its call most late messages come within T2 = 4 s (RFC
 * 3261 §17); those that come later are a piece of their own, which relating puts together with the first.
 */
export const KEY_KINDS: Readonly<Record<string, KeyKind>> = {
  // PFCP sessions are silent for as long as the user's; a request is repeated for T1·N1.
  pfcp: { family: 'pfcp', lifetime: 86_400, grace: 30 },
  'pfcp-heartbeat': { family: 'pfcp', lifetime: 30, grace: 0 },
  'pfcp-node': { family: 'pfcp', lifetime: 86_400, grace: 30 },
  diameter: { family: 'diameter', lifetime: 86_400, grace: 5 },
  'diameter-transaction': { family: 'diameter', lifetime: 60, grace: 0 },
  // Of the base protocol, between the same peers for as long as these.
  'diameter-base': { family: 'diameter', lifetime: 86_400, grace: 0 },
  'diameter-peer': { family: 'diameter', lifetime: 86_400, grace: 0 },
  // A subscriber's requests belong together while no 30 s of silence part them: DOMAIN 4.8.
  'sba-subscriber': { family: 'http2', lifetime: 30, grace: 0 },
  'http2-exchange': { family: 'http2', lifetime: 30, grace: 0 },
  'http2-connection': { family: 'http2', lifetime: 86_400, grace: 0 },
  call: { family: 'sip', lifetime: 3600, grace: 4 },
}
