// Messages between a phone and the core of GSM or UMTS, as BSSAP and RANAP carry them: TS 24.007 §11.2.3, TS 24.008 §10.
import type { Out } from '../../model/message.ts'
import { type Fields, readBody, type Run } from '../nas/body.ts'
import type { Definition } from '../nas/definitions.ts'
import { nameNas } from '../nas/names.ts'
import { tellIdentities } from '../nas/tell.ts'
import { CC, SMS } from './calls.ts'
import { GMM, MM, SM } from './mobility.ts'
import * as tables from './tables.ts'

/** One message. */
export interface Layer3Message extends Fields {
  readonly protocol: string
  readonly message_type: string
  readonly message_type_code: number
}

interface Layer {
  readonly protocol: string
  readonly names: Readonly<Record<number, string>>
  readonly definitions: Readonly<Record<number, Definition>>
  /** Bits of the type; the others count messages: TS 24.007 §11.2.3.2. */
  readonly mask: number
  /** A transaction identifier stands beside the discriminator. */
  readonly hasTransaction: boolean
}

/** By protocol discriminator: TS 24.007 Table 11.2. */
const LAYERS: Readonly<Record<number, Layer>> = {
  3: { protocol: 'CC', names: tables.CC_MESSAGES, definitions: CC, mask: 0x3f, hasTransaction: true },
  5: { protocol: 'MM', names: tables.MM_MESSAGES, definitions: MM, mask: 0x3f, hasTransaction: false },
  6: { protocol: 'RR', names: tables.RR_MESSAGES, definitions: {}, mask: 0xff, hasTransaction: false },
  8: { protocol: 'GMM', names: tables.GMM_MESSAGES, definitions: GMM, mask: 0xff, hasTransaction: false },
  9: { protocol: 'SMS', names: tables.SMS_MESSAGES, definitions: SMS, mask: 0xff, hasTransaction: true },
  10: { protocol: 'SM', names: tables.SM_MESSAGES, definitions: SM, mask: 0xff, hasTransaction: true },
  11: { protocol: 'SS', names: tables.SS_MESSAGES, definitions: {}, mask: 0x3f, hasTransaction: true },
}

/** An extended transaction identifier follows: TS 24.007 §11.2.3.1.3. */
const EXTENDED = 7
/** What ends a procedure in failure; what fails within one may be tried again. */
const REFUSAL = / reject$/

/**
 * Reads the message at `run` into `details.nas`, and whom it is about; gives its name, undefined where it is of no known
 * protocol.
 */
export function readLayer3(bytes: Uint8Array, run: Run, out: Out): string | undefined {
  const message = layer3Message(bytes, run, out)
  if (message) conclude(message, out)
  return message?.message_type
}

/** The message at `run`, which goes to the tree; undefined where it is of no known protocol. */
export function layer3Message(bytes: Uint8Array, run: Run, out: Out): Layer3Message | undefined {
  const { from, to, wireTo } = run
  const layer = from < to ? LAYERS[bytes[from]! & 15] : undefined
  if (!layer) return undefined
  const transaction = layer.hasTransaction ? transactionOf(bytes, run) : undefined
  const at = from + 1 + (transaction?.isExtended === true ? 1 : 0)
  if (at >= to) {
    if (out.fault === '') out.fault = at < wireTo ? 'cut' : 'malformed'
    return undefined
  }
  const type = bytes[at]! & layer.mask
  const name = layer.names[type] ?? `Unknown(0x${type.toString(16).padStart(2, '0')})`
  const fields: Fields = transaction ? { ti: transaction.value } : {}
  out.open(`${layer.protocol} ${name}`, from, to)
  const definition = layer.definitions[type]
  const reading = { fields, held: [], out, isFiveGs: false }
  const fault = definition ? readBody(bytes, { from: at + 1, to, wireTo }, { definition, ...reading }) : ''
  out.close()
  if (out.fault === '') out.fault = fault
  return { protocol: layer.protocol, message_type: name, message_type_code: type, ...fields }
}

function transactionOf(bytes: Uint8Array, { from, to }: Run): { value: number; isExtended: boolean } {
  const value = (bytes[from]! >> 4) & 7
  const isExtended = value === EXTENDED && from + 1 < to
  return { value: isExtended ? bytes[from + 1]! & 0x7f : value, isExtended }
}

function conclude(message: Layer3Message, out: Out): void {
  const isRefusal = REFUSAL.test(message.message_type)
  const told = { ...message, ...(isRefusal && { failed: true }) }
  out.put('nas', [told])
  nameNas([told], out)
  tellIdentities(message, out, false)
  if (isRefusal) out.put('failed', true)
}
