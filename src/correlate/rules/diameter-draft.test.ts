/** A session whose group left memory between its messages is told as if it had stayed. */
import { describe, expect, it } from 'vitest'
import { avp, diameterMessage } from '../../../test/make/diameter.ts'
import { messageOf } from '../../protocols/diameter/fixture.ts'
import type { Message } from '../../model/message.ts'
import { type DiameterDraft, mergeDrafts, newDraft, note } from './diameter-draft.ts'

const SESSION = avp(263, 'pgw;1;1')

/** Request or answer number `hopByHop`, at so many milliseconds. */
function message(at: number, hopByHop: number, request: boolean): Message {
  const header = { command: 272, application: 16777238, request, hopByHop }
  const ends = request ? ([1, 2] as const) : ([2, 1] as const)
  const result = request ? [] : [avp(268, 2001)]
  return messageOf(diameterMessage(header, SESSION, avp(416, 2), ...result), { time: at * 1e6, ends, frame: at + 1 })
}

function draftOf(messages: readonly Message[]): DiameterDraft {
  const draft = newDraft()
  for (const one of messages) note(draft, one)
  return draft
}

const MESSAGES = [message(0, 1, true), message(5, 1, false), message(100, 2, true), message(130, 2, false)]

describe('pieces of a session', () => {
  it.each([1, 2, 3])('split before message %i are one', (at) => {
    const whole = draftOf(MESSAGES)
    expect(mergeDrafts([draftOf(MESSAGES.slice(0, at)), draftOf(MESSAGES.slice(at))])).toEqual(whole)
    expect(whole).toMatchObject({ requests: 2, answered: 2, latency_sum: 35, latency_max: 30 })
  })

  it('of very many exchanges keep the sums, and of the exchanges the first and the last', () => {
    const many = Array.from({ length: 1000 }, (_, i) => [
      message(i * 10, i, true),
      message(i * 10 + 1, i, false),
    ]).flat()
    const draft = draftOf(many)
    expect(draft).toMatchObject({ requests: 1000, answered: 1000, latency_sum: 1000 })
    expect(draft.exchanges.map(({ at }) => at).slice(0, 2)).toEqual([0, 10])
    expect(draft.exchanges.at(-1)!.at).toBe(9990)
    expect(draft.exchanges.length).toBeLessThan(30)
  })
})
