// Which requests and responses of the 5G core are about one subscriber: DOMAIN 4.8.
import { Recent } from '../../bytes/recent.ts'
import type { Key, Message, Tracker, TrackerHelp } from '../../model/message.ts'
import { NasContexts } from '../aper/nas-contexts.ts'
import type { NasMessage } from '../nas/nas.ts'
import { namesOf } from './containers.ts'
import type { Identities } from './identities.ts'
import { ASKED_RESOURCE, CALLBACK, CONTENT, RESOURCE } from './tell.ts'

/** Exchanges whose answer is awaited; names of subscribers; resources and callbacks; all of them the latest. */
const MOST_EXCHANGES = 8192
const MOST_NAMES = 32_768
const MOST_RESOURCES = 65_536
/** An agent passes a request on at once, and one that waits for its answer: nanoseconds. */
const PASSED_ON_WITHIN = 5e9
const MOST_SEGMENTS = 16

interface Exchange {
  readonly id: string
  /** The subscriber's key, once that is known. */
  subscriber: string | undefined
  readonly hop: number
  /** The exchange that an agent passed on as this one, if any. */
  readonly origin: string | undefined
  /** The one, of nobody known, that made the resource which is asked for. */
  readonly maker: string | undefined
  readonly isOfFunctions: boolean
  readonly isHeartbeat: boolean
  /** A user's address is told, where nobody is named: that is somebody all the same. */
  readonly hasAddress: boolean
  /** Where what comes of it is to be told. */
  readonly callbacks: readonly string[]
  /** When its answer began, in nanoseconds: one may come, and be over, before the end of its request. */
  answered: number
  /** It is part of its connection's conversation: nobody's. */
  isCommon: boolean
}

interface Named {
  readonly id: string
  readonly subscriber: string
  /** Of a resource: the callbacks that came with it, and go with it. */
  readonly callbacks?: readonly string[]
  /** Of a path alone: the resource that it was last. */
  readonly of?: string
  /** When it has been forgotten by who made it, in nanoseconds; left out where that is not known. */
  readonly until?: number
  /** Of a free one: whose it was until just now, and when that ended. */
  readonly was?: string
  readonly freed?: number
}

/** A hop before the one that was seen to end a resource may stand so much later, as of two taps; nanoseconds. */
const REORDERED = 5e6

/** An AUSF has no use for an authentication that the UE did not answer by then: T3560 five times, TS 24.501 §10.2. */
const AUTHENTICATION_LIVES = 30e9
const AUTHENTICATION = ' /nausf-auth/'

/** Of a callback that was several subscribers' at once. */
const SHARED = ''
/** Of a resource that is no more, and of its callbacks: whoever gives it next has it. */
const FREE = '-'

/** A request that may yet be passed on by whom it was sent to. */
interface Passing {
  readonly id: string
  readonly exchange: string
  /** Its latest hop. */
  readonly last: string
  /** Whom that was sent to: address, and with its port. */
  readonly to: string
  readonly server: string
  readonly time: number
  readonly hop: number
}

export class SbaTracker implements Tracker {
  readonly #exchanges = new Recent<Exchange>(MOST_EXCHANGES)
  readonly #names = new Recent<Named>(MOST_NAMES)
  readonly #resources = new Recent<Named>(MOST_RESOURCES)
  readonly #passing = new Recent<Passing>(MOST_EXCHANGES)
  readonly #nas: NasContexts

  constructor(help: TrackerHelp = {}) {
    this.#nas = new NasContexts({ kind: '5GS', shortOf }, help)
  }

  see(message: Message): void {
    const [exchange, connection] = message.keys
    if (!exchange || !connection) return
    if (message.details['service'] === undefined) {
      if (exchange.kind === 'http2-exchange') this.#plain(message, exchange, connection)
      return
    }
    // What the AMF passes on ciphered is what a UE sent; to a UE it ciphers itself.
    if (message.sealed && this.#nas.hasKeys) this.#nas.see(message, FROM_UE)
    message.keys =
      exchange.use === 'open'
        ? this.#request(message, exchange, connection)
        : this.#response(message, exchange, connection)
  }

  /** No service of the core: the connection is the conversation; an error on a stream is the exchange's. */
  #plain(message: Message, exchange: Key, connection: Key): void {
    const known = this.#exchanges.get(exchange.value)
    message.keys = known ? this.#keysOf(known, connection) : [{ ...connection, use: 'open' }]
  }

