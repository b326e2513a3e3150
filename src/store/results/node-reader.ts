import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { FoundRole, NodeEvidence, SameNode } from '../../model/nodes.ts'
import { AliasBook } from '../aliases.ts'

const REMEMBERED = 20_000

/** What is told of one end of a session. */
export interface EndRole {
  readonly role?: string
  readonly name?: string
  /** The node that the address is of, where it has others: what they have in common. */
  readonly node?: string
  readonly group?: string
}

/** The same with why. */
export interface ToldEnd extends EndRole {
  readonly evidence?: string
  /** Other roles that something speaks for. */
  readonly also?: readonly string[]
  /** Why its other addresses are its own. */
  readonly same_as?: readonly SameNode[]
}

/** A node as it is listed. */
export interface ListedNode extends EndRole {
  readonly address: string
  readonly port?: number
  /** All of them, where several are of one role. */
  readonly ports?: readonly number[]
  readonly roles: readonly FoundRole[]
  readonly same_as: readonly SameNode[]
  /** A person said so. */
  readonly alias?: true
}

export interface NodePage {
  readonly from: number
  readonly limit: number
  readonly role?: string
}

/** Ends of one session that are told of. */
const MOST_ENDS = 1000

interface Between {
  readonly source: string
  readonly destination: string
}

interface Ends {
  readonly participants: readonly string[]
  readonly events: readonly Between[]
  readonly media: readonly Between[]
}

interface Stored {
  readonly address: string
  readonly port: number
  readonly role: string | null
  readonly name: string | null
  readonly node: string | null
  readonly body: string
}

/** Rows that are listed as one. */
interface Grouped extends Omit<Stored, 'body'> {
  /** JSON, as the next one. */
  readonly ports: string
  readonly bodies: string
}

/** Ports of one node that are told. */
const MOST_PORTS = 100

/** What several ports tell, as one: the same evidence is added up. */
function togetherOf(roles: readonly FoundRole[]): FoundRole[] {
  const together = new Map<FoundRole['role'], Map<string, NodeEvidence>>()
  for (const { role, evidence } of roles) {
    const known = together.get(role) ?? new Map<string, NodeEvidence>()
    together.set(role, known)
    for (const one of evidence) {
      const { count = 0, frame = one.frame } = known.get(one.evidence) ?? {}
      known.set(one.evidence, { ...one, count: count + one.count, frame: Math.min(frame, one.frame) })
    }
  }
  return [...together].map(([role, evidence]) => ({ role, evidence: [...evidence.values()] }))
}

/** Reads what nodes a job has; aliases hold over what was inferred, and that over names that captures give. */
export class NodeReader {
  aliases = new AliasBook()
  readonly #database: DatabaseSync
  readonly #names: Readonly<Record<string, string>>
  readonly #select: StatementSync
  readonly #known = new Map<string, Stored | undefined>()

