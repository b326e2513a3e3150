import { u32 } from './octets.ts'

/** Seconds from 1900, NTP's beginning, to 1970; and one era of 32 bits. */
const NTP_UNIX = 2_208_988_800
const ERA = 2 ** 32
const FIRST_OF_ERA_0 = 2 ** 31

/** Milliseconds since 1970 of four octets of NTP seconds; the era that begins in 2036 has their highest bit clear: RFC 2030 §3. */
export function unixTimeOfNtp(bytes: Uint8Array, at: number): number {
  const seconds = u32(bytes, at)
  return ((seconds < FIRST_OF_ERA_0 ? seconds + ERA : seconds) - NTP_UNIX) * 1000
}
