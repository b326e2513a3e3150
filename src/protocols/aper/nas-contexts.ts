// Security of NAS where somebody has keys: which key is whose, and the counts of messages.
// TS 33.401 §6.5, §8.1; TS 33.501 §6.4; TS 24.301 §4.4.3; TS 24.501 §4.4.3.
import { Recent } from '../../bytes/recent.ts'
import type {
  Ciphers,
  Clue,
  Message,
  NasKey,
  NasKeyring,
  Out,
  Party,
  SealedPart,
  TrackerHelp,
} from '../../model/message.ts'
import { decipher } from '../nas/decipher.ts'
import { type NasKind, type NasMessage, type NasRead, readDeciphered } from '../nas/nas.ts'
import { nameNas } from '../nas/names.ts'
import { quiet } from '../nas/quiet.ts'

/** UEs that are remembered by their temporary identities. */
const MOST_UES = 65_536
/** How often a count may have overflowed that is not known: 256 messages each. */
const MOST_OVERFLOWS = 16
const AES = 2
/** EPS has none; in 5GS it is the access: TS 33.501 §6.4.3.1, 3GPP and non-3GPP. */
const BEARERS: Readonly<Record<NasKind, readonly number[]>> = { EPS: [0], '5GS': [1, 2] }
const EMM = 7
const EPD_MM = 0x7e

interface Count {
  /** Low octet of the last one, and how often it has overflowed; undefined where that is not known. */
  last: number
  overflow: number | undefined
}

/** The security context of a UE, as far as it can be told. */
export interface NasSecurity {
  readonly identities: Set<string>
  /** The key that has proved itself. */
  key: NasKey | undefined
  bearer: number | undefined
  readonly counts: { up: Count; down: Count }
}

/** Whose messages NAS stands in. */
interface Carrier {
  readonly kind: NasKind
  /** One line for a ladder, once more is known of the NAS in a message. */
  readonly shortOf: (message: Message) => string
}

/** What is known of the conversation that a message is of. */
interface Talk {
  readonly ciphering: string | undefined
  readonly security: NasSecurity | undefined
  readonly isUplink: boolean
}

interface Known {
  readonly id: string
  it: NasSecurity
}

/** Deciphers NAS by the keys that there are. */
export class NasContexts {
  readonly #kind: NasKind
  readonly #shortOf: Carrier['shortOf']
  readonly #ciphers: Ciphers | undefined
  readonly #keys: NasKeyring | undefined
  readonly #known = new Recent<Known>(MOST_UES)

  constructor({ kind, shortOf }: Carrier, { ciphers, nasKeys }: TrackerHelp) {
    this.#kind = kind
    this.#shortOf = shortOf
    this.#ciphers = ciphers
    this.#keys = nasKeys
  }

  get hasKeys(): boolean {
    return this.#ciphers !== undefined && (this.#keys?.size ?? 0) > 0
  }

  /** Deciphers what can be of a message; gives the security context of its UE. */
  see(message: Message, talk: Talk): NasSecurity {
    const security = this.#of(message, talk.security)
    const nas = (message.details['nas'] ?? []) as NasMessage[]
    if (nas.some((one) => one['algorithms'] !== undefined)) renew(security)
    for (const part of message.sealed ?? []) {
      const at = nas.findIndex((one) => one === part.stands)
      if (at < 0) continue
      const sealed = nas[at]!
      const told: Told = { parties: [], clues: [] }
      const read = this.#deciphered(part, { sealed, security, talk, told })
      nas.splice(at, 1, ...(typeof read === 'string' ? [{ ...sealed, not_deciphered: read }] : marked(read)))
      if (typeof read !== 'string') this.#learn(message, security, told)
    }
    if (message.sealed) this.#retell(message, nas)
    return security
  }

  /** The context that the UE had, by any of its identities. */
  #of(message: Message, own: NasSecurity | undefined): NasSecurity {
    const identities = identitiesOf(message)
    const known = own ?? identities.map((id) => this.#known.get(id)?.it).find((it) => it !== undefined)
    const security = known ?? {
      identities: new Set<string>(),
      key: undefined,
      bearer: undefined,
      counts: { up: { last: -1, overflow: undefined }, down: { last: -1, overflow: undefined } },
    }
    this.#remember(security, identities)
    return security
  }

