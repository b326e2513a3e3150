import type { DatabaseSync } from 'node:sqlite'
import type { NodeRow } from '../../model/nodes.ts'
import type { HostRow } from '../../model/rows.ts'
import { Batch } from './batch.ts'
import { json } from './blocks.ts'

/** Interfaces that groups may be of; what comes beyond is of none. */
const MOST_INTERFACES = 256

/** The interface of each group: one byte for each group of the job. */
export class GroupInterfaces {
  /** Number 0 is none. */
  readonly names: string[] = ['']
  readonly #numbers = new Map<string, number>([['', 0]])
  #of = new Uint8Array(1024)

  set(group: number, name: string): void {
    let number = this.#numbers.get(name)
    if (number === undefined) {
      if (this.names.length === MOST_INTERFACES) return
      number = this.names.push(name) - 1
      this.#numbers.set(name, number)
    }
    if (group >= this.#of.length) {
      const larger = new Uint8Array(Math.max(group + 1, this.#of.length * 2))
      larger.set(this.#of)
      this.#of = larger
    }
    this.#of[group] = number
  }

  of(group: number): number {
    return this.#of[group] ?? 0
  }
}

/** Writes what nodes there are, and before that which addresses one host was seen to have. */
export class NodeWriter {
  readonly #nodes: Batch
  readonly #hosts: Batch

  constructor(database: DatabaseSync) {
    this.#nodes = new Batch(database, 'nodes', 6)
    this.#hosts = new Batch(database, 'work.hosts', 1)
  }

  flush(): void {
    this.#nodes.flush()
    this.#hosts.flush()
  }

  host(row: HostRow): void {
    const { values } = this.#hosts
    values[this.#hosts.row()] = json(row)
  }

  node({ address, port, role, name, node, roles, same_as }: NodeRow): void {
    const { values } = this.#nodes
    const at = this.#nodes.row()
    values[at] = address
    values[at + 1] = port
    values[at + 2] = role ?? null
    values[at + 3] = name ?? null
    values[at + 4] = node ?? null
    values[at + 5] = json({ roles, same_as })
  }
}
