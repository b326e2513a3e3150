// Key logs as TLS libraries write them (`SSLKEYLOGFILE`): RFC 9850. A line is a label, the client's random value and a
// secret, in hexadecimal.
import type { Budget } from '../../bytes/memory.ts'
import { Lines } from '../../bytes/lines.ts'

/** Share of the job's budget for secrets, and what those of one connection take. */
const SHARE = 0.2
const CONNECTION_BYTES = 768
/** Longest line that can be of use: the longest label, 32 bytes and 48 in hexadecimal. */
const LONGEST_LINE = 256

/** What a line may tell, by its label: the master secret of TLS 1.2, the traffic secrets of TLS 1.3. */
const LABELS = {
  CLIENT_RANDOM: 'master',
  CLIENT_EARLY_TRAFFIC_SECRET: 'clientEarly',
  CLIENT_HANDSHAKE_TRAFFIC_SECRET: 'clientHandshake',
  SERVER_HANDSHAKE_TRAFFIC_SECRET: 'serverHandshake',
  CLIENT_TRAFFIC_SECRET_0: 'client',
  SERVER_TRAFFIC_SECRET_0: 'server',
} as const

type Secret = (typeof LABELS)[keyof typeof LABELS]
export type Secrets = { -readonly [one in Secret]?: Uint8Array }

const LINE = /^([A-Z\d_]+) ([\da-f]{64}) ((?:[\da-f]{2}){32,48})\s*$/i

/** The secrets of connections by the random value of their clients. They stay here, and go with the job. */
export class KeyLog {
  readonly #secrets = new Map<string, Secrets>()
  readonly #budget: Budget
  readonly #most: number
  readonly #lines = new Lines(LONGEST_LINE, (line) => this.#line(line))
  /** Connections whose secrets were told. */
  size = 0
  /** Bytes were taken, of use or not. */
  isGiven = false

  constructor(budget: Budget) {
    this.#budget = budget
    this.#most = budget.records(SHARE, CONNECTION_BYTES)
  }

  /** They have been used: none is kept. */
  clear(): void {
    this.#secrets.clear()
    this.#lines.clear()
  }

  /** Takes the next bytes of a log; lines that are none are passed over. */
  take(bytes: Uint8Array, from: number, to: number): void {
    this.isGiven ||= to > from
    this.#lines.take(bytes, from, to)
  }

  /** A log is over: its last line may lack its end. */
  end(): void {
    this.#lines.end()
  }

  /** By the client's random value in lower-case hexadecimal. */
  of(random: string): Secrets | undefined {
    return this.#secrets.get(random)
  }

  #line(line: string): void {
    const [, label = '', random = '', secret = ''] = LINE.exec(line) ?? []
    if (!Object.hasOwn(LABELS, label)) return
    const key = random.toLowerCase()
    let secrets = this.#secrets.get(key)
    if (!secrets) {
      if (this.#secrets.size >= this.#most) return this.#budget.full('tls-keys')
      secrets = {}
      this.#secrets.set(key, secrets)
      this.size++
    }
    secrets[LABELS[label as keyof typeof LABELS]] = fromHex(secret)
  }
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16))
}
