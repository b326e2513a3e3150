import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Endpoint } from '../../model/endpoint.ts'
import { Batch } from './batch.ts'

/**
 * Names and endpoints remembered at a time. Beyond it they are forgotten and, seen again, get a second number: rows
 * only look a number's text up, so that costs some bytes and nothing else.
 */
const REMEMBERED = 65_536
/** Endpoints are objects that would all stay in memory. */
const REMEMBERED_ENDPOINTS = 16_384
/** By readers, who ask in the order of writing or of time: what they want again is mostly near, and what next too. */
const NEAR_ENDPOINTS = 32_768
const READ_TOGETHER = 32

const NOWHERE: Endpoint = { id: 0, address: '', port: 0, text: '' }
const NOTHING_ELSE: readonly string[] = []
/** Between further names of one message. */
export const BETWEEN = '\n'

/** Numbers for what messages are called: protocol, message type and further names. */
export class Names {
  readonly #rows: Batch
  readonly #known = new Map<string, Map<string, number>>()
  #size = 0
  #last = 0

  constructor(database: DatabaseSync) {
    this.#rows = new Batch(database, 'names', 4)
  }

  id(protocol: string, messageType: string, also: readonly string[] = NOTHING_ELSE): number {
    const further = also.length === 0 ? '' : also.join(BETWEEN)
    const name = further === '' ? messageType : messageType + BETWEEN + further
    return this.#known.get(protocol)?.get(name) ?? this.#add(protocol, name, { messageType, further })
  }

  flush(): void {
    this.#rows.flush()
  }

  #add(protocol: string, name: string, told: { messageType: string; further: string }): number {
    if (this.#size++ === REMEMBERED) {
      this.#known.clear()
      this.#size = 1
    }
    let types = this.#known.get(protocol)
    if (!types) this.#known.set(protocol, (types = new Map()))
    const id = ++this.#last
    types.set(name, id)
    const { values } = this.#rows
    const at = this.#rows.row()
    values[at] = id
    values[at + 1] = protocol
    values[at + 2] = told.messageType
    values[at + 3] = told.further
    return id
  }
}

/** Numbers for endpoints, of the file's own: those of the engine may be given anew. */
export class Endpoints {
  readonly #rows: Batch
  readonly #known = new Map<Endpoint, number>()
  #last = 0

  constructor(database: DatabaseSync) {
    this.#rows = new Batch(database, 'endpoints', 5)
  }

  id(endpoint: Endpoint): number {
    return this.#known.get(endpoint) ?? this.#add(endpoint)
  }

  flush(): void {
    this.#rows.flush()
  }

  #add(endpoint: Endpoint): number {
    if (this.#known.size === REMEMBERED_ENDPOINTS) this.#known.clear()
    const id = ++this.#last
    this.#known.set(endpoint, id)
    const { values } = this.#rows
    const at = this.#rows.row()
    values[at] = id
    values[at + 1] = endpoint.id
    values[at + 2] = endpoint.address
    values[at + 3] = endpoint.port
    values[at + 4] = endpoint.text
    return id
  }
}

/** Names by their number. */
export class NameReader {
  readonly #select: StatementSync
  readonly #known = new Map<number, { readonly protocol: string; readonly message_type: string }>()

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT protocol, message_type FROM names WHERE id = ?')
  }

  of(id: number): { readonly protocol: string; readonly message_type: string } {
    const known = this.#known.get(id)
    if (known) return known
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const row = this.#select.get(id)
    const name = { protocol: row?.['protocol'] as string, message_type: row?.['message_type'] as string }
    this.#known.set(id, name)
    return name
  }
}

type StoredEndpoint = [id: number, number: number, address: string, port: number, text: string]

/** Endpoints by their number in the file. */
export class EndpointReader {
  readonly #select: StatementSync
  readonly #known = new Map<number, Endpoint>()

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT * FROM endpoints WHERE id BETWEEN ? AND ?')
    this.#select.setReturnArrays(true)
  }

  of(id: number): Endpoint {
    return this.#known.get(id) ?? this.#read(id)
  }

  #read(id: number): Endpoint {
    if (this.#known.size >= NEAR_ENDPOINTS) this.#known.clear()
    for (const cells of this.#select.all(id, id + READ_TOGETHER - 1) as unknown as StoredEndpoint[]) {
      const [near, number, address, port, text] = cells
      if (!this.#known.has(near)) this.#known.set(near, { id: number, address, port, text })
    }
    return this.#known.get(id) ?? NOWHERE
  }
}
