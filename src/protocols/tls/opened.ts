// What a connection of TLS carries, where its keys are known: RFC 2246, RFC 4346, RFC 5246, RFC 8446.
import { octets } from '../../bytes/octets.ts'
import type { Ciphers } from '../../model/message.ts'
import { HandshakeMessages } from './handshake.ts'
import { type Agreement, CLIENT_HELLO, isRetry, readAgreement, SERVER_HELLO } from './hello.ts'
import type { KeyLog, Secrets } from './key-log.ts'
import { joined } from './key-schedule.ts'
import { opener12, TLS_1_0, TLS_1_2 } from './keys-12.ts'
import {
  APPLICATION_DATA,
  CHANGE_CIPHER_SPEC,
  HANDSHAKE,
  HEADER,
  type Opened,
  type Opener,
  Opener13,
  type Sent,
} from './records.ts'
import { AES_128_GCM, AES_256_GCM, type AeadSuite, type BlockSuite, SUITES } from './tables-suites.ts'

const KEY_UPDATE = 24
/** Records that may have been lost at once: so many numbers are tried for the next one. */
const MOST_LOST = 64
/** Records that fit no key, one after the other, until no more are tried. */
const MOST_FAILURES = 32

/** Why not all of a connection could be read, in words, by who sent it; empty where it could. */
export interface Fate {
  client: string
  server: string
}

/** What both directions of a connection agreed on. */
export class TlsConnection {
  readonly fate: Fate = { client: '', server: '' }
  readonly #keys: KeyLog
  readonly #ciphers: Ciphers
  readonly client: TlsSide
  readonly server: TlsSide
  #asked: Agreement | undefined
  #chosen: Agreement | undefined

  constructor(keys: KeyLog, ciphers: Ciphers) {
    this.#keys = keys
    this.#ciphers = ciphers
    this.client = new TlsSide(this, 'client')
    this.server = new TlsSide(this, 'server')
  }

  /** Undefined while the server has not chosen. */
  get is13(): boolean | undefined {
    return this.#chosen?.is13
  }

  hello(agreement: Agreement, isClient: boolean): void {
    if (isClient) {
      this.#asked = agreement
      // A second hello in TLS 1.3, a new beginning within the old one in TLS 1.2.
      if (this.is13 === true) this.#chosen = undefined
      return
    }
    if (isRetry(agreement)) return
    this.#chosen = agreement
    if (agreement.is13) for (const side of [this.client, this.server]) side.renew()
  }

