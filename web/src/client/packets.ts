import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { PacketAnswer } from '../../../src/api/schemas.ts'
import { ask } from './request.ts'

/** A field or a group of fields; positions are bytes of a buffer, the second behind the last. */
export interface PacketField {
  readonly name: string
  readonly value?: unknown
  readonly from: number
  readonly to: number
  readonly children?: readonly PacketField[]
}

type Answer = Static<typeof PacketAnswer>

interface PacketMessage extends Omit<Answer['messages'][number], 'tree'> {
  readonly tree: readonly PacketField[]
}

/** A frame, read again from its capture. */
export interface Packet extends Omit<Answer, 'layers' | 'messages'> {
  readonly layers: readonly PacketField[]
  readonly messages: readonly PacketMessage[]
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
