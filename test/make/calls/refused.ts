import { Dialog, type DialogOptions, type Sent } from '../sip.ts'
import type { SessionTruth } from '../truth.ts'
import type { Wire } from '../wire.ts'
import { answeredCall, type AnsweredOptions, dialogOf, hangUp, truthOf } from './answered.ts'
import { ALICE, BOB, CAROL, describe, PROXY, talk } from './phone.ts'

const NEVER_ANSWERED = ['setup_time_ms', 'ringing_time_ms', 'talk_time_ms', 'rtp_loss', 'rtp_jitter_ms']

export interface RefusedOptions extends Partial<DialogOptions> {
  readonly at?: number
  readonly status?: number
  /** Milliseconds to 180; without it nothing rang. */
  readonly rings?: number
  readonly refuses?: number
}

/** INVITE, 100, 180, a refusal, ACK: DOMAIN 7.8. */
export function refusedCall(wire: Wire, options: RefusedOptions = {}): SessionTruth {
  const { at = 0, status = 486, rings = 150, refuses = 4000 } = options
  const dialog = dialogOf(wire, [ALICE, BOB], options)
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  dialog.response(at + 2, invite, 100)
  dialog.response(at + rings, invite, 180)
  refuse(dialog, at + refuses, invite, status)
  return {
    ...truthOf(dialog, at, []),
    outcome: 'failed',
    metrics: { pdd_ms: rings, duration_ms: refuses + 2 },
    unknown: NEVER_ANSWERED,
  }
}

/** A final refusal and its ACK. */
export function refuse(dialog: Dialog, at: number, invite: Sent, status: number, toTag?: string): void {
  const tag = toTag === undefined ? {} : { toTag }
  dialog.response(at, invite, status, tag)
  dialog.request(at + 2, 'ACK', { of: invite, initial: true, ...tag })
}

/** The caller gives up while it rings. */
export function cancelledCall(
  wire: Wire,
  { at = 0, gives_up = 3000, ...options }: RefusedOptions & { readonly gives_up?: number } = {},
): SessionTruth {
  const dialog = dialogOf(wire, [ALICE, BOB], options)
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  dialog.response(at + 5, invite, 100)
  dialog.response(at + 100, invite, 180)
  const cancel = dialog.request(at + gives_up, 'CANCEL', { of: invite, initial: true })
  dialog.response(at + gives_up + 5, cancel, 200)
  refuse(dialog, at + gives_up + 10, invite, 487)
  return {
    ...truthOf(dialog, at, []),
    outcome: 'cancelled',
    metrics: { pdd_ms: 100, duration_ms: gives_up + 12 },
    unknown: NEVER_ANSWERED,
  }
}

/** Nobody answers: the INVITE is repeated as timer A doubles (RFC 3261 §17.1.1.2), and given up after 32 s. */
export function timedOutCall(
  wire: Wire,
  { at = 0, ...options }: RefusedOptions = {},
): SessionTruth & { readonly retransmissions: number } {
  const dialog = dialogOf(wire, [ALICE, BOB], { proxies: [PROXY], ...options })
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE), hop: 1 })
  const repeats = [500, 1500, 3500, 7500, 15_500, 31_500]
  for (const later of repeats) dialog.repeat(at + later, invite)
  dialog.response(at + 32_000, invite, 408, { hop: 0 })
  dialog.request(at + 32_002, 'ACK', { of: invite, initial: true, hop: 0 })
  return {
    ...truthOf(dialog, at + 2, []),
    outcome: 'failed',
    metrics: {},
    unknown: NEVER_ANSWERED,
    retransmissions: repeats.length,
  }
}

/** Challenged, then asked again with an answer to the challenge: one attempt. */
export function challengedCall(wire: Wire, options: AnsweredOptions = {}): SessionTruth {
  const { at = 0, rings = 200, answers = 2000, packets = 100 } = options
  const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'challenged@10.45.0.5', ...options })
  const first = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  const challenge = 'Digest realm="example.org", nonce="n1", algorithm=MD5, qop="auth"'
  dialog.response(at + 20, first, 407, { toTag: 'challenge', headers: [['Proxy-Authenticate', challenge]] })
  dialog.request(at + 22, 'ACK', { of: first, initial: true, toTag: 'challenge' })
  const credentials = 'Digest username="alice", realm="example.org", nonce="n1", uri="sip:b", response="0123"'
  const invite = dialog.request(at + 30, 'INVITE', {
    initial: true,
    sdp: describe(ALICE),
    headers: [['Proxy-Authorization', credentials]],
  })
  dialog.response(at + 35, invite, 100)
  dialog.response(at + rings, invite, 180)
  dialog.response(at + answers, invite, 200, { sdp: describe(BOB) })
  dialog.request(at + answers + 10, 'ACK', { of: invite })
  const streams = talk(wire, [ALICE, BOB], { at: at + answers + 20, packets })
  const end = hangUp(dialog, at + answers + 20 + packets * 20)
  return {
    ...truthOf(dialog, at, streams),
    outcome: 'success',
    metrics: { setup_time_ms: answers, duration_ms: end - at },
  }
}

