/** How right correlation is about a whole network whose truth is known: legs, members, ladders, verdicts, media. */
import { describe, expect, it } from 'vitest'
import { withResult } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { wholeNetwork, type WholeOptions } from '../make/network/whole/network.ts'
import { precision, recall, score, type Score } from '../make/network/whole/score.ts'

async function scoreOf(options: WholeOptions): Promise<Score> {
  const network = wholeNetwork(options)
  return withResult([pcap(network.packets)], (result) => score(result, network))
}

describe('a whole network of 90 subscribers', { timeout: 60_000 }, () => {
  it('all seen: everything is as it was', async () => {
    const { legs, members, mixed, foreign, ladders, verdicts, media } = await scoreOf({ subscribers: 90 })
    expect(mixed).toEqual([])
    expect(foreign).toEqual([])
    expect([precision(legs), recall(legs), recall(ladders), precision(verdicts), precision(media)]).toEqual([
      1, 1, 1, 1, 1,
    ])
    expect(precision(members)).toBeGreaterThanOrEqual(0.99)
    expect(recall(members)).toBe(1)
    expect(legs.true).toBeGreaterThan(120)
    expect(members.true).toBeGreaterThan(300)
  })

  it('one message of a hundred missed: little is not known, and nothing is wrong', async () => {
    const { legs, members, mixed, foreign, ladders, verdicts } = await scoreOf({
      subscribers: 90,
      lost: 0.01,
      seed: 2,
    })
    expect(mixed).toEqual([])
    expect(foreign).toEqual([])
    expect(precision(legs)).toBeGreaterThanOrEqual(0.98)
    expect(recall(legs)).toBeGreaterThanOrEqual(0.95)
    expect(precision(members)).toBeGreaterThanOrEqual(0.99)
    expect(recall(members)).toBeGreaterThanOrEqual(0.98)
    expect(recall(ladders)).toBeGreaterThanOrEqual(0.99)
    expect(precision(verdicts)).toBeGreaterThanOrEqual(0.98)
  })
})
