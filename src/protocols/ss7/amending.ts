import type { Fault, Message, Out, Party } from '../../model/message.ts'

/** As many as a message may have from the first. */
const MOST_NAMES = 16

/** Adds to a message what is understood of it only after others. */
export class Amending implements Out {
  readonly tree = false
  readonly #message: Message

  constructor(message: Message) {
    this.#message = message
  }

  get fault(): Fault {
    return this.#message.fault
  }

  set fault(fault: Fault) {
    this.#message.fault = fault
  }

  name(name: string, short: string): void {
    this.#message.name = name
    this.#message.short = short
  }

  put(name: string, value: unknown): void {
    if (value !== undefined) this.#message.details[name] = value
  }

  party(party: Party): void {
    this.#message.parties.push(party)
  }

  also(name: string): void {
    const { also = [] } = this.#message
    if (also.length < MOST_NAMES && !also.includes(name)) this.#message.also = [...also, name]
  }

  show(): void {}
  open(): void {}
  close(): void {}
  key(): void {}
  clue(): void {}
  announce(): void {}
}
