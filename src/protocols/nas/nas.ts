// NAS within S1AP, NGAP and the service-based core: headers, protection, and messages held in others.
// TS 24.301 §9.2, §9.3; TS 24.501 §9.1, §9.3.
import { octets, u16 } from '../../bytes/octets.ts'
import type { Fault, Out } from '../../model/message.ts'
import { type Fields, readBody, type Run } from './body.ts'
import type { Definition } from './definitions.ts'
import { layer3Message } from '../layer3/layer3.ts'
import { detachRequest, EMM } from './emm.ts'
import { ESM } from './esm.ts'
import { MM } from './mm.ts'
import { lppMessage } from '../positioning/positioning.ts'
import { quiet } from './quiet.ts'
import { SM } from './sm.ts'
import { EMM_MESSAGES, ESM_MESSAGES, MM_MESSAGES, SM_MESSAGES } from './tables.ts'
import { UE_POLICY_MESSAGES } from './tables-capabilities.ts'
import { tellIdentities } from './tell.ts'

/** Which system's NAS it is: that of EPS and that of 5GS look alike. */
export type NasKind = 'EPS' | '5GS'

/** One NAS message; what is held in it follows it. */
export interface NasMessage extends Fields {
  readonly protocol: 'EMM' | 'ESM' | '5GMM' | '5GSM' | 'SMS' | 'UPDP' | 'LPP'
  readonly message_type: string
  /** Absent where it is ciphered, and in the short service request. */
  readonly message_type_code?: number
  /** Security header type of the message that it came in. */
  readonly security_header: number
  readonly ciphered?: true
  readonly null_cipher_assumed?: true
  /** It was ciphered, and there was a key for it. */
  readonly deciphered?: true
  /** Why a ciphered one stays so, where there are keys. */
  readonly not_deciphered?: string
}

export interface NasRead {
  readonly messages: readonly NasMessage[]
  readonly fault: Fault
}

/** A NAS message in its own system: what precedes its type, and its tables. */
interface Layer {
  readonly protocol: NasMessage['protocol']
  readonly names: Readonly<Record<number, string>>
  readonly definitions: Readonly<Record<number, Definition>>
  /** Octets before the message type. */
  readonly before: number
}

const LAYERS = {
  EMM: { protocol: 'EMM', names: EMM_MESSAGES, definitions: EMM, before: 1 },
  ESM: { protocol: 'ESM', names: ESM_MESSAGES, definitions: ESM, before: 2 },
  '5GMM': { protocol: '5GMM', names: MM_MESSAGES, definitions: MM, before: 2 },
  '5GSM': { protocol: '5GSM', names: SM_MESSAGES, definitions: SM, before: 3 },
} as const satisfies Readonly<Record<string, Layer>>

/** Protocol discriminators: TS 24.007 §11.2.3.1.1. */
const PD_ESM = 2
const PD_EMM = 7
const EPD_SM = 0x2e
const EPD_MM = 0x7e

/** Security header types: TS 24.301 Table 9.3.1, TS 24.501 Table 9.3.1. */
const CIPHERED = new Set([2, 4])
/** In a trial: nothing protected may come. */
const PLAIN_WITHIN = 1
const LAST_SECURITY_HEADER = 4
const FIRST_SERVICE_REQUEST = 12
const DETACH_REQUEST = 0x45
/** Attach request in security mode complete in protection, with ESM in it, and one more. */
const MOST_DEPTH = 6
const MOST_MESSAGES = 16

/**
 * Reads the NAS message at `run`; what it tells of the subscriber goes to `out` as parties and clues, and the tree
 * where that is wanted. Pure, never throws.
 */
export function readNas(bytes: Uint8Array, run: Run, kind: NasKind, out: Out): NasRead {
  const reading = new Reading(bytes, kind, out)
  reading.message(run, 0)
  return reading
}

