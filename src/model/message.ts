import type { Endpoint } from './endpoint.ts'

/**
 * What a decoder hands over. It means the same for every protocol, so that nothing above asks which protocol it was.
 *
 * - `open`: starts a new holder of the key, unless a live one fits (a retransmission, the next hop)
 * - `same`: joins the holder, or waits a bounded time for one
 * - `about`: attaches without uniting
 * - `close`: joins the holder, and frees the key after its grace time
 * - `shared`: the message is an event of this holder too, whose own conversation goes on beside the others
 * - `ended`: as `shared`, and frees that holder's keys after their grace time
 *
 * The first key is none of the last two.
 */
export type KeyUse = 'open' | 'same' | 'about' | 'close' | 'shared' | 'ended'

/** "The same conversation". Joins messages into a group, within one protocol family only. */
export interface Key {
  /** A kind of correlate/key-kinds.ts, such as `call`. */
  readonly kind: string
  readonly value: string
  readonly use: KeyUse
}

/** Evidence across groups and families: never joins, but while relating makes legs and memberships. */
export interface Clue {
  /** `icid`, `session-id`, `media`, `other-call-id`, `via-branch` … */
  readonly kind: string
  readonly value: string
  /** Place of the key whose holder alone it tells something of; left out: the first. */
  readonly key?: number
}

export type PartyRole = 'served' | 'caller' | 'callee' | 'target'

/** Whom the message is about. Digits only in imsi, msisdn and imei. */
export interface Party {
  readonly role: PartyRole
  readonly imsi?: string
  readonly msisdn?: string
  readonly impi?: string
  readonly impu?: string
  readonly supi?: string
  readonly imei?: string
  readonly ue_ip?: string
}

/** How to read one RTP payload type, as signalling tells it. */
export interface PayloadFormat {
  readonly payload_type: number
  readonly codec: string
  /** RTP clock in Hz. */
  readonly clock_rate: number
  readonly channels: number
  readonly fmtp?: string
}

/** Packets of media to expect at an endpoint, from now on. */
export interface Announcement {
  readonly kind: 'rtp' | 'rtcp'
  readonly address: string
  /** 0 where nothing is to be expected of this media any more. */
  readonly port: number
  /** Which media of the session, from 0; with `side`, a later announcement of the same media replaces the earlier. */
  readonly media: number
  /** Who says it: the From tag or To tag of the one who will receive there. */
  readonly side: string
  readonly media_type: string
  /** As the receiver at that endpoint asked for it. */
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  readonly formats: readonly PayloadFormat[]
  /** Milliseconds of media in a packet, where told. */
  readonly ptime?: number
  /** RTCP comes to the same port. */
  readonly mux?: boolean
  readonly secure?: 'sdes' | 'dtls'
}

/** A server's address `at` (`address:port`) at which it receives for the client. */
export interface Relay {
  readonly at: string
  readonly client: Endpoint
}

export type Fault = '' | 'cut' | 'malformed'

/** One opened encapsulation, outermost first. */
export interface Tunnel {
  readonly kind: 'gtp-u'
  readonly outer_source: string
  readonly outer_destination: string
  /** `0x` and 8 digits. */
  readonly teid: string
}

/** A piece of a message that was put together from several frames. */
export interface Part {
  readonly file: number
  readonly frame: number
  /** Record offset in the capture. */
  readonly offset: number
  /**
   * Where the piece starts in the frame's captured bytes, and its length. Start is −1 where it was itself put together;
   * the frames before the one that completed it come first then, with length 0.
   */
  readonly start: number
  readonly length: number
  /** Bytes of that frame on the wire. */
  readonly wireLength: number
}

/**
 * What a message came in: `pdu` where a capture held it bare. Of `tls` and `websocket` the message stands nowhere plain
 * in the capture.
 */
export type Transport = 'udp' | 'tcp' | 'sctp' | 'pdu' | 'tls' | 'websocket'

/** Whether only the message itself tells where it ends. */
export function isStream(transport: Transport): boolean {
  return transport === 'tcp' || transport === 'tls'
}

