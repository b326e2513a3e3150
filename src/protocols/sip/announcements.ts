/** What a description lets one expect on the wire: the endpoints at which its sender will receive. */
import type { Out, PayloadFormat } from '../../model/message.ts'
import { type Description, isReachable, type Media } from './sdp.ts'
import { ownCopy } from './values.ts'

/** Announces the media of the description; `side` is the tag of the one who sent it. */
export function announceMedia(description: Description, side: string, out: Out): void {
  description.media.forEach((media, index) => {
    if (!media.proto.includes('RTP/') || media.port === 0) return
    const common = commonOf(media, index, side)
    if (isReachable(media.ip, media.port)) {
      out.announce({ ...common, kind: 'rtp', address: media.ip, port: media.port })
      if (!media.rtcp_mux || media.rtcp_port !== undefined) {
        const port = media.rtcp_port ?? media.port + 1
        if (port !== media.port) out.announce({ ...common, kind: 'rtcp', address: media.rtcp_ip ?? media.ip, port })
      }
    }
    for (const { component, address, port } of description.candidates[index] ?? []) {
      if (address === media.ip && port === media.port) continue
      out.announce({ ...common, kind: component === 2 ? 'rtcp' : 'rtp', address, port })
    }
  })
}

function commonOf(media: Media, index: number, side: string) {
  return {
    media: index,
    side,
    media_type: media.type,
    direction: media.direction,
    formats: formatsOf(media),
    ...(media.ptime !== undefined && { ptime: media.ptime }),
    ...(media.rtcp_mux && { mux: true }),
    ...secureOf(media),
  }
}

function secureOf(media: Media): { secure?: 'sdes' | 'dtls' } {
  if (media.srtp !== null) return { secure: media.srtp }
  if (media.proto.includes('TLS/')) return { secure: 'dtls' }
  return media.proto.includes('SAVP') ? { secure: 'sdes' } : {}
}

function formatsOf(media: Media): PayloadFormat[] {
  const formats: PayloadFormat[] = []
  for (const { pt, name, clock_rate, channels, fmtp } of media.codecs) {
    if (clock_rate === 0) continue
    const format = { payload_type: pt, codec: ownCopy(name), clock_rate, channels }
    formats.push(fmtp === undefined ? format : { ...format, fmtp: ownCopy(fmtp) })
  }
  return formats
}
