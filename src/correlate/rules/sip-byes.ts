// Which BYEs end a call, where several phones have accepted it: RFC 3261 §13.2.2.4.
import type { SipDraft, Transaction } from './sip-draft.ts'

/**
 * The BYEs of the dialog that was ended last, in the order in which they were seen; none while one goes on. Who called
 * gives up the others at once, and goes on with one.
 */
export function byesOf({ transactions, dialogs }: SipDraft): readonly Transaction[] {
  const byes = transactions.filter(({ method }) => method === 'BYE')
  const confirmed = dialogs.filter(({ status, isTold }) => isTold && status >= 200 && status < 300)
  if (confirmed.length < 2 || byes.some((bye) => bye.dialogs === undefined)) return byes
  const ended = confirmed.map(({ to_tag }) => byes.filter((bye) => bye.dialogs!.includes(to_tag)))
  if (ended.some((own) => own.length === 0)) return []
  return ended.reduce((last, own) => (timeOf(own) > timeOf(last) ? own : last))
}

function timeOf([first]: readonly Transaction[]): number {
  return first?.at ?? -Infinity
}
