import type { Message } from '../../model/message.ts'
import { hash } from './hash.ts'
import { Recent } from './recent.ts'

/** Timer B, F and H of RFC 3261 §17 with the usual T1: after 64·T1 nobody repeats a message. Nanoseconds. */
const LONGEST_REPEAT = 32e9
/** Messages that are remembered, of the whole job. */
const MOST_MESSAGES = 16_384
const LONGEST_KEY = 512

/**
 * Tells a message that was sent before on the same hop: same ends, start line, branch, CSeq, Call-ID and tags within
 * 32 s (DOMAIN 3.1). Further hops of one message are not repeats.
 */
export class Retransmissions {
  readonly #firsts: Recent<number>

  constructor(most = MOST_MESSAGES) {
    this.#firsts = new Recent(most)
  }

  isRepeat({ where, details }: Message): boolean {
    const { call_id, cseq, method, status, request_uri, from_tag, to_tag, via_branch, via_top } = details as Fields
    const line = status === undefined ? `${method} ${request_uri}` : status
    const hop = `${where.source.id} ${where.destination.id}`
    const key = within(`${hop} ${cseq} ${via_branch ?? via_top} ${call_id} ${line} ${from_tag} ${to_tag}`)
    const first = this.#firsts.get(key)
    if (first !== undefined && where.time >= first && where.time - first <= LONGEST_REPEAT) return true
    this.#firsts.set(key, where.time)
    return false
  }
}

/** As sip.ts puts them. */
interface Fields {
  readonly call_id?: string
  readonly cseq?: string
  readonly method?: string
  readonly status?: number
  readonly request_uri?: string
  readonly from_tag?: string
  readonly to_tag?: string
  readonly via_branch?: string
  readonly via_top?: string
}

function within(key: string): string {
  return key.length <= LONGEST_KEY ? key : `${key.slice(0, LONGEST_KEY)}${hash(key)}`
}
