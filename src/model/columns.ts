import { ROLES, type SameNode } from './nodes.ts'

/** What is known of an end, where anything is. */
export interface ColumnRole {
  readonly role?: string
  readonly name?: string
  /** Ends with the same are one node. */
  readonly node?: string
  readonly group?: string
  readonly evidence?: string
  readonly also?: readonly string[]
  readonly same_as?: readonly SameNode[]
}

/** A lifeline of a ladder: a node, as far as that is known. */
export interface Column {
  /** Names it among the columns: an address, `address:port`, or what makes several ends one. */
  readonly key: string
  /** The first that was seen, and all. */
  readonly address: string
  readonly addresses: readonly string[]
  /** Ports seen there in signalling; one that tells apart what has the same address stands alone. */
  readonly ports: readonly string[]
  readonly role?: string
  readonly name?: string
  /** What says so, and what else something speaks for. */
  readonly evidence?: string
  readonly also?: readonly string[]
  /** Why several addresses or ports are one node; empty for one alone. */
  readonly why: readonly string[]
  /** The key of the column that it was taken out of. */
  readonly part_of?: string
}

export interface Message {
  readonly source: string
  readonly destination: string
}

interface Shown<Event extends Message> {
  readonly participants: readonly string[]
  readonly events: readonly Event[]
  readonly media: readonly Message[]
  readonly participant_roles?: Readonly<Record<string, ColumnRole>>
}

export interface ColumnOptions<Event extends Message> {
  /** Columns at most; whoever comes later shares the last one, which is called so. */
  readonly most: number
  readonly others: string
  /** Streams lie between the columns that signalling made. */
  readonly isMedia: (event: Event) => boolean
  /** Each port has a column of its own. */
  readonly apart?: boolean
  /** Keys of columns that are taken apart into their addresses or ports. */
  readonly ungrouped?: ReadonlySet<string>
  /** Keys from left to right; what is not named stands where its role does. */
  readonly order?: readonly string[]
}

interface Growing {
  readonly key: string
  readonly addresses: Set<string>
  readonly ports: Set<string>
  readonly why: Set<string>
  readonly roles: Set<string>
  told: ColumnRole
  part_of?: string
}

/**
 * The columns of a ladder. One column is one address, so that a phone that signals from several ports and sends its media
 * from others is one; where ends of one address speak with each other, or have roles of their own, each role or port of
 * it has a column. Addresses that evidence, or an alias, says are one node's share one. They stand as roles do in a
 * network, what is not known beside whom it appeared with.
 */
export class Columns<Event extends Message> {
  readonly all: readonly Column[]
  readonly #options: ColumnOptions<Event>
  readonly #roles: Readonly<Record<string, ColumnRole>>
  /** Addresses whose ports are apart. */
  readonly #split = new Set<string>()
  readonly #growing: Growing[] = []
  readonly #byKey = new Map<string, number>()
  /** Ends that made a column, or stand in one that is theirs. */
  readonly #ends = new Set<string>()
  /** The same ends come again and again. */
  readonly #found = new Map<string, number>()
  /** Where each growing column stands at the end. */
  readonly #places: readonly number[]