/** Whether the bytes of a message can be read in its frames as they are. */
export function isPlain(transport: Transport): boolean {
  return transport !== 'tls' && transport !== 'websocket'
}

/** Where a message stands. */
export interface Where {
  readonly transport: Transport
  readonly source: Endpoint
  readonly destination: Endpoint
  /** The flow and its generation: together they name a connection's direction. */
  readonly flow: number
  readonly generation: number
  /** SCTP: a number of the association, the same in both directions and on all its addresses; new after a restart. */
  readonly association?: number | undefined
  readonly tunnel: readonly Tunnel[]
  /** Capture time of the first byte: Unix seconds, and nanoseconds within. */
  readonly seconds: number
  readonly nanoseconds: number
  /** The same in nanoseconds since the job's first frame: for differences and windows. */
  readonly time: number
  readonly file: number
  /** The frame that completes the message. */
  readonly frame: number
  readonly offset: number
  /** Bytes of that frame on the wire. */
  readonly wireLength: number
  /** Present when the message was put together from several frames, or starts in another one. */
  readonly parts?: readonly Part[] | undefined
}

/** A decoded message: what `Out` gathered, and where it stood. */
export interface Message {
  readonly where: Where
  /** As on events: `SIP`, `RTCP` … */
  protocol: string
  /** Standard name: `INVITE`, `180 Ringing`. */
  name: string
  /** One line for a ladder, ≤ 80 characters. */
  short: string
  /**
   * What else procedures know it by: messages that it carries and operations that it asks for, behind the name of their
   * protocol (`EMM Attach request`), `cause …`, `apn …`, and `#5` where it is about one of several sessions of a user.
   */
  also?: readonly string[] | undefined
  details: Record<string, unknown>
  fault: Fault
  keys: Key[]
  clues: Clue[]
  parties: Party[]
  announces: Announcement[]
  /** Where a server relays for a client from now on. */
  relay?: Relay | undefined
  /** The message itself, where events keep it rather than what it says. */
  raw?: RawMessage | undefined
  /** Parts that stayed ciphered, for a tracker that has keys; good until the next message. */
  sealed?: SealedPart[] | undefined
  /** Details that its bytes do not tell: they go with `raw`. */
  besides?: Record<string, unknown> | undefined
}

/** A part of a message that is ciphered: at [from, to). */
export interface SealedPart {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** What of `details` stands for it. */
  readonly stands: object
  /** The low octet of its count. */
  readonly sequence: number
}

/** The bytes of a message in the job's memory; whoever keeps them keeps a copy without secrets. */
export interface RawMessage {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** Bytes of it that the snap length cut off. */
  readonly missing: number
  readonly transport: Transport
  /** Writes over what must not be kept in [from, to) of a copy; the length stays. */
  readonly redact: (bytes: Uint8Array, from: number, to: number) => void
}

/**
 * Where a decoder writes. Ingest keeps what is `put`, `key`ed and so on; the inspector keeps the whole tree of `put`,
 * `show`, `open` and `close` with byte ranges (positions in the buffer given to `decode`).
 */
export interface Out {
  fault: Fault
  /** True when the tree is wanted: lets a decoder skip work that only `show` needs. */
  readonly tree: boolean
  /** `protocol` where it is not simply the Protocol's name: a version or part of a family (`GTPv2`). */
  name(name: string, short: string, protocol?: string): void
  /** A further name, see `Message.also`. */
  also(name: string): void
  /** A field of `details`. */
  put(name: string, value: unknown, from?: number, to?: number): void
  /** A field of the tree only. */
  show(name: string, value: unknown, from: number, to: number): void
  /** Begins and ends a branch of the tree. */
  open(name: string, from: number, to: number): void
  close(): void
  key(kind: string, value: string, use: KeyUse): void
  clue(kind: string, value: string): void
  party(party: Party): void
  announce(announcement: Announcement): void
  /** Where the message is read again: the details that its whole connection gave it. */
  told?(): Readonly<Record<string, unknown>> | undefined
  /** Something stays ciphered. */
  sealed?(part: SealedPart): void
}

/** What `frame` answers when it is not a length: more bytes are needed, or this is no message start. */
export const NEED_MORE = 0
export const LOST = -1

