import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { network } from '../make/network/network.ts'
import { differences } from './differences.ts'

describe('a network of 200 subscribers behind one P-CSCF', () => {
  it('exactly the true sessions, each with only its own media', async () => {
    const made = network()
    const found = await analyzeCapture(pcap(made.packets))
    expect(differences(found, made.sessions)).toEqual([])
  })

  it('M9 the same capture gives the same result, to the last id', async () => {
    const bytes = pcap(network({ subscribers: 30, calls: 20, within: 10_000 }).packets)
    expect(await analyzeCapture(bytes)).toEqual(await analyzeCapture(bytes))
  })

  it('a capture in two files of one trace gives the same sessions', async () => {
    const made = network({ subscribers: 30, calls: 20, within: 10_000 })
    const [even, odd] = [0, 1].map((rest) => pcap(made.packets.filter((_, i) => i % 2 === rest)))
    const found = await analyzeCapture(even!, odd!)
    expect(differences(found, made.sessions)).toEqual([])
  })
})
