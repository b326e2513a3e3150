/** What a description lets one expect on the wire: the endpoints at which its sender will receive. */
import type { Announcement, Out, PayloadFormat } from '../../model/message.ts'
import { type Description, isReachable, type Media } from './sdp.ts'
import { ownCopy } from './values.ts'

/** Announces the media of the description; `side` is the tag of the one who sent it. */
export function announceMedia(description: Description, side: string, out: Out): void {
  const ownSide = ownCopy(side)
  for (let index = 0; index < description.media.length; index++) {
    const media = description.media[index]!
    if (!media.proto.includes('RTP/') || media.port === 0) continue
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

/** What all announcements of one media have in common. */
interface Told {
  readonly media: Media
  readonly index: number
  readonly side: string
  readonly formats: PayloadFormat[]
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

function formatsOf(media: Media): PayloadFormat[] {
  const formats: PayloadFormat[] = []
  for (const { pt, name, clock_rate, channels, fmtp } of media.codecs) {
    if (clock_rate === 0) continue
    const codec = ownCopy(name)
    if (fmtp === undefined) formats.push({ payload_type: pt, codec, clock_rate, channels })
    else formats.push({ payload_type: pt, codec, clock_rate, channels, fmtp: ownCopy(fmtp) })
  }
  return formats
}
