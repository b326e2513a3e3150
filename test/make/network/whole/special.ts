/** Calls that are more than one dialog after the other: forks, redirection, transfers, conferences, third parties. */
import { describe } from '../../calls/phone.ts'
import { end } from '../../internet.ts'
import { Dialog, type Header, type Sent } from '../../sip.ts'
import { type Calling, chained, ownersOf, type Party, truthOf } from './calls.ts'
import { PCSCF, SCSCF } from './ims.ts'
import { type CallTruth, type Conversation, conversation } from './truth.ts'

const CONTROLLER = end('10.0.0.60', 5060)
const FOCUS = end('10.0.0.61', 5060)

/** Says something at so many ms after a start. */
type Say = (after: number, run: (time: number) => unknown) => void

function saying({ core }: Calling, about: Conversation, start: number): Say {
  return (after, run) => core.later(start + after, about, () => void run(start + after))
}

const agentOf = ({ user, end: at }: Party) => ({ user, end: at })
const sdpOf = ({ user, end: at, media }: Party): string => describe({ agent: { user, end: at }, media })

/** A proxy rings two phones; one answers, the other is cancelled: DOMAIN 7.7. */
export function forked(calling: Calling, second: Party): CallTruth {
  const { name, random, caller, callee, at, answers, talks, core } = calling
  const truth = truthOf(calling)
  const about = conversation('leg', ownersOf(calling), truth)
  const say = saying(calling, about, at)
  const common = {
    callId: `${name}@${caller.end.address}`,
    fromTag: random.hex(8),
    caller: agentOf(caller),
    proxies: [PCSCF],
  }
  const open = (to: Party, fork: string): Dialog =>
    new Dialog(core.wire, { ...common, called: agentOf(callee), callee: agentOf(to), toTag: random.hex(8), fork })
  const [winner, loser] = [open(callee, 'w'), open(second, 'l')]
  const sent: Sent[] = []
  say(0, (time) => sent.push(winner.request(time, 'INVITE', { initial: true, sdp: sdpOf(caller), hop: 0 })))
  say(3, (time) => winner.response(time, sent[0]!, 100, { hop: 0 }))
  say(5, (time) =>
    sent.push(winner.request(time, 'INVITE', { initial: true, sdp: sdpOf(caller), hop: 1, forks: sent[0]! })),
  )
  say(6, (time) =>
    sent.push(loser.request(time, 'INVITE', { initial: true, sdp: sdpOf(caller), hop: 1, forks: sent[0]! })),
  )
  say(300, (time) => winner.response(time, sent[0]!, 180))
  say(320, (time) => loser.response(time, sent[2]!, 180, { hop: 1 }))
  say(answers, (time) => winner.response(time, sent[0]!, 200, { sdp: sdpOf(callee) }))
  say(answers + 5, (time) => winner.request(time, 'ACK', { of: sent[0]! }))
  say(answers + 6, (time) => sent.push(loser.request(time, 'CANCEL', { of: sent[2]!, initial: true, hop: 1 })))
  say(answers + 10, (time) => loser.response(time, sent[3]!, 200, { hop: 1 }))
  say(answers + 12, (time) => loser.response(time, sent[2]!, 487, { hop: 1 }))
  say(answers + 14, (time) => loser.request(time, 'ACK', { of: sent[2]!, initial: true, hop: 1 }))
  hangUp(winner, say, answers + talks)
  return truth
}

function hangUp(dialog: Dialog, say: Say, after: number, by: 'caller' | 'callee' = 'caller'): void {
  let bye: Sent
  say(after, (time) => (bye = dialog.request(time, 'BYE', { by })))
  say(after + 20, (time) => dialog.response(time, bye, 200))
}

