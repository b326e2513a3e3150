import type { Capture } from '../capture/open.ts'
import { OFFSET, type Packet, UNDECODED } from '../model/packet.ts'
import { OTHER } from './counters.ts'

/** Makes `packet` the frame at hand of a capture, of which nothing is known yet. Its time is the clock's to set. */
export function beginFrame(packet: Packet, capture: Capture, file: number, linkType: number): void {
  packet.file = file
  packet.frame = capture.frame
  packet.at[OFFSET] = capture.place[0]!
  packet.linkType = linkType
  packet.interface = capture.interface
  packet.from = capture.from
  packet.to = capture.to
  packet.wireLength = capture.wireLength
  packet.version = 0
  packet.transport = 0
  packet.sourcePort = 0
  packet.destinationPort = 0
  packet.depth = 0
  packet.teid = 0
  packet.outerVersion = 0
  packet.verdict = UNDECODED
  packet.protocol = OTHER
}
