/** Calls through any number of back-to-back user agents, each of which passes on something of what it got. */
import { describe } from '../../calls/phone.ts'
import type { End } from '../../internet.ts'
import type { Random } from '../../random.ts'
import { rtpStream } from '../../rtp.ts'
import { sdp } from '../../sdp.ts'
import { Dialog, type Header, type Sent } from '../../sip.ts'
import type { MediaPorts } from '../actors.ts'
import type { Core } from './core.ts'
import { type Device, grantTo } from './device.ts'
import { accessHeader, locate, PCSCF, SCSCF } from './ims.ts'
import { type CallTruth, type Conversation, conversation } from './truth.ts'

/** One end of a call. Those of other networks are at our border. */
export interface Party {
  readonly user: string
  readonly end: End
  readonly media: End
  readonly attached?: Device
}

/** What a back-to-back user agent leaves as it was, or tells of the leg before. */
export type Kept = 'icid' | 'session-id' | 'x-call-id' | 'media' | 'tags' | 'via' | 'numbers'

export interface Agent {
  readonly end: End
  readonly keeps: readonly Kept[]
}

export interface Calling {
  readonly core: Core
  readonly random: Random
  readonly ports: MediaPorts
  readonly name: string
  readonly topology: string
  readonly agents: readonly Agent[]
  readonly caller: Party
  readonly callee: Party
  readonly at: number
  /** From the INVITE to the final answer, and from there to the BYE. */
  readonly answers: number
  readonly talks: number
  readonly status: number
  readonly refusal?: 'policy' | 'bearer'
  /** A gNB sends those of ours who are there to LTE, instead of giving them a flow for voice. */
  readonly fallsBack?: boolean
  /** Number of the caller's dedicated bearer, and of the callee's. */
  readonly ebis?: readonly [number, number]
  readonly hangsUp?: 'caller' | 'callee'
}

/** One Call-ID on its way, and what is offered and answered on it. */
interface Leg {
  readonly dialog: Dialog
  readonly about: Conversation
  readonly icid?: string
  readonly offer: string
  readonly offerer: End
  answer: string
  answerer: End
  invite?: Sent
}

const OUTCOMES: Readonly<Record<number, string>> = { 200: 'success', 487: 'cancelled' }

export function truthOf({ name, topology, status }: Pick<Calling, 'name' | 'topology' | 'status'>): CallTruth {
  return { name, topology, outcome: OUTCOMES[status] ?? 'failed', ...(status >= 300 && { code: status }) }
}

export function ownersOf({ caller, callee }: Pick<Calling, 'caller' | 'callee'>): number[] {
  return [caller, callee].flatMap(({ attached }) => (attached ? [attached.ue.n] : []))
}

/** The answers after which a side has its media granted: those with a description before them. */
const DESCRIBED: ReadonlySet<number> = new Set([200, 487, 580])
/** Nobody rang. */
const AT_ONCE: ReadonlySet<number> = new Set([404, 503])

export function chained(calling: Calling): CallTruth {
  const { core, at, answers, talks, status, callee } = calling
  const truth = truthOf(calling)
  const legs = legsOf(calling, truth)
  legs.forEach((_, i) => setUp(calling, legs, i))
  const final = at + answers
  const ends = status === 200 ? final + talks : final
  legs.forEach((leg, i) => finish(calling, leg, { i, last: legs.length - 1, final, ends }))
  if (callee.attached) locate(core, callee.attached.ue, { at: at + 7, call: truth })
  if (DESCRIBED.has(status)) grantBoth(calling, legs, { truth, ends })
  if (status === 200) talk(calling, legs, final + 60)
  return truth
}

