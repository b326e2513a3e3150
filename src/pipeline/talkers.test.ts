import { describe, expect, it } from 'vitest'
import { Budget } from '../bytes/memory.ts'
import { Packet } from '../model/packet.ts'
import { Talkers } from './talkers.ts'

/** So little that there is room for 64 addresses. */
const SMALL = 1024

function count(talkers: Talkers, from: number, to: number, size: number): void {
  const packet = new Packet(new Uint8Array(8))
  const view = new DataView(packet.bytes.buffer)
  view.setUint32(0, from)
  view.setUint32(4, to)
  Object.assign(packet, { version: 4, sourceAddress: 0, destinationAddress: 4, wireLength: size })
  talkers.frame(packet)
}

describe('talkers', () => {
  it('are listed by packets', () => {
    const talkers = new Talkers(new Budget())
    count(talkers, 1, 2, 100)
    count(talkers, 3, 2, 50)
    expect(talkers.list()).toEqual({
      talkers: [
        { ip_address: '0.0.0.2', packet_count: 2, byte_count: 150 },
        { ip_address: '0.0.0.1', packet_count: 1, byte_count: 100 },
        { ip_address: '0.0.0.3', packet_count: 1, byte_count: 50 },
      ],
      truncated: false,
    })
  })

  it('are all kept while the table grows', () => {
    const talkers = new Talkers(new Budget())
    for (let i = 1; i <= 5000; i++) count(talkers, i, 0xffff_ffff, 100)
    const { talkers: told, truncated } = talkers.list()
    expect(told[0]).toEqual({ ip_address: '255.255.255.255', packet_count: 5000, byte_count: 500_000 })
    expect(told.length).toBeLessThanOrEqual(2000)
    expect(truncated).toBe(true)
  })

  it('with the most packets, and those with the most bytes, outlast a flood of others', () => {
    const budget = new Budget(SMALL)
    const talkers = new Talkers(budget)
    for (let i = 0; i < 2000; i++) {
      count(talkers, 0x0a00_0001, 0x0a00_0001, 60)
      if (i === 0) count(talkers, 0x0a00_0002, 0x0a00_0002, 1_000_000)
      count(talkers, 0x1400_0000 + i, 0x1400_0000 + i, 60)
    }
    const { talkers: told, truncated } = talkers.list()
    expect(told[0]).toEqual({ ip_address: '10.0.0.1', packet_count: 2000, byte_count: 120_000 })
    expect(told).toContainEqual({ ip_address: '10.0.0.2', packet_count: 1, byte_count: 1_000_000 })
    expect(told.length).toBeLessThanOrEqual(64)
    expect(truncated).toBe(true)
    expect(budget.reached().get('talkers')).toBeGreaterThan(0)
  })
})
