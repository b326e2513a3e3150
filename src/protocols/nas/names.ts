// Under which names procedures know NAS messages, whatever carries them.
import type { Out } from '../../model/message.ts'
import type { Fields } from './body.ts'

interface Named extends Fields {
  readonly protocol: string
  readonly message_type: string
}

export function nameNas(messages: readonly Named[], out: Out): void {
  for (const one of messages) {
    out.also(`${one.protocol} ${one.message_type}`)
    const name = one['apn'] ?? one['dnn']
    if (typeof name === 'string') out.also(`apn ${name}`)
    if (typeof one['ebi'] === 'number') out.also(`#${one['ebi']}`)
    if (typeof one['pdu_session_id'] === 'number') out.also(`#${one['pdu_session_id']}`)
  }
}
