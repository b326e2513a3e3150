/** Calls that change while they last: early media, late offers, hold, transfer, legs with other Call-IDs, NAT. */
import { end } from '../internet.ts'
import { Dialog } from '../sip.ts'
import type { SessionTruth } from '../truth.ts'
import type { Wire } from '../wire.ts'
import { acknowledgeProvisional, answeredCall, dialogOf, hangUp, truthOf } from './answered.ts'
import { ALICE, BOB, CAROL, describe, type Phone, talk } from './phone.ts'
import { refuse } from './refused.ts'
import { numberOf } from '../random.ts'
import { rtpStream } from '../rtp.ts'

/** An announcement plays before anybody answers; with `status` nobody ever does (S24). */
export function earlyMediaCall(wire: Wire, { at = 0, packets = 50, status = 200 } = {}): SessionTruth {
  const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'early@10.45.0.5' })
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  dialog.response(at + 5, invite, 100)
  dialog.response(at + 150, invite, 183, { sdp: describe(BOB) })
  const early = { at: at + 160, from: BOB.media, to: ALICE.media, ssrc: 0xea51, packets }
  const streams = [rtpStream(wire, early)]
  const final = at + 160 + packets * 20
  if (status !== 200) {
    refuse(dialog, final, invite, status)
    return { ...truthOf(dialog, at, streams), outcome: 'failed', metrics: { pdd_ms: 150 }, unknown: ['setup_time_ms'] }
  }
  dialog.response(final, invite, 200, { sdp: describe(BOB) })
  dialog.request(final + 10, 'ACK', { of: invite })
  streams.push(...talk(wire, [ALICE, BOB], { at: final + 20, packets }))
  const ends = hangUp(dialog, final + 20 + packets * 20)
  return {
    ...truthOf(dialog, at, streams),
    outcome: 'success',
    metrics: { setup_time_ms: final - at, pdd_ms: 150, duration_ms: ends - at },
  }
}

/** The callee offers in its 200, the caller answers in the ACK (RFC 3264); media may run ahead of the ACK. */
export function lateOfferCall(wire: Wire, { at = 0, packets = 50 } = {}): SessionTruth {
  const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'late-offer@10.45.0.5' })
  const invite = dialog.request(at, 'INVITE', { initial: true })
  dialog.response(at + 5, invite, 100)
  dialog.response(at + 100, invite, 180)
  dialog.response(at + 1000, invite, 200, { sdp: describe(BOB) })
  dialog.request(at + 1020, 'ACK', { of: invite, sdp: describe(ALICE) })
  const streams = talk(wire, [ALICE, BOB], { at: at + 1010, packets })
  const ends = hangUp(dialog, at + 1010 + packets * 20)
  return {
    ...truthOf(dialog, at, streams),
    outcome: 'success',
    metrics: { setup_time_ms: 1000, pdd_ms: 100, duration_ms: ends - at },
  }
}

/** The answer comes in a reliable 183, its offer in the INVITE; a second exchange rides on the PRACK (S16). */
export function prackOfferCall(wire: Wire, { at = 0, packets = 50 } = {}): SessionTruth {
  const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'prack@10.45.0.5' })
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  const reliable = [
    ['Require', '100rel'],
    ['RSeq', '1'],
  ] as const
  dialog.response(at + 100, invite, 183, { sdp: describe(BOB), headers: reliable })
  acknowledgeProvisional(dialog, at + 110, invite, 1, [describe(ALICE, { version: 2 }), describe(BOB, { version: 2 })])
  dialog.response(at + 900, invite, 200)
  dialog.request(at + 910, 'ACK', { of: invite })
  const streams = talk(wire, [ALICE, BOB], { at: at + 920, packets })
  hangUp(dialog, at + 920 + packets * 20)
  return { ...truthOf(dialog, at, streams), outcome: 'success', metrics: { setup_time_ms: 900, pdd_ms: 100 } }
}

