import { expect, it } from 'vitest'
import { Packet, TIME } from '../model/packet.ts'
import { Copies } from './copies.ts'

const UDP = 17
const MILLISECOND = 1e6

/** One IPv4 packet at a time, told apart by its payload. */
function tap() {
  const bytes = new Uint8Array(64)
  const packet = new Packet(bytes)
  const copies = new Copies(packet, 50)
  Object.assign(packet, { version: 4, sourceAddress: 12, destinationAddress: 16, transport: UDP })
  bytes.set([10, 0, 0, 1, 10, 0, 0, 2], 12)
  const view = new DataView(bytes.buffer)
  return (
    frame: number,
    at: number,
    number: number,
    { id = 1 + (number % 65_535), teid = 0, hops = 0 } = {},
  ): number => {
    packet.frame = frame
    packet.teid = teid
    // Of the header around it, whose source address follows four octets behind.
    packet.outerVersion = hops === 0 ? 0 : 4
    packet.outerSource = 4
    bytes[0] = hops
    packet.identification = id
    packet.at[TIME] = at * MILLISECOND
    view.setUint32(28, number)
    return copies.check(20, 52, 52) ? copies.frame : 0
  }
}

it('finds every copy also where many packets pass before it comes', () => {
  const seen = tap()
  const missed = []
  for (let number = 1; number <= 20_000; number++) {
    seen(2 * number, number / 100, number)
    const before = number - 200
    if (before > 0 && seen(2 * number + 1, number / 100, before) !== 2 * before) missed.push(before)
  }
  expect(missed).toEqual([])
})

it.each([
  ['within 50 ms', 40, { id: 7 }, 1],
  ['not later', 60, { id: 7 }, 0],
  ['without an identification only at once', 2, { id: 0 }, 0],
  ['without one within 50 ms in another tunnel', 40, { id: 0, teid: 7 }, 1],
  ['in another tunnel, but not later', 60, { id: 0, teid: 7 }, 0],
  ['behind a router that passed the tunnel on', 40, { id: 0, hops: 63 }, 1],
] as const)('takes for a copy what comes %s', (_it, later, where, want) => {
  const seen = tap()
  const first = 'hops' in where ? { id: where.id, hops: 64 } : { id: where.id }
  seen(1, 1000, 5, first)
  expect(seen(2, 1000 + later, 5, where)).toBe(want)
})
