/** SMPP 5.0: applications and centres for short messages. */
import { concat, join, u16, u32, u8, utf8 } from './octets.ts'

export const [SUBMIT, DELIVER, UNBIND, BIND, ENQUIRE] = [4, 5, 6, 9, 0x15] as const

export function request(operation: number, sequence: number, ...body: readonly Uint8Array[]): Uint8Array {
  const whole = join(body)
  return concat(u32(16 + whole.length, operation, 0, sequence), whole)
}

export function response(
  operation: number,
  sequence: number,
  status: number,
  ...body: readonly Uint8Array[]
): Uint8Array {
  const whole = join(body)
  return concat(u32(16 + whole.length, 0x80000000 + operation, status, sequence), whole)
}

/** C-Octet String. */
export function text(value: string): Uint8Array {
  return concat(utf8(value), u8(0))
}

export function bind(sequence: number, name: string, password: string): Uint8Array {
  return request(BIND, sequence, text(name), text(password), text('VMS'), u8(0x34, 1, 1), text(''))
}

interface ShortMessage {
  readonly source: string
  readonly destination: string
  readonly text: string | Uint8Array
  readonly esm?: number
  readonly coding?: number
  readonly receipt?: number
  readonly more?: readonly Uint8Array[]
}

/** Of a name or a number without plus, both international. */
export function message(operation: number, sequence: number, sms: ShortMessage): Uint8Array {
  const { source, destination, esm = 0, coding = 0, receipt = 0, more = [] } = sms
  const octets = typeof sms.text === 'string' ? utf8(sms.text) : sms.text
  const isName = /\D/.test(source)
  return request(
    operation,
    sequence,
    text(''),
    u8(isName ? 5 : 1, isName ? 0 : 1),
    text(source),
    u8(1, 1),
    text(destination),
    u8(esm, 0, 0),
    text(''),
    text(''),
    u8(receipt, 0, coding, 0, octets.length),
    octets,
    ...more,
  )
}

export function parameter(tag: number, value: Uint8Array): Uint8Array {
  return concat(u16(tag, value.length), value)
}
