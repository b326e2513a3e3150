import { end, type End } from '../internet.ts'
import { numberOf } from '../random.ts'
import { type Codec, PCMU, sdp } from '../sdp.ts'
import type { Agent } from '../sip.ts'
import type { StreamTruth } from '../truth.ts'
import type { Wire } from '../wire.ts'
import { rtpStream, type StreamOptions } from '../rtp.ts'

/** A user agent with its media. */
export interface Phone {
  readonly agent: Agent
  /** Where its media comes from and goes to on the wire. */
  readonly media: End
  /** Behind a NAT: what its descriptions say instead. */
  readonly mediaInside?: End
}

/** A phone at one address, with SIP on 5060. */
export function phone(user: string, address: string, mediaPort = 40_000): Phone {
  return { agent: { user, end: end(address, 5060) }, media: end(address, mediaPort) }
}

export const ALICE = phone('+491710000001', '10.45.0.5', 49_152)
export const BOB = phone('+491710000002', '10.46.0.9', 30_000)
export const CAROL = phone('+491710000003', '10.47.0.3', 31_000)
export const PROXY = end('10.0.0.20', 5060)

/** What the phone offers or answers. */
export function describe(phone: Phone, more: DescribeOptions = {}): string {
  const { address, port } = phone.mediaInside ?? phone.media
  const { codecs = [PCMU], version = 1, ...rest } = more
  return sdp({ address, port, codecs, ...rest }, version, numberOf(phone.agent.user) % 1e6)
}

export interface DescribeOptions {
  readonly codecs?: readonly Codec[]
  readonly version?: number
  readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  readonly attributes?: readonly string[]
}

/** Both directions of a conversation: the caller's stream first. */
export function talk(wire: Wire, [one, other]: readonly [Phone, Phone], options: TalkOptions): StreamTruth[] {
  const { forth = {}, back = {}, ...common } = options
  const shared = { ssrc: 0x11111111, ...common }
  return [
    rtpStream(wire, { ...shared, from: one.media, to: other.media, ...forth }),
    rtpStream(wire, {
      ...shared,
      ssrc: shared.ssrc ^ 0x33333333,
      from: other.media,
      to: one.media,
      firstSequence: 5000,
      ...back,
    }),
  ]
}

/** `forth` and `back` hold what is special of either direction. */
export interface TalkOptions extends Partial<StreamOptions> {
  readonly at: number
  readonly packets: number
  readonly forth?: Partial<StreamOptions>
  readonly back?: Partial<StreamOptions>
}