function legsOf(calling: Calling, truth: CallTruth): Leg[] {
  const { core, agents, random, caller, callee, name, ports, at, answers, talks } = calling
  const until = at + answers + talks + 500
  const owners = ownersOf(calling)
  const legs: Leg[] = []
  let [from, to] = [caller.user, callee.user]
  let fromTag = random.hex(8)
  const uuid = random.hex(32)
  for (let i = 0; i <= agents.length; i++) {
    const before = legs.at(-1)
    const agent = agents[i - 1]
    const keeps = agent?.keeps ?? []
    if (agent && !keeps.includes('numbers')) [from, to] = [rewritten(from), rewritten(to)]
    if (!keeps.includes('tags')) fromTag = random.hex(8)
    const icid = keeps.includes('icid') ? before?.icid : agent && random.chance(0.5) ? undefined : random.hex(16)
    const callId = `${name}.${random.hex(8)}@${agent?.end.address ?? caller.end.address}`
    const isSession = agents.some((one) => one.keeps.includes('session-id')) && (!agent || keeps.includes('session-id'))
    const headers: Header[] = [
      ...(caller.attached || agent ? [accessHeader(caller.attached?.system)] : []),
      ...(icid === undefined ? [] : [['P-Charging-Vector', `icid-value=${icid}`] as const]),
      ...(isSession ? [['Session-ID', `${uuid};remote=${'0'.repeat(32)}`] as const] : []),
      ...(keeps.includes('x-call-id') && before ? [['X-Call-ID', before.dialog.callId] as const] : []),
    ]
    const own = agent ? { user: from, end: agent.end } : { user: from, end: caller.end }
    const next = agents[i]
    const dialog = new Dialog(core.wire, {
      callId,
      caller: own,
      callee: { user: to, end: next?.end ?? callee.end },
      proxies: proxiesOf(calling, i),
      fromTag,
      toTag: random.hex(8),
      headers,
    })
    const isKept = keeps.includes('media') && before !== undefined
    const anchor = agent && !isKept ? ports.take(at, until) : undefined
    const offer = isKept
      ? before.offer
      : anchor
        ? described(anchor, random)
        : describe({ agent: own, media: caller.media })
    const offerer = isKept ? before.offerer : (anchor ?? caller.media)
    const about = conversation('leg', owners, truth)
    legs.push({
      dialog,
      about,
      ...(icid !== undefined && { icid }),
      offer,
      offerer,
      answer: '',
      answerer: callee.media,
    })
  }
  answer(calling, legs, until)
  return legs
}

/** Descriptions on their way back: an agent that keeps media passes the answer on. */
function answer({ agents, callee, ports, random, at }: Calling, legs: readonly Leg[], until: number): void {
  for (let i = legs.length - 1; i >= 0; i--) {
    const [leg, next] = [legs[i]!, legs[i + 1]]
    if (!next) leg.answer = describe({ agent: { user: callee.user, end: callee.end }, media: callee.media })
    else if (agents[i]!.keeps.includes('media')) [leg.answer, leg.answerer] = [next.answer, next.answerer]
    else {
      leg.answerer = ports.take(at, until)
      leg.answer = described(leg.answerer, random)
    }
  }
}

function described({ address, port }: End, random: Random): string {
  return sdp({ address, port }, 1, random.below(1e9))
}

/** As another network wants it: national, or with the prefix for abroad. */
function rewritten(user: string): string {
  return user.startsWith('+49') ? `0${user.slice(3)}` : user.startsWith('+') ? `00${user.slice(1)}` : user
}

function proxiesOf({ agents, caller, callee }: Calling, i: number): End[] {
  const near = i === 0 && caller.attached ? [PCSCF, SCSCF] : []
  const far = i === agents.length && callee.attached ? [...(near.length === 0 ? [SCSCF] : []), PCSCF] : []
  return [...near, ...far]
}

/** INVITE, 100, and what comes before the final answer. */
function setUp(calling: Calling, legs: readonly Leg[], i: number): void {
  const { core, at, agents, caller, status, answers } = calling
  const leg = legs[i]!
  const { dialog, about, offer } = leg
  const say = (time: number, run: (time: number) => void): void => core.later(time, about, () => run(time))
  say(at + 12 * i, (time) => {
    const isKept = agents[i - 1]?.keeps.includes('via') === true
    const headers = isKept ? [['Via', viaOf(caller, legs[i - 1]!)] as const] : []
    leg.invite = dialog.request(time, 'INVITE', { initial: true, sdp: offer, headers })
  })
  say(at + 12 * i + 4, (time) => void dialog.response(time, leg.invite!, 100, { hop: 0 }))
  if (AT_ONCE.has(status)) return
  if (DESCRIBED.has(status))
    say(at + 180 - 10 * i, (time) => void dialog.response(time, leg.invite!, 183, { sdp: leg.answer }))
  if (answers > 450) say(at + 450 - 10 * i, (time) => void dialog.response(time, leg.invite!, 180))
}

