// H.248 in its binary form as the items of its text form: BER of H.248.1 Annex A, descriptions by Annex C.11.
import { octets, unsigned } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'
import { type Element, elements } from '../ss7/ber.ts'
import type { Item } from './items.ts'
import * as tables from './tables-binary.ts'

/** Items of a message together. */
const MOST_ITEMS = 2000
const LONGEST_NUMBER = 6
const NULL_CONTEXT = 0
const CHOOSE_CONTEXT = 0xfffffffe
const ALL_CONTEXTS = 0xffffffff
const ROOT = 'f'.repeat(16)
/** Of a wildcard: set where all are meant, clear where one is to be chosen; Annex A.1. */
const ALL = 0x80
const SEQUENCE = 0x30
const INTEGER = 2
const ENUMERATED = 10
/** Octets, UTF-8 and IA5: none of these tags is a letter. */
const STRINGS: ReadonlySet<number> = new Set([4, 12, 22])

export interface BinaryMessage {
  readonly version: number
  readonly sender: string
  /** Positions are from where the message begins. */
  readonly items: Item[]
}

/** Whether a message begins at `from`: what stands in it, as far as it is there, and its version. */
export function isBinary(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== SEQUENCE || to - from < 12) return false
  let at = inside(bytes, from)
  // Who vouches for it stands first, where anybody does.
  if (bytes[at] === 0xa0 && bytes[at + 1]! < 0x80) at += 2 + bytes[at + 1]!
  if (at >= to || bytes[at] !== 0xa1) return false
  at = inside(bytes, at)
  const isVersioned = bytes[at] === 0x80 && bytes[at + 1] === 1 && bytes[at + 2]! >= 1 && bytes[at + 2]! <= 9
  return at + 5 < to && isVersioned && bytes[at + 3] === 0xa1
}

/** Behind the tag and the length at `at`. */
function inside(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1] ?? 0
  return at + 2 + (length > 0x80 ? length & 0x7f : 0)
}

/** The message at [from, to); undefined where its head cannot be read. */
export function binaryMessage(bytes: Uint8Array, from: number, to: number): BinaryMessage | undefined {
  const reader = new Reader(bytes, from)
  const [outer] = elements(bytes, from, to)
  const message = outer && reader.member(outer, 1)
  const [version, sender, body] = message ? [0, 1, 2].map((tag) => reader.member(message, tag)) : []
  if (!version || !sender) return undefined
  const items = body ? reader.body(body) : []
  return { version: reader.number(version), sender: reader.sender(sender), items }
}