  #request(message: Message, { value: id }: Key, connection: Key): Key[] {
    const { details, where } = message
    const asked = this.#ownerOf(clue(message, ASKED_RESOURCE), where.time)
    const maker = asked ?? this.#madeBy(message)
    const content = clue(message, CONTENT)
    const before = this.#passing.get(content)
    const isPassedOn = before && this.#isPassedOn(before, message, id)
    const asking = isPassedOn ? this.#exchanges.get(before.exchange)?.subscriber : undefined
    const subscriber = this.#subscriberOf(message) ?? asking ?? (maker === undefined ? undefined : this.#named(maker))
    const [hop, origin] = isPassedOn ? [before.hop + 1, before.exchange] : [1, undefined]
    if (hop > 1) details['hop'] = hop
    const { address: to, text: server } = where.destination
    const first = isPassedOn ? before.exchange : id
    this.#passing.add({ id: content, exchange: first, last: id, to, server, time: where.time, hop })
    const isOfFunctions = String(details['service']).startsWith('nnrf-')
    const isHeartbeat = isOfFunctions && isSignOfLife(details)
    if (isHeartbeat) details['heartbeat'] = true
    const hasAddress = addressOf(message) !== undefined
    const callbacks = message.clues.filter(({ kind }) => kind === CALLBACK).map(({ value }) => value)
    const exchange = {
      id,
      subscriber,
      hop,
      origin,
      maker: maker !== undefined && EXCHANGE.test(maker) ? maker : undefined,
      isOfFunctions,
      isHeartbeat,
      hasAddress,
      callbacks,
      answered: Infinity,
      isCommon: false,
    }
    this.#exchanges.add(exchange)
    if (isEnding(message)) this.#free(clue(message, ASKED_RESOURCE), where.time)
    this.#learnResources(message, exchange)
    return this.#keysOf(exchange, connection)
  }

  #response(message: Message, { value: id }: Key, connection: Key): Key[] {
    const exchange = this.#exchanges.get(id) ?? this.#unasked(id, message)
    exchange.answered = Math.min(exchange.answered, message.where.time)
    if (exchange.isHeartbeat && Number(message.details['status']) < FIRST_REDIRECTION)
      message.details['heartbeat'] = true
    if (exchange.hop > 1) message.details['hop'] = exchange.hop
    const before = exchange.subscriber
    // Whom the answer names besides (others of a list, say) is not the one who was asked for.
    const named = this.#subscriberOf(message)
    const isOther = before !== undefined && SUPI.test(before) && named !== before
    if (isOther) message.parties = []
    const told = isOther ? before : named
    exchange.subscriber = told ?? before
    this.#learnResources(message, exchange)
    if (before !== undefined && told !== undefined && before !== told) {
      this.#names.add({ id: before, subscriber: told })
      return [subscriberKey(before), subscriberKey(told), exchangeKey(id)]
    }
    const keys = this.#keysOf(exchange, connection)
    // Nobody was meant: it is of the connection's conversation.
    const isKnown = exchange.subscriber !== undefined || exchange.hasAddress || exchange.isOfFunctions
    if (isKnown || exchange.origin !== undefined || exchange.maker !== undefined) return keys
    if (addressOf(message) !== undefined || clue(message, RESOURCE) !== '') return keys
    exchange.isCommon = true
    return [...keys, { kind: connection.kind, value: connection.value, use: 'same' }]
  }

  /** Of an answer whose request was not seen, or cannot be read. */
  #unasked(id: string, { details }: Message): Exchange {
    const exchange = {
      id,
      subscriber: undefined,
      hop: 1,
      origin: undefined,
      maker: undefined,
      isOfFunctions: String(details['service']).startsWith('nnrf-'),
      isHeartbeat: false,
      hasAddress: false,
      callbacks: [],
      answered: -Infinity,
      isCommon: false,
    }
    this.#exchanges.add(exchange)
    return exchange
  }

  #keysOf({ id, subscriber, origin, maker, isOfFunctions }: Exchange, connection: Key): Key[] {
    const same: Key[] = []
    for (const id of [origin, maker]) {
      const before = id === undefined ? undefined : this.#exchanges.get(id)
      if (!before || before.isCommon) continue
      if (subscriber !== undefined) before.subscriber ??= subscriber
      // What was for somebody another does not take along.
      if (before.subscriber === subscriber) same.push(exchangeKey(before.id))
    }
    if (subscriber !== undefined) return [subscriberKey(subscriber), ...same, exchangeKey(id)]
    // What an agent passes on is of the conversation that it was asked in.
    const asked = origin === undefined ? connection.value : connectionOf(origin)
    if (isOfFunctions) return [{ kind: connection.kind, value: asked, use: 'open' }]
    return [...same, exchangeKey(id)]
  }

  /** The subscriber whom a message names: by SUPI, else by what was said to be the same before. */
  #subscriberOf({ details }: Message): string | undefined {
    const { supi, suci, gpsi, pei, guti } = (details['ids'] ?? {}) as Identities
    const others = [suci, gpsi, pei, guti].filter((name) => name !== undefined)
    if (supi !== undefined) {
      for (const name of others) this.#names.add({ id: name, subscriber: supi })
      return supi
    }
    for (const name of others) {
      const known = this.#names.get(name)
      if (known) return known.subscriber
    }
    return others[0]
  }

  /** Whoever was asked, and has not answered yet, asks the same of somebody else on another connection. */
  #isPassedOn({ last, to, server, time }: Passing, { where }: Message, id: string): boolean {
    const isSoon = where.time >= time && where.time - time <= PASSED_ON_WITHIN
    // Nobody passes on to itself: on one host, that is who asks a second time.
    const isOther = connectionOf(last) !== connectionOf(id) && server !== where.destination.text
    const answered = this.#exchanges.get(last)?.answered ?? -Infinity
    return isSoon && isOther && to === where.source.address && where.time <= answered
  }

  /**
   * Resources made for a subscriber, and where the subscriber's events are to be told: later requests to them are of
   * the same. A callback that several subscribers' requests give is nobody's.
   */
  #learnResources({ clues, where }: Message, { id, subscriber = id, callbacks }: Exchange): void {
    const made = clues.find(({ kind }) => kind === RESOURCE)?.value
    const until = made?.includes(AUTHENTICATION) === true ? { until: where.time + AUTHENTICATION_LIVES } : {}
    for (const { kind, value } of clues) {
      const isWithin = made !== undefined && kind === CALLBACK && value.startsWith(`${made}/`)
      if (kind === RESOURCE || isWithin) this.#resources.add({ id: value, subscriber, callbacks, ...until })
      else if (kind !== CALLBACK || this.#resources.get(value)?.callbacks) continue
      else this.#learnShared(value, subscriber)
      // Where the authority is not known, a path that was never anybody else's will do.
      this.#learnShared(pathOf(value), subscriber, { of: value, ...until })
    }
  }

  #learnShared(uri: string, subscriber: string, more: Pick<Named, 'of' | 'until'> = {}): void {
    const known = this.#resources.get(uri)
    const isTaken = known !== undefined && known.subscriber !== FREE
    const isShared = isTaken && this.#current(known.subscriber) !== this.#current(subscriber)
    this.#resources.add({ id: uri, subscriber: isShared ? SHARED : subscriber, ...more })
  }

  /** A resource is no more, and nobody will be told anything of it. */
  #free(ended: string, freed: number): void {
    const told = ended.replace(ENDING, '')
    const uri = told.startsWith(' ') ? (this.#resources.get(told)?.of ?? told) : told
    const known = this.#resources.get(uri)
    if (!known?.callbacks) return
    const others = known.callbacks.filter((callback) => !this.#resources.get(callback)?.callbacks)
    for (const one of [uri, ...others]) {
      for (const name of [one, pathOf(one)]) {
        const was = this.#resources.get(name)?.subscriber
        this.#resources.add({ id: name, subscriber: FREE, ...(was !== undefined && was !== FREE && { was, freed }) })
      }
    }
  }

  /** Whose the resource is, or the nearest one above it: a name, or the exchange that made it. */
  #ownerOf(uri: string, time: number): string | undefined {
    const isPathOnly = uri.startsWith(' ')
    let at = uri.length
    for (let i = 0; i < MOST_SEGMENTS && at > uri.indexOf(' ') + 1; i++) {
      const known = this.#resources.get(isPathOnly ? uri.slice(uri.indexOf(' '), at) : uri.slice(0, at))
      if (known) return time > (known.until ?? Infinity) ? undefined : this.#holderOf(known, time)
      at = uri.lastIndexOf('/', at - 1)
    }
    return undefined
  }

  /** Whose the resource is that the content names: who tells of one says which, TS 29.512 §4.2.3. */
  #madeBy({ clues }: Message): string | undefined {
    for (const { kind, value } of clues) {
      const known = kind === CALLBACK ? this.#resources.get(value) : undefined
      if (known?.callbacks) return this.#current(known.subscriber)
    }
    return undefined
  }

  /** Of a callback that was given where nobody was named, and no address, others may be told of too. */
  #holderOf({ subscriber, callbacks, was, freed = -Infinity }: Named, time: number): string | undefined {
    const isJustFreed = was !== undefined && time - freed <= REORDERED
    const holder = this.#current(isJustFreed ? was : subscriber)
    if (holder === undefined || callbacks || !EXCHANGE.test(holder)) return holder
    return this.#exchanges.get(holder)?.hasAddress === true ? holder : undefined
  }

  /** The present name of a subscriber; an exchange where nobody was named in it. */
  #current(subscriber: string): string | undefined {
    if (subscriber === SHARED || subscriber === FREE) return undefined
    const named = this.#names.get(subscriber)?.subscriber ?? subscriber
    if (!EXCHANGE.test(named)) return named
    const exchange = this.#exchanges.get(named)
    return exchange?.subscriber ?? (exchange?.isCommon === false ? named : undefined)
  }

  /** Undefined for an exchange in which nobody was named. */
  #named(owner: string): string | undefined {
    return EXCHANGE.test(owner) ? undefined : owner
  }
}

