import type { Relating } from '../model/relating.ts'

/** Names of networks that are told apart. */
const MOST_DOMAINS = 10_000
const SEVERAL = -1

/** Clues that name the network beyond the gateway, APN or DNN: what addresses it gives are one user's in it alone. */
export const DOMAIN = 'apn'

/**
 * By session, a number of the network that it is about; 0 where it tells none, −1 where it tells several.
 *
 * @param sessions length of arrays by session
 */
export function domainsOf(rows: Relating, sessionOf: Int32Array, sessions: number): Int32Array {
  const domains = new Int32Array(sessions)
  const numbers = new Map<string, number>()
  for (const { value, group } of rows.clueRows([DOMAIN], 'value')) {
    const name = networkIdentifier(value)
    let number = numbers.get(name)
    if (number === undefined && numbers.size < MOST_DOMAINS) numbers.set(name, (number = numbers.size + 1))
    const session = sessionOf[group]!
    const known = domains[session]!
    domains[session] = number === undefined || (known !== 0 && known !== number) ? SEVERAL : number
  }
  return domains
}

/** Without the operator's part, in which the same network may be told either way: TS 23.003 §9.1. */
function networkIdentifier(name: string): string {
  return name.toLowerCase().replace(/\.mnc\d+\.mcc\d+\.gprs$/, '')
}
