import type { DecodeBody } from '../../model/rows.ts'
import type { Fault, Transport } from '../../model/message.ts'
import type { EventPlace } from './blocks.ts'
import * as columns from './event-columns.ts'

/** As faults and transports are stored: their places here. */
export const FAULTS: readonly Fault[] = ['', 'cut', 'malformed']
export const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'sctp', 'pdu', 'tls', 'websocket']

export type Pieces = readonly (readonly number[])[]

/** What the body of an event says. */
export interface Told {
  readonly short: string
  readonly details: Record<string, unknown>
  readonly frames: readonly number[] | null
  readonly pieces: Pieces
}

export type Line = [short: string, details: Record<string, unknown>, frames?: readonly number[] | null, pieces?: Pieces]
export type Besides = readonly [
  missing: number,
  besides: Record<string, unknown> | null,
  frames: readonly number[] | null,
  pieces: Pieces,
]
const NOTHING_BESIDES: Besides = [0, null, null, []]

/** Reads the body of an event: stored, or decoded from the message now. */
export function told(
  { columns: cells, slot }: EventPlace,
  body: Uint8Array,
  protocol: string,
  decode: DecodeBody,
): Told {
  const raw = cells.get(columns.RAW, slot)
  if (raw === 0) {
    const [short, details, frames = null, pieces = []] = JSON.parse(textOf(body)) as Line
    return { short, details, frames, pieces }
  }
  const [missing, besides, frames, pieces] = besidesOf(body, raw)
  const transport = transportOf(cells.get(columns.STATE, slot))
  const { short, details } = decode(protocol, body.subarray(0, raw), { missing, transport })
  return { short, details: besides === null ? details : { ...details, ...besides }, frames, pieces }
}

/** What a message's bytes, the first `raw` of its body, do not tell. */
export function besidesOf(body: Uint8Array, raw: number): Besides {
  return body.length === raw ? NOTHING_BESIDES : (JSON.parse(textOf(body.subarray(raw))) as Besides)
}

export function transportOf(state: number): Transport {
  return TRANSPORTS[(state >> 4) & 15] ?? 'udp'
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
}
