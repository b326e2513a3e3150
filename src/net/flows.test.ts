import { describe, expect, it } from 'vitest'
import { Budget } from '../bytes/memory.ts'
import { FLOW_GENERATION, FLOW_INTS, FLOW_TCP, TCP_CLOSED } from '../model/flow.ts'
import { CLOCK, Packet, TIME } from '../model/packet.ts'
import { FlowTable } from './flows.ts'

const UDP = 17
const TCP = 6
const SECOND = 1e9

/** A table that is fed one IPv4 packet at a time, told apart by its source port, and what it gave back. */
function table() {
  const bytes = new Uint8Array([10, 0, 0, 1, 10, 0, 0, 2])
  const packet = new Packet(bytes)
  const evicted: number[] = []
  const over = new Set<number>()
  const flows = new FlowTable(packet, new Budget(), {
    evicted: (flow) => evicted.push(flow),
    isOver: (flow, silence) => over.has(flow) && silence > 60 * SECOND,
  })
  Object.assign(packet, { version: 4, sourceAddress: 0, destinationAddress: 4, destinationPort: 5060 })
  const at = (seconds: number): void => {
    packet.at[TIME] = seconds * SECOND
    packet.at[CLOCK] = seconds * SECOND
  }
  return {
    flows,
    evicted,
    over,
    count: (seconds: number, transport: number, sourcePort: number): number => {
      at(seconds)
      Object.assign(packet, { transport, sourcePort })
      return flows.count()
    },
    tick: (seconds: number): void => {
      at(seconds)
      flows.tick()
    },
  }
}

it('gives back every flow that was idle for too long, though no new one comes', () => {
  const { flows, evicted, count, tick } = table()
  const told = Array.from({ length: 500 }, (_, port) => count(0, UDP, 1024 + port))
  const busy = count(0, UDP, 9000)
  const goOn = (from: number, to: number): void => {
    for (let seconds = from; seconds <= to; seconds++) {
      count(seconds, UDP, 9000)
      flows.tick()
    }
  }
  goOn(1, 299)
  expect(evicted).toEqual([])
  goOn(300, 340)
  expect(evicted.toSorted((a, b) => a - b)).toEqual(told)
  tick(1000)
  expect(evicted).toContain(busy)
})

it.each([
  ['an open connection is kept for an hour', 0, 3500, 3700],
  ['a closed one for a minute', TCP_CLOSED, 59, 100],
] as const)('%s', (_, state, kept, gone) => {
  const { flows, evicted, count, tick } = table()
  const flow = count(0, TCP, 1024)
  flows.ints[flow * FLOW_INTS + FLOW_TCP] = state
  tick(kept)
  expect(evicted).toEqual([])
  tick(gone)
  expect(evicted).toEqual([flow])
})

it('a flow whose call has ended is kept for a minute', () => {
  const { flows, evicted, over, count, tick } = table()
  const [ended, going] = [count(0, UDP, 1024), count(0, UDP, 1026)]
  over.add(ended)
  tick(59)
  expect(evicted).toEqual([])
  tick(61)
  tick(91)
  expect(evicted).toEqual([ended])
  expect(count(92, UDP, 1026)).toBe(going)
  expect(flows.ints[going * FLOW_INTS + FLOW_GENERATION]).toBe(0)
})

describe('the other direction of a flow is found, whatever packet is at hand', () => {
  const FOUR = [10, 0, 0, 1, 10, 0, 0, 2]
  const SIX = [...Array.from({ length: 15 }, () => 32), 1, ...Array.from({ length: 15 }, () => 32), 2]

  it.each([
    ['IPv4', 4, FOUR],
    ['IPv6', 6, SIX],
  ])('%s', (_, version, addresses) => {
    const half = addresses.length / 2
    const packet = new Packet(new Uint8Array(addresses))
    const flows = new FlowTable(packet, new Budget(), { evicted: () => {}, isOver: () => false })
    const count = (source: number, destination: number, sourcePort: number, destinationPort: number): number => {
      const addressed = { sourceAddress: source, destinationAddress: destination }
      Object.assign(packet, { version, transport: UDP, sourcePort, destinationPort, ...addressed })
      return flows.count()
    }
    const asked = count(0, half, 1024, 5060)
    expect(flows.hasReverse(asked)).toBe(false)
    const answered = count(half, 0, 5060, 1024)
    const other = count(0, half, 1025, 5060)
    expect([asked, answered, other].map((flow) => flows.hasReverse(flow))).toEqual([true, true, false])
  })
})
