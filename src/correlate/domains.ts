import type { Relating } from '../model/relating.ts'
import type { ClueRow } from '../model/rows.ts'

/** Names of networks that are told apart. */
const MOST_DOMAINS = 10_000
/** Messages of sessions with several networks whose own one is remembered: about 40 bytes each. */
const MOST_MESSAGES = 500_000
const SEVERAL = -1
/** Of groups and frames: a pair is one number. */
const PAIR = 2 ** 26

/** Clues that name the network beyond the gateway, APN or DNN: what addresses it gives are one user's in it alone. */
export const DOMAIN = 'apn'

type Naming = Pick<ClueRow, 'group' | 'frame'>

/**
 * Numbers of the networks that sessions, and their messages, are about; 0 where none is told, −1 where it is several
 * and the message does not say which.
 */
export class Domains {
  readonly #ofSession: Int32Array
  readonly #ofMessage = new Map<number, number>()

  /** @param sessions length of arrays by session */
  constructor(rows: Relating, sessionOf: Int32Array, sessions: number) {
    this.#ofSession = new Int32Array(sessions)
    for (const [session, domain] of told(rows, sessionOf)) {
      const known = this.#ofSession[session]!
      this.#ofSession[session] = known !== 0 && known !== domain ? SEVERAL : domain
    }
    if (!this.#ofSession.includes(SEVERAL)) return
    for (const [session, domain, naming] of told(rows, sessionOf)) {
      if (this.#ofSession[session] !== SEVERAL || this.#ofMessage.size === MOST_MESSAGES) continue
      const message = messageOf(naming)
      const known = this.#ofMessage.get(message)
      this.#ofMessage.set(message, known !== undefined && known !== domain ? SEVERAL : domain)
    }
  }

  /** Of a message that names something, in its session. */
  at(naming: Naming, session: number): number {
    const domain = this.#ofSession[session]!
    return domain === SEVERAL ? (this.#ofMessage.get(messageOf(naming)) ?? SEVERAL) : domain
  }
}

function* told(
  rows: Relating,
  sessionOf: Int32Array,
): Iterable<readonly [session: number, domain: number, naming: Naming]> {
  const numbers = new Map<string, number>()
  for (const row of rows.clueRows([DOMAIN], 'value')) {
    const name = networkIdentifier(row.value)
    let number = numbers.get(name)
    if (number === undefined && numbers.size < MOST_DOMAINS) numbers.set(name, (number = numbers.size + 1))
    yield [sessionOf[row.group]!, number ?? SEVERAL, row]
  }
}

function messageOf({ group, frame }: Naming): number {
  return group * PAIR + (frame % PAIR)
}

/** Without the operator's part, in which the same network may be told either way: TS 23.003 §9.1. */
function networkIdentifier(name: string): string {
  return name.toLowerCase().replace(/\.mnc\d+\.mcc\d+\.gprs$/, '')
}
