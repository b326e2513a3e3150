// Addresses that descriptions tell against those that packets have.
import type { MediaVerdict } from '../../model/session.ts'
import { type CallMedia, type Flow, receiverOf } from './call-media.ts'
import { finding, way } from './finding.ts'
import { THRESHOLDS } from '../../quality/media-thresholds.ts'

const { most_of_none } = THRESHOLDS

/** RFC 1918, RFC 6598, RFC 3927, RFC 1122 loopback; RFC 4193, RFC 4291 link-local. */
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|127\.|f[cd]|fe[89ab])/

export function isPrivate(address: string): boolean {
  return PRIVATE.test(address)
}

/**
 * A side behind a NAT told its private address; its media comes from a public one, and what should come to it is sent
 * to the private address. Where the far end answers to where the media comes from (RFC 4961 and latching), all is well.
 */
export function unreachable({ flows }: CallMedia): MediaVerdict[] {
  return flows.flatMap((flow) => {
    const { row, to } = flow
    if (!to || !isPrivate(row.destination.address) || row.packets < most_of_none.value) return []
    const own = flows.filter((one) => isFrom(one, flow))
    const [outside] = own
    const isLatched = own.some((one) => flows.some((back) => back.row.destination.address === one.row.source.address))
    if (!outside || isLatched) return []
    const [told, real] = [row.destination.text, outside.row.source.text]
    return [
      finding('unreachable_address', {
        text: `Audio is sent to ${told}, as described; the media of that side comes from ${real}: a NAT in between.`,
        streams: [flow, outside],
        frame: row.first_frame,
        evidence: { described: told, seen: real, packets: row.packets, sent: way(flow) },
      }),
    ]
  })
}

/** Media of the side that `flow` goes to, at the far end of it, from a public address that the side did not tell. */
function isFrom(one: Flow, flow: Flow): boolean {
  const { source, destination } = one.row
  return (
    one.line === flow.line &&
    one.to !== undefined &&
    receiverOf(one) !== flow.to &&
    destination.address === flow.row.source.address &&
    !isPrivate(source.address) &&
    one.row.packets >= most_of_none.value
  )
}
