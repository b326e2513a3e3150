/** Calls whose media are as they should be but for what is said, and how they are read. */
import { expect } from 'vitest'
import type { MediaVerdict } from '../../src/model/session.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { dialogOf, hangUp } from '../make/calls/answered.ts'
import { ALICE, BOB, describe as describing, phone, type Phone } from '../make/calls/phone.ts'
import { talking, type TalkingOptions } from '../make/calls/talking.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { rtpStream } from '../make/rtp.ts'
import type { Wire } from '../make/wire.ts'

export async function callIn(wire: Wire, name = 'talk'): Promise<SessionDetail> {
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  const call = sessions.find(({ type, session_key }) => type === 'VoLTE' && session_key.startsWith(name))
  expect(call, `call ${name} of ${sessions.map(({ session_key }) => session_key).join()}`).toBeDefined()
  return call!
}

/** Kinds and severities, in the order in which they are told. */
export function kindsOf(verdicts: readonly MediaVerdict[]): string[] {
  return verdicts.map(({ kind, severity }) => `${severity} ${kind}`)
}

export const every =
  (n: number) =>
  (i: number): boolean =>
    i > 0 && i % n === 0
export const filled = (value: number) => (): Uint8Array => new Uint8Array(160).fill(value)
/** Not all alike, as speech is. */
export const noise = (bytes: number) => (i: number) =>
  Uint8Array.from({ length: bytes }, (_, n) => (i * 7 + n * 31) & 255)
export const SID = Uint8Array.of(0xf0, 0x4c, 1, 2, 3, 4, 5)
export const NAT: Phone = {
  agent: { user: '+491710000001', end: end('203.0.113.7', 61_000), inside: end('192.168.1.10', 5060) },
  media: end('203.0.113.7', 61_234),
  mediaInside: end('192.168.1.10', 49_152),
}
export const rtcpOf = ({ address, port }: Phone['media']) => end(address, port + 1)
/** Another call between other phones, whose media are as they should be. */
export const OTHERS = [phone('+491710000008', '10.48.0.1'), phone('+491710000009', '10.48.0.2')] as const

export type Make = (wire: Wire) => void
export const call =
  (options: TalkingOptions): Make =>
  (wire) => {
    talking(wire, options)
  }

/** Audio through a relay, of Alice some of which is lost behind it or before. */
export function relayed(wire: Wire, lost: (i: number) => boolean, lostBefore?: (i: number) => boolean): void {
  const agent = '10.0.0.30'
  const near: Phone = { agent: { user: BOB.agent.user, end: end(agent, 5060) }, media: end(agent, 20_000) }
  const far: Phone = { agent: { user: ALICE.agent.user, end: end(agent, 5060) }, media: end(agent, 20_002) }
  const icid = { headers: [['P-Charging-Vector', 'icid-value=relayed'] as const] }
  const inside = dialogOf(wire, [ALICE, near], { callId: 'talk-a@x', ...icid })
  const outside = dialogOf(wire, [far, BOB], { callId: 'talk-b@x', ...icid })
  const a = inside.request(0, 'INVITE', { initial: true, sdp: describing(ALICE) })
  const b = outside.request(10, 'INVITE', { initial: true, sdp: describing(far) })
  outside.response(990, b, 200, { sdp: describing(BOB) })
  inside.response(1000, a, 200, { sdp: describing(near) })
  inside.request(1005, 'ACK', { of: a })
  outside.request(1010, 'ACK', { of: b })
  const audio = { packets: 600, firstSequence: 700, ssrc: 0xaaaa0001 }
  rtpStream(wire, { ...audio, at: 1020, from: ALICE.media, to: near.media, ...(lostBefore && { lost: lostBefore }) })
  rtpStream(wire, { ...audio, at: 1022, from: far.media, to: BOB.media, lost })
  rtpStream(wire, { ...audio, at: 1021, from: BOB.media, to: far.media, ssrc: 0xaaaa0002 })
  rtpStream(wire, { ...audio, at: 1023, from: near.media, to: ALICE.media, ssrc: 0xaaaa0002 })
  hangUp(inside, 13_100)
  hangUp(outside, 13_105)
}
