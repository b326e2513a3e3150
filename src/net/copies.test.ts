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
  return (frame: number, at: number, number: number, identification = 1 + (number % 65_535), teid = 0): number => {
    packet.frame = frame
    packet.teid = teid
    packet.identification = identification
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
  ['within 50 ms', 40, 7, 1],
  ['not later', 60, 7, 0],
  ['without an identification only at once', 2, 0, 0],
  ['without one within 50 ms in another tunnel', 40, 0, 1, 7],
  ['in another tunnel, but not later', 60, 0, 0, 7],
] as [string, number, number, number, number?][])('takes for a copy what comes %s', (...given) => {
  const [, later, identification, want, teid = 0] = given
  const seen = tap()
  seen(1, 1000, 5, identification)
  expect(seen(2, 1000 + later, 5, identification, teid)).toBe(want)
})
