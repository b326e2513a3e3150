// Nodes that began anew: a larger Origin-State-Id says that the sessions of its origin are lost. RFC 6733 §8.16.
import { appended } from '../../bytes/appended.ts'
import { Members } from '../../bytes/members.ts'
import { Recent } from '../../bytes/recent.ts'
import type { Message } from '../../model/message.ts'
import { tell } from './tell.ts'

/** Nodes whose state is remembered, sessions that are open at them, and events of sessions besides that are told. */
const MOST_NODES = 4096
const MOST_SESSIONS = 65_536
const MOST_BELONGINGS = 131_072
const MOST_TOLD = 1_000_000

const CAPABILITIES = 257

/** What a node told of its state. */
interface Origin {
  readonly id: string
  state: number
  /** A larger one that one message alone told, and that message. */
  later: number
  laterId: unknown
  /** Several processes under one name, each with a state of its own: it tells of no restart. */
  isMixed: boolean
}

/** A session that is open, and the nodes at both ends of it. */
interface Session {
  readonly id: string
  origins: readonly string[]
}

/** Commands of applications that keep no state: each exchange has a Session-Id of its own. */
export function isOneShot(command: number): boolean {
  return (command >= 300 && command <= 324) || (command >= 8388620 && command <= 8388622)
}

export class Origins {
  readonly #origins = new Recent<Origin>(MOST_NODES)
  readonly #sessions = new Recent<Session>(MOST_SESSIONS)
  readonly #open = new Members<Session>(MOST_BELONGINGS)
  #told = 0

  get size(): number {
    return this.#origins.size + this.#sessions.size + this.#open.size
  }

  /** A message where it was seen first: whose session it is of, and whether its sender has lost others. */
  see(message: Message): void {
    const host = message.details['origin_host']
    if (typeof host !== 'string') return
    const [key] = message.keys
    const own = key?.kind === 'diameter' ? key.value : ''
    if (this.#beganAnew(host, message)) this.#end(host, own, message)
    if (own !== '' && isStateful(message)) this.#note(own, host, key!.use === 'close' || isOver(message))
  }

  /** A capabilities exchange is enough; of other messages two must tell the same. */
  #beganAnew(host: string, message: Message): boolean {
    const { details } = message
    const state = details['origin_state_id']
    if (typeof state !== 'number' || state === 0) return false
    const known = this.#origins.get(host)
    if (!known) this.#origins.add({ id: host, state, later: 0, laterId: undefined, isMixed: false })
    if (!known || known.isMixed || (state === known.state && known.later === 0)) return false
    // Whoever tells an older one again has not begun anew.
    if (state <= known.state) {
      known.isMixed = true
      return false
    }
    const id = details['end_to_end']
    const isSure = details['command_code'] === CAPABILITIES || (known.later === state && known.laterId !== id)
    if (known.later !== state) [known.later, known.laterId] = [state, id]
    if (!isSure) return false
    tell(message, 'peer_restarted', true)
    tell(message, 'previous_origin_state_id', known.state)
    Object.assign(known, { state, later: 0 })
    return true
  }

  /** The message is an event of all sessions of its origin, and their end. */
  #end(host: string, own: string, message: Message): void {
    for (const session of this.#open.of(host)) {
      if (session.id === own) continue
      this.#forget(session)
      if (this.#told++ < MOST_TOLD) message.keys.push({ kind: 'diameter', value: session.id, use: 'ended' })
    }
  }

  #note(id: string, host: string, isOver: boolean): void {
    let session = this.#sessions.get(id)
    if (isOver) {
      if (session) this.#forget(session)
      return
    }
    if (!session) {
      session = { id, origins: [] }
      this.#sessions.add(session)
    }
    if (session.origins.includes(host)) return
    session.origins = appended(session.origins, host)
    this.#open.add(host, session)
  }

  #forget(session: Session): void {
    for (const host of session.origins) this.#open.delete(host, session)
    session.origins = []
  }
}

/** An event is over with its answer: RFC 8506 §6, RFC 6733 §9.8.1. */
function isStateful({ details }: Message): boolean {
  if (isOneShot(details['command_code'] as number)) return false
  return details['cc_request_type'] !== 'EVENT_REQUEST' && details['accounting_record_type'] !== 'EVENT'
}

/** Refused, or accounted for to the end: RFC 6733 §9.8.1. */
function isOver({ details }: Message): boolean {
  return details['failed'] === true || (details['accounting_record_type'] === 'STOP' && details['request'] === false)
}
