import type { Out } from '../../model/message.ts'

const NO_TEID = '0x00000000'

interface Tunnel {
  readonly teid?: string
  readonly ip?: string
  readonly ipv6?: string
}

/** Endpoints of tunnels, by which the user plane and its control refer to the same bearers. */
export function tellTunnels(bearers: unknown, out: Out): void {
  for (const { teid, ip, ipv6 } of (bearers ?? []) as readonly Tunnel[]) {
    if (teid === undefined || teid === NO_TEID) continue
    for (const address of [ip, ipv6]) if (address !== undefined) out.clue('tunnel', `${teid}@${address}`)
  }
}
