import { describe, expect, it } from 'vitest'
import type { Message } from '../../model/message.ts'
import { messageWith, whereOf } from '../sip/fixture.ts'
import { PfcpTracker } from './tracker.ts'

const CP = 1
const UP = 2
const OTHER_UP = 3
const [ACCEPTED, REJECTED] = [1, 64]

/** Messages on one clock, a second apart; `further` tells their keys besides the first: `value use`. */
class Nodes {
  readonly #tracker = new PfcpTracker()
  #time = 0

  send(from: number, to: number, type: number, details: Record<string, unknown> = {}): Message {
    const where = whereOf({ ends: [from, to], time: ++this.#time * 1e9 })
    const message = messageWith({
      where,
      protocol: 'PFCP',
      details: { message_type_code: type, sequence: 1, ...details },
    })
    this.#tracker.see(message)
    return message
  }

  establish(up: number, seid: number, more: Record<string, unknown> = {}): void {
    const given = (node: number): object => ({ seid: seidOf(seid), ipv4: `10.0.0.${node}` })
    this.send(CP, up, 50, { seid: seidOf(0), sequence: seid, f_seid: given(CP), ...more })
    this.send(up, CP, 51, { seid: seidOf(seid), sequence: seid, f_seid: given(up), cause_code: ACCEPTED })
  }
}

function seidOf(seid: number): string {
  return `0x${seid.toString(16).padStart(16, '0')}`
}

function further({ keys: [first, ...more] }: Message): string[] {
  expect(first!.kind).toMatch(/^pfcp-(node|heartbeat)$/)
  return more.filter(({ kind }) => kind === 'pfcp').map(({ value, use }) => `${value} ${use}`)
}

const set = (csid: number): Record<string, unknown> => ({ fq_csids: [{ node: '10.0.0.1', csids: [csid] }] })

/** Sessions 1 (set 7) and 2 (set 8) at one user plane, 3 (set 7) at another. */
function network(): Nodes {
  const nodes = new Nodes()
  nodes.establish(UP, 11, set(7))
  nodes.establish(UP, 12, set(8))
  nodes.establish(OTHER_UP, 13, set(7))
  return nodes
}

describe('messages about several sessions', () => {
  const cases: { it: string; type: number; details?: object; cause?: number; request: string[]; answer: string[] }[] = [
    { it: 'a set is deleted', type: 14, details: set(8), request: ['2 shared'], answer: ['2 ended'] },
    {
      it: 'a set of sessions at several user planes',
      type: 14,
      details: set(7),
      request: ['1 shared', '3 shared'],
      answer: ['1 ended', '3 ended'],
    },
    { it: 'a refusal', type: 14, details: set(8), cause: REJECTED, request: ['2 shared'], answer: ['2 shared'] },
    { it: 'a set that nobody is of', type: 14, details: set(9), request: [], answer: [] },
    { it: 'a set is changed', type: 16, details: set(8), request: ['2 shared'], answer: ['2 shared'] },
    {
      it: 'an association is released',
      type: 9,
      request: ['1 shared', '2 shared'],
      answer: ['1 ended', '2 ended'],
    },
    { it: 'an association is changed', type: 7, request: [], answer: [] },
  ]
  it.each(cases)('$it', ({ type, details = {}, cause = ACCEPTED, request, answer }) => {
    const nodes = network()
    expect(further(nodes.send(CP, UP, type, { ...details }))).toEqual(request)
    expect(further(nodes.send(CP, UP, type, { ...details }))).toEqual(request)
    expect(further(nodes.send(UP, CP, type + 1, { cause_code: cause }))).toEqual(answer)
    expect(further(nodes.send(UP, CP, type + 1, { cause_code: cause }))).toEqual(request)
  })

  it('N4 a heartbeat with another recovery time is the end of what was there before', () => {
    const nodes = network()
    expect(further(nodes.send(UP, CP, 1, { recovery_time: 'a' }))).toEqual([])
    expect(further(nodes.send(UP, CP, 1, { recovery_time: 'a', sequence: 2 }))).toEqual([])
    expect(further(nodes.send(UP, CP, 1, { recovery_time: 'b', sequence: 3 }))).toEqual([])
    const beat = nodes.send(UP, CP, 1, { recovery_time: 'b', sequence: 4 })
    expect(further(beat)).toEqual(['1 ended', '2 ended'])
    expect(beat.details).toMatchObject({ peer_restarted: true, previous_recovery_time: 'a' })
  })

  it('N4 heartbeats that tell their own time, or an earlier one, end nothing; an association that is set up anew does', () => {
    const nodes = network()
    for (const [i, recovery_time] of ['b', 'c', 'a', 'd', 'a'].entries()) {
      const beat = nodes.send(UP, CP, 1, { recovery_time, sequence: 20 + i })
      expect([further(beat), beat.details['peer_restarted']]).toEqual([[], undefined])
    }
    expect(further(nodes.send(UP, CP, 5, { recovery_time: 'e', sequence: 40 }))).toEqual(['1 ended', '2 ended'])
  })

  it('a session that was deleted goes with nothing any more', () => {
    const nodes = network()
    nodes.send(CP, UP, 54, { seid: seidOf(12), sequence: 90 })
    nodes.send(UP, CP, 55, { seid: seidOf(12), sequence: 90, cause_code: ACCEPTED })
    expect(further(nodes.send(CP, UP, 9, { sequence: 91 }))).toEqual(['1 shared'])
  })
})
