import type { KpiRow } from '../../model/kpi.ts'
import type { SessionMeasures } from '../../model/measures.ts'
import type { Identifier } from '../../model/relating.ts'
import type { SessionRow } from '../../model/session.ts'
import { KpiCounts } from './kpi-counts.ts'

/** Hours of one job that sessions are counted by: over a year. Hostile timestamps could name any number. */
const MOST_HOURS = 10_000
/** Protocols told apart within a session: bits of a mask. */
const MOST_PROTOCOLS = 32

/**
 * A session that seems to last longer, 31 days, goes over a jump of the capture's clock (which a warning tells of): one of
 * 42 years would be all that a mean of thousands says.
 */
const LONGEST_BELIEVED_MS = 31 * 86_400_000

interface Counted {
  sessions: number
  /** Those whose length is believed, and how long these were together. */
  believed: number
  duration_ms: number
}

/** What the sessions of a job come to, counted while they are written. */
export class SessionCounts {
  /** The name that an event's protocol is counted under. */
  readonly #countedAs: (protocol: string) => string
  readonly #bits = new Map<string, number>()
  readonly #names: string[] = []
  /** Protocols of each group, then of each session: four bytes each. */
  #ofGroup = new Uint32Array(1024)
  #ofSession = new Uint32Array(0)
  readonly #protocols = new Map<string, number>()
  readonly #types = new Map<string, Counted>()
  readonly #hours = new Map<string, number>()
  #beyondHours = 0
  readonly #kpis = new KpiCounts()
  readonly #addresses = new Map<string, number>()

  constructor(countedAs: (protocol: string) => string) {
    this.#countedAs = countedAs
  }

  event(group: number, protocol: string): void {
    if (group >= this.#ofGroup.length) {
      const grown = new Uint32Array(Math.max(group + 1, this.#ofGroup.length * 2))
      grown.set(this.#ofGroup)
      this.#ofGroup = grown
    }
    this.#ofGroup[group]! |= this.#bits.get(protocol) ?? this.#bit(protocol)
  }

  /** Before sessions are written: which addresses are to be counted. */
  watch(addresses: Iterable<string>): void {
    for (const address of addresses) this.#addresses.set(address, 0)
  }

  assign(sessionOf: Int32Array, sessions: number): void {
    this.#ofSession = new Uint32Array(sessions + 1)
    sessionOf.forEach((session, group) => {
      this.#ofSession[session]! |= this.#ofGroup[group] ?? 0
    })
  }

  session(session: number, row: SessionRow, identifiers: readonly Identifier[]): void {
    this.#length(row)
    const hour = `${row.start_time.slice(0, 13)}:00:00.000Z`
    this.#hour(hour)
    for (const sample of row.kpis ?? []) this.#kpis.add(sample, hour)
    if (row.counted_as !== undefined) raise(this.#protocols, row.counted_as)
    const mask = this.#ofSession[session] ?? 0
    for (let i = 0; mask >>> i !== 0 && i < this.#names.length; i++) {
      if ((mask >>> i) & 1) raise(this.#protocols, this.#names[i]!)
    }
    this.#raiseAddresses(identifiers)
  }

  #length({ type, duration_ms }: SessionRow): void {
    let counted = this.#types.get(type)
    if (!counted) this.#types.set(type, (counted = { sessions: 0, believed: 0, duration_ms: 0 }))
    counted.sessions++
    if (duration_ms > LONGEST_BELIEVED_MS) return
    counted.believed++
    counted.duration_ms += duration_ms
  }

  /** Each that is watched, once a session. */
  #raiseAddresses(identifiers: readonly Identifier[]): void {
    for (let i = 0; i < identifiers.length; i++) {
      const { kind, value } = identifiers[i]!
      if (kind === 'ip' && this.#addresses.has(value) && !isAgain(identifiers, i)) raise(this.#addresses, value)
    }
  }

  kpis(): KpiRow[] {
    return this.#kpis.rows()
  }

  measures(): SessionMeasures {
    const hours = [...this.#hours].map(([hour, sessions]) => ({ hour, sessions }))
    return {
      types: [...this.#types].map(([type, counted]) => ({
        type,
        sessions: counted.sessions,
        duration_ms: togetherOf(counted),
      })),
      hours: hours.sort((a, b) => (a.hour < b.hour ? -1 : 1)),
      beyond_hours: this.#beyondHours,
      protocols: this.#protocols,
      addresses: this.#addresses,
      kpis: this.kpis(),
    }
  }

  #hour(hour: string): void {
    if (this.#hours.size < MOST_HOURS || this.#hours.has(hour)) raise(this.#hours, hour)
    else this.#beyondHours++
  }

  #bit(protocol: string): number {
    const name = this.#countedAs(protocol)
    const known = this.#names.indexOf(name)
    const place = known < 0 && this.#names.length < MOST_PROTOCOLS ? this.#names.push(name) - 1 : known
    const bit = place < 0 ? 0 : 2 ** place
    this.#bits.set(protocol, bit)
    return bit
  }
}

/** How long all were: those whose length is not believed count as long as the others are on average. */
function togetherOf({ sessions, believed, duration_ms }: Counted): number {
  return believed === 0 ? 0 : Math.round((duration_ms * sessions) / believed)
}

function isAgain(identifiers: readonly Identifier[], at: number): boolean {
  const { kind, value } = identifiers[at]!
  for (let i = 0; i < at; i++) if (identifiers[i]!.value === value && identifiers[i]!.kind === kind) return true
  return false
}

function raise(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
