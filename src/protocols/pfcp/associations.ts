// Which sessions go with a set of sessions, an association or a node: TS 29.244 §6.2.6 to §6.2.8, §6.3; TS 23.007 §22.
import { Members } from '../../bytes/members.ts'
import { Recent } from '../../bytes/recent.ts'
import type { Message } from '../../model/message.ts'

/** Belongings of sessions to sets and associations, and nodes whose recovery times are remembered. */
const MOST_BELONGINGS = 131_072
const MOST_NODES = 4096

const HEARTBEATS: ReadonlySet<number> = new Set([1, 2])
const SETUPS: ReadonlySet<number> = new Set([5, 6])
const RELEASE_REQUEST = 9
const SET_DELETION_REQUEST = 14
const SET_MODIFICATION_REQUEST = 16
const FIRST_REJECTION = 64

/** A session, as far as it goes with others. */
export interface Belonging {
  readonly belongings: Set<string>
  isOver: boolean
}

/** What a node told of when it began, in ISO 8601, and what one heartbeat alone told since. */
interface Recovery {
  readonly id: string
  time: string
  later: string
}

export class Associations<Session extends Belonging> {
  readonly #sessions = new Members<Session>(MOST_BELONGINGS)
  readonly #recoveries = new Recent<Recovery>(MOST_NODES)

  get size(): number {
    return this.#sessions.size + this.#recoveries.size
  }

  /** The session goes with the association of the message's two nodes, and with the sets that it names: §8.2.61. */
  note(session: Session, message: Message): void {
    for (const name of [peersOf(message), ...setsOf(message)]) {
      if (session.belongings.has(name)) continue
      session.belongings.add(name)
      this.#sessions.add(name, session)
    }
  }

  /** The session is over. */
  end(session: Session): void {
    session.isOver = true
    for (const name of session.belongings) this.#sessions.delete(name, session)
    session.belongings.clear()
  }

  /** Those that a request between nodes is about. */
  about(message: Message, type: number): readonly Session[] {
    if (type === RELEASE_REQUEST) return this.#of([peersOf(message)])
    if (type !== SET_DELETION_REQUEST && type !== SET_MODIFICATION_REQUEST) return NONE
    return this.#of(setsOf(message))
  }

  /**
   * Those that are gone because the sender began anew, which a later recovery time tells: §6.2.6.2, §6.2.2. There are
   * nodes that write the time of the heartbeat there: a time that a heartbeat tells is heeded when it is told again.
   */
  restarted(message: Message, type: number): readonly Session[] {
    const { details, where } = message
    const time = details['recovery_time']
    const isSetup = SETUPS.has(type)
    if (typeof time !== 'string' || !(isSetup || HEARTBEATS.has(type))) return NONE
    const id = where.source.address
    const known = this.#recoveries.get(id)
    if (!known) this.#recoveries.add({ id, time, later: '' })
    if (!known || time <= known.time) return NONE
    const isSure = isSetup || known.later === time
    known.later = time
    if (!isSure) return NONE
    details['peer_restarted'] = true
    details['previous_recovery_time'] = known.time
    known.time = time
    return this.#of([peersOf(message)])
  }

  #of(names: readonly string[]): readonly Session[] {
    return [...new Set(names.flatMap((name) => this.#sessions.of(name)))].filter(({ isOver }) => !isOver)
  }
}

/** Whether an accepted answer to such a request ends what the request was about. */
export function isEnding(type: number, details: Message['details']): boolean {
  const cause = details['cause_code']
  const isAccepted = typeof cause === 'number' && cause < FIRST_REJECTION
  return isAccepted && (type === RELEASE_REQUEST || type === SET_DELETION_REQUEST)
}

function peersOf({ where }: Message): string {
  return [where.source.address, where.destination.address].toSorted().join('<->')
}

function setsOf({ details }: Message): string[] {
  const sets = (details['fq_csids'] ?? []) as readonly { readonly node: string; readonly csids: readonly number[] }[]
  return sets.flatMap(({ node, csids }) => csids.map((csid) => `set ${node} ${csid}`))
}

const NONE: readonly never[] = []
