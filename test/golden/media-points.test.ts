/** One stream between the same ends, seen in a GTP-U tunnel and outside of it, or by several taps: docs/media.md. */
import { describe, expect, it } from 'vitest'
import type { ObservationPoint } from '../../src/model/session.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { ALICE, BOB, phone, type Phone } from '../make/calls/phone.ts'
import { talking, type TalkingOptions } from '../make/calls/talking.ts'
import { pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { ethernet, gtpUser, raw } from '../make/links.ts'
import { receiverReport } from '../make/rtcp.ts'
import { Wire } from '../make/wire.ts'
import { every, kindsOf, rtcpOf } from './media-call.ts'

const [RADIO, GATEWAY] = ['10.0.0.60', '10.0.0.71']
/** Of 598 packets from 1000 on. */
const FIRST = 1000
const SENT = 598

type Lost = (i: number) => boolean
const never: Lost = () => false

/** What is lost of Alice's audio and of Bob's: before the first point that sees it, and between the two. */
interface Points {
  readonly phones?: readonly [Phone, Phone]
  readonly before?: { up?: Lost; down?: Lost }
  readonly between?: { up?: Lost; down?: Lost }
  /** Milliseconds from one point to the other. */
  readonly way?: (i: number) => number
  /** What the packets go without. */
  readonly withoutId?: boolean
  readonly call?: TalkingOptions
}

interface Passing {
  readonly bytes: Uint8Array
  readonly at: number
  readonly isUp: boolean
  /** Number of an audio packet, −1 of another. */
  readonly i: number
}

/** The packets of one call as they pass, before anybody captures them. */
function passing({ phones = [ALICE, BOB], withoutId = false, call = {} }: Points): Passing[] {
  const wire = new Wire(raw)
  talking(wire, { phones, ...call })
  return wire.packets.map(({ at, bytes }) => {
    const isSix = bytes[0]! >> 4 === 6
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const payload = isSix ? 48 : 28
    if (withoutId && !isSix) view.setUint16(4, 0)
    const ports = [payload - 8, payload - 6].map((place) => view.getUint16(place))
    const isUp = Buffer.from(bytes).indexOf(addressOf(phones[0])) === (isSix ? 8 : 12)
    const isAudio = phones.every(({ media }) => ports.includes(media.port))
    return { bytes, at, isUp, i: isAudio ? view.getUint16(payload + 2) - FIRST : -1 }
  })
}

function addressOf({ media: { address } }: Phone): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  return Buffer.from(
    address
      .split(':')
      .map((part) => part.padStart(4, '0'))
      .join(''),
    'hex',
  )
}

function routed(bytes: Uint8Array): Uint8Array {
  const next = Uint8Array.from(bytes)
  next[bytes[0]! >> 4 === 6 ? 7 : 8]! -= 1
  return next
}

/** What passes at the radio side and at the far side of a gateway, each in order of time. */
function pointsOf(points: Points, near: (bytes: Uint8Array, isUp: boolean) => Uint8Array, far = ethernet) {
  const { before = {}, between = {}, way = () => 4 } = points
  const seen: [TimedPacket[], TimedPacket[]] = [[], []]
  for (const { bytes, at, isUp, i } of passing(points)) {
    const lost = isUp ? [before.up, between.up] : [before.down, between.down]
    if (i >= 0 && (lost[0] ?? never)(i)) continue
    const order = isUp ? [0, 1] : [1, 0]
    const wrap = (point: number, packet: Uint8Array) => (point === 0 ? near(packet, isUp) : far(packet))
    seen[order[0]!]!.push({ at, bytes: wrap(order[0]!, bytes) })
    if (i >= 0 && (lost[1] ?? never)(i)) continue
    seen[order[1]!]!.push({ at: at + way(i), bytes: wrap(order[1]!, routed(bytes)) })
  }
  return seen
}

const up = gtpUser(RADIO, GATEWAY, { teid: 0x101 })
const down = gtpUser(GATEWAY, RADIO, { teid: 0x202 })
const tunnelled = (bytes: Uint8Array, isUp: boolean) => (isUp ? up : down)(bytes)
const flat = (bytes: Uint8Array): Uint8Array => ethernet(bytes)
const inOrder = (packets: TimedPacket[]) => packets.toSorted((a, b) => a.at - b.at)

async function observed(points: Points): Promise<SessionDetail> {
  const { sessions } = await analyzeCapture(pcap(inOrder(pointsOf(points, tunnelled).flat())))
  const calls = sessions.filter(({ type }) => type === 'VoLTE')
  expect(calls).toHaveLength(1)
  return calls[0]!
}