class Reader {
  readonly #bytes: Uint8Array
  readonly #start: number
  #count = 0

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.#start = start
  }

  /** The member with a tag of its own. */
  member(of: Element, tag: number): Element | undefined {
    return this.#in(of).find((one) => tagOf(one) === tag)
  }

  number({ from, to }: Element): number {
    return to - from > LONGEST_NUMBER ? NaN : unsigned(this.#bytes, from, to - from)
  }

  sender(of: Element): string {
    const [id] = this.#in(of)
    if (!id) return ''
    const kind = tagOf(id)
    if (kind > 2) return kind === 3 ? this.#text(id) : `MTP{${octets(this.#bytes, id.from, id.to)}}`
    const [address, port] = [this.member(id, 0), this.member(id, 1)]
    const name = address ? (kind === 0 ? this.#dotted(address) : this.#sixOrName(address, kind)) : ''
    return port ? `${name}:${this.number(port)}` : name
  }

  #dotted({ from, to }: Element): string {
    return `[${[...this.#bytes.subarray(from, Math.min(to, from + 4))].join('.')}]`
  }

  #sixOrName(address: Element, kind: number): string {
    if (kind === 2) return `<${this.#text(address)}>`
    const text = octets(this.#bytes, address.from, Math.min(address.to, address.from + 16))
    return `[${text.replaceAll(/(....)(?=.)/g, '$1:')}]`
  }

  /** An error, or transactions. */
  body(of: Element): Item[] {
    const [choice] = this.#in(of)
    if (!choice) return []
    return tagOf(choice) === 0 ? [this.#error(choice)] : this.#each(choice, (one) => this.#transaction(one))
  }

  #transaction(one: Element): Item | undefined {
    const kind = tables.TRANSACTIONS[tagOf(one)]
    if (kind === undefined) return undefined
    if (kind === 'TRANSACTIONRESPONSEACK') {
      const acknowledged = this.#each(one, (ack) => this.#item(ack, String(this.#numberIn(ack, 0)), ''))
      return this.#item(one, kind, '', acknowledged)
    }
    const id = String(this.#numberIn(one, 0))
    const result = this.member(one, 2)
    const [choice] = result ? this.#in(result) : []
    if (kind !== 'REPLY' || !choice) {
      const actions = this.member(one, 1)
      return this.#item(one, kind, id, actions && kind !== 'REPLY' ? this.#each(actions, (of) => this.#action(of)) : [])
    }
    const items = tagOf(choice) === 0 ? [this.#error(choice)] : this.#each(choice, (of) => this.#action(of))
    return this.#item(one, kind, id, items)
  }

  /** What is asked of a context, or answered. */
  #action(of: Element): Item {
    const number = this.#numberIn(of, 0)
    const commands = this.member(of, 3)
    const error = this.member(of, 1)
    // Of a request this member asks something of the context itself.
    const isError = error !== undefined && commands === undefined
    const items = commands ? this.#each(commands, (one) => this.#command(one)) : []
    return this.#item(of, 'CONTEXT', contextOf(number), isError ? [this.#error(error), ...items] : items)
  }

  #command(one: Element): Item | undefined {
    // A request wraps its command, so that it can be marked as one that need not succeed.
    const [inner] = one.tag === SEQUENCE ? this.#in(one) : [one]
    const choice = one.tag === SEQUENCE && inner ? this.#in(inner)[0] : inner
    const name = choice && tables.COMMAND_NAMES[tagOf(choice)]
    if (!choice || name === undefined) return undefined
    const isAudit = name === 'AUDITVALUE' || name === 'AUDITCAPABILITY'
    if (isAudit && one.tag !== SEQUENCE) return this.#audited(name, choice)
    const parts = this.#in(choice)
    const [target, ...more] = parts
    const forms = one.tag === SEQUENCE ? tables.REQUESTED[name] : tables.REPLIED[name]
    const items = more.flatMap((part) => this.#parts(part, forms?.[tagOf(part)]))
    return this.#item(choice, name, target ? this.#terminations(target) : '', items)
  }

  /** A choice of what was found: contexts, an error, or a termination with its descriptors. */
  #audited(name: string, choice: Element): Item {
    const [result] = this.#in(choice)
    if (!result) return this.#item(choice, name, '')
    if (tagOf(result) === 1) return this.#item(choice, name, '', [this.#error(result)])
    const [target, audit] = this.#in(result)
    const items = audit && tagOf(result) === 2 ? this.#parts(audit, 'audit') : []
    return this.#item(choice, name, target ? this.#terminations(target) : '', items)
  }

  #parts(part: Element, form: tables.Part | undefined): Item[] {
    switch (form) {
      case 'descriptors':
        return this.#each(part, (one) => this.#descriptor(one, tables.DESCRIPTORS_ASKED[tagOf(one)]))
      case 'audit':
        return this.#each(part, (one) => this.#descriptor(one, tables.DESCRIPTORS_TOLD[tagOf(one)]))
      case 'error':
        return [this.#error(part)]
      case 'observed':
        return this.#some(this.#descriptor(part, 'OBSERVEDEVENTS'))
      case 'change':
        return [this.#change(part)]
      case 'change-result':
        return this.#each(part, (one) => (tagOf(one) === 0 ? this.#error(one) : undefined))
      default:
        return []
    }
  }

  #some(item: Item | undefined): Item[] {
    return item ? [item] : []
  }

  #descriptor(of: Element, name: string | undefined): Item | undefined {
    switch (name) {
      case 'ERROR':
        return this.#error(of)
      case 'MEDIA':
        return this.#media(of)
      case 'EVENTS':
      case 'OBSERVEDEVENTS': {
        const list = this.member(of, 1)
        return this.#item(of, name, '', list ? this.#each(list, (one) => this.#named(one)) : [])
      }
      case 'SIGNALS':
        return this.#item(
          of,
          name,
          '',
          this.#each(of, (one) => (tagOf(one) === 0 ? this.#named(one) : undefined)),
        )
      case 'STATISTICS':
        return this.#item(
          of,
          name,
          '',
          this.#each(of, (one) => this.#named(one, 1)),
        )
      default:
        return undefined
    }
  }

  /** Streams of a termination. */
  #media(of: Element): Item {
    const streams = this.member(of, 1)
    const [choice] = streams ? this.#in(streams) : []
    if (!choice) return this.#item(of, 'MEDIA', '')
    if (tagOf(choice) === 0) return this.#item(of, 'MEDIA', '', this.#stream(choice))
    const all = this.#each(choice, (one) => {
      const parameters = this.member(one, 1)
      return this.#item(one, 'STREAM', String(this.#numberIn(one, 0)), parameters ? this.#stream(parameters) : [])
    })
    return this.#item(of, 'MEDIA', '', all)
  }

  #stream(of: Element): Item[] {
    return this.#each(of, (one) => {
      const tag = tagOf(one)
      if (tag === 1 || tag === 2) return this.#description(one, tag === 1 ? 'LOCAL' : 'REMOTE')
      const mode = tag === 0 ? this.member(one, 0) : undefined
      if (!mode) return undefined
      return this.#item(one, 'LOCALCONTROL', '', [
        this.#item(mode, 'MODE', tables.MODES[this.number(mode)] ?? String(this.number(mode))),
      ])
    })
  }

  /** Lines of a description: each group begins anew. */
  #description(of: Element, name: string): Item {
    const groups = this.member(of, 0)
    let text = ''
    for (const group of groups ? this.#in(groups) : []) {
      for (const property of this.#in(group)) {
        const [called, values] = [this.member(property, 0), this.member(property, 1)]
        const line = called && tables.SDP_LINES[this.number(called)]
        if (line === undefined || !values) continue
        for (const value of this.#in(values))
          if (this.#count++ < MOST_ITEMS) text += `${line}=${this.#value(value)}\r\n`
      }
    }
    return { ...this.#item(of, name, ''), octets: text }
  }

  #change(of: Element): Item {
    const [method, reason] = [this.member(of, 0), this.member(of, 4)]
    const [told] = reason ? this.#in(reason) : []
    const items: Item[] = []
    if (method) items.push(this.#item(method, 'METHOD', tables.METHODS[this.number(method)] ?? ''))
    if (told) items.push(this.#item(told, 'REASON', this.#value(told)))
    return this.#item(of, 'SERVICES', '', items)
  }

  /** An event, signal or statistic; with its value where that is the member `value`. */
  #named(of: Element, value?: number): Item | undefined {
    const [name, values] = [this.member(of, 0), value === undefined ? undefined : this.member(of, value)]
    const [first] = values ? this.#in(values) : []
    return name && this.#item(of, tables.packageItem(this.number(name)), first ? this.#value(first) : '')
  }

  /** What a package defines stands as an element of its own within the octets. */
  #value(of: Element): string {
    const [inner] = elements(this.#bytes, of.from, of.to)
    if (!inner || inner.next !== of.to) return this.#text(of)
    if (inner.tag === INTEGER || inner.tag === ENUMERATED) return String(this.number(inner))
    return STRINGS.has(inner.tag) ? this.#text(inner) : this.#text(of)
  }

  #error(of: Element): Item {
    return this.#item(of, 'ERROR', String(this.#numberIn(of, 0)))
  }

  /** One termination, or a list of them. */
  #terminations(of: Element): string {
    const isList = this.#in(of)[0]?.tag === SEQUENCE
    const all = isList ? this.#in(of) : [of]
    return all
      .slice(0, tables.MOST_NAMED)
      .map((one) => this.#termination(one))
      .join(' ')
  }

  #termination(of: Element): string {
    const [wildcards, id] = [this.member(of, 0), this.member(of, 1)]
    const text = id ? octets(this.#bytes, id.from, id.to) : ''
    const [wildcard] = wildcards ? this.#in(wildcards) : []
    if (!wildcard) return text === ROOT ? 'ROOT' : text
    const sign = (this.#bytes[wildcard.from]! & ALL) === 0 ? '$' : '*'
    return /^0*$/.test(text) ? sign : `${text}/${sign}`
  }

  #numberIn(of: Element, tag: number): number {
    const member = this.member(of, tag)
    return member ? this.number(member) : NaN
  }

  #text({ from, to }: Element): string {
    return byteText(this.#bytes, from, to)
  }

  #in({ from, to, tag }: Element): Element[] {
    return (tag & 0x20) === 0 ? [] : elements(this.#bytes, from, to)
  }

  #each(of: Element, read: (one: Element) => Item | undefined): Item[] {
    const items: Item[] = []
    for (const one of this.#in(of)) {
      if (this.#count++ >= MOST_ITEMS) break
      const item = read(one)
      if (item) items.push(item)
    }
    return items
  }

  #item({ at, next }: Element, name: string, value: string, items: readonly Item[] = []): Item {
    return { name, value, items, from: at - this.#start, to: next - this.#start }
  }
}

/** Within its class. */
function tagOf({ tag }: Element): number {
  return tag & 31
}

function contextOf(number: number): string {
  if (number === NULL_CONTEXT) return '-'
  if (number === CHOOSE_CONTEXT) return '$'
  return number === ALL_CONTEXTS ? '*' : String(number)
}