/** A proxy rings two phones; one answers, the other is cancelled: DOMAIN 7.7. */
export function forkedCall(wire: Wire, { at = 0, packets = 50 } = {}): SessionTruth {
  const callId = 'forked@10.45.0.5'
  const common = { callId, fromTag: 'a', caller: ALICE.agent, called: BOB.agent, proxies: [PROXY] }
  const bob = new Dialog(wire, { ...common, callee: BOB.agent, toTag: 'b', hop: 1, fork: 'b' })
  const carol = new Dialog(wire, { ...common, callee: CAROL.agent, toTag: 'c', hop: 1, fork: 'c' })
  const sdp = describe(ALICE)
  const invite = carol.request(at, 'INVITE', { initial: true, sdp, hop: 0 })
  carol.response(at + 3, invite, 100, { hop: 0 })
  const toBob = bob.request(at + 4, 'INVITE', { initial: true, sdp, hop: 1, forks: invite })
  const toCarol = carol.request(at + 5, 'INVITE', { initial: true, sdp, hop: 1, forks: invite })
  bob.response(at + 300, toBob, 180, { hop: 1 })
  carol.response(at + 300, invite, 180, { toTag: 'b', hop: 0 })
  carol.response(at + 350, toCarol, 180, { hop: 1 })
  carol.response(at + 350, invite, 180, { hop: 0 })
  carol.response(at + 2000, toCarol, 200, { sdp: describe(CAROL), hop: 1 })
  carol.response(at + 2000, invite, 200, { sdp: describe(CAROL), hop: 0 })
  carol.request(at + 2005, 'ACK', { of: invite })
  const cancel = bob.request(at + 2006, 'CANCEL', { of: toBob, initial: true, hop: 1 })
  bob.response(at + 2010, cancel, 200, { hop: 1 })
  bob.response(at + 2012, toBob, 487, { hop: 1 })
  bob.request(at + 2014, 'ACK', { of: toBob, initial: true, hop: 1 })
  const streams = talk(wire, [ALICE, CAROL], { at: at + 2020, packets })
  const end = hangUp(carol, at + 2020 + packets * 20)
  return {
    ...truthOf(carol, at, streams),
    messages: bob.messages + carol.messages,
    outcome: 'success',
    metrics: { setup_time_ms: 2000, pdd_ms: 300, duration_ms: end - at },
  }
}

/** The INVITE comes seven times before anybody answers: one attempt. */
export function impatientCall(
  wire: Wire,
  options: AnsweredOptions = {},
): SessionTruth & { readonly retransmissions: number } {
  const quiet = { ...options, callId: 'impatient@10.45.0.5' }
  const { at = 0 } = options
  const dialog = dialogOf(wire, [ALICE, BOB], quiet)
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  for (let n = 1; n <= 6; n++) dialog.repeat(at + n * 500, invite)
  dialog.response(at + 3600, invite, 180)
  dialog.response(at + 4000, invite, 200, { sdp: describe(BOB) })
  dialog.request(at + 4010, 'ACK', { of: invite })
  const end = hangUp(dialog, at + 5000)
  return {
    ...truthOf(dialog, at, []),
    outcome: 'success',
    metrics: { setup_time_ms: 4000, pdd_ms: 3600, duration_ms: end - at },
    retransmissions: 6,
  }
}

/** Two calls under one Call-ID, hours apart: they are two. */
export function repeatedCallId(wire: Wire): SessionTruth[] {
  const common = { callId: 'same@phone', packets: 10 }
  return [
    answeredCall(wire, { ...common, fromTag: 'one', toTag: 'uno' }),
    answeredCall(wire, { ...common, fromTag: 'two', toTag: 'due', at: 7_200_000, media: { ssrc: 0x22222222 } }),
  ]
}