const shown = (points: readonly ObservationPoint[] | undefined) =>
  points?.map(({ tunnel, packets, lost }) => `${tunnel.slice(0, 10) || 'outside'} ${packets} -${lost}`)

const twentieth = every(20)
const LOST = 29
const OUT = '10.45.0.5:49152 → 10.46.0.9:30000 outside of tunnels'
const IN = '10.45.0.5:49152 → 10.46.0.9:30000 in tunnel 0x00000101 10.0.0.60 10.0.0.71'
const SIX: Points['phones'] = [
  phone('+491710000001', '2001:db8:45:0:0:0:0:5'),
  phone('+491710000002', '2001:db8:46:0:0:0:0:9'),
]

const cases: {
  it: string
  points: Points
  /** Findings, and of Alice's and Bob's stream what each point saw. */
  want: { kinds?: string[]; says?: string; up?: string[]; down?: string[]; loss?: number; max?: number }
}[] = [
  { it: 'nothing lost', points: {}, want: {} },
  { it: 'R25 the same without an IP id', points: { withoutId: true }, want: {} },
  { it: 'the same by IPv6', points: { phones: SIX }, want: {} },
  {
    it: "lost between them on Alice's way",
    points: { between: { up: twentieth } },
    want: {
      kinds: ['warning loss_between_points'],
      says: `4.8 % lost between ${IN} (0.0 %) and ${OUT} (4.8 %).`,
      up: ['0x00000101 598 -0', 'outside 569 -29'],
      max: LOST / SENT,
    },
  },
  {
    it: "lost between them on Bob's way",
    points: { between: { down: twentieth } },
    want: {
      kinds: ['warning loss_between_points'],
      says: '4.8 % lost between 10.46.0.9:30000 → 10.45.0.5:49152 outside of tunnels (0.0 %) and',
      down: ['outside 598 -0', '0x00000202 569 -29'],
      max: LOST / SENT,
    },
  },
  {
    it: 'lost between them, by IPv6',
    points: { phones: SIX, between: { up: twentieth } },
    want: { kinds: ['warning loss_between_points'], up: ['0x00000101 598 -0', 'outside 569 -29'], max: LOST / SENT },
  },
  {
    it: 'lost before both',
    points: { before: { up: twentieth } },
    want: { up: ['0x00000101 569 -29', 'outside 569 -29'], loss: LOST / (2 * SENT), max: LOST / SENT },
  },
  {
    it: 'lost before both and between them',
    points: { before: { up: twentieth }, between: { up: (i) => i % 20 === 10 } },
    want: {
      kinds: ['warning loss_between_points'],
      says: `5.0 % lost between ${IN} (4.8 %) and ${OUT} (9.9 %).`,
      up: ['0x00000101 569 -29', 'outside 539 -59'],
      loss: LOST / (2 * SENT),
      max: 59 / SENT,
    },
  },
  {
    it: 'in another order behind the gateway',
    points: { way: (i) => (i % 20 === 5 ? 30 : 4) },
    want: {},
  },
  {
    it: 'longer on the way than copies are looked for',
    points: { way: () => 80 },
    want: {},
  },
  {
    it: 'longer on the way, and lost',
    points: { way: () => 80, between: { up: twentieth } },
    want: { kinds: ['warning loss_between_points'], up: ['0x00000101 598 -0', 'outside 569 -29'], max: LOST / SENT },
  },
]

describe('a stream in a tunnel and outside of it is one', () => {
  it.each(cases)('$it', async ({ points, want }) => {
    const { media, metrics, media_verdicts = [] } = await observed(points)
    const clean = ['598 -0', '598 -0']
    expect(kindsOf(media_verdicts)).toEqual(want.kinds ?? [])
    expect(media_verdicts[0]?.text ?? '').toContain(want.says ?? '')
    expect(media).toHaveLength(2)
    expect(media.map(({ duplicates, out_of_order }) => [duplicates, out_of_order])).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(shown(media[0]!.observation_points)).toEqual(
      want.up ?? ['0x00000101', 'outside'].map((p, n) => `${p} ${clean[n]}`),
    )
    expect(shown(media[1]!.observation_points)).toEqual(
      want.down ?? ['outside', '0x00000202'].map((p, n) => `${p} ${clean[n]}`),
    )
    const kept = points.before?.up ? SENT - LOST : SENT
    expect(metrics['rtp_packets']).toBe(kept + SENT)
    expect(metrics['rtp_loss']).toBeCloseTo(want.loss ?? 0, 4)
    expect(metrics['rtp_loss_max']).toBeCloseTo(want.max ?? 0, 3)
  })
})

