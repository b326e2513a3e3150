/**
 * Each kind of evidence by which two Call-IDs are legs of one call, in the smallest capture that has it alone, beside the
 * one that looks alike and is of another call: DOMAIN 4.3.7.
 */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end, type End } from '../make/internet.ts'
import { sdp } from '../make/sdp.ts'
import { Dialog, type Header } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const PHONE = end('198.51.100.7', 5060)
const OTHER_PHONE = end('198.51.100.8', 5060)
const AGENT = end('10.0.0.30', 5060)
const CALLED = end('203.0.113.9', 5060)

interface Leg {
  readonly from?: End
  readonly to?: End
  /** Since the first leg, where it is the second. */
  readonly after?: number
  readonly headers?: readonly Header[]
  /** The offer; none where it is left out. */
  readonly sdp?: string
  /** Both numbers; each leg has its own, so that they tell nothing. */
  readonly users?: readonly [string, string]
}

const UUIDS = ['ab30317f1a784dc48ff824d0d3715d86', '47755a9de7794ba387653f2099600ef2'] as const
const NIL = '0'.repeat(32)
const sessionId = (own: string, remote: string): Header => ['Session-ID', `${own};remote=${remote}`]
const vector = (icid: string): Header => ['P-Charging-Vector', `icid-value=${icid}`]
const via = (branch: string): Header => ['Via', `SIP/2.0/UDP 192.0.2.77;branch=${branch}`]
const offer = (address: string, port: number, ...attributes: readonly string[]): string =>
  sdp({ address, port, attributes }, 1, port * 7919)
/** An origin that says more than the description does. */
const origin = (of: string, text: string): string => text.replace(/^o=.*$/m, `o=${of}`)

interface Case {
  readonly kind: string
  readonly it: string
  readonly first: Leg
  readonly second: Leg
  readonly isOne: boolean
}

