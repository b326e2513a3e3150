import { AMR_WB, type Codec } from '../sdp.ts'
import { Dialog, type DialogOptions, type Sent } from '../sip.ts'
import type { SessionTruth, StreamTruth } from '../truth.ts'
import type { Wire } from '../wire.ts'
import { ALICE, BOB, describe, type Phone, talk, type TalkOptions } from './phone.ts'

export interface AnsweredOptions extends Partial<DialogOptions> {
  readonly at?: number
  readonly phones?: readonly [Phone, Phone]
  readonly codecs?: readonly Codec[]
  /** Milliseconds from the INVITE to 180 and 200. */
  readonly rings?: number
  readonly answers?: number
  /** Media of the conversation, each way. */
  readonly packets?: number
  readonly media?: Partial<TalkOptions>
  readonly hangsUp?: 'caller' | 'callee'
  /** The capture ends before the BYE. */
  readonly withoutBye?: boolean
}

/** INVITE, 100, 180, 200, ACK, media both ways, BYE, 200. */
export function answeredCall(wire: Wire, options: AnsweredOptions = {}): SessionTruth {
  const { at = 0, phones = [ALICE, BOB], rings = 200, answers = 2000, packets = 100, codecs } = options
  const dialog = dialogOf(wire, phones, options)
  const described = codecs === undefined ? {} : { codecs }
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(phones[0], described) })
  dialog.response(at + 5, invite, 100)
  dialog.response(at + rings, invite, 180)
  dialog.response(at + answers, invite, 200, { sdp: describe(phones[1], described) })
  dialog.request(at + answers + 10, 'ACK', { of: invite })
  const streams = talk(wire, phones, { at: at + answers + 20, packets, ...options.media })
  const spacing = options.media?.spacing ?? (() => 20)
  const ends = Array.from({ length: packets }).reduce<number>((time, _, i) => time + spacing(i), at + answers + 20)
  const end = options.withoutBye ? undefined : hangUp(dialog, ends, options.hangsUp)
  return {
    ...truthOf(dialog, at, streams),
    ...(!options.withoutBye && { outcome: 'success' }),
    metrics: {
      setup_time_ms: answers,
      pdd_ms: rings,
      ringing_time_ms: answers - rings,
      ...(end !== undefined && { duration_ms: end - at }),
    },
  }
}

/** The dialog of a call between two phones. */
export function dialogOf(
  wire: Wire,
  [caller, callee]: readonly [Phone, Phone],
  options: Partial<DialogOptions>,
): Dialog {
  return new Dialog(wire, { callId: 'call-1@10.45.0.5', caller: caller.agent, callee: callee.agent, ...options })
}

/** BYE and its answer; when that passed on the hop nearest the caller. */
export function hangUp(dialog: Dialog, at: number, by: 'caller' | 'callee' = 'caller'): number {
  const bye = dialog.request(at, 'BYE', { by })
  dialog.response(at + 20, bye, 200)
  return at + 20
}

/** What holds for every call. Ask when all its messages are sent. */
export function truthOf(dialog: Dialog, start: number, streams: readonly StreamTruth[]): Omit<SessionTruth, 'metrics'> {
  return {
    type: 'VoLTE',
    key: dialog.callId,
    start,
    call_ids: [dialog.callId],
    messages: dialog.messages,
    streams,
  }
}

export interface PreconditionOptions extends Pick<AnsweredOptions, 'at' | 'packets' | 'proxies'> {
  readonly lostDown?: number
}

/**
 * A VoLTE call with preconditions and reliable provisional responses: 183 with PRACK, UPDATE, 180, 200 (TS 24.229,
 * RFC 3312, 3262). 183 after 180 ms, 180 after 450 ms, 200 after 3450 ms; `lostDown` packets to the caller are lost.
 */
export function preconditionCall(wire: Wire, options: PreconditionOptions = {}): SessionTruth {
  const { at = 0, packets = 300, lostDown = 6, proxies = [] } = options
  const phones = [ALICE, BOB] as const
  const dialog = dialogOf(wire, phones, { callId: 'c1@10.45.0.5', headers: VOLTE_HEADERS, proxies })
  const codecs = [AMR_WB]
  const desired = 'a=des:qos mandatory local sendrecv'
  const state = (local: string, remote: string): string[] => [
    `a=curr:qos local ${local}`,
    `a=curr:qos remote ${remote}`,
    desired,
  ]
  const offer = describe(phones[0], { codecs, attributes: state('none', 'none') })
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: offer })
  dialog.response(at + 5, invite, 100)
  const answer = describe(phones[1], { codecs, attributes: [...state('none', 'none'), 'a=conf:qos remote sendrecv'] })
  dialog.response(at + 180, invite, 183, {
    sdp: answer,
    headers: [
      ['Require', '100rel'],
      ['RSeq', '1'],
    ],
  })
  acknowledgeProvisional(dialog, at + 190, invite, 1)
  const update = dialog.request(at + 250, 'UPDATE', {
    sdp: describe(phones[0], { codecs, version: 2, attributes: state('sendrecv', 'none') }),
  })
  dialog.response(at + 280, update, 200, {
    sdp: describe(phones[1], { codecs, version: 2, attributes: state('sendrecv', 'sendrecv') }),
  })
  dialog.response(at + 450, invite, 180, {
    headers: [
      ['Require', '100rel'],
      ['RSeq', '2'],
    ],
  })
  acknowledgeProvisional(dialog, at + 460, invite, 2)
  dialog.response(at + 3450, invite, 200)
  dialog.request(at + 3470, 'ACK', { of: invite })
  // Spread over the stream, and never its first or last packets, whose loss nobody can see.
  const every = Math.floor(packets / (lostDown + 1))
  const streams = talk(wire, phones, {
    at: at + 3480,
    packets,
    payloadType: AMR_WB.payloadType,
    clock: AMR_WB.clock,
    payload: amrFrame,
    back: { lost: (i) => i > 0 && i % every === 0 && i / every <= lostDown },
  })
  const end = hangUp(dialog, at + 3480 + packets * 20)
  return {
    ...truthOf(dialog, at, streams),
    outcome: 'success',
    metrics: {
      setup_time_ms: 3450,
      pdd_ms: 180,
      duration_ms: end - at,
      rtp_loss: lostDown / (2 * packets),
      rtp_loss_max: lostDown / packets,
    },
  }
}

const VOLTE_HEADERS = [
  ['P-Access-Network-Info', '3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101'],
  ['P-Charging-Vector', 'icid-value=abc-1;icid-generated-at=10.0.0.20;orig-ioi=home1'],
  ['P-Preferred-Identity', '<sip:+491710000001@ims.mnc001.mcc001.3gppnetwork.org>'],
  ['Supported', '100rel, precondition, timer'],
] as const

/** AMR-WB 12.65 kbit/s, octet-aligned: RFC 4867 §4.4. */
export function amrFrame(i: number): Uint8Array {
  const frame = new Uint8Array(34).fill(i & 255)
  frame[0] = 0xf0
  frame[1] = 0x14
  return frame
}

/** PRACK and its answer. */
export function acknowledgeProvisional(
  dialog: Dialog,
  at: number,
  invite: Sent,
  number: number,
  sdp?: [string, string],
): void {
  const prack = dialog.request(at, 'PRACK', {
    headers: [['RAck', `${number} ${invite.cseq} INVITE`]],
    ...(sdp && { sdp: sdp[0] }),
  })
  dialog.response(at + 10, prack, 200, { ...(sdp && { sdp: sdp[1] }) })
}
