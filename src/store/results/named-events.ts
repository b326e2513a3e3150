import type { DatabaseSync } from 'node:sqlite'
import type { Endpoint } from '../../model/endpoint.ts'
import type { EventFacts, KindOf, NamedEvent } from '../../model/procedure.ts'
import type { DecodeBody } from '../../model/rows.ts'
import { BlockReader, KEPT_WRITING } from './blocks.ts'
import { told } from './event-body.ts'
import * as columns from './event-columns.ts'
import { BETWEEN, type EndpointReader, NameReader } from './interned.ts'
import { BLOCK } from './schema.ts'

const NOWHERE: Endpoint = { id: 0, address: '', port: 0, text: '' }

interface NamedOptions {
  readonly kindOf: KindOf
  readonly epoch: number
  readonly endpoints: EndpointReader
}

/**
 * The events of some names in `blocks`, in order, their times since `epoch` (Unix seconds). The record is the same one
 * each time.
 */
export function* namedEvents(
  database: DatabaseSync,
  blocks: Iterable<columns.EventColumns>,
  { kindOf, epoch, endpoints }: NamedOptions,
): Generator<NamedEvent> {
  const kinds = kindsByName(database, kindOf)
  const found = {
    event: 0,
    kind: 0,
    group: 0,
    time: 0,
    failed: false,
    repeated: false,
    source: NOWHERE,
    destination: NOWHERE,
  }
  let before = 0
  for (const cells of blocks) {
    for (let slot = 0; slot < BLOCK && cells.get(columns.GROUP, slot) !== 0; slot++) {
      const kind = kinds[cells.get(columns.NAME, slot)]!
      if (kind === 0) continue
      found.event = before + slot + 1
      found.kind = kind
      found.group = cells.get(columns.GROUP, slot)
      found.time = (cells.seconds(slot) - epoch) * 1000 + cells.get(columns.NANOSECONDS, slot) / 1e6
      const state = cells.get(columns.STATE, slot)
      found.failed = (state & columns.FAILED) !== 0
      found.repeated = (state & columns.REPEATED) !== 0
      found.source = endpoints.of(cells.get(columns.SOURCE, slot))
      found.destination = endpoints.of(cells.get(columns.DESTINATION, slot))
      yield found
    }
    before += BLOCK
  }
}

/** By number of the name, what kind of event it is. */
function kindsByName(database: DatabaseSync, kindOf: KindOf): Uint32Array {
  const rows = database.prepare('SELECT id, protocol, message_type, also FROM names ORDER BY id').all()
  const kinds = new Uint32Array(rows.length + 1)
  for (const { id, protocol, message_type, also } of rows) {
    const further = also === '' ? [] : (also as string).split(BETWEEN)
    kinds[id as number] = kindOf(`${protocol as string} ${message_type as string}`, further)
  }
  return kinds
}

/** Reads what events say, once all of them are written. */
export class FactsReader {
  readonly #blocks: BlockReader
  readonly #names: NameReader
  readonly #decode: DecodeBody

  constructor(database: DatabaseSync, decode: DecodeBody) {
    this.#blocks = new BlockReader(database, KEPT_WRITING)
    this.#names = new NameReader(database)
    this.#decode = decode
  }

  of(event: number): EventFacts {
    const place = this.#blocks.place(event)
    const { columns: cells, slot } = place
    const name = this.#names.of(cells.get(columns.NAME, slot))
    const { details } = told(place, this.#blocks.body(event), name.protocol, this.#decode)
    return { ...name, frame: cells.get(columns.FRAME, slot), details }
  }
}