const CASES: readonly Case[] = [
  {
    kind: 'icid',
    it: 'the same',
    first: { headers: [vector('i-1')] },
    second: { headers: [vector('i-1')] },
    isOne: true,
  },
  {
    kind: 'icid',
    it: 'the next one',
    first: { headers: [vector('i-1')] },
    second: { headers: [vector('i-2')] },
    isOne: false,
  },
  {
    kind: 'icid',
    it: 'the same, longer after than a leg comes',
    first: { headers: [vector('i-1')] },
    second: { headers: [vector('i-1')], after: 6000 },
    isOne: false,
  },
  {
    kind: 'icid',
    it: 'the same in another call of the phone',
    first: { headers: [vector('i-1')] },
    second: { headers: [vector('i-1')], from: PHONE, to: AGENT },
    isOne: false,
  },
  {
    kind: 'session-id',
    it: 'with both ends changed over',
    first: { headers: [sessionId(UUIDS[0], UUIDS[1])] },
    second: { headers: [sessionId(UUIDS[1], UUIDS[0])] },
    isOne: true,
  },
  {
    kind: 'session-id',
    it: 'that both have yet to get',
    first: { headers: [sessionId(UUIDS[0], NIL)] },
    second: { headers: [sessionId(UUIDS[1], NIL)] },
    isOne: false,
  },
  {
    kind: 'other-call-id',
    it: 'of the first leg',
    first: {},
    second: { headers: [['X-Call-ID', 'first@phone']] },
    isOne: true,
  },
  {
    kind: 'other-call-id',
    it: 'of a call that was not seen',
    first: {},
    second: { headers: [['X-Call-ID', 'zeroth@phone']] },
    isOne: false,
  },
  {
    kind: 'via-branch',
    it: 'that both went through',
    first: { headers: [via('z9hG4bKunique1')] },
    second: { headers: [via('z9hG4bKunique1')] },
    isOne: true,
  },
  {
    kind: 'via-branch',
    it: 'that is not said to be unique',
    first: { headers: [via('1')] },
    second: { headers: [via('1')] },
    isOne: false,
  },
  {
    kind: 'sdp-media',
    it: 'that the agent passes on as it is',
    first: { sdp: offer('198.51.100.7', 4000) },
    second: { sdp: origin('agent 1 1 IN IP4 10.0.0.30', offer('198.51.100.7', 4000)) },
    isOne: true,
  },
  {
    kind: 'sdp-media',
    it: 'with the next port',
    first: { sdp: offer('198.51.100.7', 4000) },
    second: { sdp: origin('agent 1 1 IN IP4 10.0.0.30', offer('198.51.100.7', 4002)) },
    isOne: false,
  },
  {
    kind: 'sdp-media',
    it: 'at the same address in a home, of a phone in another one',
    first: { sdp: offer('192.168.1.10', 4000) },
    second: { from: OTHER_PHONE, to: AGENT, sdp: offer('192.168.1.10', 4000) },
    isOne: false,
  },
  {
    kind: 'sdp-origin',
    it: 'that the agent keeps, with its own media',
    first: { sdp: origin('- 8273645182736451 1 IN IP4 198.51.100.7', offer('198.51.100.7', 4000)) },
    second: { sdp: origin('- 8273645182736451 1 IN IP4 198.51.100.7', offer('10.0.0.30', 6000)) },
    isOne: true,
  },
  {
    kind: 'sdp-origin',
    it: 'that all of a kind have',
    first: { sdp: origin('- 1 1 IN IP4 127.0.0.1', offer('198.51.100.7', 4000)) },
    second: { sdp: origin('- 1 1 IN IP4 127.0.0.1', offer('10.0.0.30', 6000)) },
    isOne: false,
  },
  {
    kind: 'ice-ufrag',
    it: 'of the first leg',
    first: { sdp: offer('198.51.100.7', 4000, 'a=ice-ufrag:x7Kq') },
    second: { sdp: offer('10.0.0.30', 6000, 'a=ice-ufrag:x7Kq') },
    isOne: true,
  },
  {
    kind: 'ice-ufrag',
    it: 'of another',
    first: { sdp: offer('198.51.100.7', 4000, 'a=ice-ufrag:x7Kq') },
    second: { sdp: offer('10.0.0.30', 6000, 'a=ice-ufrag:p2Wz') },
    isOne: false,
  },
  {
    kind: 'numbers',
    it: 'of both, from where the first leg went',
    first: { users: ['+491710000001', '+491710000002'] },
    second: { users: ['+491710000001', '+491710000002'] },
    isOne: true,
  },
  {
    kind: 'numbers',
    it: 'of both, from somewhere else',
    first: { users: ['+491710000001', '+491710000002'] },
    second: { users: ['+491710000001', '+491710000002'], from: end('10.0.0.31', 5060) },
    isOne: false,
  },
  {
    kind: 'numbers',
    it: 'of both, three seconds later',
    first: { users: ['+491710000001', '+491710000002'] },
    second: { users: ['+491710000001', '+491710000002'], after: 3000 },
    isOne: false,
  },
  {
    kind: 'numbers',
    it: 'of the caller alone',
    first: { users: ['+491710000001', '+491710000002'] },
    second: { users: ['+491710000001', '+491710000003'] },
    isOne: false,
  },
]

/** A leg that rings and is given up; its headers are those of its INVITE. */
function ring(wire: Wire, at: number, callId: string, leg: Leg & Required<Pick<Leg, 'from' | 'to' | 'users'>>): void {
  const { from, to, headers = [], users } = leg
  const [caller, callee] = [
    { user: users[0], end: from },
    { user: users[1], end: to },
  ]
  const dialog = new Dialog(wire, { callId, caller, callee, headers })
  const invite = dialog.request(at, 'INVITE', { initial: true, ...(leg.sdp !== undefined && { sdp: leg.sdp }) })
  dialog.response(at + 20, invite, 180)
  dialog.response(at + 9000, invite, 480)
  dialog.request(at + 9002, 'ACK', { of: invite, initial: true })
}

describe('legs of one call', () => {
  it.each(CASES)('$kind $it', async ({ kind, first, second, isOne }) => {
    const wire = new Wire()
    ring(wire, 0, 'first@phone', { from: PHONE, to: AGENT, users: ['one', 'two'], ...first })
    ring(wire, second.after ?? 30, 'second@agent', { from: AGENT, to: CALLED, users: ['three', 'four'], ...second })
    const { sessions } = await analyzeCapture(pcap(wire.packets.toSorted((a, b) => a.at - b.at)))
    const calls = sessions.filter(({ type }) => type === 'VoLTE')
    expect(calls).toHaveLength(isOne ? 1 : 2)
    const links = calls.flatMap(({ linked_by }) => linked_by.map(({ evidence }) => evidence))
    expect(links).toEqual(isOne ? [kind] : [])
  })
})
