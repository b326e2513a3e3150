/** ISUP in SIP: RFC 3204, ITU-T Q.1912.5 §5.4.1: the message from its type on, without a circuit. */
import type { Fault, Out } from '../../model/message.ts'
import { readIsupMessage } from '../ss7/isup.ts'

/** The message at [from, to), as `details.isup`; into the tree too where `shown` is given. */
export function readIsupBody(bytes: Uint8Array, from: number, to: number, shown?: Out): Record<string, unknown> {
  const within = new Within(shown)
  if (from >= to) return within.fields
  const { name } = readIsupMessage(bytes, from, to, within)
  within.fields['message'] = name
  if (within.fault !== '') within.fields['fault'] = within.fault
  return within.fields
}

/** Keeps what is told of a message within another, whose parties and name these are not. */
class Within implements Out {
  readonly fields: Record<string, unknown> = {}
  fault: Fault = ''
  readonly tree: boolean
  readonly #shown: Out | undefined

  constructor(shown: Out | undefined) {
    this.#shown = shown
    this.tree = shown !== undefined
  }

  put(name: string, value: unknown, from?: number, to?: number): void {
    if (value === undefined) return
    this.fields[name] = value
    if (from !== undefined && to !== undefined) this.#shown?.show(name, value, from, to)
  }

  show(name: string, value: unknown, from: number, to: number): void {
    this.#shown?.show(name, value, from, to)
  }

  open(name: string, from: number, to: number): void {
    this.#shown?.open(name, from, to)
  }

  close(): void {
    this.#shown?.close()
  }

  name(): void {}
  also(): void {}
  key(): void {}
  clue(): void {}
  party(): void {}
  announce(): void {}
}
