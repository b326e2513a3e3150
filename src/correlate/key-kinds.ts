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
 * lives for an hour of silence (DOMAIN S31); after the end of its call late messages come within 64·T1 = 32 s
 * (RFC 3261 §17).
 */
export const KEY_KINDS: Readonly<Record<string, KeyKind>> = {
  // PFCP sessions are silent for as long as the user's; a request is repeated for T1·N1.
  pfcp: { family: 'pfcp', lifetime: 86_400, grace: 30 },
  'pfcp-heartbeat': { family: 'pfcp', lifetime: 30, grace: 0 },
  'pfcp-node': { family: 'pfcp', lifetime: 86_400, grace: 30 },
  call: { family: 'sip', lifetime: 3600, grace: 32 },
}
