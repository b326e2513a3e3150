import { type Header, sipMessage } from '../sip.ts'
import type { Wire } from '../wire.ts'
import { ALICE, PROXY } from './phone.ts'

const HOME = 'ims.mnc001.mcc001.3gppnetwork.org'
const DEVICE = ALICE.agent.end
/** The binding that the device asks for. */
export const BINDING = `<sip:alice@${DEVICE.address}:${DEVICE.port}>`

/** REGISTERs of one device to its proxy and their answers, of one Call-ID: RFC 3261 §10. */
export class Registering {
  readonly #wire: Wire
  readonly #callId: string
  readonly #home: string
  #sequence = 0

  constructor(wire: Wire, { callId = 'register@x', home = HOME } = {}) {
    this.#wire = wire
    this.#callId = callId
    this.#home = home
  }

  /** @param more Contact, Expires, Authorization … */
  ask(at: number, ...more: readonly Header[]): void {
    this.#sequence++
    const headers = [...this.#common(''), ['Max-Forwards', '70'] as const, ...more]
    this.#wire.udp(at, DEVICE, PROXY, sipMessage(`REGISTER sip:${this.#home} SIP/2.0`, headers))
  }

  /** Answers the last one. */
  answer(at: number, status: number, ...more: readonly Header[]): void {
    const headers = [...this.#common(';tag=registrar'), ...more]
    this.#wire.udp(at, PROXY, DEVICE, sipMessage(`SIP/2.0 ${status} ${REASONS[status] ?? 'Other'}`, headers))
  }

  /** Both, without a challenge. */
  exchange(at: number, asked: readonly Header[], answered: readonly Header[]): void {
    this.ask(at, ...asked)
    this.answer(at + 40, 200, ...answered)
  }

  #common(toTag: string): Header[] {
    const via = `SIP/2.0/UDP ${DEVICE.address}:${DEVICE.port};branch=z9hG4bK-${this.#callId}-${this.#sequence}`
    return [
      ['Via', via],
      ['From', `<sip:alice@${this.#home}>;tag=${this.#callId}`],
      ['To', `<sip:alice@${this.#home}>${toTag}`],
      ['Call-ID', this.#callId],
      ['CSeq', `${this.#sequence} REGISTER`],
    ]
  }
}

const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 401: 'Unauthorized', 403: 'Forbidden' }
