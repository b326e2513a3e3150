// Under which names procedures know NAS messages, whatever carries them.
import type { Out } from '../../model/message.ts'
import type { NasMessage } from './nas.ts'

export function nameNas(messages: readonly NasMessage[], out: Out): void {
  for (const one of messages) {
    out.also(`${one.protocol} ${one.message_type}`)
    const name = one['apn'] ?? one['dnn']
    if (typeof name === 'string') out.also(`apn ${name}`)
    if (typeof one['ebi'] === 'number') out.also(`#${one['ebi']}`)
    if (typeof one['pdu_session_id'] === 'number') out.also(`#${one['pdu_session_id']}`)
  }
}