  constructor(
    { participants, events, media, participant_roles: roles = {} }: Shown<Event>,
    options: ColumnOptions<Event>,
  ) {
    this.#options = options
    this.#roles = roles
    this.#splitSpeakers(events)
    this.#splitRoles()
    for (const text of participants) this.#add(text)
    for (const event of events) {
      if (options.isMedia(event)) continue
      this.#add(event.source)
      this.#add(event.destination)
    }
    for (const { source, destination } of [...events, ...media]) {
      for (const text of [source, destination]) if (this.#find(text) === undefined) this.#add(text)
    }
    const order = inOrder(this.#growing, options.order ?? [])
    this.#places = order.map((_, i) => order.indexOf(i))
    this.all = order.map((i) => this.#column(this.#growing[i]!))
  }

  /** The columns of two ends, which are two where that is possible. */
  between(source: string, destination: string): readonly [from: number, to: number] {
    const from = this.#find(source) ?? 0
    const to = this.#find(destination) ?? 0
    const { address } = endOf(source)
    const areKnown = this.#ends.has(source) && this.#ends.has(destination)
    const isOne = from !== to || source === destination || areKnown || !this.#split.has(address)
    const last = isOne ? to : this.#growing.findLastIndex(({ addresses }) => addresses.has(address))
    return [this.#places[from] ?? 0, this.#places[last] ?? 0]
  }

  #splitSpeakers(events: readonly Event[]): void {
    const { apart = false, isMedia } = this.#options
    for (const event of events) {
      const [source, destination] = [endOf(event.source).address, endOf(event.destination).address]
      const isSame = event.source !== event.destination && source === destination
      if (apart || (isSame && !isMedia(event))) this.#split.add(source)
      if (apart) this.#split.add(destination)
    }
  }

  #splitRoles(): void {
    const roles = new Map<string, string>()
    for (const [end, { role }] of Object.entries(this.#roles)) {
      if (role === undefined) continue
      const { address } = endOf(end)
      const known = roles.get(address)
      if (known === undefined) roles.set(address, role)
      else if (known !== role) this.#split.add(address)
    }
  }

  #add(text: string): void {
    if (this.#ends.has(text)) return
    this.#ends.add(text)
    const { most, others } = this.#options
    const { address, port } = endOf(text)
    const { key, why, part_of } = this.#keyOf(text, address)
    const known = this.#byKey.get(key)
    if (known !== undefined) return this.#grow(known, { text, address, port, why })
    const isLast = this.#growing.length === most - 1
    this.#byKey.set(key, Math.min(this.#growing.length, most - 1))
    if (this.#growing.length === most) return
    const growing = {
      key: isLast ? others : key,
      addresses: new Set<string>(),
      ports: new Set<string>(),
      why: new Set<string>(),
      roles: new Set<string>(),
    }
    this.#growing.push({
      ...growing,
      told: isLast ? {} : (this.#roles[text] ?? {}),
      ...(!isLast && part_of && { part_of }),
    })
    if (isLast) this.#growing.at(-1)!.addresses.add(others)
    else this.#grow(this.#growing.length - 1, { text, address, port, why })
  }

  #grow(
    place: number,
    { text, address, port, why }: { text: string; address: string; port: string; why: string },
  ): void {
    if (place >= this.#options.most - 1) return
    const column = this.#growing[place]!
    column.addresses.add(address)
    if (port !== '') column.ports.add(port)
    if (why !== '') column.why.add(why)
    const told = this.#roles[text]
    if (told && column.told.role === undefined) column.told = { ...told, ...column.told }
    if (told?.role !== undefined) column.roles.add(told.role)
    for (const same of told?.same_as ?? []) column.why.add(`${same.address}: ${same.evidence}`)
  }

  /** What the end shares a column with, and why several share it. */
  #keyOf(text: string, address: string): Place {
    const { apart = false, ungrouped } = this.#options
    const told = apart ? undefined : this.#roles[text]
    const isSplit = this.#split.has(address)
    const alone = isSplit ? text : address
    const { key, why } = sharedBy(told, address, isSplit)
    if (key === undefined) return { key: alone, why: '' }
    return ungrouped?.has(key) ? { key: alone, why: '', part_of: key } : { key, why }
  }

  /** Media of an address whose ports are apart go to its first column. */
  #find(text: string): number | undefined {
    const known = this.#found.get(text)
    if (known !== undefined) return known
    const { address } = endOf(text)
    const exact = this.#byKey.get(this.#keyOf(text, address).key)
    const place = exact ?? this.#growing.findIndex(({ addresses }) => addresses.has(address))
    if (place < 0) return undefined
    this.#found.set(text, place)
    return place
  }

  #column({ key, addresses, ports, why, roles, told, part_of }: Growing): Column {
    const [address = ''] = addresses
    // Of a group that a person made, what they all have in common.
    const isMade = key.startsWith(GROUP) && told.group !== undefined
    const { role, evidence, also } = isMade && roles.size > 1 ? {} : told
    const name = isMade ? told.group : told.name
    const isOne = addresses.size === 1 && ports.size < 2
    return {
      key,
      address,
      addresses: [...addresses],
      ports: [...ports],
      ...(role !== undefined && { role }),
      ...(name !== undefined && { name }),
      ...(evidence !== undefined && { evidence }),
      ...(also !== undefined && { also }),
      why: isOne ? [] : [...why],
      ...(part_of !== undefined && { part_of }),
    }
  }
}

/** What keys of groups that people made begin with. */
const GROUP = 'group '

interface Place {
  readonly key: string
  readonly why: string
  readonly part_of?: string
}

/** A group that a person made, a node of several addresses, or a function of an address that has several. */
function sharedBy(told: ColumnRole | undefined, address: string, isSplit: boolean): { key?: string; why: string } {
  if (told?.group !== undefined) return { key: GROUP + told.group, why: GROUP + told.group }
  if (told?.node !== undefined && !isSplit) return { key: `node ${told.node}`, why: '' }
  if (!isSplit || told?.role === undefined) return { why: '' }
  return { key: `${address} ${told.role}`, why: `${told.role} at one address` }
}

const RANKS = new Map<string, number>(ROLES.map((role, rank) => [role, rank]))
/** Whose place is at the ends of a ladder: the first one's at the left, the others' at the right. */
const USERS: ReadonlySet<string | undefined> = new Set(['UE', 'UA'])

/** Numbers of columns from left to right. */
function inOrder(columns: readonly Growing[], order: readonly string[]): number[] {
  const named = new Map(order.map((key, place) => [key, place - order.length]))
  const ranks = ranksOf(columns)
  const places = columns.map(({ key }, i) => named.get(key) ?? ranks[i]!)
  return columns.map((_, i) => i).toSorted((a, b) => places[a]! - places[b]! || a - b)
}

function ranksOf(columns: readonly Growing[]): number[] {
  let before = 0
  let hasUser = false
  return columns.map(({ told, roles }) => {
    const role = roles.size > 1 ? undefined : told.role
    if (USERS.has(role)) {
      const rank = hasUser ? Infinity : -1
      hasUser = true
      return rank
    }
    const rank = role === undefined ? undefined : RANKS.get(role)
    before = rank ?? before
    return before
  })
}

function plain(text: string): string {
  return text.replaceAll(/[^a-z0-9]/gi, '').toLowerCase()
}

const HOST_NAME = /^[a-z][\w-]*(?:\.[\w-]+)+$/i

/** The name to be shown beside the role: of a host name its first label, and nothing that only says the role again. */
export function shownName({ role, name }: { readonly role?: string; readonly name?: string }): string {
  const short = name !== undefined && HOST_NAME.test(name) ? name.slice(0, name.indexOf('.')) : (name ?? '')
  return role !== undefined && plain(short) === plain(role) ? '' : short
}

/** Ends are `address`, `address:port` or `[address]:port`; a bare IPv6 address has more than one colon. */
const WITH_PORT = /^(?:\[(?<six>[^\]]*)\]|(?<four>[^:]*)):(?<port>\d+)$/

function endOf(text: string): { readonly address: string; readonly port: string } {
  const groups = WITH_PORT.exec(text)?.groups
  return { address: groups?.['six'] ?? groups?.['four'] ?? text, port: groups?.['port'] ?? '' }
}
