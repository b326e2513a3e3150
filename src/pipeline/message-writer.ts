import type { Announcement, Fault, KeyUse, Message, Out, Party, SealedPart, Where } from '../model/message.ts'

/** Bounds on what one message may say; what is beyond them is left out. */
const MOST_KEYS = 16
const MOST_CLUES = 64
const MOST_PARTIES = 16
const MOST_ANNOUNCEMENTS = 64
const MOST_NAMES = 16
const LONGEST_NAME = 128
const NO_NAMES: string[] = []
const MOST_SEALED = 16

/** The ingest side of `Out`: keeps what a message says, and no tree. One a message. */
export class MessageWriter implements Out {
  readonly tree = false
  readonly message: Message
  #also = NO_NAMES

  constructor(protocol: string, where: Where) {
    this.message = {
      where,
      protocol,
      name: '',
      short: '',
      also: NO_NAMES,
      details: {},
      fault: '',
      keys: [],
      clues: [],
      parties: [],
      announces: [],
      raw: undefined,
      sealed: undefined,
      besides: undefined,
    }
  }

  get fault(): Fault {
    return this.message.fault
  }

  set fault(fault: Fault) {
    this.message.fault = fault
  }

  name(name: string, short: string, protocol?: string): void {
    this.message.name = name
    this.message.short = short
    if (protocol !== undefined) this.message.protocol = protocol
  }

  also(name: string): void {
    const also = this.#also
    if (also.length >= MOST_NAMES || name.length > LONGEST_NAME || also.includes(name)) return
    if (also.length === 0) this.message.also = this.#also = [name]
    else also.push(name)
  }

  put(name: string, value: unknown): void {
    if (value !== undefined) this.message.details[name] = value
  }

  show(): void {}
  open(): void {}
  close(): void {}

  key(kind: string, value: string, use: KeyUse): void {
    if (this.message.keys.length < MOST_KEYS) this.message.keys.push({ kind, value, use })
  }

  clue(kind: string, value: string): void {
    if (this.message.clues.length < MOST_CLUES) this.message.clues.push({ kind, value })
  }

  party(party: Party): void {
    if (this.message.parties.length < MOST_PARTIES) this.message.parties.push(party)
  }

  sealed(part: SealedPart): void {
    this.message.sealed ??= []
    if (this.message.sealed.length < MOST_SEALED) this.message.sealed.push(part)
  }

  announce(announcement: Announcement): void {
    if (this.message.announces.length < MOST_ANNOUNCEMENTS) this.message.announces.push(announcement)
  }
}