/** Reads what was ciphered in a message of that security header type; undefined where it makes no sense. */
export function readDeciphered(
  bytes: Uint8Array,
  { kind, header, out }: { kind: NasKind; header: number; out: Out },
): NasRead | undefined {
  const run = { from: 0, to: bytes.length, wireTo: bytes.length }
  const reading = new Reading(bytes, kind, out)
  if (!reading.isReadable(run)) return undefined
  reading.message(run, header)
  return reading
}

class Reading implements NasRead {
  readonly messages: NasMessage[] = []
  fault: Fault = ''
  readonly #bytes: Uint8Array
  readonly #kind: NasKind
  readonly #out: Out
  #depth: number
  /** Of the message that was protected last. */
  #sequence = 0

  constructor(bytes: Uint8Array, kind: NasKind, out: Out, depth = 0) {
    this.#bytes = bytes
    this.#kind = kind
    this.#out = out
    this.#depth = depth
  }

  /** A message by its discriminator; `header` is the security header type of what it came in. */
  message(run: Run, header: number): void {
    const { from, to, wireTo } = run
    if (from >= to) return this.#fail(wireTo > to ? 'cut' : 'malformed')
    if (this.#depth >= MOST_DEPTH || this.messages.length >= MOST_MESSAGES) return this.#fail('malformed')
    this.#depth++
    const first = this.#bytes[from]!
    if (this.#kind === 'EPS') this.#ofEps(run, first, header)
    else if (first === EPD_SM) this.#plain(LAYERS['5GSM'], run, header)
    else if (first !== EPD_MM || from + 1 >= to) this.#fail(wireTo > to ? 'cut' : 'malformed')
    else this.#protected(LAYERS['5GMM'], run, { own: this.#bytes[from + 1]! & 15, header, length: 7 })
    this.#depth--
  }

  #ofEps(run: Run, first: number, header: number): void {
    const discriminator = first & 15
    const own = first >> 4
    if (discriminator === PD_ESM) this.#plain(LAYERS.ESM, run, header)
    else if (discriminator !== PD_EMM) this.#fail('malformed')
    else if (own >= FIRST_SERVICE_REQUEST) this.#serviceRequest(run, own)
    else this.#protected(LAYERS.EMM, run, { own, header, length: 6 })
  }

  /** TS 24.301 §8.2.25: it has neither type nor protected contents. */
  #serviceRequest(run: Run, own: number): void {
    const { from, to } = run
    this.messages.push({ protocol: 'EMM', message_type: 'Service request', security_header: own })
    if (from + 4 > run.to) this.#fail(from + 4 <= run.wireTo ? 'cut' : 'malformed')
    this.#out.show('Service request', octets(this.#bytes, from, to), from, to)
  }

