/** Test helpers: messages from lines, and the decoded result. */
import type { Endpoint } from '../../model/endpoint.ts'
import type { Announcement, Clue, Fault, Key, Message, Out, Party, Where } from '../../model/message.ts'
import { redact } from './redact.ts'
import { sip } from './sip.ts'

/** Bytes of a text, one a character. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** Lines with CRLF behind each. */
export function lines(...all: string[]): string {
  return all.map((line) => `${line}\r\n`).join('')
}

function end(id: number): Endpoint {
  return { id, address: `10.0.0.${id}`, port: 5060, text: `10.0.0.${id}:5060` }
}

/** Between 10.0.0.1 and 10.0.0.2, or the `ends` with these last numbers. */
export function whereOf(more: Partial<Where> & { ends?: readonly [number, number] } = {}): Where {
  const { ends = [1, 2], ...rest } = more
  return {
    transport: 'udp',
    source: end(ends[0]),
    destination: end(ends[1]),
    flow: 1,
    generation: 0,
    tunnel: [],
    seconds: 0,
    nanoseconds: 0,
    time: 0,
    file: 0,
    frame: 1,
    offset: 0,
    wireLength: 0,
    ...rest,
  }
}

/** One line of the tree. */
export interface Shown {
  readonly name: string
  readonly value: unknown
  readonly from: number
  readonly to: number
  readonly depth: number
}

/** Keeps all that a decoder says, with or without the tree. */
export class Kept implements Out {
  fault: Fault = ''
  readonly tree: boolean
  readonly details: Record<string, unknown> = {}
  readonly keys: Key[] = []
  readonly clues: Clue[] = []
  readonly parties: Party[] = []
  readonly announces: Announcement[] = []
  readonly shown: Shown[] = []
  message_type = ''
  short = ''
  depth = 0

  constructor(tree = false) {
    this.tree = tree
  }

  also(): void {}

  name(name: string, short: string): void {
    this.message_type = name
    this.short = short
  }
  put(name: string, value: unknown): void {
    if (value !== undefined) this.details[name] = value
  }
  show(name: string, value: unknown, from: number, to: number): void {
    this.shown.push({ name, value, from, to, depth: this.depth })
  }
  open(name: string, from: number, to: number): void {
    this.shown.push({ name, value: undefined, from, to, depth: this.depth })
    this.depth++
  }
  close(): void {
    this.depth--
  }
  key(kind: string, value: string, use: Key['use']): void {
    this.keys.push({ kind, value, use })
  }
  clue(kind: string, value: string): void {
    this.clues.push({ kind, value })
  }
  party(party: Party): void {
    this.parties.push(party)
  }
  announce(announcement: Announcement): void {
    this.announces.push(announcement)
  }
}

/** Decodes a message given as text, one character a byte; `more` bytes of it were lost to the snap length. */
export function decoded(text: string, where: Partial<Where> = {}, more = 0): Kept {
  const bytes = bytesOf(text)
  const out = new Kept()
  sip.decode(bytes, 0, bytes.length, bytes.length + more, whereOf(where), out)
  return out
}

/** The same as a message for the tracker. */
export function messageOf(text: string, where: Parameters<typeof whereOf>[0] = {}): Message {
  const bytes = bytesOf(text)
  const out = new Kept()
  const whole = whereOf(where)
  sip.decode(bytes, 0, bytes.length, bytes.length, whole, out)
  const { details, fault, keys, clues, parties, announces, short } = out
  return {
    where: whole,
    protocol: 'SIP',
    name: out.message_type,
    short,
    details,
    fault,
    keys,
    clues,
    parties,
    announces,
    raw: { bytes, from: 0, to: bytes.length, missing: 0, transport: whole.transport, redact },
    besides: undefined,
  }
}

/** A message that says nothing but this: for trackers. */
export function messageWith(more: Pick<Message, 'where' | 'protocol'> & Partial<Message>): Message {
  const nothing = { name: '', short: '', details: {}, fault: '' as const, clues: [], parties: [] }
  return { ...nothing, keys: [], announces: [], raw: undefined, besides: undefined, ...more }
}
