// Which messages are of one TCAP dialogue (ITU-T Q.774 §3.1.2), SCCP connection (Q.714) or ISUP call (Q.764 §2.1).
import { hashOfBytes } from '../../bytes/hash.ts'
import { Recent } from '../../bytes/recent.ts'
import type { Carried, KeyUse, Message, Tracker, Where } from '../../model/message.ts'
import type { PartyAddress } from './address.ts'
import { Amending } from './amending.ts'
import { isLast, SccpConnections } from './connections.ts'
import type { Extent, SccpParts } from './sccp-parts.ts'
import { Hops } from './hops.ts'
import { Segments } from './segments.ts'
import { readUser, type Subsystems } from './users.ts'

const MOST_DIALOGUE_ENDS = 32_768
const MOST_CIRCUITS = 16_384
const IAM = 1
const RLC = 16
/**
 * What is said of circuits rather than of the call on them: resets, blocking, queries and their answers, and whether the
 * user part is there at all (ITU-T Q.764 §2.8, §2.9, §2.13).
 */
const SUPERVISION: ReadonlySet<number> = new Set([18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 41, 42, 43, 46, 48, 52, 53])
/** Of these, what ends the calls on its circuits: RSC, GRS, UCIC. */
const ENDING: ReadonlySet<number> = new Set([18, 23, 46])
/** A group has no more: Q.763 §3.43. */
const MOST_IN_GROUP = 32
/** ASP management, and its heartbeats: RFC 4666 §3.5.5. */
const ASPSM = 3
const BEAT = 3
const BEAT_ACK = 6

interface Conversation {
  readonly key: string
  readonly hops: Hops
}

/** A transaction id at the one who gave it, or a circuit between two points. */
interface Place {
  readonly id: string
  conversation: Conversation
}

/** The parts of SCCP in a message at [from, to), if any. */
type FindParts = (bytes: Uint8Array, from: number, to: number) => SccpParts | undefined

const LONGEST_SHORT = 80

export class Ss7Tracker implements Tracker {
  readonly #findParts: FindParts
  readonly #dialogues = new Recent<Place>(MOST_DIALOGUE_ENDS)
  readonly #circuits = new Recent<Place>(MOST_CIRCUITS)
  readonly #connections = new SccpConnections()
  readonly #segments = new Segments()
  #made = 0

  constructor(findParts: FindParts) {
    this.#findParts = findParts
  }

  see(message: Message, carried?: Carried): void {
    const { details } = message
    if (details['dlr'] !== undefined || details['slr'] !== undefined) return this.#connection(message, carried)
    const segments = details['segment'] === undefined ? undefined : this.#segment(message, carried)
    if (details['tcap_type'] !== undefined) this.#dialogue(message)
    else if (details['cic'] !== undefined) this.#circuit(message)
    else if (segments === undefined) {
      if (details['return_cause'] === undefined) this.#link(message)
      else this.#returned(message, carried)
    }
    // A message in several is what its last piece says; the others stand beside it.
    if (segments !== undefined) put(message, 'sccp-segments', segments, 'open')
  }