it('a stream whose sequence numbers begin again at 0 is compared as any other', async () => {
  const points: Points = { call: { forth: { firstSequence: 65_300 } }, between: { up: (i) => i % 20 === 0 } }
  const { media_verdicts = [] } = await observed(points)
  expect(kindsOf(media_verdicts)).toEqual(['warning loss_between_points'])
})

it('a handover to another tunnel is no loss between tunnels', async () => {
  const moved = gtpUser(RADIO, GATEWAY, { teid: 0x303 })
  const near = (bytes: Uint8Array, isUp: boolean) => {
    const i = new DataView(bytes.buffer, bytes.byteOffset).getUint16(30) - FIRST
    return isUp && i >= 300 && i < SENT ? moved(bytes) : tunnelled(bytes, isUp)
  }
  const before = { up: (i: number) => i < 300 && i % 10 === 5 }
  const { sessions } = await analyzeCapture(pcap(inOrder(pointsOf({ before }, near).flat())))
  const call = sessions.find(({ type }) => type === 'VoLTE')!
  expect(call.media_verdicts).toBeUndefined()
  const points = call.media.find(({ source }) => source === '10.45.0.5:49152')!.observation_points
  expect(shown(points)).toEqual(['0x00000101 270 -30', 'outside 568 -30', '0x00000303 298 -0'])
})

const reporting = (fractionLost: number): Points => ({
  between: { up: twentieth },
  call: {
    during: ({ wire, answered }) => {
      for (let n = 1; n <= 3; n++) {
        const report = receiverReport(0x22222222, [{ ssrc: 0x11111111, fractionLost, lost: n * fractionLost }])
        wire.udp(answered + n * 3000, rtcpOf(BOB.media), rtcpOf(ALICE.media), report)
      }
    },
  },
})

describe('what the receiver reports of a stream that was lost between two points', () => {
  it.each([
    ['as much: it was lost there, and is told once', 12, ['warning loss_between_points']],
    ['nothing: the capture missed it', 0, []],
    ['more: some was lost behind', 40, ['warning loss_between_points', 'warning remote_loss']],
  ])('%s', async (_what, fractionLost, kinds) => {
    const { media_verdicts = [] } = await observed(reporting(fractionLost))
    expect(kindsOf(media_verdicts)).toEqual(kinds)
  })
})

describe('a stream that two taps saw', () => {
  const lossy: Points = { between: { up: twentieth } }

  it('tells what was lost between the interfaces of a capture', async () => {
    const [near, far] = pointsOf(lossy, flat)
    const packets = inOrder([near, far].flatMap((seen, n) => seen.map((one) => ({ ...one, interface: n }))))
    const { sessions } = await analyzeCapture(pcapng({ interfaces: [{}, {}], packets }))
    const call = sessions.find(({ type }) => type === 'VoLTE')!
    expect(call.media_verdicts?.map(({ text }) => text)).toEqual([
      '4.8 % lost between 10.45.0.5:49152 → 10.46.0.9:30000 on interface 0 (0.0 %) and ' +
        '10.45.0.5:49152 → 10.46.0.9:30000 on interface 1 (4.8 %).',
    ])
  })

  it('tells what was lost between two captures of one trace', async () => {
    const [near, far] = pointsOf(lossy, flat)
    const { sessions } = await analyzeCapture(pcap(inOrder(near)), pcap(inOrder(far)))
    const call = sessions.find(({ type }) => type === 'VoLTE')!
    expect(call.media_verdicts?.map(({ text }) => text)).toEqual([
      '4.8 % lost between 10.45.0.5:49152 → 10.46.0.9:30000 in capture 0 (0.0 %) and ' +
        '10.45.0.5:49152 → 10.46.0.9:30000 in capture 1 (4.8 %).',
    ])
  })

  it('says nothing of one tap that saw packets twice', async () => {
    const [, far] = pointsOf({}, flat)
    const twice = far.flatMap((one) => [one, { ...one, at: one.at + 0.2 }])
    const { sessions } = await analyzeCapture(pcap(inOrder(twice)))
    const call = sessions.find(({ type }) => type === 'VoLTE')!
    expect(call.media_verdicts).toBeUndefined()
    expect(call.media.map((one) => one.observation_points)).toEqual([undefined, undefined])
  })
})
