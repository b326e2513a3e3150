/** A conversation whose media may be anything: what is wrong with it, or only looks so, is the caller's to say. */
import type { End } from '../internet.ts'
import { type Codec, PCMU } from '../sdp.ts'
import type { Dialog } from '../sip.ts'
import { rtpStream, type StreamOptions } from '../rtp.ts'
import type { Wire } from '../wire.ts'
import { dialogOf, hangUp } from './answered.ts'
import { ALICE, BOB, describe, type DescribeOptions, type Phone } from './phone.ts'

type Stream = Partial<StreamOptions>

export interface TalkingOptions {
  readonly at?: number
  readonly name?: string
  readonly phones?: readonly [Phone, Phone]
  readonly proxies?: readonly End[]
  readonly codecs?: readonly Codec[]
  readonly offer?: DescribeOptions
  readonly answer?: DescribeOptions
  /** Milliseconds from the answer to the BYE. */
  readonly talk?: number
  /** The stream of the caller, and of the callee; `false` for none. */
  readonly forth?: Stream | false
  readonly back?: Stream | false
  /** What happens besides, once the call is answered. */
  readonly during?: (call: Talking) => void
  readonly withoutBye?: boolean
}

export interface Talking {
  readonly wire: Wire
  readonly dialog: Dialog
  readonly answered: number
  readonly ended: number
  readonly phones: readonly [Phone, Phone]
}

/** INVITE, 180, 200 after a second, ACK, audio both ways, BYE. */
export function talking(wire: Wire, options: TalkingOptions = {}): Talking {
  const { at = 0, name = 'talk', phones = [ALICE, BOB], proxies = [], codecs = [PCMU], talk = 12_000 } = options
  const dialog = dialogOf(wire, phones, { callId: `${name}@10.45.0.5`, proxies })
  const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(phones[0], { codecs, ...options.offer }) })
  dialog.response(at + 100, invite, 180)
  const answered = at + 1000
  dialog.response(answered, invite, 200, { sdp: describe(phones[1], { codecs, ...options.answer }) })
  dialog.request(answered + 10, 'ACK', { of: invite })
  const ended = answered + talk
  const [one, other] = phones
  const shared = { at: answered + 20, packets: Math.max(0, talk / 20 - 2), payloadType: codecs[0]!.payloadType }
  const common = { ...shared, clock: codecs[0]!.clock }
  if (options.forth !== false) {
    rtpStream(wire, { ...common, ssrc: 0x11111111 + at, from: one.media, to: other.media, ...options.forth })
  }
  if (options.back !== false) {
    rtpStream(wire, { ...common, ssrc: 0x22222222 + at, from: other.media, to: one.media, ...options.back })
  }
  const call = { wire, dialog, answered, ended, phones }
  options.during?.(call)
  if (options.withoutBye !== true) hangUp(dialog, ended)
  return call
}

/** A re-INVITE of the caller and its answer. */
export function renegotiate({ dialog, phones }: Talking, at: number, offer: DescribeOptions, answer: DescribeOptions) {
  const invite = dialog.request(at, 'INVITE', { sdp: describe(phones[0], { version: at, ...offer }) })
  dialog.response(at + 20, invite, 200, { sdp: describe(phones[1], { version: at, ...answer }) })
  dialog.request(at + 25, 'ACK', { of: invite })
}