/** A protocol of messages: one folder, one line in protocols/index.ts. */
export interface Protocol {
  readonly name: string
  /** The key families and counters it belongs to in analytics: `SIP`, `RTP`, `GTP` … */
  readonly group: string
  /** What its messages are said to be of, where that tells more than `name`. */
  readonly versions?: readonly string[]
  /** Usual ports of UDP and TCP; left out where it never comes that way. */
  readonly udp?: readonly number[]
  readonly tcp?: readonly number[]
  /** Payload protocol identifiers of SCTP: left out where it never comes that way, empty where it has none of its own. */
  readonly ppids?: readonly number[]
  /** Names under which Wireshark exports its PDUs. */
  readonly dissectors?: readonly string[]
  /** Media may run between the same ports: what is not its own there is looked at as such (RFC 7983). */
  readonly isBesideMedia?: true
  /**
   * Whether these bytes, the start of a datagram or stream, are of this protocol whatever the port. A datagram ended
   * at `wireTo` on the wire. Never throws.
   */
  recognize(bytes: Uint8Array, from: number, to: number, wireTo?: number): boolean
  /** Whether an answer may begin here that only its request, which comes later in the capture, tells to be ours. */
  answers?(bytes: Uint8Array, from: number, to: number): boolean
  /** Bytes between messages, to be passed over silently: keep-alives. Length of such at `from`, or 0. */
  filler?(bytes: Uint8Array, from: number, to: number): number
  /**
   * For streams: the length of the message that starts at `from`, NEED_MORE when it cannot be told yet or is not all
   * there, LOST when no message starts here.
   */
  frame?(bytes: Uint8Array, from: number, to: number): number
  /** After a gap or in midstream: the position of the next plausible message start in [from, to), or −1. */
  resync?(bytes: Uint8Array, from: number, to: number): number
  /** For datagrams that may hold several messages: the length of the one at `from`; left out, it is the whole rest. */
  split?(bytes: Uint8Array, from: number, to: number): number
  /**
   * Decodes one message at [from, to); on the wire it ran to `wireTo` ≥ `to` (more when the snap length cut it).
   * Pure, never throws: what is wrong becomes `out.fault`, and what was read before stands.
   */
  decode(bytes: Uint8Array, from: number, to: number, wireTo: number, where: Where, out: Out): void
  /**
   * Present where events keep the messages themselves, which are decoded when somebody reads them: writes over the
   * secrets in [from, to) of a copy. What `decode` says of the copy is what it said of the message.
   */
  redact?(this: void, bytes: Uint8Array, from: number, to: number): void
  /** Where ids are reused or retransmissions told: one bounded object a job, which sees the messages in order. */
  track?(help?: TrackerHelp): Tracker
  /**
   * Present where the bytes of a connection mean something only after those before them: compressed headers,
   * interleaved messages, a change of protocol. One pair of objects a connection, the direction seen first being the
   * first; on streams they do what `frame`, `resync` and `decode` do elsewhere.
   */
  connect?(host: Host): readonly [Direction, Direction]
  /**
   * Present where all but how it begins is ciphered: it has no messages. Its flows stay flows (`OTHER`), counted as
   * ciphered, with what their beginnings tell (at [from, to) a unit, or a datagram) behind the protocol's name.
   */
  label?(bytes: Uint8Array, from: number, to: number, help?: LabelHelp): Readonly<Record<string, string>>
}

/** For beginnings that anybody can decipher, and that come in several pieces. */
export interface LabelHelp {
  readonly ciphers: Ciphers
  /** Of the direction, and of the other one. */
  readonly id: string
  readonly peerId: string | undefined
  /** What is kept of conversations until more of them has come. Bounded. */
  readonly kept: Kept
}

interface Kept {
  get(id: string): { readonly id: string } | undefined
  add(value: { readonly id: string }): void
}

