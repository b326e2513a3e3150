/** How right correlation is about a network whose truth is known: legs, members, ladders, verdicts, procedures, media. */
import { describe, expect, it } from 'vitest'
import { withResult } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { wholeNetwork, type WholeOptions } from '../make/network/whole/network.ts'
import { precision, recall, score, type Score } from '../make/network/whole/score.ts'

async function scoreOf(options: WholeOptions): Promise<Score> {
  const network = wholeNetwork(options)
  return withResult([pcap(network.packets)], (result) => score(result, network))
}

/** In three generations, each of which is given what the one before had. */
const SUBSCRIBERS = 60

describe(`a whole network of ${SUBSCRIBERS} subscribers, some of 5G`, { timeout: 60_000 }, () => {
  it('all seen: everything is as it was', async () => {
    const { legs, members, mixed, foreign, ladders, verdicts, procedures, media } = await scoreOf({
      subscribers: SUBSCRIBERS,
    })
    expect(mixed).toEqual([])
    expect(foreign).toEqual([])
    expect([precision(legs), recall(legs), recall(ladders), precision(verdicts), precision(media)]).toEqual([
      1, 1, 1, 1, 1,
    ])
    expect([precision(procedures), recall(procedures)]).toEqual([1, 1])
    expect(precision(members)).toBeGreaterThanOrEqual(0.99)
    expect(recall(members)).toBe(1)
    expect(legs.true).toBeGreaterThan(80)
    expect(members.true).toBeGreaterThan(200)
    expect(procedures.true).toBeGreaterThan(150)
  })

  it('one message of a hundred missed: little is not known, and nothing is wrong', async () => {
    const { legs, members, mixed, foreign, ladders, verdicts, procedures } = await scoreOf({
      subscribers: SUBSCRIBERS,
      lost: 0.01,
      seed: 2,
    })
    expect(mixed).toEqual([])
    expect(foreign).toEqual([])
    expect(precision(legs)).toBeGreaterThanOrEqual(0.98)
    expect(recall(legs)).toBeGreaterThanOrEqual(0.95)
    expect(precision(members)).toBeGreaterThanOrEqual(0.99)
    expect(recall(members)).toBeGreaterThanOrEqual(0.98)
    // Headers that were compressed against a lost one are not known any more.
    expect(recall(ladders)).toBeGreaterThanOrEqual(0.93)
    expect(precision(verdicts)).toBeGreaterThanOrEqual(0.98)
    expect(precision(procedures)).toBeGreaterThanOrEqual(0.98)
  })
})