function pathOf(uri: string): string {
  return uri.slice(uri.indexOf(' '))
}

/** Custom operations that end a resource: TS 29.502 §5.2.2.4, TS 29.512 §4.2.5, TS 29.514 §4.2.4. */
const ENDING = /\/(?:delete|release)$/

function isEnding({ details, clues }: Message): boolean {
  if (details['method'] === 'DELETE') return true
  return details['method'] === 'POST' && clues.some(({ kind, value }) => kind === ASKED_RESOURCE && ENDING.test(value))
}

function addressOf({ details }: Message): string | undefined {
  const { ue_ip, ue_ipv6 } = (details['ids'] ?? {}) as Identities
  return ue_ip ?? ue_ipv6
}

const FIRST_REDIRECTION = 300
/** What a function repeats of itself by its heart-beat timer, nothing of which changes what it does. */
const SIGNS_OF_LIFE = /^\/(?:nfStatus|load|loadTimeStamp|nfServices\/\d+\/load|nfServiceList\/[^/]+\/load)$/

/** NF Heart-Beat: TS 29.510 §5.2.2.3.2. */
function isSignOfLife({ operation, json }: Message['details']): boolean {
  if (operation !== 'NFUpdate' || !Array.isArray(json) || json.length === 0) return false
  return (json as readonly { path?: unknown; value?: unknown }[]).every(
    (patch) => SIGNS_OF_LIFE.test(String(patch?.path)) && (patch.path !== '/nfStatus' || patch.value === 'REGISTERED'),
  )
}

const FROM_UE = { ciphering: undefined, security: undefined, isUplink: true }
const LONGEST_SHORT = 80

/** The operation, and the NAS messages that its parts hold. */
function shortOf({ short, details }: Message): string {
  const [line = ''] = short.split(' / ', 1)
  return [line, ...namesOf(details['nas'] as readonly NasMessage[])].join(' / ').slice(0, LONGEST_SHORT)
}

/** Names that are a subscriber's own: TS 23.003 §2.2A. */
const SUPI = /^(?:imsi|nai|gci|gli)-/

/** How exchanges are called: `flow.generation/stream`. */
const EXCHANGE = /^\d+\.\d+\/\d+$/

function connectionOf(exchange: string): string {
  return exchange.slice(0, exchange.indexOf('/'))
}

function clue({ clues }: Message, kind: string): string {
  return clues.find((one) => one.kind === kind)?.value ?? ''
}

function subscriberKey(value: string): Key {
  return { kind: 'sba-subscriber', value, use: 'same' }
}

function exchangeKey(value: string): Key {
  return { kind: 'http2-exchange', value, use: 'same' }
}