  #protected(layer: Layer, run: Run, security: Security): void {
    const { own, header, length } = security
    // What is protected is a plain message (§9.3.1), whatever some networks leave in its header.
    if (own === 0 || (header !== 0 && own <= LAST_SECURITY_HEADER)) return this.#plain(layer, run, header)
    const inner = { ...run, from: run.from + length }
    this.#sequence = inner.from <= run.to ? this.#bytes[inner.from - 1]! : 0
    const label = `Security protected ${layer.protocol} message`
    this.#out.open(label, run.from, run.to)
    this.#out.show('Security header type', own, run.from, Math.min(run.to, run.from + length))
    if (inner.from >= run.to) this.#fail(run.wireTo > run.to ? 'cut' : 'malformed')
    else if (!CIPHERED.has(own)) this.message(inner, own)
    else if (this.isReadable(inner)) this.#assumed(inner, own)
    else this.#ciphered(layer, inner, own)
    this.#out.close()
  }

  #ciphered(layer: Layer, { from, to }: Run, header: number): void {
    const { protocol } = layer
    const stands: NasMessage = { protocol, message_type: 'Ciphered NAS', security_header: header, ciphered: true }
    this.messages.push(stands)
    this.#out.sealed?.({ bytes: this.#bytes, from, to, stands, sequence: this.#sequence })
    this.#out.show('Ciphered NAS', octets(this.#bytes, from, to), from, to)
  }

  /** The null cipher leaves what can be read; ciphered octets hardly ever are a whole message by chance. */
  isReadable(run: Run): boolean {
    const trial = new Reading(this.#bytes, this.#kind, quiet(), this.#depth)
    trial.message(run, PLAIN_WITHIN)
    const [first] = trial.messages
    if (first?.message_type_code === undefined || isUnknown(first)) return false
    // Three octets are told of 5GS by then, of which some networks fill the elements behind wrongly; one of EPS.
    return trial.fault !== 'malformed' || this.#kind === '5GS'
  }

  #assumed(run: Run, header: number): void {
    const before = this.messages.length
    this.message(run, header)
    for (let i = before; i < this.messages.length; i++) {
      this.messages[i] = { ...this.messages[i]!, null_cipher_assumed: true }
    }
  }

  #plain(layer: Layer, run: Run, header: number): void {
    const bytes = this.#bytes
    const { from, to, wireTo } = run
    const { protocol, before } = layer
    if (from + before >= to) return this.#fail(from + before < wireTo ? 'cut' : 'malformed')
    const type = bytes[from + before]!
    const name = layer.names[type] ?? `Unknown(0x${type.toString(16).padStart(2, '0')})`
    const fields: Fields = identifiersOf(layer, bytes, from)
    this.#out.open(`${protocol} ${name}`, from, to)
    const body = { from: from + before + 1, to, wireTo }
    const definition = this.#definition(layer, type, body)
    const held: Run[] = []
    if (definition) {
      const fault = readBody(bytes, body, { definition, fields, held, out: this.#out, isFiveGs: this.#kind === '5GS' })
      this.#fail(fault)
    }
    const isFailure = /reject|failure/.test(name)
    this.messages.push({
      protocol,
      message_type: name,
      message_type_code: type,
      security_header: header,
      ...fields,
      ...(isFailure && { failed: true }),
    })
    tellIdentities(fields, this.#out, /accept|command/.test(name))
    for (const one of held) this.#held(layer, type, one, fields)
    this.#out.close()
  }

  #definition(layer: Layer, type: number, body: Run): Definition | undefined {
    if (layer.protocol !== 'EMM' || type !== DETACH_REQUEST) return layer.definitions[type]
    const isOfNetwork = body.to - body.from <= 1 || this.#bytes[body.from + 1] === EMM_CAUSE_IEI
    return detachRequest(isOfNetwork)
  }

  /** A message that another holds; some are ciphered on their own (TS 24.501 §4.4.6). */
  #held(layer: Layer, type: number, run: Run, fields: Fields): void {
    const payload = payloadOf(layer, type, fields)
    if (payload === undefined) this.#heldMessage(layer, run)
    else if (payload === 'N1 SM information') this.message(run, 0)
    else if (payload === 'SMS') this.#shortMessage(run)
    else if (payload === 'UE policy container') this.#policy(run)
    else if (payload === LPP) this.#positioning(run)
    else if (payload === 'Multiple payloads') this.#payloads(run)
    else this.#out.show(payload, octets(this.#bytes, run.from, run.to), run.from, run.to)
  }

  #shortMessage(run: Run): void {
    const read = layer3Message(this.#bytes, run, this.#out)
    if (read?.protocol === 'SMS') this.messages.push({ ...read, protocol: 'SMS', security_header: 0 })
  }

  /** LPP: TS 24.301 §5.6.4, TS 24.501 §5.4.5. */
  #positioning({ from, to }: Run): void {
    const message = lppMessage(this.#bytes, from, to)
    this.#out.show(LPP, octets(this.#bytes, from, to), from, to)
    if (!message) return
    const { name: message_type, code: message_type_code } = message
    this.messages.push({ protocol: 'LPP', message_type, message_type_code, security_header: 0 })
  }

  /** UE policy delivery: TS 24.501 Annex D. */
  #policy({ from, to }: Run): void {
    const type = from + 1 < to ? this.#bytes[from + 1]! : 0
    const name = UE_POLICY_MESSAGES[type]
    if (name === undefined) return
    this.#out.show(name, octets(this.#bytes, from, to), from, to)
    const told = { protocol: 'UPDP', message_type: name, message_type_code: type } as const
    this.messages.push({ ...told, security_header: 0, pti: this.#bytes[from]! })
  }

  #heldMessage(layer: Layer, run: Run): void {
    if (run.from >= run.to) return
    const first = this.#bytes[run.from]!
    const isEps = layer.protocol === '5GMM' && (first & 15) === PD_EMM && first !== EPD_MM
    if (isEps) {
      const other = readNas(this.#bytes, run, 'EPS', this.#out)
      this.messages.push(...other.messages.slice(0, MOST_MESSAGES - this.messages.length))
    } else if (layer.protocol === 'EMM' || this.isReadable(run)) this.message(run, 0)
    else this.#ciphered(layer, run, 0)
  }

  /** Payload container entries: TS 24.501 §9.11.3.39. */
  #payloads(run: Run): void {
    const bytes = this.#bytes
    let at = run.from + 1
    while (at + 3 <= run.to) {
      const end = at + 2 + u16(bytes, at)
      if (end > run.to || end < at + 3) return this.#fail('malformed')
      let start = at + 3
      for (let left = bytes[at + 2]! >> 4; left > 0 && start + 2 <= end; left--) start += 2 + bytes[start + 1]!
      if ((bytes[at + 2]! & 15) === 1 && start < end) this.message({ from: start, to: end, wireTo: end }, 0)
      at = end
    }
  }

  #fail(fault: Fault): void {
    if (this.fault === '') this.fault = fault
  }
}

