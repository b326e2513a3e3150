/** What a description lets one expect on the wire: the endpoints at which its sender will receive. */
import type { Announcement, Out, PayloadFormat } from '../../model/message.ts'
import { type Description, isReachable, type Media } from './sdp.ts'
import { ownCopy } from './values.ts'

/** Of a media whose candidates come later: RFC 8840. */
const DISCARD_PORT = 9

/** Announces the media of the description; `side` is the tag of the one who sent it. */
export function announceMedia(description: Description, side: string, out: Out): void {
  const ownSide = ownCopy(side)
  for (let index = 0; index < description.media.length; index++) {
    const media = description.media[index]!
    if (isOff(media, description.candidates[index]!.length > 0)) {
      out.announce(withdrawal(media, index, ownSide))
      continue
    }
    if (!media.proto.includes('RTP/')) continue
    const told: Told = { media, index, side: ownSide, formats: formatsOf(media), secure: secureOf(media) }
    if (isReachable(media.ip, media.port)) {
      out.announce(announcement(told, 'rtp', media.ip, media.port))
      const port = media.rtcp_port ?? (media.rtcp_mux ? media.port : media.port + 1)
      if (port !== media.port) out.announce(announcement(told, 'rtcp', media.rtcp_ip ?? media.ip, port))
    }
    for (const { component, address, port } of description.candidates[index] ?? []) {
      if (address === media.ip && port === media.port) continue
      out.announce(announcement(told, component === 2 ? 'rtcp' : 'rtp', address, port))
    }
  }
}

/** No RTP is to be sent there: refused or removed (RFC 3264 §6, §8.2), held by an unspecified address (§8.4), or not RTP. */
function isOff({ proto, ip, port }: Media, hasCandidates: boolean): boolean {
  if (port === 0 || !proto.includes('RTP/')) return true
  return (ip === '0.0.0.0' || ip === '::') && port !== DISCARD_PORT && !hasCandidates
}

/** Takes back what was announced of a media before: at port 0 nothing is expected. */
function withdrawal({ type, ip }: Media, index: number, side: string): Announcement {
  const nowhere = { kind: 'rtp', address: ownCopy(ip), port: 0 } as const
  return { ...nowhere, media: index, side, media_type: ownCopy(type), direction: 'inactive', formats: [] }
}

/** What all announcements of one media have in common. */
interface Told {
  readonly media: Media
  readonly index: number
  readonly side: string
  readonly formats: readonly PayloadFormat[]
  readonly secure: 'sdes' | 'dtls' | undefined
}

function announcement(told: Told, kind: 'rtp' | 'rtcp', address: string, port: number): Announcement {
  const { media, index, side, formats, secure } = told
  const { type, direction, ptime } = media
  const mux = media.rtcp_mux
  const common = { kind, address, port, media: index, side, media_type: ownCopy(type), direction, formats }
  if (ptime === undefined && !mux && secure === undefined) return common
  return { ...common, ...(ptime !== undefined && { ptime }), ...(mux && { mux }), ...(secure && { secure }) }
}

function secureOf(media: Media): 'sdes' | 'dtls' | undefined {
  if (media.srtp !== null) return media.srtp
  if (media.proto.includes('TLS/')) return 'dtls'
  return media.proto.includes('SAVP') ? 'sdes' : undefined
}

/** Offers that are met again and again: the same devices offer the same formats. By a hash of them. */
const OFFERS = 256
const offers: (readonly PayloadFormat[] | undefined)[] = Array.from({ length: OFFERS })

/** The formats whose clocks are known; the same list as before where the same were met lately. */
function formatsOf({ codecs }: Media): readonly PayloadFormat[] {
  let hash = 0
  for (const { pt, name, clock_rate, fmtp } of codecs) {
    hash = Math.imul(hash ^ pt ^ (clock_rate << 7) ^ (name.length << 3), 0x01000193) + (fmtp?.length ?? 0)
  }
  const slot = (hash ^ (hash >>> 15)) & (OFFERS - 1)
  const known = offers[slot]
  if (known && isOffer(known, codecs)) return known
  const formats = ownFormats(codecs)
  offers[slot] = formats
  return formats
}

function isOffer(known: readonly PayloadFormat[], codecs: Media['codecs']): boolean {
  let at = 0
  for (const { pt, name, clock_rate, channels, fmtp } of codecs) {
    if (clock_rate === 0) continue
    const format = known[at++]
    if (format?.payload_type !== pt || format.codec !== name || format.clock_rate !== clock_rate) return false
    if (format.channels !== channels || format.fmtp !== fmtp) return false
  }
  return at === known.length
}

function ownFormats(codecs: Media['codecs']): PayloadFormat[] {
  const formats: PayloadFormat[] = []
  for (const { pt, name, clock_rate, channels, fmtp } of codecs) {
    if (clock_rate === 0) continue
    const codec = ownCopy(name)
    if (fmtp === undefined) formats.push({ payload_type: pt, codec, clock_rate, channels })
    else formats.push({ payload_type: pt, codec, clock_rate, channels, fmtp: ownCopy(fmtp) })
  }
  // A list that was pushed to has room for more than it holds.
  return formats.slice()
}