  /** @param names of addresses, as captures give them */
  constructor(database: DatabaseSync, names: Readonly<Record<string, string>> = {}) {
    this.#database = database
    this.#names = names
    this.#select = database.prepare(
      'SELECT * FROM nodes WHERE address = ? AND port IN (0, ?) ORDER BY port DESC LIMIT 1',
    )
  }

  /** Of an end, `address:port`, with why; undefined where nothing is known of it. */
  told(end: string): ToldEnd | undefined {
    const stored = this.#stored(end)
    const brief = this.brief(end)
    if (!stored) return brief
    const { roles, same_as } = JSON.parse(stored.body) as Pick<ListedNode, 'roles' | 'same_as'>
    const [best, ...others] = roles
    const first = best?.role === brief?.role ? best?.evidence[0] : undefined
    const also = (best?.role === brief?.role ? others : roles).map(({ role }) => role)
    const told = {
      ...brief,
      ...(first && { evidence: `${first.evidence} (${first.count}×, first in frame ${first.frame})` }),
      ...(also.length > 0 && brief?.role !== undefined && { also }),
      ...(same_as.length > 0 && { same_as }),
    }
    return Object.keys(told).length === 0 ? undefined : told
  }

  /** Of the ends of a session's signalling, events and media, each once. */
  ofEnds({ participants, events, media }: Ends): Record<string, ToldEnd> | undefined {
    const ends = new Set(participants)
    for (const { source, destination } of [...events, ...media]) {
      if (ends.size >= MOST_ENDS) break
      ends.add(source)
      ends.add(destination)
    }
    const told = [...ends].flatMap((end) => {
      const one = this.told(end)
      return one ? [[end, one] as const] : []
    })
    return told.length === 0 ? undefined : Object.fromEntries(told)
  }

  /** Its role and name alone. */
  brief(end: string): EndRole | undefined {
    const stored = this.#stored(end)
    const { address } = split(end)
    const alias = this.aliases.of(address)
    const role = alias?.role ?? stored?.role ?? undefined
    const name = alias?.name ?? stored?.name ?? this.#nameOf(address)
    const node = stored?.node ?? undefined
    if (role === undefined && name === undefined && node === undefined && alias === undefined) return undefined
    return {
      ...(role !== undefined && { role }),
      ...(name !== undefined && { name }),
      ...(alias?.group === undefined
        ? node !== undefined && { node }
        : { node: `group ${alias.group}`, group: alias.group }),
    }
  }

  list({ from, limit, role }: NodePage): { total: number; nodes: ListedNode[] } {
    const where = role === undefined ? '' : 'WHERE role = ?'
    const given = role === undefined ? [] : [role]
    // Each connection of a client has a port of its own: who they are of is listed once.
    const grouped = `FROM nodes ${where} GROUP BY address, port = 0, role, name`
    const total = this.#database.prepare(`SELECT count(*) AS n FROM (SELECT 1 ${grouped})`).get(...given)?.['n']
    const query = `SELECT address, port, role, name, node, min(rowid), json_group_array(port) AS ports,
      json_group_array(json(body)) AS bodies ${grouped} ORDER BY min(rowid) LIMIT ? OFFSET ?`
    const rows = this.#database.prepare(query).all(...given, limit, from) as unknown as Grouped[]
    return { total: total as number, nodes: rows.map((row) => this.#listed(row)) }
  }

  #listed({ address, port, role, name, node, ports, bodies }: Grouped): ListedNode {
    const alias = this.aliases.of(address)
    const told = JSON.parse(bodies) as Pick<ListedNode, 'roles' | 'same_as'>[]
    const all = (JSON.parse(ports) as number[]).toSorted((a, b) => a - b).slice(0, MOST_PORTS)
    const roles = togetherOf(told.flatMap((one) => one.roles))
    const same_as = told.flatMap((one) => one.same_as)
    const [shownRole, shownName] = [alias?.role ?? role, alias?.name ?? name ?? this.#nameOf(address)]
    return {
      address,
      ...(port !== 0 && { port }),
      ...(told.length > 1 && { ports: all }),
      ...(shownRole !== null && { role: shownRole }),
      ...(shownName !== undefined && { name: shownName }),
      ...(node !== null && { node }),
      ...(alias?.group !== undefined && { node: `group ${alias.group}`, group: alias.group }),
      ...(alias && { alias: true as const }),
      roles,
      same_as,
    }
  }

  #nameOf(address: string): string | undefined {
    return Object.hasOwn(this.#names, address) ? this.#names[address] : undefined
  }

  #stored(end: string): Stored | undefined {
    if (this.#known.has(end)) return this.#known.get(end)
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const { address, port } = split(end)
    const row = this.#select.get(address, port) as unknown as Stored | undefined
    this.#known.set(end, row)
    return row
  }
}

/** Ends are `address`, `address:port` or `[address]:port`. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/

function split(end: string): { address: string; port: number } {
  const [, six, four, port] = WITH_PORT.exec(end) ?? []
  return { address: six ?? four ?? end.replace(/^\[|\]$/g, ''), port: Number(port ?? 0) }
}