  /** What opens the records of a direction, in the order in which keys come into use; undefined where nothing does. */
  openers(side: TlsSide): Opener[] | undefined {
    side.reason = ''
    const [asked, chosen] = [this.#asked, this.#chosen]
    if (!asked) return not(side, 'its client hello is not in the capture')
    const secrets = this.#keys.of(octets(asked.random, 0, asked.random.length))
    if (!chosen) return this.#early(side, secrets)
    const suite = SUITES.get(chosen.suite)
    if (!suite) return not(side, `cipher suite 0x${chosen.suite.toString(16).padStart(4, '0')} is not supported`)
    if (!secrets) return not(side, 'no key for it')
    if (!chosen.is13) return this.#of12(suite, secrets, side)
    return 'aead' in suite ? this.#of13(suite, secrets, side) : not(side, 'its cipher suite is not of TLS 1.3')
  }

  /** Before the server has said anything, a client may send data: RFC 8446 §2.3. */
  #early(side: TlsSide, secrets: Secrets | undefined): Opener[] | undefined {
    const secret = side === this.client ? secrets?.clientEarly : undefined
    if (!secret) return not(side, 'its server hello is not in the capture')
    const suite = secret.length === LONG_SECRET ? AES_256_GCM : AES_128_GCM
    return [new Opener13(this.#ciphers, suite, secret)]
  }

  #of13(suite: AeadSuite, secrets: Secrets, side: TlsSide): Opener[] | undefined {
    const used =
      side === this.client
        ? [secrets.clientEarly, secrets.clientHandshake, secrets.client]
        : [secrets.serverHandshake, secrets.server]
    if (!used.at(-1)) side.reason = 'its traffic secrets are not all in the key log'
    const openers = used.flatMap((secret) => (secret ? [new Opener13(this.#ciphers, suite, secret)] : []))
    return openers.length > 0 ? openers : undefined
  }

  /** TLS 1.2 and older: RFC 5246 §6.3. */
  #of12(suite: AeadSuite | BlockSuite, { master }: Secrets, side: TlsSide): Opener[] | undefined {
    const [asked, chosen] = [this.#asked!, this.#chosen!]
    const { version } = chosen
    if (version < TLS_1_0 || version > TLS_1_2) return not(side, 'its version of TLS is not supported')
    if (version < TLS_1_2 && 'aead' in suite) return not(side, 'its cipher suite is not of its version of TLS')
    if (chosen.compression !== 0) return not(side, 'it is compressed')
    if (!master) return not(side, 'its master secret is not in the key log')
    const seed = joined(chosen.random, asked.random)
    const { isMacBehind } = chosen
    return [opener12(this.#ciphers, suite, { version, master, seed, isClient: side === this.client, isMacBehind })]
  }
}

function not(side: TlsSide, reason: string): undefined {
  side.reason = reason
}

/** One direction: its records in order, and which keys are in use. */
export class TlsSide {
  /** Something of it was read, and the last record that was sealed. */
  isOpen = false
  isReading = false
  readonly #who: keyof Fate
  readonly #of: TlsConnection
  readonly #handshake = new HandshakeMessages()
  /** The keys in use, and those that may come into use. */
  #openers: Opener[] | undefined
  /** The keys in use have opened something. */
  #isProven = false
  /** Of TLS 1.2: what comes is sealed. */
  #isSealed = false
  /** Number of the next record of the keys in use. */
  #number = 0
  /** Records were lost, nobody knows how many. */
  #isLost = false
  #failures = 0

  constructor(of: TlsConnection, who: keyof Fate) {
    this.#of = of
    this.#who = who
  }

  get reason(): string {
    return this.#of.fate[this.#who]
  }

  /** Why it could not be read, in words; empty where it could. */
  set reason(reason: string) {
    this.#of.fate[this.#who] = reason
  }

  /** Takes a record; gives the data of the application, where it holds such and can be opened. */
  take(record: Sent): Uint8Array | undefined {
    const { bytes, from, to } = record
    const type = bytes[from]!
    if (!this.#isSealed && type !== APPLICATION_DATA) {
      this.#control(type, { bytes, from: from + HEADER, to })
      return undefined
    }
    const opened = this.#open(record)
    this.isReading = opened !== undefined
    if (!opened) return undefined
    this.isOpen = true
    if (opened.type === APPLICATION_DATA) return opened.bytes
    this.#control(opened.type, { bytes: opened.bytes, from: 0, to: opened.bytes.length })
    return undefined
  }

  /** Records are missing, or stay closed, between what was read and what may be. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** Records are missing. */
  lose(): void {
    this.#isLost = true
    this.#handshake.lose()
    for (const opener of this.#openers ?? []) opener.lose?.()
  }

  /** More keys are known than before. */
  renew(): void {
    this.#openers = undefined
    this.#failures = 0
  }

  #control(type: number, contents: Sent): void {
    // In TLS 1.3 it means nothing, and it may come before the server has chosen: RFC 8446 D.4.
    if (type === CHANGE_CIPHER_SPEC && this.#of.is13 === false) this.#change()
    else if (type === HANDSHAKE) this.#messages(contents)
  }

  /** TLS 1.2: from here on new keys hold. */
  #change(): void {
    this.#isSealed = true
    this.renew()
    this.#number = 0
    this.#isLost = false
    this.#isProven = false
  }

  #messages({ bytes, from, to }: Sent): void {
    this.#handshake.take(bytes, from, to, (type, message, start, end) => {
      const isClient = this.#who === 'client'
      if (type === (isClient ? CLIENT_HELLO : SERVER_HELLO)) {
        const agreement = readAgreement(message, start, end)
        if (agreement) this.#of.hello(agreement, isClient)
      } else if (type === KEY_UPDATE && this.#of.is13 === true) this.#use(this.#openers?.[0]?.next(), 0)
    })
  }

  #open(record: Sent): Opened | undefined {
    if (!this.#openers) this.#begin()
    if (this.#failures >= MOST_FAILURES) return undefined
    const opened = this.#openers && (this.#opened(record, 0) ?? this.#beyond(record))
    if (opened) {
      this.#failures = 0
      this.#isLost = false
      this.#isProven = true
      return opened
    }
    this.#missed(this.#openers !== undefined)
    return undefined
  }

  #begin(): void {
    this.#openers = this.#of.openers(this)
    if (this.#isLost) for (const opener of this.#openers ?? []) opener.lose?.()
  }

  /** A record stays closed: whether it counts depends on whether it was sealed by these keys. */
  #missed(hasKeys: boolean): void {
    if (this.#of.is13 === false || this.#isProven) this.#number++
    if (hasKeys ? this.#isProven : this.#of.is13 === true) this.#isLost = true
    if (!hasKeys || ++this.#failures < MOST_FAILURES) return
    this.reason ||= this.isOpen ? 'records behind a gap could not be put in order' : 'the keys for it do not fit'
  }

  /** By the number that is due, `lost` records later, or by keys that come into use. */
  #opened(record: Sent, lost: number): Opened | undefined {
    const [first, ...others] = this.#openers ?? []
    const opened = first?.open(record, this.#number + lost)
    if (opened) {
      this.#number += lost + 1
      return opened
    }
    const next = lost > 0 || this.#isLost ? first?.next() : undefined
    for (const opener of next && others.length === 0 ? [next] : others) {
      const found = opener.open(record, lost)
      if (found) {
        this.#use(opener, lost + 1)
        return found
      }
    }
    return undefined
  }

  #beyond(record: Sent): Opened | undefined {
    if (!this.#isLost) return undefined
    for (let lost = 1; lost <= MOST_LOST; lost++) {
      const opened = this.#opened(record, lost)
      if (opened) return opened
    }
    return undefined
  }

  /** From here on the keys of `opener` are in use. */
  #use(opener: Opener | undefined, number: number): void {
    if (!opener || !this.#openers) return
    const at = this.#openers.indexOf(opener)
    this.#openers = at < 0 ? [opener] : this.#openers.slice(at)
    this.#number = number
  }
}

const LONG_SECRET = 48
