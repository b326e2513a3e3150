/** What holds for a kind of key. */
export interface KeyKind {
  /** Which rule makes sessions of the groups that such keys join. */
  readonly family: string
  /** Silence on the capture clock after which the key starts anew, in seconds. */
  readonly lifetime: number
  /** How long a closed key still gathers late messages, in seconds. */
  readonly grace: number
}

/** A PDN connection may be silent as long as its UE sleeps: a day is the longest periodic timer that networks use. */
const DAY = 86_400

/**
 * Every kind of key that decoders give. Nothing is a key for ever: identifiers are used again in real networks. A Call-ID
 * lives for an hour of silence (DOMAIN S31); after the end of its call most late messages come within T2 = 4 s (RFC
 * 3261 §17); those that come later are a piece of their own, which relating puts together with the first.
 */
export const KEY_KINDS: Readonly<Record<string, KeyKind>> = {
  // PFCP sessions are silent for as long as the user's; a request is repeated for T1·N1.
  pfcp: { family: 'pfcp', lifetime: DAY, grace: 30 },
  'pfcp-heartbeat': { family: 'pfcp', lifetime: DAY, grace: 30 },
  'pfcp-node': { family: 'pfcp', lifetime: DAY, grace: 30 },
  // UE contexts are silent while nothing moves; what nodes say to each other is one conversation an association.
  s1ap: { family: 's1ap', lifetime: DAY, grace: 5 },
  's1ap-node': { family: 's1ap', lifetime: DAY, grace: 30 },
  ngap: { family: 'ngap', lifetime: DAY, grace: 5 },
  'ngap-node': { family: 'ngap', lifetime: DAY, grace: 30 },
  x2ap: { family: 'x2ap', lifetime: 3600, grace: 5 },
  'x2ap-node': { family: 'x2ap', lifetime: DAY, grace: 30 },
  xnap: { family: 'xnap', lifetime: 3600, grace: 5 },
  'xnap-node': { family: 'xnap', lifetime: DAY, grace: 30 },
  f1ap: { family: 'f1ap', lifetime: DAY, grace: 5 },
  'f1ap-node': { family: 'f1ap', lifetime: DAY, grace: 30 },
  e1ap: { family: 'e1ap', lifetime: DAY, grace: 5 },
  'sbcap-node': { family: 'sbcap', lifetime: DAY, grace: 30 },
  lcsap: { family: 'lcsap', lifetime: 3600, grace: 5 },
  'lcsap-node': { family: 'lcsap', lifetime: DAY, grace: 30 },
  'm3ap-node': { family: 'm3ap', lifetime: DAY, grace: 30 },
  'm2ap-node': { family: 'm2ap', lifetime: DAY, grace: 30 },
  // A phone on the radio: it is let go after some seconds of silence.
  rrc: { family: 'rrc', lifetime: 3600, grace: 5 },
  'e1ap-node': { family: 'e1ap', lifetime: DAY, grace: 30 },
  diameter: { family: 'diameter', lifetime: DAY, grace: 5 },
  'diameter-transaction': { family: 'diameter', lifetime: 60, grace: 0 },
  // Of the base protocol, between the same peers for as long as these.
  'diameter-base': { family: 'diameter', lifetime: DAY, grace: 0 },
  'diameter-peer': { family: 'diameter', lifetime: DAY, grace: 0 },
  gtp: { family: 'gtp', lifetime: DAY, grace: 8 },
  'gtp-path': { family: 'gtp', lifetime: DAY, grace: 0 },
  'gtp-transaction': { family: 'gtp', lifetime: 60, grace: 8 },
  'gtp-tunnel': { family: 'gtp', lifetime: DAY, grace: 8 },
  // A subscriber's requests belong together while no 30 s of silence part them: DOMAIN 4.8.
  'sba-subscriber': { family: 'http2', lifetime: 30, grace: 0 },
  'http2-exchange': { family: 'http2', lifetime: 30, grace: 0 },
  'http2-connection': { family: 'http2', lifetime: DAY, grace: 0 },
  call: { family: 'sip', lifetime: 3600, grace: 4 },
  dns: { family: 'dns', lifetime: 30, grace: 5 },
  // Permissions and channels are refreshed within 10 minutes, checks within 30 s: RFC 8656 §12, RFC 7675 §5.1.
  stun: { family: 'stun', lifetime: 600, grace: 0 },
  icmp: { family: 'icmp', lifetime: 600, grace: 0 },
  // Accounting sessions report as rarely as once an hour or a day.
  radius: { family: 'radius', lifetime: DAY, grace: 0 },
  // A call may talk for as long as people do; the gateway says nothing meanwhile.
  mgcp: { family: 'mgcp', lifetime: 3600, grace: 4 },
  megaco: { family: 'megaco', lifetime: 3600, grace: 4 },
  // Operations of the largest timers last for hours; most are over in seconds.
  tcap: { family: 'ss7', lifetime: 3600, grace: 5 },
  sccp: { family: 'ss7', lifetime: DAY, grace: 5 },
  // Segments follow each other at once: the reassembly timer is 10 to 20 s, ITU-T Q.714 Annex C.
  'sccp-segments': { family: 'ss7', lifetime: 60, grace: 0 },
  // What came back comes back over all its hops at once.
  'sccp-returned': { family: 'ss7', lifetime: 60, grace: 0 },
  isup: { family: 'ss7', lifetime: DAY, grace: 5 },
  'isup-circuits': { family: 'ss7', lifetime: DAY, grace: 30 },
  // A user is known to the VLR until he detaches, and silent until he is called.
  sgsap: { family: 'sgsap', lifetime: 3600, grace: 5 },
  'sgsap-node': { family: 'sgsap', lifetime: DAY, grace: 30 },
  // A bind lasts for as long as its connection, which enquiries keep up.
  smpp: { family: 'smpp', lifetime: 3600, grace: 5 },
  sigtran: { family: 'ss7', lifetime: DAY, grace: 30 },
  'sigtran-beat': { family: 'ss7', lifetime: DAY, grace: 30 },
}
