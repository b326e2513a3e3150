import { Doubles, Ints } from '../bytes/numbers.ts'
import type { PartyRole } from '../model/message.ts'
import { inMilliseconds } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { IdentityGraph } from './identity-graph.ts'

/** Different parties of all sessions that are kept: about 60 bytes each. */
const MOST_PARTIES = 2_000_000
/** Different parties of one session that are told apart. */
const MOST_OF_SESSION = 256

/** In tables a role is its place here. */
export const ROLES: readonly PartyRole[] = ['served', 'caller', 'callee', 'target']

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
  readonly #sessions = new Ints()
  /** By place of a session: where its parties end. */
  readonly #sessionEnds = new Ints()
  readonly #roles = new Ints()
  readonly #firsts = new Doubles()
  readonly #lasts = new Doubles()
  readonly #frames = new Ints()
  readonly #nodes = new Ints()
  /** By party: where its identities end. */
  readonly #ends = new Ints()
  dropped = 0

  constructor(rows: Relating, graph: IdentityGraph) {
    let current = 0
    let parties: SessionParty[] = []
    for (const [session, row] of rows.partyRows()) {
      if (session !== current) {
        this.#keep(current, parties)
        current = session
        parties = []
      }
      const nodes = graph.nodesOf(row)
      if (session === 0 || nodes.length === 0) continue
      const { role, frame } = row
      const at = inMilliseconds(row.at)
      const known = parties.find((one) => one.role === role && isSame(one.nodes, nodes))
      if (known) known.last = at
      else if (parties.length < MOST_OF_SESSION) parties.push({ role, nodes, first: at, last: at, frame })
      else this.dropped++
    }
    this.#keep(current, parties)
  }

  /** Session by session, its parties in the order in which they were told. */
  *sessions(): Iterable<readonly [session: number, parties: readonly SessionParty[]]> {
    let at = 0
    for (let i = 0; i < this.#sessions.length; i++) {
      const parties: SessionParty[] = []
      for (; at < this.#sessionEnds.get(i); at++) parties.push(this.#party(at))
      yield [this.#sessions.get(i), parties]
    }
  }

  #keep(session: number, parties: readonly SessionParty[]): void {
    if (parties.length === 0) return
    if (this.#roles.length + parties.length > MOST_PARTIES) {
      this.dropped += parties.length
      return
    }
    for (const { role, nodes, first, last, frame } of parties) {
      this.#roles.push(ROLES.indexOf(role))
      this.#firsts.push(first)
      this.#lasts.push(last)
      this.#frames.push(frame)
      for (const node of nodes) this.#nodes.push(node)
      this.#ends.push(this.#nodes.length)
    }
    this.#sessions.push(session)
    this.#sessionEnds.push(this.#roles.length)
  }

  #party(at: number): SessionParty {
    const nodes: number[] = []
    for (let i = at === 0 ? 0 : this.#ends.get(at - 1); i < this.#ends.get(at); i++) nodes.push(this.#nodes.get(i))
    return {
      role: ROLES[this.#roles.get(at)]!,
      nodes,
      first: this.#firsts.get(at),
      last: this.#lasts.get(at),
      frame: this.#frames.get(at),
    }
  }
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  if (some.length !== others.length) return false
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false
  return true
}
