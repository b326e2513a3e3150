import { appended } from '../../bytes/appended.ts'
import { Generations } from './generations.ts'
import { hasKeys } from './redact.ts'
import { Retransmissions } from './retransmissions.ts'
import type { SipScan } from './scan.ts'

/** Lines, tags and sides that are remembered of one Call-ID. */
const MOST_LINES = 64
const MOST_TAGS = 16
const MOST_SIDES = 8
/** A description is told again after so long, so that who expects media there goes on expecting it. Nanoseconds. */
const DESCRIPTION_HOLDS = 600e9

/** What a side of the call described last. */
interface Side {
  readonly tag: number
  description: number
  time: number
  hasKeys: boolean
}

/** What is remembered of one Call-ID. */
export class Call {
  /** The key's value, with storage of its own: a slice of the message would keep all of it. */
  readonly id: string
  readonly generations: Generations
  readonly retransmissions = new Retransmissions()
  /** Hashes of telling lines that were decoded. */
  #lines: number[] = []
  #sides: Side[] = []
  /** When its end was seen; infinite while it goes on. */
  ended = Infinity
  /** When its latest message was. */
  seen = 0
  #tags: { readonly hash: number; readonly text: string }[] = []

  /** @param atRest what its generations were when it came to rest */
  constructor(id: string, atRest?: string) {
    this.id = id
    this.generations = new Generations(atRest)
  }

  /** Whether the Call-ID at hand is this one. */
  is({ callIdFrom, callIdTo }: SipScan, bytes: Uint8Array): boolean {
    const { id } = this
    if (callIdTo - callIdFrom !== id.length) return false
    for (let i = 0; i < id.length; i++) if (bytes[callIdFrom + i] !== id.charCodeAt(i)) return false
    return true
  }

  /** Whether nothing in the message is new but the message itself. */
  knows(scan: SipScan, time: number): boolean {
    for (let i = 0; i < scan.tellingCount; i++) if (!this.#lines.includes(scan.telling[i]!)) return false
    if (scan.description === 0) return true
    const side = this.#side(sideOf(scan))
    return side?.description === scan.description && time - side.time < DESCRIPTION_HOLDS
  }

  /** The description of the message, which `knows`, holds keys. */
  hasKeys(scan: SipScan): boolean {
    return scan.description !== 0 && this.#side(sideOf(scan))!.hasKeys
  }

  /** The message was decoded. */
  learn(scan: SipScan, bytes: Uint8Array, to: number, time: number): void {
    for (let i = 0; i < scan.tellingCount; i++) {
      const line = scan.telling[i]!
      if (this.#lines.includes(line)) continue
      if (this.#lines.length === MOST_LINES) this.#lines.shift()
      this.#lines = appended(this.#lines, line)
    }
    if (scan.description === 0) return
    const told = { description: scan.description, time, hasKeys: hasKeys(bytes, scan.bodyFrom, to) }
    const side = this.#side(sideOf(scan))
    if (side) Object.assign(side, told)
    else {
      if (this.#sides.length === MOST_SIDES) this.#sides.shift()
      this.#sides = appended(this.#sides, { tag: sideOf(scan), ...told })
    }
  }

  /** The To tag as text, made once. */
  toTag({ toTag, toTagFrom, toTagTo }: SipScan, bytes: Uint8Array): string {
    const known = this.#tags.find(({ hash }) => hash === toTag)
    if (known) return known.text
    const text = plainText(bytes, toTagFrom, toTagTo)
    if (this.#tags.length === MOST_TAGS) this.#tags.shift()
    this.#tags = appended(this.#tags, { hash: toTag, text })
    return text
  }

  #side(tag: number): Side | undefined {
    const sides = this.#sides
    for (let i = 0; i < sides.length; i++) if (sides[i]!.tag === tag) return sides[i]
    return undefined
  }
}

/** Whoever describes is whoever sends: From in requests, To in answers. */
function sideOf({ status, fromTag, toTag }: SipScan): number {
  return status === 0 ? fromTag : toTag
}

/** Text of bytes that are known to be ASCII. */
export function plainText(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!)
  return text
}