  /** Takes a segment; gives the name of those that belong together. */
  #segment(message: Message, carried: Carried | undefined): string | undefined {
    const { details, where } = message
    const parts = this.#partsOf(carried)
    if (!carried || !parts?.data || !parts.segment) return undefined
    const { isFirst, remaining, reference } = parts.segment
    const [name] = namesOf(details['calling'], details['opc'], where.source.address)
    const place = { isFirst, isLast: remaining === 0, remaining }
    const { key, whole } = this.#segments.take(`${name} ${reference}`, carried.bytes, parts.data, place)
    const ends = [details['called'], details['calling']] as (PartyAddress | undefined)[]
    if (whole)
      this.#read(
        message,
        whole,
        { from: 0, to: whole.length },
        ends.map((end) => end?.ssn),
      )
    return key
  }

  #connection(message: Message, carried: Carried | undefined): void {
    const { details } = message
    const [connection, other] = this.#connections.of(message)
    const parts = this.#partsOf(carried)
    if (connection && carried && parts?.data) {
      const { subsystems } = connection
      const id = `${connection.key} ${parts.dlr}`
      const isWaiting = this.#segments.has(id)
      if (parts.more || isWaiting) {
        const place = { isFirst: !isWaiting, isLast: parts.more !== true }
        const { whole } = this.#segments.take(id, carried.bytes, parts.data, place)
        if (whole) this.#read(message, whole, { from: 0, to: whole.length }, subsystems)
      } else if (details['application'] === undefined) this.#read(message, carried.bytes, parts.data, subsystems)
    }
    const use = isLast(details['sccp_type']) ? 'close' : 'open'
    for (const one of [connection, other]) if (one) put(message, 'sccp', one.key, use)
  }

  #partsOf(carried: Carried | undefined): SccpParts | undefined {
    return carried && this.#findParts(carried.bytes, carried.from, carried.to)
  }

  /** Adds what the user's data say. */
  #read(message: Message, bytes: Uint8Array, data: Extent, subsystems: Subsystems): void {
    const naming = readUser(bytes, data, subsystems, new Amending(message))
    if (!naming) return
    message.name = naming.name
    message.short = naming.short.slice(0, LONGEST_SHORT)
  }

  #dialogue(message: Message): void {
    const { details, where } = message
    const type = details['tcap_type'] as string
    const [otid, dtid] = [details['otid'] as string | undefined, details['dtid'] as string | undefined]
    const ends = [
      namesOf(details['calling'], details['opc'], where.source.address),
      namesOf(details['called'], details['dpc'], where.destination.address),
    ] as const
    // What could not be delivered comes back to whom it was from.
    const isReturned = details['return_cause'] !== undefined
    const [own, others] = isReturned ? [ends[1], ends[0]] : ends
    const known = dtid === undefined ? undefined : conversationOf(this.#dialogues, others, dtid)
    const again = otid === undefined ? undefined : conversationOf(this.#dialogues, own, otid)
    const begun = isReturned ? again : dtid === undefined ? next(again, where) : undefined
    const conversation = known ?? begun ?? this.#begin(where, dtid === undefined)
    if (otid !== undefined) for (const name of own) learn(this.#dialogues, `${name} ${otid}`, conversation)
    if (dtid !== undefined && !known) for (const name of others) learn(this.#dialogues, `${name} ${dtid}`, conversation)
    conversation.hops.tell(message, known !== undefined || isReturned)
    const isOver = isReturned || type === 'End' || type === 'Abort' || type === 'Unidirectional'
    if (isOver) conversation.hops.over()
    put(message, 'tcap', conversation.key, isOver ? 'close' : known ? 'same' : 'open')
  }

  #circuit(message: Message): void {
    const { details, where } = message
    const type = details['isup_type'] as number
    const points = [details['opc'] as number, details['dpc'] as number].toSorted((a, b) => a - b)
    const ends = `${details['service'] as string} ${points.join('-')}`
    if (SUPERVISION.has(type)) return this.#supervise(message, ends)
    const id = `${ends} ${details['cic'] as number}`
    const before = this.#circuits.get(id)?.conversation
    const isOpening = type === IAM
    const known = isOpening ? next(before, where) : before
    const conversation = known ?? this.#begin(where, isOpening)
    learn(this.#circuits, id, conversation)
    conversation.hops.tell(message, false)
    const isOver = type === RLC
    if (isOver) conversation.hops.over()
    put(message, 'isup', conversation.key, isOver ? 'close' : known ? 'same' : 'open')
  }

  /** One conversation between two points; the calls that it ends are told. */
  #supervise(message: Message, ends: string): void {
    const { details } = message
    put(message, 'isup-circuits', ends, 'open')
    if (!ENDING.has(details['isup_type'] as number)) return
    const first = details['cic'] as number
    const count = Math.min((details['circuits'] as number | undefined) ?? 1, MOST_IN_GROUP)
    for (let circuit = first; circuit < first + count; circuit++) {
      const call = this.#circuits.get(`${ends} ${circuit}`)?.conversation
      if (call) put(message, 'isup', call.key, 'ended')
    }
  }

  /**
   * What could not be delivered, where nobody knows whose transaction it was: a conversation of its own, by what came
   * back between which ends, so that the next hop's is the same. It says nothing of the link that brought it.
   */
  #returned(message: Message, carried: Carried | undefined): void {
    const { details, where } = message
    const data = this.#partsOf(carried)?.data
    const ends = [
      namesOf(details['calling'], details['opc'], where.source.address),
      namesOf(details['called'], details['dpc'], where.destination.address),
    ]
    const what = carried && data ? hashOfBytes(carried.bytes, data.from, data.to) : where.frame
    put(message, 'sccp-returned', `${ends.map(([name]) => name).join(' ')} ${what}`, 'open')
  }

  /** What the layers say of themselves, and users that are not opened. */
  #link(message: Message): void {
    const { details, where } = message
    const ends = [where.source.address, where.destination.address].toSorted().join('<->')
    const type = details['type']
    if (details['class'] === ASPSM && (type === BEAT || type === BEAT_ACK)) {
      put(message, 'sigtran-beat', `${ends} ${details['heartbeat_data'] as string}`, 'open')
    }
    put(message, 'sigtran', where.association === undefined ? ends : `${ends} ${where.association}`, 'open')
  }

  #begin(where: Where, isOpening: boolean): Conversation {
    return { key: `${++this.#made}`, hops: new Hops(where, isOpening) }
  }
}

function conversationOf(places: Recent<Place>, names: readonly string[], id: string): Conversation | undefined {
  return names.map((name) => places.get(`${name} ${id}`)).find((one) => one !== undefined)?.conversation
}

/** The conversation that begins again, if that is on its next hop. */
function next(again: Conversation | undefined, where: Where): Conversation | undefined {
  if (!again?.hops.isNext(where)) return undefined
  again.hops.begin(where)
  return again
}

function put(message: Message, kind: string, value: string, use: KeyUse): void {
  message.keys.push({ kind, value, use })
}

function learn(places: Recent<Place>, id: string, conversation: Conversation): void {
  const known = places.get(id)
  if (known) known.conversation = conversation
  else places.add({ id, conversation })
}

/** By what the giver of a transaction id may be known later: its number first, then its point code. */
function namesOf(party: unknown, pointCode: unknown, address: string): string[] {
  const { gt, pc } = (party ?? {}) as PartyAddress
  const code = (pointCode as number | undefined) ?? pc
  const names: string[] = []
  if (gt !== undefined) names.push(`gt ${gt}`)
  if (code !== undefined) names.push(`pc ${code}`)
  return names.length > 0 ? names : [address]
}
