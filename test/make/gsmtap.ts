/** GSMTAP: libosmocore's gsmtap.h, version 2. */
import { concat, u16, u32, u8 } from './octets.ts'

export const [UM, LTE_RRC, LTE_NAS] = [1, 13, 18] as const

export interface Logged {
  readonly arfcn?: number
  readonly isUp?: boolean
  readonly slot?: number
}

/** A message of type and subtype, which is the channel where there is one. */
export function gsmtap(type: number, subType: number, payload: Uint8Array, logged: Logged = {}): Uint8Array {
  const { arfcn = 0, isUp = false, slot = 0 } = logged
  const radio = u16((isUp ? 0x4000 : 0) | arfcn)
  return concat(u8(2, 4, type, slot), radio, u8(0xc4, 20), u32(1000), u8(subType, 0, 0, 0), payload)
}

/** In LAPDm on SAPI 0, whole in one frame of 23 octets, as unnumbered information or the first numbered frame. */
export function lapdm(message: Uint8Array, control = 0): Uint8Array {
  const fill = new Uint8Array(Math.max(0, 20 - message.length)).fill(0x2b)
  return concat(u8(1, control, (message.length << 2) | 1), message, fill)
}

/** Behind the pseudo length of the broadcast and common channels. */
export function common(message: Uint8Array): Uint8Array {
  const fill = new Uint8Array(Math.max(0, 22 - message.length)).fill(0x2b)
  return concat(u8((message.length << 2) | 1), message, fill)
}