/** Held for a second and resumed, with a re-INVITE that is refused with 491 in between (S15). */
export function heldCall(wire: Wire, { at = 0, packets = 50 } = {}): SessionTruth {
  const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'held@10.45.0.5' })
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  dialog.response(at + 100, invite, 180)
  dialog.response(at + 1000, invite, 200, { sdp: describe(BOB) })
  dialog.request(at + 1010, 'ACK', { of: invite })
  // One stream each way that stops for the hold: its sequence numbers go on.
  const pause = { spacing: (i: number) => (i === packets - 1 ? 2000 : 20), marker: (i: number) => i % packets === 0 }
  const streams = talk(wire, [ALICE, BOB], { at: at + 1020, packets: packets * 2, ...pause })
  const held = at + 1020 + packets * 20
  const hold = dialog.request(held, 'INVITE', { sdp: describe(ALICE, { direction: 'sendonly', version: 2 }) })
  dialog.response(held + 20, hold, 200, { sdp: describe(BOB, { direction: 'recvonly', version: 2 }) })
  dialog.request(held + 25, 'ACK', { of: hold })
  const glare = dialog.request(held + 500, 'INVITE', { by: 'callee', sdp: describe(BOB, { version: 3 }) })
  dialog.response(held + 510, glare, 491)
  dialog.request(held + 512, 'ACK', { by: 'callee', of: glare, initial: true })
  const resume = dialog.request(held + 1900, 'INVITE', { sdp: describe(ALICE, { version: 3 }) })
  dialog.response(held + 1920, resume, 200, { sdp: describe(BOB, { version: 4 }) })
  dialog.request(held + 1925, 'ACK', { of: resume })
  const ends = hangUp(dialog, held + 2000 + packets * 20)
  return {
    ...truthOf(dialog, at, streams),
    outcome: 'success',
    metrics: { setup_time_ms: 1000, pdd_ms: 100, duration_ms: ends - at },
  }
}

/** Bob, talking with Alice, calls Carol and then has Alice take his place there: RFC 3891, RFC 5589 §7. */
export function transferredCall(wire: Wire, { at = 0, packets = 50 } = {}): SessionTruth[] {
  const first = dialogOf(wire, [ALICE, BOB], { callId: 'transferred@10.45.0.5' })
  const invite = first.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  first.response(at + 100, invite, 180)
  first.response(at + 500, invite, 200, { sdp: describe(BOB) })
  first.request(at + 510, 'ACK', { of: invite })
  const streams = talk(wire, [ALICE, BOB], { at: at + 520, packets })
  const consulting = { ...BOB, media: end(BOB.media.address, BOB.media.port + 2) }
  const asks = at + 600 + packets * 20
  const second = answeredCall(wire, {
    at: asks,
    phones: [consulting, CAROL],
    callId: 'consultation@10.46.0.9',
    fromTag: 'bob-2',
    toTag: 'carol',
    rings: 50,
    answers: 200,
    packets,
    media: { ssrc: 0x5eed },
    hangsUp: 'callee',
  })
  const refers = asks + 230 + packets * 20 - 100
  const replaces = encodeURIComponent('consultation@10.46.0.9;to-tag=carol;from-tag=bob-2')
  const refer = first.request(refers, 'REFER', {
    by: 'callee',
    headers: [['Refer-To', `<sip:+491710000003@10.47.0.3?Replaces=${replaces}>`]],
  })
  first.response(refers + 10, refer, 202)
  const moved: Phone = { ...ALICE, media: end(ALICE.media.address, ALICE.media.port + 2) }
  const third = answeredCall(wire, {
    at: refers + 20,
    phones: [moved, { ...CAROL, media: end(CAROL.media.address, CAROL.media.port + 2) }],
    callId: 'target@10.45.0.5',
    headers: [['Replaces', 'consultation@10.46.0.9;to-tag=carol;from-tag=bob-2']],
    rings: 20,
    answers: 60,
    packets,
    media: { ssrc: 0x7a26e7 },
  })
  hangUp(first, refers + 200, 'callee')
  const told = { ...truthOf(first, at, streams), outcome: 'success', metrics: { setup_time_ms: 500, pdd_ms: 100 } }
  return [told, second, third]
}

/** The callee has the caller call somebody else `after` ms; nobody was asked before whether that suits. */
export function blindlyTransferredCall(wire: Wire, { at = 0, after = 50 } = {}): void {
  const first = dialogOf(wire, [ALICE, BOB], { callId: 'transferred@10.45.0.5' })
  const invite = first.request(at, 'INVITE', { initial: true, sdp: describe(ALICE) })
  first.response(at + 500, invite, 200, { sdp: describe(BOB) })
  first.request(at + 510, 'ACK', { of: invite })
  const headers = [['Refer-To', '<sip:+491710000003@10.47.0.3>']] as const
  const refer = first.request(at + 3000, 'REFER', { by: 'callee', headers })
  first.response(at + 3010, refer, 202)
  hangUp(first, at + 3200, 'callee')
  answeredCall(wire, {
    at: at + 3000 + after,
    phones: [ALICE, CAROL],
    callId: 'target@10.45.0.5',
    rings: 20,
    answers: 60,
    packets: 0,
  })
}

