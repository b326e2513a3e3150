import type { DatabaseSync } from 'node:sqlite'
import type { EventTally, TallyKind, TallySample } from '../../model/nodes.ts'
import type { DecodeBody } from '../../model/rows.ts'
import { BlockReader, KEPT_WRITING } from './blocks.ts'
import { told } from './event-body.ts'
import * as columns from './event-columns.ts'
import { type EndpointReader, NameReader } from './interned.ts'
import { BLOCK } from './schema.ts'
import { TallyTable } from './tally-table.ts'

/** Pairs of ends that are told apart, by kind of message; then messages read of one end, and in all. */
const MOST_TALLIES = 200_000
/** Tallies whose messages are read together. */
const READ_TOGETHER = 256
const SAMPLES_OF_END = 12
const MOST_SAMPLES = 6000
/** Numbers of ends and of kinds go into one key: 20, 20 and 13 bits. */
const MOST_ENDPOINTS = 2 ** 20
const MOST_KINDS = 2 ** 13

export interface TallyOptions {
  readonly kindOf: (protocol: string, message_type: string) => TallyKind | undefined
  /** By group, the number of its interface in `interfaces`; 0 for none. */
  readonly interfaceOf: (group: number) => number
  readonly interfaces: readonly string[]
  readonly decode: DecodeBody
  readonly endpoints: EndpointReader
  /** A bound was reached. */
  readonly full: () => void
}

interface Kind extends TallyKind {
  readonly interface: string
  /** Messages that were chosen to be read. */
  read: number
}

/** Counts events by their kind and ends in one pass over their columns, then reads a few of each. */
export class Tally {
  readonly #database: DatabaseSync
  readonly #options: TallyOptions
  readonly #names: NameReader
  /** By number of a name and of an interface: number of the kind, 0 for none. */
  readonly #known = new Map<number, number>()
  readonly #kinds: (Kind | undefined)[] = [undefined]
  readonly #numbers = new Map<string, number>()
  readonly #counted = new TallyTable()
  readonly #sampled = new Map<number, number>()
  #samples = 0
  #event = 0

  constructor(database: DatabaseSync, options: TallyOptions) {
    this.#database = database
    this.#options = options
    this.#names = new NameReader(database)
  }

  /** The next block of events. */
  add(cells: columns.EventColumns): void {
    for (let slot = 0; slot < BLOCK && cells.get(columns.GROUP, slot) !== 0; slot++) {
      this.#event++
      const kind = this.#kind(cells.get(columns.NAME, slot), cells.get(columns.GROUP, slot))
      if (kind !== 0) this.#count(kind, cells, slot)
    }
  }

  /** In the order of their first events; of those read no more is held than a few. */
  *all(): Generator<EventTally> {
    const blocks = new BlockReader(this.#database, KEPT_WRITING)
    const { endpoints } = this.#options
    const { kinds, sources, destinations, counts, frames, length } = this.#counted
    let read: ReadonlyMap<number, TallySample> = new Map()
    for (let tally = 0; tally < length; tally++) {
      if (tally % READ_TOGETHER === 0) read = this.#samplesRead(blocks, tally)
      const { name, interface: of } = this.#kinds[kinds.get(tally)]!
      const ends = {
        source: endpoints.of(sources.get(tally)),
        destination: endpoints.of(destinations.get(tally)),
      }
      const samples = this.#counted.samplesOf(tally).map((id) => read.get(id)!)
      yield { kind: name, interface: of, ...ends, count: counts.get(tally), frame: frames.get(tally), samples }
    }
  }

  /** Those of tallies from `first` on, in the order in which they lie: each block is expanded once. */
  #samplesRead(blocks: BlockReader, first: number): Map<number, TallySample> {
    const ids: number[] = []
    const to = Math.min(first + READ_TOGETHER, this.#counted.length)
    for (let tally = first; tally < to; tally++) ids.push(...this.#counted.samplesOf(tally))
    return new Map(ids.toSorted((a, b) => a - b).map((id) => [id, this.#read(blocks, id)]))
  }

  #kind(name: number, group: number): number {
    const of = this.#options.interfaceOf(group)
    const key = name * 256 + of
    return this.#known.get(key) ?? this.#learn(key, name, of)
  }

  #learn(key: number, name: number, of: number): number {
    const { protocol, message_type } = this.#names.of(name)
    const kind = this.#options.kindOf(protocol, message_type)
    const text = kind === undefined ? '' : `${of} ${kind.name}`
    let number = kind === undefined ? 0 : this.#numbers.get(text)
    if (number === undefined) {
      number = this.#kinds.length < MOST_KINDS ? this.#kinds.length : 0
      if (number > 0) this.#kinds.push({ ...kind!, interface: this.#options.interfaces[of] ?? '', read: 0 })
      this.#numbers.set(text, number)
    }
    this.#known.set(key, number)
    return number
  }

  #count(kind: number, cells: columns.EventColumns, slot: number): void {
    const source = cells.get(columns.SOURCE, slot)
    const destination = cells.get(columns.DESTINATION, slot)
    if (source >= MOST_ENDPOINTS || destination >= MOST_ENDPOINTS) return this.#options.full()
    const table = this.#counted
    const known = table.find(kind, source, destination)
    if (known >= 0) {
      table.counts.set(known, table.counts.get(known) + 1)
      if (table.wantsSample(known)) this.#sample(known, kind, { source, destination })
      return
    }
    if (table.length === MOST_TALLIES) return this.#options.full()
    const tally = table.add({ kind, source, destination, frame: cells.get(columns.FRAME, slot) })
    if (this.#kinds[kind]!.reads > 0) this.#sample(tally, kind, { source, destination })
  }

  /** Another message to be read, unless both of its ends have told enough. */
  #sample(tally: number, kind: number, { source, destination }: { source: number; destination: number }): void {
    const known = this.#kinds[kind]!
    if (this.#samples === MOST_SAMPLES || known.read === known.reads) return
    const [from, to] = [(kind * MOST_ENDPOINTS + source) * 2, (kind * MOST_ENDPOINTS + destination) * 2 + 1]
    const [sent, received] = [this.#sampled.get(from) ?? 0, this.#sampled.get(to) ?? 0]
    if (sent >= SAMPLES_OF_END && received >= SAMPLES_OF_END) return
    this.#sampled.set(from, sent + 1)
    this.#sampled.set(to, received + 1)
    this.#samples++
    known.read++
    this.#counted.sample(tally, this.#event)
  }

  #read(blocks: BlockReader, id: number): TallySample {
    const place = blocks.place(id)
    const { protocol } = this.#names.of(place.columns.get(columns.NAME, place.slot))
    const { details } = told(place, blocks.body(id), protocol, this.#options.decode)
    const { columns: cells, slot } = place
    const at = cells.milliseconds(slot)
    return { frame: cells.get(columns.FRAME, slot), at, details }
  }
}
