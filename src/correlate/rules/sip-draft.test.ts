import { describe, expect, it } from 'vitest'
import type { Message } from '../../model/message.ts'
import { mergeDrafts, newDraft, note, type SipDraft } from './sip-draft.ts'
import { callMetrics } from './sip-timing.ts'

const A = { id: 1, address: '10.0.0.1', port: 5060, text: '10.0.0.1:5060' }
const B = { id: 2, address: '10.0.0.2', port: 5060, text: '10.0.0.2:5060' }

function message(at: number, isForth: boolean, details: Record<string, unknown>): Message {
  const [source, destination] = isForth ? [A, B] : [B, A]
  const where = { source, destination, time: at * 1e6, frame: at }
  return { details: { call_id: 'c', ...details }, where } as unknown as Message
}

const forth = (to: string | undefined, cseq: string) => tags('a', to, cseq)
const back = (cseq: string) => tags('b', 'a', cseq)

function tags(from_tag: string, to_tag: string | undefined, cseq: string): Record<string, unknown> {
  const [number, cseq_method] = cseq.split(' ')
  return { from_tag, ...(to_tag !== undefined && { to_tag }), cseq_number: Number(number), cseq_method }
}

/** Both sides count from 1. */
const CALL: readonly Message[] = [
  message(1, true, { method: 'INVITE', ...forth(undefined, '1 INVITE') }),
  message(100, false, { status: 180, ...forth('b', '1 INVITE') }),
  message(1000, false, { status: 200, ...forth('b', '1 INVITE') }),
  message(1010, true, { method: 'ACK', ...forth('b', '1 ACK') }),
  message(5000, false, { method: 'INVITE', ...back('1 INVITE') }),
  message(5010, true, { status: 491, ...back('1 INVITE') }),
  message(5020, false, { method: 'ACK', ...back('1 ACK') }),
  message(9000, false, { method: 'BYE', ...back('2 BYE') }),
  message(9020, true, { status: 200, ...back('2 BYE') }),
]

function draftOf(messages: readonly Message[]): SipDraft {
  const draft = newDraft()
  for (const one of messages) note(draft, one)
  return draft
}

describe('the pieces of a call', () => {
  const whole = draftOf(CALL)

  it.each(CALL.slice(1).map((_, i) => i + 1))('cut before message %i are the call', (at) => {
    const merged = mergeDrafts([draftOf(CALL.slice(0, at)), draftOf(CALL.slice(at))])
    expect(callMetrics(merged)).toEqual(callMetrics(whole))
    expect(merged.dialogs).toEqual(whole.dialogs)
    expect(merged.transactions.map(({ method, back: isBack = false }) => [method, isBack])).toEqual([
      ['INVITE', false],
      ['INVITE', true],
      ['BYE', true],
    ])
  })
})