/** 302, and the same call to somebody else under the same Call-ID. */
export function redirected(calling: Calling, other: Party): CallTruth {
  const { name, random, caller, callee, at, answers, talks, core } = calling
  const truth = truthOf(calling)
  const say = saying(calling, conversation('leg', ownersOf(calling), truth), at)
  const common = {
    callId: `${name}@${caller.end.address}`,
    fromTag: random.hex(8),
    caller: agentOf(caller),
    proxies: [PCSCF],
  }
  const dialog = new Dialog(core.wire, { ...common, callee: agentOf(callee), toTag: random.hex(8) })
  let invite: Sent
  const ask = (time: number, to: Party): Sent =>
    dialog.request(time, 'INVITE', { initial: true, sdp: sdpOf(caller), uri: `sip:${to.user}@other.example.org` })
  say(0, (time) => (invite = ask(time, callee)))
  const moved = ['Contact', `<sip:${other.user}@${other.end.address}>`] as const
  say(60, (time) => dialog.response(time, invite, 302, { headers: [moved], toTag: 'moved' }))
  say(64, (time) => dialog.request(time, 'ACK', { of: invite, initial: true, toTag: 'moved' }))
  say(80, (time) => (invite = ask(time, other)))
  say(300, (time) => dialog.response(time, invite, 180))
  say(answers, (time) => dialog.response(time, invite, 200, { sdp: sdpOf(other) }))
  say(answers + 10, (time) => dialog.request(time, 'ACK', { of: invite }))
  hangUp(dialog, say, answers + talks)
  return truth
}

/** A controller calls both, and gives each the other's description: RFC 3725 §4.1. */
export function thirdParty(calling: Calling): CallTruth {
  const { name, random, caller, callee, at, answers, talks, core } = calling
  const truth = truthOf(calling)
  const owners = ownersOf(calling)
  const open = (from: string, to: Party): Dialog =>
    new Dialog(core.wire, {
      callId: `${name}.${random.hex(8)}@${CONTROLLER.address}`,
      caller: { user: from, end: CONTROLLER },
      callee: agentOf(to),
      proxies: [SCSCF],
      fromTag: random.hex(8),
      toTag: random.hex(8),
    })
  const [one, other] = [open(callee.user, caller), open(caller.user, callee)]
  const first = saying(calling, conversation('leg', owners, truth), at)
  const second = saying(calling, conversation('leg', owners, truth), at)
  let [a, b]: (Sent | undefined)[] = []
  first(0, (time) => (a = one.request(time, 'INVITE', { initial: true })))
  first(150, (time) => one.response(time, a!, 180))
  first(400, (time) => one.response(time, a!, 200, { sdp: sdpOf(caller) }))
  second(420, (time) => (b = other.request(time, 'INVITE', { initial: true, sdp: sdpOf(caller) })))
  second(500, (time) => other.response(time, b!, 180))
  second(answers, (time) => other.response(time, b!, 200, { sdp: sdpOf(callee) }))
  first(answers + 10, (time) => one.request(time, 'ACK', { of: a!, sdp: sdpOf(callee) }))
  second(answers + 12, (time) => other.request(time, 'ACK', { of: b! }))
  hangUp(one, first, answers + talks, 'callee')
  hangUp(other, second, answers + talks + 15)
  return truth
}

/** A call of its own between these two, under a Call-ID that the others can name. */
interface Plain {
  readonly after: number
  readonly answers: number
  readonly ends: number
  readonly from: Party
  readonly to: Party
  readonly suffix: string
  readonly headers?: readonly Header[]
}

interface Told {
  readonly dialog: Dialog
  readonly say: Say
  readonly truth: CallTruth
}

function plain(calling: Calling, { after, answers, ends, from, to, suffix, headers = [] }: Plain): Told {
  const { name, random, at, core, topology } = calling
  const truth = truthOf({ name: `${name}.${suffix}`, topology, status: 200 })
  const owners = ownersOf({ caller: from, callee: to })
  const say = saying(calling, conversation('leg', owners, truth), at + after)
  const dialog = new Dialog(core.wire, {
    callId: `${name}.${suffix}@${from.end.address}`,
    caller: agentOf(from),
    callee: agentOf(to),
    proxies: [SCSCF],
    fromTag: random.hex(8),
    toTag: random.hex(8),
    headers,
  })
  let invite: Sent
  say(0, (time) => (invite = dialog.request(time, 'INVITE', { initial: true, sdp: sdpOf(from) })))
  say(100, (time) => dialog.response(time, invite, 180))
  say(answers, (time) => dialog.response(time, invite, 200, { sdp: sdpOf(to) }))
  say(answers + 10, (time) => dialog.request(time, 'ACK', { of: invite }))
  hangUp(dialog, say, ends - after)
  return { dialog, say, truth }
}

