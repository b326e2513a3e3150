// Call control and short messages: TS 24.008 §9.3, TS 24.011 §7.2.
import { type Definition, half, lv, message, type Part, tlv, tv, v } from '../nas/definitions.ts'
import { cause } from '../nas/values.ts'
import { CP_CAUSES } from './tables.ts'
import * as values from './values.ts'

const CAUSE = ['Cause', 'cause', values.callCause] as const

/** Elements that mean the same wherever they come; those from 0x70 on have one octet of length here. */
const OPTIONAL: Readonly<Record<number, Part>> = {
  0x04: tlv('Bearer capability'),
  0x08: tlv(...CAUSE),
  0x2c: tv(1, 'Keypad facility'),
  0x34: tv(1, 'Signal'),
  0x4c: tlv('Connected number', 'connected_number', values.bcdNumber),
  0x5c: tlv('Calling party BCD number', 'calling_number', values.bcdNumber),
  0x5e: tlv('Called party BCD number', 'called_number', values.bcdNumber),
  0x74: tlv('Redirecting party BCD number', 'redirecting_number', values.bcdNumber),
  0x7b: tlv('SS version'),
  0x7c: tlv('Low layer compatibility'),
  0x7d: tlv('High layer compatibility'),
  0x7e: tlv('User-user'),
  0x7f: tlv('SS version'),
  0xd0: half('Repeat indicator'),
}
const plain = message([], OPTIONAL)
const withCause = message([lv(...CAUSE)], OPTIONAL)

const PLAIN = [
  0x01, 0x02, 0x05, 0x07, 0x08, 0x0e, 0x0f, 0x18, 0x19, 0x1c, 0x1d, 0x2a, 0x2d, 0x31, 0x32, 0x34, 0x35, 0x36,
]
const WITH_CAUSE = [0x1a, 0x1e, 0x25, 0x37]

export const CC: Readonly<Record<number, Definition>> = {
  ...Object.fromEntries(PLAIN.map((type) => [type, plain])),
  ...Object.fromEntries(WITH_CAUSE.map((type) => [type, withCause])),
  0x03: message([lv('Progress indicator')], OPTIONAL),
  0x13: message([lv('Bearer capability'), lv(...CAUSE)], OPTIONAL),
  0x17: message([lv('Bearer capability')], OPTIONAL),
  0x1f: message([lv('Bearer capability')], OPTIONAL),
  0x3d: message([lv(...CAUSE), v(1, 'Call state', 'call_state', values.lowBits(63, {}))], OPTIONAL),
}

export const SMS: Readonly<Record<number, Definition>> = {
  0x01: message([lv('CP-User data', 'sms', values.relay)]),
  0x04: message([]),
  0x10: message([v(1, 'CP-Cause', 'cause', cause(CP_CAUSES))]),
}