interface Security {
  /** Its own security header type, and that of what it came in. */
  readonly own: number
  readonly header: number
  /** Octets of the header with its message authentication code. */
  readonly length: number
}

const EMM_CAUSE_IEI = 0x53
const UL_NAS_TRANSPORT = 0x67
const DL_NAS_TRANSPORT = 0x68
const EMM_DOWNLINK_TRANSPORT = 0x62
const EMM_UPLINK_TRANSPORT = 0x63
const EMM_DOWNLINK_GENERIC = 0x68
const EMM_UPLINK_GENERIC = 0x69
const LPP = 'LPP message container'

/** What a transport carries; undefined where the message is none. */
function payloadOf({ protocol }: Layer, type: number, fields: Fields): string | undefined {
  if (protocol === 'EMM') {
    if (type === EMM_DOWNLINK_TRANSPORT || type === EMM_UPLINK_TRANSPORT) return 'SMS'
    if (type !== EMM_DOWNLINK_GENERIC && type !== EMM_UPLINK_GENERIC) return undefined
    return fields['container_type'] === 'LPP' ? LPP : String(fields['container_type'])
  }
  const isTransport = protocol === '5GMM' && (type === UL_NAS_TRANSPORT || type === DL_NAS_TRANSPORT)
  return isTransport ? String(fields['payload_container_type']) : undefined
}

function isUnknown({ message_type }: NasMessage): boolean {
  return message_type.startsWith('Unknown')
}

/** EPS bearer and PDU session identities stand before the type. */
function identifiersOf({ protocol }: Layer, bytes: Uint8Array, from: number): Fields {
  if (protocol === 'ESM') {
    const ebi = bytes[from]! >> 4
    return { ...(ebi !== 0 && { ebi }), pti: bytes[from + 1]! }
  }
  return protocol === '5GSM' ? { pdu_session_id: bytes[from + 1]!, pti: bytes[from + 2]! } : {}
}
