/** Test helpers: a message, decoded. */
import type { Message, Where } from '../../model/message.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { diameter } from './diameter.ts'

/** Bytes of hexadecimal digits, whatever stands between them. */
export function bytesOfHex(digits: string): Uint8Array {
  const pairs = digits.replace(/[^0-9a-f]/gi, '').match(/../g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}

export interface DecodeOptions {
  readonly tree?: boolean
  /** Bytes that were lost to the snap length. */
  readonly lost?: number
  readonly where?: Parameters<typeof whereOf>[0]
}

/** The message lies in a larger buffer, as in a job, with other bytes around it. */
export function decoded(message: Uint8Array, { tree = false, lost = 0, where = {} }: DecodeOptions = {}): Kept {
  const bytes = new Uint8Array(message.length + 64).fill(0xa5)
  bytes.set(message, 32)
  const out = new Kept(tree)
  const to = 32 + message.length
  diameter.decode(bytes, 32, to, to + lost, whereOf({ transport: 'tcp', ...where }), out)
  return out
}

/** The same as a message for the tracker. */
export function messageOf(message: Uint8Array, where: Partial<Where> & { ends?: readonly [number, number] }): Message {
  const { details, fault, keys, clues, parties, announces, short, message_type } = decoded(message, { where })
  const at = whereOf({ transport: 'tcp', ...where })
  return {
    where: at,
    protocol: 'DIAMETER',
    name: message_type,
    short,
    details,
    fault,
    keys,
    clues,
    parties,
    announces,
  }
}
