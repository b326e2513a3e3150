import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { hex } from '../../bytes/text.ts'
import type { Packet } from '../../model/packet.ts'

/** The GTP-U tunnel that the packet at hand came through: TEID and outer ends; empty outside tunnels. */
export function tunnelText(packet: Packet): string {
  if (packet.teid === 0) return ''
  const format = packet.outerVersion === 6 ? formatIPv6 : formatIPv4
  const source = format(packet.bytes, packet.outerSource)
  return `${hex(packet.teid, 8)} ${source} ${format(packet.bytes, packet.outerDestination)}`
}
