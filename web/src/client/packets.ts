import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { ask } from './request.ts'

/** A field or a group of fields; positions are bytes of a buffer, the second behind the last. */
export interface PacketField {
  readonly name: string
  readonly value?: unknown
  readonly from: number
  readonly to: number
  readonly children?: readonly PacketField[]
}

interface PacketMessage {
  readonly event_id?: string
  readonly protocol: string
  readonly message_type: string
  /** Which of the buffers the tree's positions are of. */
  readonly buffer: number
  readonly tree: readonly PacketField[]
}

/** A frame, read again from its capture. */
export interface Packet {
  readonly frame: number
  readonly timestamp_ns: string
  /** As the capture has it, where its clock was set, and by how much it was ahead. */
  readonly recorded_ns?: string
  readonly clock_ahead_ms?: number
  readonly interface?: string
  readonly interface_description?: string
  readonly direction?: 'inbound' | 'outbound'
  readonly comments?: readonly string[]
  readonly captured_length: number
  readonly wire_length: number
  readonly layers: readonly PacketField[]
  readonly messages: readonly PacketMessage[]
  readonly buffers: readonly { readonly name: string; readonly hex: string }[]
}

export function usePacket(packetId: string, enabled: boolean): UseQueryResult<Packet> {
  return useQuery({
    queryKey: ['packet', packetId],
    queryFn: ({ signal }) => ask<Packet>(`/api/v1/packets/${encodeURIComponent(packetId)}`, { signal }),
    enabled: enabled && packetId !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
