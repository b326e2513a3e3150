import type { Message } from '../../model/message.ts'
import type { NasMessage } from '../nas/nas.ts'
import { shortOf } from './short.ts'

const NULL_ALGORITHM = /EA0$/
/** What NAS tells of the subscriber. */
const FROM_NAS = new Set(['tmsi', 'given-tmsi', 'guti', 'ue-ip', 'suci'])

/**
 * Where a security mode command told that a UE's NAS is ciphered, what looked like plain NAS by chance is none. Gives the
 * algorithm that holds from now on.
 */
export function hideCiphered(message: Message, protocol: string, ciphering: string | undefined): string | undefined {
  const nas = message.details['nas'] as readonly NasMessage[] | undefined
  if (!nas) return ciphering
  const selected = nas.find((one) => one['algorithms'] !== undefined)?.['algorithms'] as
    | { ciphering: string }
    | undefined
  const isHidden = ciphering !== undefined && !NULL_ALGORITHM.test(ciphering)
  if (isHidden && nas.some((one) => one.null_cipher_assumed)) {
    const hidden = nas.flatMap((one, i) => (one.null_cipher_assumed ? ciphered(one, nas[i - 1]) : [one]))
    message.details['nas'] = hidden
    if (!hidden.some((one) => one['failed'] === true) && message.details['pdu_type'] !== 2)
      delete message.details['failed']
    message.parties.length = 0
    message.clues = message.clues.filter(({ kind }) => !FROM_NAS.has(kind))
    message.short = shortOf(protocol, message.name, message.details)
  }
  return selected?.ciphering ?? ciphering
}

/** What was in one ciphered message is one again. */
function ciphered({ protocol, security_header }: NasMessage, before: NasMessage | undefined): NasMessage[] {
  if (before?.null_cipher_assumed) return []
  return [{ protocol, message_type: 'Ciphered NAS', security_header, ciphered: true }]
}
