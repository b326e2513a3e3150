import type { Announcement, Fault, KeyUse, Out, Party } from '../model/message.ts'

/** A field or a group of fields, with the bytes it was read from. */
export interface TreeNode {
  readonly name: string
  readonly value?: unknown
  /** First byte, and the one behind the last. */
  readonly from: number
  readonly to: number
  readonly children?: readonly TreeNode[]
}

/** Nodes of one tree; what comes beyond is left out. */
const MOST_NODES = 20_000
const DEEPEST = 100

interface Growing {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly children: TreeNode[]
}

/** The inspector's side of `Out`: keeps what a message says as a tree. Positions are told from `start` on. */
export class TreeWriter implements Out {
  readonly tree = true
  fault: Fault = ''
  messageType = ''
  short = ''
  readonly details: Record<string, unknown> = {}
  readonly nodes: TreeNode[] = []
  readonly told: () => Readonly<Record<string, unknown>> | undefined
  readonly #start: number
  readonly #open: Growing[] = []
  #beyond = 0
  #count = 0

  constructor(start: number, told: TreeWriter['told'] = () => undefined) {
    this.#start = start
    this.told = told
  }

  /** Whether something was left out. */
  get truncated(): boolean {
    return this.#count > MOST_NODES
  }

  name(name: string, short: string): void {
    this.messageType = name
    this.short = short
  }

  also(): void {}

  put(name: string, value: unknown, from?: number, to?: number): void {
    if (value === undefined) return
    this.details[name] = value
    if (from !== undefined && to !== undefined) this.show(name, value, from, to)
  }

  show(name: string, value: unknown, from: number, to: number): void {
    this.#add({ name, value: plain(value), from: from - this.#start, to: to - this.#start })
  }

  open(name: string, from: number, to: number): void {
    if (this.#open.length === DEEPEST) this.#beyond++
    else this.#open.push({ name, from: from - this.#start, to: to - this.#start, children: [] })
  }

  close(): void {
    if (this.#beyond > 0) this.#beyond--
    else {
      const node = this.#open.pop()
      if (node) this.#add(node)
    }
  }

  /** The tree, also where a decoder ended within a branch. */
  end(): readonly TreeNode[] {
    while (this.#open.length > 0) this.close()
    return this.nodes
  }

  key(_kind: string, _value: string, _use: KeyUse): void {}
  clue(_kind: string, _value: string): void {}
  party(_party: Party): void {}
  announce(_announcement: Announcement): void {}

  #add(node: TreeNode): void {
    if (++this.#count > MOST_NODES) return
    const parent = this.#open.at(-1)
    ;(parent ? parent.children : this.nodes).push(node)
  }
}

/** As JSON has it. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
