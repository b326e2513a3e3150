/** Ways of a call through the network. The P-CSCF's gateway relays all media, so each call has four streams. */
import { hangUp, truthOf } from '../calls/answered.ts'
import { describe, type Phone } from '../calls/phone.ts'
import { refuse } from '../calls/refused.ts'
import type { End } from '../internet.ts'
import type { Random } from '../random.ts'
import { rtpStream } from '../rtp.ts'
import { sdp } from '../sdp.ts'
import { Dialog, type Sent } from '../sip.ts'
import type { SessionTruth, StreamTruth } from '../truth.ts'
import type { Wire } from '../wire.ts'
import { CORE, PCSCF } from './actors.ts'

export interface Calling {
  readonly wire: Wire
  readonly at: number
  readonly random: Random
  readonly callId: string
  readonly caller: Phone
  /** With its own end where it is one of ours; else as the core's. */
  readonly callee: Phone
  /** The gateway's ports, towards the caller and towards the callee. */
  readonly relay: readonly [End, End]
  readonly answers: number
  /** Media packets, each way. */
  readonly packets: number
}

/** The core refuses: 486. */
export function refused(calling: Calling): SessionTruth {
  const { at, caller, relay } = calling
  const dialog = throughCore(calling, [PCSCF])
  const invite = offer(dialog, at, [describe(caller), from(relay[1])])
  dialog.response(at + 8, invite, 100, { hop: 0 })
  dialog.response(at + 150, invite, 180)
  refuse(dialog, at + 600, invite, 486)
  return {
    ...truthOf(dialog, at, []),
    outcome: 'failed',
    metrics: { pdd_ms: 150 },
    unknown: ['setup_time_ms', 'rtp_loss'],
  }
}

/** Through the P-CSCF as a proxy, which keeps the Call-ID and changes the descriptions. */
export function proxied(calling: Calling, within: boolean): SessionTruth {
  const { at, caller, callee, relay, answers } = calling
  const dialog = throughCore(calling, within ? [PCSCF, CORE, PCSCF] : [PCSCF])
  const last = within ? 3 : 1
  const offers = Array.from({ length: last }, () => from(relay[1]))
  const invite = offer(dialog, at, [describe(caller), ...offers])
  dialog.response(at + 8, invite, 100, { hop: 0 })
  dialog.response(at + 150, invite, 180)
  for (let hop = last; hop >= 0; hop--) {
    dialog.response(at + answers, invite, 200, { hop, sdp: hop === last ? describe(callee) : from(relay[0]) })
  }
  dialog.request(at + answers + 20, 'ACK', { of: invite })
  const streams = relayed(calling)
  const ends = hangUp(dialog, at + answers + 60 + calling.packets * 20)
  return {
    ...truthOf(dialog, at, streams),
    outcome: 'success',
    metrics: { setup_time_ms: answers, pdd_ms: 150, duration_ms: ends - at },
  }
}

/** The P-CSCF makes a call of its own towards the core; only the charging identifier is the same. */
export function rebuilt(calling: Calling): SessionTruth {
  const { wire, at, random, caller, callee, relay, answers, callId } = calling
  const headers = [['P-Charging-Vector', `icid-value=${random.hex(16)};icid-generated-at=10.0.0.20`]] as const
  const tags = { fromTag: random.hex(8), toTag: random.hex(8) }
  const near = new Dialog(wire, {
    callId,
    caller: caller.agent,
    callee: { ...callee.agent, end: PCSCF },
    headers,
    ...tags,
  })
  const own = `${random.hex(12)}@10.0.0.20`
  const leg = { fromTag: random.hex(8), toTag: random.hex(8), headers, callId: own }
  const far = new Dialog(wire, { ...leg, caller: { user: caller.agent.user, end: PCSCF }, callee: callee.agent })
  const a = near.request(at, 'INVITE', { initial: true, sdp: describe(caller) })
  near.response(at + 5, a, 100)
  const b = far.request(at + 12, 'INVITE', { initial: true, sdp: from(relay[1]) })
  far.response(at + 140, b, 180)
  near.response(at + 150, a, 180)
  far.response(at + answers - 10, b, 200, { sdp: describe(callee) })
  near.response(at + answers, a, 200, { sdp: from(relay[0]) })
  near.request(at + answers + 20, 'ACK', { of: a })
  far.request(at + answers + 25, 'ACK', { of: b })
  const streams = relayed(calling)
  const ends = at + answers + 60 + calling.packets * 20
  hangUp(near, ends)
  hangUp(far, ends + 5)
  return {
    ...truthOf(near, at, streams),
    call_ids: [callId, own],
    messages: near.messages + far.messages,
    outcome: 'success',
    metrics: { setup_time_ms: answers, pdd_ms: 150, duration_ms: ends + 25 - at },
  }
}

function throughCore({ wire, random, callId, caller, callee }: Calling, proxies: readonly End[]): Dialog {
  const tags = { fromTag: random.hex(8), toTag: random.hex(8) }
  return new Dialog(wire, { callId, caller: caller.agent, callee: callee.agent, proxies, ...tags })
}

function from({ address, port }: End): string {
  return sdp({ address, port })
}

/** The same INVITE with another description on each hop. */
function offer(dialog: Dialog, at: number, descriptions: readonly string[]): Sent {
  const [first, ...others] = descriptions
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: first!, hop: 0 })
  others.forEach((sdp, i) => dialog.request(at, 'INVITE', { initial: true, sdp, hop: i + 1, forks: invite }))
  return invite
}

/** Both directions, before and behind the gateway, which passes packets on a millisecond later; some are lost before. */
function relayed({ wire, at, random, caller, callee, relay, answers, packets }: Calling): StreamTruth[] {
  const ways = [
    [caller.media, relay[0], relay[1], callee.media],
    [callee.media, relay[1], relay[0], caller.media],
  ] as const
  return ways.flatMap(([source, entry, exit, destination]) => {
    const missing = new Set<number>()
    for (let i = 1; i < packets - 1; i++) if (random.chance(0.03)) missing.add(i)
    const common = {
      ssrc: random.next(),
      packets,
      lost: (i: number) => missing.has(i),
      firstSequence: random.below(65_536),
      firstTimestamp: random.next(),
    }
    const start = at + answers + 40
    return [
      rtpStream(wire, { ...common, at: start, from: source, to: entry }),
      rtpStream(wire, { ...common, at: start + 1, from: exit, to: destination }),
    ]
  })
}
