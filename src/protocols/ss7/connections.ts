// Connections of SCCP by their local references: ITU-T Q.714 §3.1.
import { Recent } from '../../bytes/recent.ts'
import type { Message, Where } from '../../model/message.ts'
import type { PartyAddress } from './address.ts'
import { Hops } from './hops.ts'
import type { Subsystems } from './users.ts'

/** Two ends a connection. */
const MOST_REFERENCES = 32_768
const CONNECTION_REQUEST = 1
const CONNECTION_CONFIRM = 2
const REFUSED = 3
const RELEASE_COMPLETE = 5

export interface Connection {
  readonly key: string
  readonly hops: Hops
  subsystems: Subsystems
  /** The references of both ends, once it was confirmed: a message with another one is not its. */
  ends?: readonly [string, string]
}

interface Reference {
  readonly id: string
  connection: Connection
}

export class SccpConnections {
  readonly #references = new Recent<Reference>(MOST_REFERENCES)
  #made = 0

  /** The connections that a message belongs to: two where it tells that they are one; none before any was known. */
  of(message: Message): readonly Connection[] {
    const { details, where } = message
    const { dlr, slr, sccp_type: type } = details as Readonly<Record<string, number | undefined>>
    const own = slr === undefined ? undefined : `${nameOf(details['opc'], where.source.address)} ${slr}`
    const other = dlr === undefined ? undefined : `${nameOf(details['dpc'], where.destination.address)} ${dlr}`
    // A local reference is given again after the release of its connection.
    const isNew = type === CONNECTION_REQUEST
    const byOther = this.#holder(other, own)
    const isGiven = !isNew && type !== CONNECTION_CONFIRM
    const byOwn = isGiven ? this.#holder(own, other) : undefined
    const connection = byOther ?? byOwn ?? (isNew ? this.#next(own, where) : undefined) ?? this.#begin(where, isNew)
    if (isNew) connection.subsystems = [subsystemOf(details['called']), subsystemOf(details['calling'])]
    for (const id of [own, other]) if (id !== undefined) this.#learn(id, connection, isGiven)
    if (type === CONNECTION_CONFIRM && own !== undefined && other !== undefined) connection.ends = [own, other]
    connection.hops.tell(message, type === CONNECTION_CONFIRM && byOther !== undefined)
    if (isLast(type)) connection.hops.over()
    return byOwn && byOwn !== connection ? [connection, byOwn] : [connection]
  }

  /** Who holds a reference, unless that is known to be connected with another one than `peer`. */
  #holder(id: string | undefined, peer: string | undefined): Connection | undefined {
    const connection = id === undefined ? undefined : this.#references.get(id)?.connection
    const isOthers = peer !== undefined && connection?.ends?.includes(peer) === false
    return isOthers ? undefined : connection
  }

  /** The connection that is asked for on its next hop. */
  #next(own: string | undefined, where: Where): Connection | undefined {
    const known = own === undefined ? undefined : this.#references.get(own)?.connection
    if (!known?.hops.isNext(where)) return undefined
    known.hops.begin(where)
    return known
  }

  #begin(where: Where, isOpening: boolean): Connection {
    return { key: `${++this.#made}`, hops: new Hops(where, isOpening), subsystems: [] }
  }

  /** @param isGiven whether the reference was given before: who is connected with it keeps it */
  #learn(id: string, connection: Connection, isGiven: boolean): void {
    const known = this.#references.get(id)
    if (known && isGiven && known.connection.ends) return
    if (known) known.connection = connection
    else this.#references.add({ id, connection })
  }
}

/** Whether the connection is over with a message of that type. */
export function isLast(type: unknown): boolean {
  return type === RELEASE_COMPLETE || type === REFUSED
}

function nameOf(pointCode: unknown, address: string): string {
  return typeof pointCode === 'number' ? `pc ${pointCode}` : address
}

function subsystemOf(party: unknown): number | undefined {
  return (party as PartyAddress | undefined)?.ssn
}
