import type { PartyRole } from '../model/message.ts'
import { inMilliseconds } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { IdentityGraph } from './identity-graph.ts'

/** Different parties of all sessions that are kept: about 60 bytes each. */
const MOST_PARTIES = 2_000_000
/** Different parties of one session that are told apart. */
const MOST_OF_SESSION = 256

/** A party of a session, however often its messages repeat it; times in ms since 1970. */
export interface SessionParty {
  readonly role: PartyRole
  /** Numbers of its identities. */
  readonly nodes: readonly number[]
  readonly first: number
  last: number
  readonly frame: number
}

/** Who is told of in each session, read once: messages of a session mostly repeat the same. */
export class PartyTable {
  readonly #sessions: number[] = []
  /** By place of a session: where its parties start. */
  readonly #starts: number[] = [0]
  readonly #roles: PartyRole[] = []
  readonly #firsts: number[] = []
  readonly #lasts: number[] = []
  readonly #frames: number[] = []
  readonly #nodes: number[] = []
  /** By party: where its identities end. */
  readonly #ends: number[] = []
  dropped = 0

  constructor(rows: Relating, graph: IdentityGraph) {
    let current = 0
    let parties = new Map<string, SessionParty>()
    for (const [session, row] of rows.partyRows()) {
      if (session !== current) {
        this.#keep(current, parties)
        current = session
        parties = new Map()
      }
      const nodes = graph.nodesOf(row)
      if (session === 0 || nodes.length === 0) continue
      const key = `${row.role} ${nodes.join(' ')}`
      const [known, at] = [parties.get(key), inMilliseconds(row.at)]
      if (known) known.last = at
      else if (parties.size < MOST_OF_SESSION) {
        parties.set(key, { role: row.role, nodes, first: at, last: at, frame: row.frame })
      } else this.dropped++
    }
    this.#keep(current, parties)
  }

  /** Session by session, its parties in the order in which they were told. */
  *sessions(): Iterable<readonly [session: number, parties: readonly SessionParty[]]> {
    for (let i = 0; i < this.#sessions.length; i++) {
      const parties: SessionParty[] = []
      for (let at = this.#starts[i]!; at < this.#starts[i + 1]!; at++) parties.push(this.#party(at))
      yield [this.#sessions[i]!, parties]
    }
  }

  #keep(session: number, parties: ReadonlyMap<string, SessionParty>): void {
    if (parties.size === 0) return
    if (this.#roles.length + parties.size > MOST_PARTIES) {
      this.dropped += parties.size
      return
    }
    for (const { role, nodes, first, last, frame } of parties.values()) {
      this.#roles.push(role)
      this.#firsts.push(first)
      this.#lasts.push(last)
      this.#frames.push(frame)
      for (const node of nodes) this.#nodes.push(node)
      this.#ends.push(this.#nodes.length)
    }
    this.#sessions.push(session)
    this.#starts.push(this.#roles.length)
  }

  #party(at: number): SessionParty {
    return {
      role: this.#roles[at]!,
      nodes: this.#nodes.slice(at === 0 ? 0 : this.#ends[at - 1]!, this.#ends[at]),
      first: this.#firsts[at]!,
      last: this.#lasts[at]!,
      frame: this.#frames[at]!,
    }
  }
}
