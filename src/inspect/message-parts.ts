import type { Where } from '../model/message.ts'
import { whereOfDatagram } from '../pipeline/where.ts'
import type { StoredPart } from '../store/results/event-reader.ts'
import type { Captures } from './captures.ts'
import { FrameNet, type Payload } from './frame-net.ts'

/** Bytes of one message; larger ones the engine does not put together either. */
const LARGEST = 4 * 1024 * 1024

/** A message put together again. */
interface Gathered {
  readonly bytes: Uint8Array
  readonly wireLength: number
  readonly where: Where
}

/**
 * Reads the pieces of a message from its frames. Fragments of IP go through the network layers again; pieces of a
 * stream are taken from where they stand, or, where their segment was itself put together, from what it became.
 */
export function gathered(parts: readonly StoredPart[], captures: Captures): Gathered | undefined {
  const file = captures.open(parts[0]?.file ?? 0)
  if (!file || parts.reduce((sum, { length }) => sum + length, 0) > LARGEST) return undefined
  const payloads: (Payload & { readonly bytes: Uint8Array })[] = []
  let where: Where | undefined
  const net = new FrameNet(file.memory, captures.hints, (payload) => {
    payloads.push({ ...payload, bytes: file.memory.bytes.slice(payload.from, payload.to) })
    where = whereOfDatagram(net.packet, net.net.flows, payload.flow, [])
  })
  const pieces: Uint8Array[] = []
  for (const { frame, offset, start, length } of parts) {
    if (!file.find(frame, { frame, offset })) return undefined
    net.frame(file.capture, 0)
    const { from, to } = file.capture
    const segment = payloads.at(-1)?.bytes ?? new Uint8Array(0)
    if (start >= 0) pieces.push(file.memory.bytes.slice(from + start, Math.min(to, from + start + length)))
    else if (length > 0) pieces.push(pieces.length === 0 ? segment.slice(-length) : segment.slice(0, length))
  }
  net.net.end()
  const datagram = payloads.findLast((payload) => payload.kind === 'datagram')
  if (!where) return undefined
  if (datagram) {
    const { bytes, wireTo, from } = datagram
    return { bytes, wireLength: wireTo - from, where }
  }
  const bytes = new Uint8Array(Buffer.concat(pieces))
  return { bytes, wireLength: bytes.length, where }
}