const moved = (party: Party, by: number): Party => ({
  ...party,
  media: end(party.media.address, party.media.port + by),
})

/** The callee asks a third, then joins both: REFER with Replaces (RFC 3515, RFC 3891). Three calls, not one. */
export function attended(calling: Calling, third: Party): CallTruth[] {
  const { caller, callee, answers } = calling
  const first = plain(calling, { after: 0, answers, ends: answers + 1800, from: caller, to: callee, suffix: 'a' })
  const asks = answers + 300
  const consulted = moved(callee, -20_000)
  const second = plain(calling, {
    after: asks,
    answers: 200,
    ends: asks + 1300,
    from: consulted,
    to: third,
    suffix: 'b',
  })
  const { callId, fromTag, toTag } = second.dialog
  refer(
    first,
    asks + 900,
    `<sip:${third.user}@x?Replaces=${encodeURIComponent(`${callId};to-tag=${toTag};from-tag=${fromTag}`)}>`,
  )
  const replaces = ['Replaces', `${callId};to-tag=${toTag};from-tag=${fromTag}`] as const
  const last = plain(calling, {
    after: asks + 930,
    answers: 120,
    ends: asks + 2300,
    from: moved(caller, -20_000),
    to: moved(third, -20_000),
    suffix: 'c',
    headers: [replaces],
  })
  return [first.truth, second.truth, last.truth]
}

function refer({ dialog, say }: Told, at: number, target: string): void {
  let asked: Sent
  say(at, (time) => (asked = dialog.request(time, 'REFER', { by: 'callee', headers: [['Refer-To', target]] })))
  say(at + 10, (time) => dialog.response(time, asked, 202))
}

/** The callee sends the caller on to a third. */
export function blind(calling: Calling, third: Party): CallTruth[] {
  const { caller, callee, answers } = calling
  const first = plain(calling, { after: 0, answers, ends: answers + 900, from: caller, to: callee, suffix: 'a' })
  refer(first, answers + 500, `<sip:${third.user}@x>`)
  const referred = ['Referred-By', `<sip:${callee.user}@x>`] as const
  const [from, headers] = [moved(caller, -20_000), [referred]]
  const last = plain(calling, {
    after: answers + 540,
    answers: 300,
    ends: answers + 1900,
    from,
    to: third,
    suffix: 'b',
    headers,
  })
  return [first.truth, last.truth]
}

/** Each calls the same conference: as many calls, whose other end is the same. */
export function conference(calling: Calling, others: readonly Party[]): CallTruth[] {
  const { ports, at, answers, talks, name } = calling
  return [calling.caller, ...others].map((from, i) => {
    const media = ports.take(at, at + answers + talks + 1000)
    const to = { user: `conf-${name}`, end: FOCUS, media }
    const suffix = `${i}`
    return plain(calling, { after: i * 400, answers: 300, ends: answers + talks + i * 50, from, to, suffix }).truth
  })
}

/** While the callee's user talks, somebody else calls: the second call has a bearer of its own. */
export function waiting(calling: Calling, third: Party): CallTruth[] {
  const { caller, callee, at, name, talks, answers } = calling
  const first = chained({ ...calling, name: `${name}.a`, talks: talks + 2500, ebis: [7, 7] })
  const second = chained({
    ...calling,
    name: `${name}.b`,
    caller: third,
    callee: moved(caller, -20_000),
    at: at + answers + 800,
    answers: 700,
    talks,
    ebis: [8, 8],
    agents: [],
  })
  return callee === third ? [first] : [first, second]
}
