import { EPOCH, pcap } from './capture-file.ts'
import { end, ip, UDP, udp } from './internet.ts'
import { ethernet } from './links.ts'
import { zeros } from './octets.ts'

const HEADER_BYTES = 24
const RECORD_HEADER_BYTES = 16
const PACKETS = 64
const PAYLOAD_BYTES = 1350
/** Longer than a copy of a packet may come after it. */
const BLOCK_MS = 100

/**
 * A capture of any size, block by block, out of one block in memory: nothing but its times changes.
 * @param size about how many bytes
 */
export function* largeCapture(size: number): Generator<Buffer> {
  const packets = Array.from({ length: PACKETS }, (_, i) => ({
    at: 0,
    bytes: ethernet(
      ip('10.1.0.1', '10.1.0.2', UDP, udp(end('10.1.0.1', 700), end('10.1.0.2', 701), zeros(PAYLOAD_BYTES)), {
        id: i + 1,
      }),
    ),
  }))
  const whole = Buffer.from(pcap(packets))
  yield whole.subarray(0, HEADER_BYTES)
  const block = whole.subarray(HEADER_BYTES)
  const record = block.length / PACKETS
  for (let written = HEADER_BYTES, time = 0; written < size; written += block.length, time += BLOCK_MS) {
    // What was given before may still be on its way.
    const next = Buffer.from(block)
    for (let i = 0; i < PACKETS; i++) {
      next.writeUInt32LE(EPOCH + Math.floor(time / 1000), i * record)
      next.writeUInt32LE((time % 1000) * 1000 + i, i * record + 4)
    }
    yield next
  }
}

/** How many packets such a capture holds. */
export function packetsOfLargeCapture(size: number): number {
  const [, block] = largeCapture(HEADER_BYTES + RECORD_HEADER_BYTES)
  return Math.ceil((size - HEADER_BYTES) / block!.length) * PACKETS
}
