import { withResult } from '../../test/analyze-capture.ts'
import { pcap } from '../../test/make/capture-file.ts'
import { wholeNetwork } from '../../test/make/network/whole/network.ts'
import { type Measure, precision, recall, score, type Score } from '../../test/make/network/whole/score.ts'
import type { Question } from '../question.ts'

const SUBSCRIBERS = 1000
const FEW_SUBSCRIBERS = 90
/** Shares of messages that the capture misses. */
const LOSSES = [0, 0.001, 0.01]

/** Nothing is measured against another product: the maker of the network knows what is so. */
export const network: Question = {
  name: 'network',
  asks: 'How right is what is joined in a network of 1,000 subscribers?',
  async answer({ smoke }) {
    const lines: string[] = []
    for (const lost of smoke ? LOSSES.slice(-1) : LOSSES) {
      const made = wholeNetwork({ subscribers: smoke ? FEW_SUBSCRIBERS : SUBSCRIBERS, lost })
      const found = await withResult([pcap(made.packets)], (result) => score(result, made))
      lines.push(`${lost * 100} % missed of ${made.packets.length.toLocaleString('en')} messages`, ...linesOf(found))
    }
    return lines
  },
}

function linesOf({ legs, members, ladders, verdicts, procedures, media, mixed, foreign }: Score): string[] {
  return [
    line('legs of one call', legs),
    line('call and its members', members),
    line('events of a subscriber', ladders),
    line('verdicts of calls', verdicts),
    line('procedures', procedures),
    line('media of calls', media),
    `  sessions of several subscribers ${mixed.length}, events in a wrong ladder ${foreign.length}`,
  ]
}

function line(what: string, measure: Measure): string {
  const [right, all] = [precision(measure).toFixed(4), recall(measure).toFixed(4)]
  return `  ${what.padEnd(24)}precision ${right}  recall ${all}  of ${measure.true.toLocaleString('en')}`
}
