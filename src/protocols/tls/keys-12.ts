// Keys of a connection of TLS 1.2 out of its master secret: RFC 5246 §6.3.
import type { Ciphers } from '../../model/message.ts'
import { BlockOpener } from './block-records.ts'
import { pseudoRandom } from './key-schedule.ts'
import { explicitOf, OldOpener, type Opener } from './records.ts'
import type { AeadSuite, BlockSuite } from './tables-suites.ts'

interface Agreed {
  readonly master: Uint8Array
  /** The server's random value, and the client's behind it. */
  readonly seed: Uint8Array
  readonly isClient: boolean
  /** RFC 7366; means nothing to an AEAD. */
  readonly isMacBehind: boolean
}

const NONCE = 12

/** What opens the records that one side sends. */
export function opener12(ciphers: Ciphers, suite: AeadSuite | BlockSuite, agreed: Agreed): Opener {
  const [macLength, ivLength] = 'aead' in suite ? [0, NONCE - explicitOf(suite)] : [suite.macLength, 0]
  const { keyLength, hash } = suite
  const { master: secret, seed, isClient } = agreed
  const length = 2 * (macLength + keyLength + ivLength)
  const block = pseudoRandom(ciphers, hash, { secret, label: 'key expansion', seed, length })
  // Of each kind, that of the client comes first.
  let at = 0
  const take = (octets: number): Uint8Array => {
    const start = isClient ? at : at + octets
    at += 2 * octets
    return block.subarray(start, start + octets)
  }
  const [macKey, key, iv] = [take(macLength), take(keyLength), take(ivLength)]
  return 'aead' in suite
    ? new OldOpener(ciphers, suite, { key, iv })
    : new BlockOpener(ciphers, suite, { key, macKey, isMacBehind: agreed.isMacBehind })
}
