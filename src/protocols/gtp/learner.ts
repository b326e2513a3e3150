// What a message tells of its connection: which tunnel ends and bearers are whose. TS 29.274 §7, §8.22.
import { type Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import { isCreationAnswer } from './effects.ts'
import { listOf } from './elements.ts'
import type { Finder, Memory } from './finder.ts'
import { isAnchor, isShared } from './procedures.ts'
import { numberOf, type Seen, textOf } from './seen.ts'
import { othersOf, ownerOf, type Sharing } from './sharing.ts'
import { endsOf, type TunnelEnd } from './tunnels.ts'

/** Interface of the SGW's end towards the PGW: TS 29.274 Table 8.22-1. */
const S5_SGW = 6
/** Stands for the interface of a header's TEID where a UE's connections share it. */
const SHARED_END = 11

export class Learner {
  readonly #connections: Connections
  readonly #sharing: Sharing
  readonly #finder: Finder

  constructor({ connections, sharing }: Memory, finder: Finder) {
    this.#connections = connections
    this.#sharing = sharing
    this.#finder = finder
  }

  /** Which ends and bearers are the connection's, and which its subscriber's other ones that the message is about. */
  learn(seen: Seen, connection: Connection, known?: readonly Connection[]): readonly Connection[] {
    const { details, addressed, time } = seen
    this.#connections.adopt(connection, { subscriber: seen.subscriber, apn: seen.apn, ebi: -1 })
    if (details['failed'] === true) return known ?? this.#others(seen, connection)
    const ends = endsOf(details)
    const shared = ends.filter(({ type }) => isShared(type)).map(({ end }) => end)
    const sharing = [addressed, ...shared].flatMap((end) => this.#connections.at(end, { time }))
    for (const end of ends) this.#hold(end, connection, { sharing, time })
    if (addressed !== '') {
      const isS5 = isCreationAnswer(seen) && ends.some(({ type }) => isAnchor(type))
      const type = shared.length > 0 ? SHARED_END : isS5 ? S5_SGW : -1
      const own = { end: addressed, type, isControl: true }
      this.#hold(own, connection, { sharing, time })
    }
    for (const ebi of seen.ebis) {
      const isOthers = sharing.some((one) => one !== connection && one.bearers.includes(ebi))
      if (!isOthers && !connection.bearers.includes(ebi)) connection.bearers.push(ebi)
    }
    this.#learnMoved(seen, connection)
    this.#sharing.noteSets(seen, connection)
    const others = known ?? this.#others(seen, connection)
    for (const bearer of listOf(details['bearers'])) {
      const owner = ownerOf(bearer, connection, others)
      for (const end of endsOf(bearer)) this.#hold(end, owner, { sharing: [], time })
    }
    return others
  }

  #others(seen: Seen, connection: Connection): readonly Connection[] {
    const { addressed, subscriber, time } = seen
    const sharing = addressed === '' ? this.#connections.of(subscriber) : this.#connections.at(addressed, { time })
    return sharing.length > 1 || sharing[0] !== connection ? othersOf(sharing, connection, seen) : NONE
  }

  #hold(
    { end, type, isControl }: TunnelEnd,
    connection: Connection,
    more: { sharing: Connection[]; time: number },
  ): void {
    if (!isControl) return this.#connections.holdUser(end, connection, more.time)
    if (this.#connections.hold(end, connection, more.time)) this.#sharing.note(end, connection)
    if (type === S5_SGW && connection.s5 !== end) {
      if (connection.s5 !== '') this.#connections.release(connection.s5, connection)
      connection.s5 = end
    }
    if (!isShared(type)) return
    // The UE's other connections have the same end.
    for (const other of more.sharing) {
      const isSame = other.ended === Infinity && other.subscriber === connection.subscriber
      if (isSame && other !== connection) this.#connections.hold(end, other, more.time)
    }
  }

  /** Connections that a mobility message moves, each with the PGW's end: TS 29.274 Table 7.3.1-2. */
  #learnMoved(seen: Seen, first: Connection): void {
    const { details, subscriber, time } = seen
    const groups = listOf(details['pdn_connections'])
    for (const group of groups) {
      const identity = { subscriber, apn: textOf(group['apn']), ebi: numberOf(group['ebi'], -1) }
      const known = this.#finder.anchored(endsOf(group), subscriber, time)
      const isFirst = first.ebi === identity.ebi || groups.length === 1
      const connection = known ?? (isFirst ? first : this.#connections.make(identity, time))
      for (const fields of [group, ...listOf(group['bearers'])]) {
        for (const end of endsOf(fields)) this.#hold(end, connection, { sharing: [], time })
      }
      for (const end of endsOf(details)) if (end.isControl) this.#connections.hold(end.end, connection, time)
    }
  }
}

const NONE: readonly Connection[] = []
