// Keys of a connection of TLS up to 1.2 out of its master secret: RFC 5246 §6.3, RFC 2246 §6.3.
import type { Ciphers } from '../../model/message.ts'
import { BlockOpener } from './block-records.ts'
import { oldPseudoRandom, pseudoRandom } from './key-schedule.ts'
import { explicitOf, OldOpener, type Opener } from './records.ts'
import type { AeadSuite, BlockSuite } from './tables-suites.ts'

export const TLS_1_0 = 0x0301
export const TLS_1_2 = 0x0303

interface Agreed {
  readonly version: number
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
  const { version, master: secret, seed, isClient } = agreed
  const [macLength, ivLength] =
    'aead' in suite ? [0, NONCE - explicitOf(suite)] : [suite.macLength, version === TLS_1_0 ? suite.blockLength : 0]
  const { keyLength, hash } = suite
  const expansion = { secret, label: 'key expansion', seed, length: 2 * (macLength + keyLength + ivLength) }
  const block = version < TLS_1_2 ? oldPseudoRandom(ciphers, expansion) : pseudoRandom(ciphers, hash, expansion)
  // Of each kind, that of the client comes first.
  let at = 0
  const take = (octets: number): Uint8Array => {
    const start = isClient ? at : at + octets
    at += 2 * octets
    return block.subarray(start, start + octets)
  }
  const [macKey, key, iv] = [take(macLength), take(keyLength), take(ivLength)]
  if ('aead' in suite) return new OldOpener(ciphers, suite, { key, iv })
  const start = ivLength > 0 ? iv : undefined
  return new BlockOpener(ciphers, suite, { key, macKey, isMacBehind: agreed.isMacBehind, start })
}
