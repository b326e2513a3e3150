// N1 and N2 messages in the parts of a body: TS 29.500 §6.1.2.4, TS 29.518 §6.1.2.4.
import type { Out } from '../../model/message.ts'
import type { BodyPart } from '../http2/body.ts'
import { type NasMessage, readNas } from '../nas/nas.ts'
import { nameNas } from '../nas/names.ts'
import { readN2Information } from '../ngap/n2-information.ts'

const N1 = 'application/vnd.3gpp.5gnas'
const N2 = 'application/vnd.3gpp.ngap'
/** Where JSON says what a part is. */
const TYPE = /"(?:n2SmInfoType|ngapIeType)":"(\w{3,40})"/g

/** Reads what the parts of a body hold into `details`; the names of the NAS messages, for the message's line. */
export function readContainers(parts: readonly BodyPart[], json: unknown, out: Out): string[] {
  if (parts.length === 0) return []
  const nas: NasMessage[] = []
  for (const { type, bytes } of parts) {
    if (type !== N1) continue
    nas.push(...readNas(bytes, { from: 0, to: bytes.length, wireTo: bytes.length }, '5GS', out).messages)
  }
  if (nas.length > 0) out.put('nas', nas)
  nameNas(nas, out)
  const types = Array.from((JSON.stringify(json) ?? '').matchAll(TYPE), ([, type]) => type!)
  const n2 = parts
    .filter(({ type }) => type === N2)
    .flatMap(({ bytes }, i) => {
      const type = types[i]
      return type === undefined ? [] : [{ type, ...readN2Information(type, bytes) }]
    })
  if (n2.length > 0) out.put('n2', n2)
  return namesOf(nas)
}

/** As they stand in a message's line. */
export function namesOf(nas: readonly NasMessage[]): string[] {
  return nas.map(({ message_type, ciphered }) => (ciphered ? 'NAS (ciphered)' : message_type))
}
