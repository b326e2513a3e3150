import { end } from '../../internet.ts'
import { type Phone } from '../../calls/phone.ts'

/** What one subscriber is given while attached, and others after them. */
export interface Ue {
  /** Tells the subscriber from others; all the rest may be another's later. */
  readonly n: number
  readonly imsi: string
  readonly msisdn: string
  /** Place among those who are attached at once: ids, tunnels and addresses follow from it. */
  readonly slot: number
  readonly ip: string
  /** In the other network, where somebody else's address in this one may be the same. */
  readonly internet: string
  /** When they attach, and when they are gone. */
  readonly at: number
  readonly until: number
}

export function ueOf(n: number, slot: number, { slots, at, until }: { slots: number; at: number; until: number }): Ue {
  return {
    n,
    imsi: `00101${String(n).padStart(10, '0')}`,
    msisdn: `4917${String(10_000_000 + n)}`,
    slot,
    ip: address(slot),
    internet: address((slot + 7) % slots),
    at,
    until,
  }
}

function address(slot: number): string {
  return `10.45.${Math.floor(slot / 250)}.${(slot % 250) + 1}`
}

/** The UE as a phone, for its n-th call: media ports take turns. */
export function phoneOf({ msisdn, ip }: Ue, call: number): Phone {
  return { agent: { user: `+${msisdn}`, end: end(ip, 5060) }, media: end(ip, 49_152 + (call % 4) * 2) }
}
