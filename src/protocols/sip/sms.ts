/** SMS over IMS (TS 24.341): the relay layer of TS 24.011 §7.3, §8.2 and the addresses of TS 23.040 §9.1.2, §9.2. */
import { Cursor } from '../../bytes/cursor.ts'
import type { Out } from '../../model/message.ts'
import { RP_CAUSES, RP_TYPES } from './tables-sms.ts'
import { digits, readTpdu } from './tpdu.ts'

const USER_DATA = 0x41

/** The RP message at [from, to), as `details.sms`; undefined where it is none. The text itself is not read. */
export function readSms(bytes: Uint8Array, from: number, to: number): Record<string, unknown> | undefined {
  const c = new Cursor(bytes, from, to)
  const type = c.u8()
  const reference = c.u8()
  const name = RP_TYPES[type]
  if (c.fault !== '' || name === undefined) return undefined
  const sms: Record<string, unknown> = { rp_type: name, rp_type_code: type, rp_reference: reference }
  if (type <= 1) readData(c, type === 0, sms)
  else if (type <= 5) readAnswer(c, type, sms)
  return sms
}

/** Message types from the mobile are even: TS 24.011 §8.2.2. */
export function isFromMobile(sms: Readonly<Record<string, unknown>>): boolean {
  return (sms['rp_type_code'] as number) % 2 === 0
}

/** Under which names procedures know it: with its direction, and the reference that its answer has too. */
export function nameSms(sms: Readonly<Record<string, unknown>>, out: Out): void {
  out.also(`SMS ${sms['rp_type'] as string} ${isFromMobile(sms) ? 'MO' : 'MT'}`)
  out.also(`#${sms['rp_reference'] as number}`)
}

function readData(c: Cursor, fromMobile: boolean, sms: Record<string, unknown>): void {
  const originator = address(c, c.u8())
  const destination = address(c, c.u8())
  const smsc = fromMobile ? destination : originator
  if (smsc !== '') sms.smsc = smsc
  readTpdu(c.sub(c.u8()), { fromMobile, isError: false }, sms)
}

function readAnswer(c: Cursor, type: number, sms: Record<string, unknown>): void {
  if (type >= 4) {
    const cause = c.sub(c.u8()).u8() & 0x7f
    if (c.fault === '') {
      sms.rp_cause = cause
      const cause_name = RP_CAUSES[cause]
      if (cause_name !== undefined) sms.rp_cause_name = cause_name
    }
  }
  if (c.left > 1 && c.u8() === USER_DATA) {
    readTpdu(c.sub(c.u8()), { fromMobile: type % 2 === 0, isError: type >= 4 }, sms)
  }
}

/** RP address: its length counts the type octet. */
function address(c: Cursor, length: number): string {
  if (length === 0) return ''
  const inner = c.sub(length)
  inner.u8()
  return c.fault === '' ? digits(inner, 2 * (length - 1)) : ''
}
