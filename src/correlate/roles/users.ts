import type { ClueRow } from '../../model/rows.ts'
import type { LegTable } from '../legs.ts'
import type { UserAddress } from './nodes.ts'

/** Families whose word it is that an address is a user's: their networks gave it. In SIP anybody may have a Contact. */
const GIVERS: ReadonlySet<string> = new Set(['gtp', 'pfcp', 'diameter', 'http2', 's1ap', 'ngap'])
const USER_ADDRESS = 'ue-ip'
const MOST_USERS = 200_000

/** The addresses that networks gave to users. */
export class UserAddresses {
  readonly known = new Map<string, UserAddress>()
  readonly #legs: LegTable

  constructor(legs: LegTable) {
    this.#legs = legs
  }

  note({ kind, value, group, frame }: ClueRow): void {
    if (kind !== USER_ADDRESS || !GIVERS.has(this.#legs.families[this.#legs.family[group]!]!)) return
    const user = this.known.get(value)
    if (user) this.known.set(value, { count: user.count + 1, frame: Math.min(user.frame, frame) })
    else if (this.known.size < MOST_USERS) this.known.set(value, { count: 1, frame })
  }
}
