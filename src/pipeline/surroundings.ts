import type { Memory, Budget } from '../bytes/memory.ts'
import type { Join } from '../correlate/join.ts'
import type { Ciphers, Inflate, NasKeyring } from '../model/message.ts'
import type { Packet } from '../model/packet.ts'
import type { Sink } from '../model/rows.ts'
import type { KeyLog } from '../protocols/tls/key-log.ts'
import type { Counters } from './counters.ts'
import type { LinkRules, PortHints } from './hinted.ts'
import type { Talkers } from './talkers.ts'

/** What all that stands above the network works with. */
export interface Surroundings {
  readonly packet: Packet
  /** By capture: what somebody wrote on its frames. */
  readonly comments: readonly ReadonlyMap<number, string>[]
  readonly memory: Memory
  readonly budget: Budget
  readonly sink: Sink
  readonly counters: Counters
  readonly talkers: Talkers
  readonly join: Join
  readonly nextGroup: () => number
  readonly hints: PortHints
  readonly links: LinkRules
  readonly inflate: Inflate | undefined
  readonly ciphers: Ciphers | undefined
  readonly keys: KeyLog
  readonly nasKeys: NasKeyring
}
