import type { Message } from '../../model/message.ts'

/** Says what the message's own bytes do not. */
export function tell(message: Message, field: string, value: unknown): void {
  message.details[field] = value
  message.besides ??= {}
  message.besides[field] = value
}