  #remember(security: NasSecurity, identities: readonly string[]): void {
    for (const id of identities) {
      if (security.identities.size < MOST_IDENTITIES) security.identities.add(id)
      const known = this.#known.get(id)
      if (known) known.it = security
      else this.#known.add({ id, it: security })
    }
  }

  /** What a part says, or why nobody knows. */
  #deciphered(part: SealedPart, { sealed, security, talk, told }: Attempt): NasRead | string {
    const algorithm = talk.ciphering
    if (algorithm !== undefined && !algorithm.endsWith(`EA${AES}`)) return `${algorithm} is not supported`
    const keys = this.#keys!.of(security.identities)
    if (keys.length === 0) return 'no key for it'
    const usable = keys.filter((one) => one.algorithm === AES)
    if (usable.length === 0) return 'the algorithm of its key is not supported'
    const tried = security.key ? [security.key, ...usable.filter((one) => one !== security.key)] : usable
    const bytes = part.bytes.subarray(part.from, part.to)
    const header = sealed.security_header
    const out = telling(told)
    for (const key of tried) {
      const read = this.#by(key, bytes, { part, header, security, isUplink: talk.isUplink, out })
      if (read) return read
    }
    return 'the keys for it do not fit'
  }

  #by(key: NasKey, bytes: Uint8Array, { part, header, security, isUplink, out }: Trial): NasRead | undefined {
    const isProven = key === security.key
    const count = security.counts[isUplink ? 'up' : 'down']
    const bearers = isProven && security.bearer !== undefined ? [security.bearer] : BEARERS[this.#kind]
    for (const overflow of overflowsOf(count, part.sequence)) {
      for (const bearer of bearers) {
        const input = { count: overflow * 256 + part.sequence, bearer, isDownlink: !isUplink }
        const plain = decipher(this.#ciphers!, key.key, input, bytes)
        if (!plain || !(isProven && count.overflow !== undefined ? true : isSure(plain, this.#kind))) continue
        const read = readDeciphered(plain, { kind: this.#kind, header, out })
        if (!read) continue
        security.key = key
        security.bearer = bearer
        count.overflow = overflow
        count.last = part.sequence
        return read
      }
    }
    return undefined
  }

  /** What was deciphered tells of the UE, and how others will call it. */
  #learn(message: Message, security: NasSecurity, { parties, clues }: Told): void {
    message.parties.push(...parties)
    message.clues.push(...clues)
    this.#remember(security, identitiesOf(message))
  }

  #retell(message: Message, nas: readonly NasMessage[]): void {
    if (nas.some((one) => one.deciphered && one['failed'] === true)) message.details['failed'] = true
    const deciphered = nas.filter((one) => one.deciphered)
    if (deciphered.length > 0) message.details['decrypted'] = true
    const also = new Set<string>(message.also)
    nameNas(deciphered, { ...quiet(), also: (name) => void (also.size < MOST_NAMES && also.add(name)) })
    if (also.size > 0) message.also = [...also]
    message.short = this.#shortOf(message)
  }
}

const MOST_IDENTITIES = 16
/** Names by which procedures know one message. */
const MOST_NAMES = 16

interface Told {
  readonly parties: Party[]
  readonly clues: Clue[]
}

interface Attempt {
  readonly sealed: NasMessage
  readonly security: NasSecurity
  readonly talk: Talk
  readonly told: Told
}

interface Trial {
  readonly part: SealedPart
  readonly header: number
  readonly security: NasSecurity
  readonly isUplink: boolean
  readonly out: Out
}

/** New keys count from the start: TS 24.301 §4.4.3.1. */
function renew({ counts }: NasSecurity): void {
  for (const count of [counts.up, counts.down]) {
    count.last = -1
    count.overflow = 0
  }
}

/** How often the count may have overflowed, the likeliest first. */
function overflowsOf({ overflow, last }: Count, sequence: number): number[] {
  const any = Array.from({ length: MOST_OVERFLOWS }, (_, i) => i)
  if (overflow === undefined) return any
  // A message may come again, or late.
  const likely = sequence < last ? [overflow + 1, overflow] : [overflow, overflow + 1]
  return [...likely, ...any.filter((one) => !likely.includes(one))]
}

/** Whether it begins as mobility management does, which hardly any other octets do. */
function isSure(plain: Uint8Array, kind: NasKind): boolean {
  return kind === 'EPS' ? plain[0] === EMM : plain[0] === EPD_MM && plain[1] === 0
}

function marked({ messages }: NasRead): NasMessage[] {
  return messages.map((one) => ({ ...one, deciphered: true as const }))
}

function telling({ parties, clues }: Told): Out {
  return {
    ...quiet(),
    party: (party) => void parties.push(party),
    clue: (kind, value) => void clues.push({ kind, value }),
  }
}

/** Of the UE: permanent, and temporary as keys may be told by. */
function identitiesOf({ parties, clues }: Message): string[] {
  const permanent = parties.flatMap(({ imsi, supi }) => [
    ...(imsi === undefined ? [] : [`imsi-${imsi}`]),
    ...(supi?.startsWith('imsi-') ? [supi] : []),
  ])
  const temporary = clues.filter(({ kind }) => kind === 'tmsi').map(({ value }) => `tmsi-${tmsiOf(value)}`)
  return [...new Set([...permanent, ...temporary])]
}

/** The last part of what temporary identities are told as. */
function tmsiOf(value: string): string {
  return value
    .slice(value.lastIndexOf('-') + 1)
    .replace(/^0x/, '')
    .toLowerCase()
}