/** As the caller's own phone wrote it: unique, as RFC 3261 §8.1.1.7 has it. */
function viaOf({ end }: Party, { invite }: Leg): string {
  return `SIP/2.0/UDP ${end.address}:${end.port};branch=${invite!.branch}`
}

interface Ending {
  readonly i: number
  readonly last: number
  readonly final: number
  readonly ends: number
}

function finish(calling: Calling, leg: Leg, { i, last, final, ends }: Ending): void {
  const { core, status, hangsUp = 'caller' } = calling
  const { dialog, about } = leg
  const say = (at: number, run: (time: number) => void): void => core.later(at, about, () => run(at))
  const told = final - 10 * i
  if (status === 487) cancel(calling, leg, final + 10 * i)
  else if (status >= 300) {
    say(told, (time) => void dialog.response(time, leg.invite!, status))
    say(told + 8, (time) => void dialog.request(time, 'ACK', { of: leg.invite!, initial: true }))
  } else {
    say(told, (time) => void dialog.response(time, leg.invite!, 200, { sdp: leg.answer }))
    say(final + 20 + 10 * i, (time) => void dialog.request(time, 'ACK', { of: leg.invite! }))
    const order = hangsUp === 'caller' ? i : last - i
    let bye: Sent
    say(ends + 10 * order, (time) => (bye = dialog.request(time, 'BYE', { by: hangsUp })))
    say(ends + 10 * order + 20, (time) => void dialog.response(time, bye, 200))
  }
}

function cancel({ core }: Calling, leg: Leg, at: number): void {
  const { dialog, about } = leg
  let cancelled: Sent
  const say = (after: number, run: (time: number) => void): void => core.later(at + after, about, () => run(at + after))
  say(0, (time) => (cancelled = dialog.request(time, 'CANCEL', { of: leg.invite!, initial: true })))
  say(12, (time) => void dialog.response(time, cancelled, 200))
  say(26, (time) => void dialog.response(time, leg.invite!, 487))
  say(32, (time) => void dialog.request(time, 'ACK', { of: leg.invite!, initial: true }))
}

/** Both sides' media, as far as they are ours. */
function grantBoth(calling: Calling, legs: readonly Leg[], { truth, ends }: { truth: CallTruth; ends: number }): void {
  const { core, at, caller, callee, refusal, fallsBack = false, ebis = [7, 7] } = calling
  const [first, last] = [legs[0]!, legs.at(-1)!]
  if (caller.attached) {
    grantTo(core, caller.attached, {
      call: truth,
      at: at + 180,
      ends,
      ...(first.icid !== undefined && { icid: first.icid }),
      own: caller.media,
      far: first.answerer,
      ebi: ebis[0],
      ...(refusal && { refusal }),
      fallsBack,
    })
  }
  if (!callee.attached) return
  const icid = last.icid === undefined ? {} : { icid: last.icid }
  const own = { own: callee.media, far: last.offerer, ebi: ebis[1], fallsBack }
  grantTo(core, callee.attached, { ...own, call: truth, at: at + 160, ends, ...icid })
}

/** A few packets each way, on the first leg and on the last. */
function talk({ core, random, caller, callee }: Calling, legs: readonly Leg[], at: number): void {
  const [first, last] = [legs[0]!, legs.at(-1)!]
  const ways = [
    [caller.media, first.answerer],
    [first.answerer, caller.media],
    ...(last === first ? [] : [[last.offerer, callee.media] as const, [callee.media, last.offerer] as const]),
  ] as const
  for (const [from, to] of ways) {
    const ssrc = random.next()
    core.media.set(ssrc, first.about.call!)
    core.later(at, undefined, () => rtpStream(core.wire, { at, from, to, ssrc, packets: 4 }))
  }
}