export interface LegsOptions {
  readonly at?: number
  readonly packets?: number
  readonly evidence?: 'icid' | 'x-call-id' | 'numbers'
  readonly name?: string
  readonly phones?: readonly [Phone, Phone]
}

/** A back-to-back user agent takes the call and makes another one with its own Call-ID; it relays the media. */
export function agentCall(wire: Wire, options: LegsOptions = {}): SessionTruth {
  const { at = 0, packets = 50, evidence = 'icid', name = 'legs', phones = [ALICE, BOB] } = options
  const agent = '10.0.0.30'
  const [near, far] = relay(agent, phones, name)
  const one = `${name}-a@10.45.0.5`
  const inside = dialogOf(wire, [phones[0], near], {
    callId: one,
    headers: evidence === 'icid' ? [['P-Charging-Vector', `icid-value=icid-${name}`]] : [],
  })
  const other = `${name}-b@${agent}`
  const outside = dialogOf(wire, [far, phones[1]], {
    callId: other,
    headers: {
      icid: [['P-Charging-Vector', `icid-value=icid-${name}`] as const],
      'x-call-id': [['X-Call-ID', one] as const],
      numbers: [],
    }[evidence],
  })
  const a = inside.request(at, 'INVITE', { initial: true, sdp: describe(phones[0]) })
  inside.response(at + 5, a, 100)
  const b = outside.request(at + 10, 'INVITE', { initial: true, sdp: describe(far) })
  outside.response(at + 90, b, 180)
  inside.response(at + 100, a, 180)
  outside.response(at + 990, b, 200, { sdp: describe(phones[1]) })
  inside.response(at + 1000, a, 200, { sdp: describe(near) })
  inside.request(at + 1005, 'ACK', { of: a })
  outside.request(at + 1010, 'ACK', { of: b })
  const ssrc = numberOf(name)
  const streams = [
    ...talk(wire, [phones[0], near], { at: at + 1020, packets, ssrc }),
    // Passed on as it came, a little later.
    ...talk(wire, [far, phones[1]], { at: at + 1021, packets, ssrc }),
  ]
  const bye = at + 1020 + packets * 20
  hangUp(inside, bye)
  hangUp(outside, bye + 5)
  return {
    ...truthOf(inside, at, streams),
    call_ids: [one, other],
    messages: inside.messages + outside.messages,
    outcome: 'success',
    metrics: { setup_time_ms: 1000, pdd_ms: 100, duration_ms: bye + 25 - at },
  }
}

/** The agent's two faces, each under the name of the phone it stands for. */
function relay(address: string, [caller, callee]: readonly [Phone, Phone], name: string): [Phone, Phone] {
  const port = 20_000 + (numberOf(name) % 5000) * 4
  const face = (user: string, media: number): Phone => ({
    agent: { user, end: end(address, 5060) },
    media: end(address, media),
  })
  return [face(callee.agent.user, port), face(caller.agent.user, port + 2)]
}

/** The caller is behind a NAT: its description says 192.168.1.10, its packets come from elsewhere (R12). */
export function natCall(wire: Wire, { at = 0, packets = 50 } = {}): SessionTruth {
  const caller: Phone = {
    agent: { user: '+491710000001', end: end('203.0.113.7', 61_000), inside: end('192.168.1.10', 5060) },
    media: end('203.0.113.7', 61_234),
    mediaInside: end('192.168.1.10', 49_152),
  }
  return answeredCall(wire, { at, packets, phones: [caller, BOB], callId: 'nat@192.168.1.10' })
}

/** A call of which the capture sees only the end. */
export function lateCapture(wire: Wire, { at = 0 } = {}): SessionTruth {
  const dialog = new Dialog(wire, { callId: 'tail@10.45.0.5', caller: ALICE.agent, callee: BOB.agent })
  hangUp(dialog, at)
  return {
    ...truthOf(dialog, at, []),
    outcome: 'incomplete',
    metrics: {},
    unknown: ['setup_time_ms', 'pdd_ms', 'rtp_loss'],
  }
}