/** One direction of a connection. It never throws, and what it keeps is bounded by `Host.hold`. */
export interface Direction {
  /** As in Protocol; neither changes anything. */
  frame(bytes: Uint8Array, from: number, to: number): number
  resync(bytes: Uint8Array, from: number, to: number): number
  /** Takes what `frame` cut off: a message, or a part of one. */
  take(unit: Unit): void
  /** `length` bytes were not captured, or not understood; before them stood the beginning of a unit, or nothing. */
  gap(length: number, unfinished?: Unit): void
  /** No more will come: what is unfinished is told as it is. */
  closed(): void
}

/** A piece of a stream at [from, to), and the frames that it came in. */
export interface Unit {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly where: Where
  readonly pieces: readonly Part[]
}

/** What a connection is given by those above it. */
export interface Host {
  /** A message is complete: `tell` says what it is. */
  message(where: Where, tell: (out: Out) => void): void
  /** A whole message of another protocol, by the protocol's name. */
  hand(protocol: string, bytes: Uint8Array, where: Where): void
  /** Keeps account of bytes that are held (negative: let go), of all connections; false where there is no room. */
  hold(bytes: number): boolean
  /** Inflates a body (`gzip`, `deflate` …) to at most `most` bytes; absent, or undefined where it cannot. */
  readonly inflate?: Inflate | undefined
  /** The connection was seen to open: what is answered was asked in it. */
  readonly isOpened: boolean
}

/** `before` is what was inflated before, where the coding goes on from it (`permessage-deflate`). */
export type Inflate = (coding: string, bytes: Uint8Array, most: number, before?: Uint8Array) => Uint8Array | undefined

export type Hash = 'md5' | 'sha1' | 'sha256' | 'sha384'
export type Aead = 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-ccm' | 'aes-256-ccm' | 'chacha20-poly1305'

export type BlockCipher = 'aes-128-cbc' | 'aes-256-cbc' | 'camellia-128-cbc' | 'camellia-256-cbc' | 'des-ede3-cbc'

/** What was sealed by an AEAD: RFC 5116. */
interface Sealed {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  /** What is authenticated besides. */
  readonly additional: Uint8Array
  /** The ciphered bytes, the tag behind them. */
  readonly bytes: Uint8Array
  readonly tagLength: number
}

/** What ciphers do with keys, for the engine, which has none of its own. Never throws. */
export interface Ciphers {
  hmac(hash: Hash, key: Uint8Array, bytes: Uint8Array): Uint8Array
  /** Undefined where the tag does not fit. */
  open(aead: Aead, sealed: Sealed): Uint8Array | undefined
  /** Blocks chained behind `start`, with whatever fills the last one; undefined where they are not whole. */
  chain(cipher: BlockCipher, key: Uint8Array, start: Uint8Array, bytes: Uint8Array): Uint8Array | undefined
  /** AES-128 in counter mode from the counter block `start` on. */
  count(key: Uint8Array, start: Uint8Array, bytes: Uint8Array): Uint8Array | undefined
}

/** A key of NAS, as somebody told it. */
export interface NasKey {
  /** Its number, by which EEA2 and NEA2 are the same. */
  readonly algorithm: number
  readonly key: Uint8Array
}

/** The keys of NAS that are known. */
export interface NasKeyring {
  readonly size: number
  /** Those of a subscriber with any of these identities (`imsi-…`, `tmsi-…`), and those that say nothing of whose. */
  of(identities: ReadonlySet<string>): readonly NasKey[]
}

/** What trackers may use. */
export interface TrackerHelp {
  readonly ciphers?: Ciphers | undefined
  readonly nasKeys?: NasKeyring
}

/** A message as it lies whole in the job's memory at [from, to), until the call returns. */
export interface Carried {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** Sees the messages of its protocol in capture order, and may amend their keys and details. Bounded. */
export interface Tracker {
  /** `carried` is for those that put together what came in several messages; absent where nothing was captured whole. */
  see(message: Message, carried?: Carried): void
  /**
   * A further message of a conversation that it knows, whole at [from, to), where a glance tells all that joining and
   * the session need: then it is seen, and not decoded now. Undefined where it has to be decoded first. What it gives is
   * good until the next message only.
   */
  glance?(bytes: Uint8Array, from: number, to: number, where: Where): Message | undefined
}
