import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pcap } from '../../test/make/capture-file.ts'
import { epc } from '../../test/make/network/epc.ts'
import { capture } from '../captures.ts'
import { measure } from '../measure.ts'
import { analyzeCommand, costLine, type Question } from '../question.ts'

/** The mixes hold the same number of calls at a time, however long they are. */
export const memory: Question = {
  name: 'memory',
  asks: 'Does memory grow with the length of a capture?',
  async answer({ folder, size, times, smoke }) {
    const lines: string[] = []
    for (const mix of ['media', 'signalling'] as const) {
      const [short, long] = [capture(folder, mix, size), capture(folder, mix, size * times)]
      lines.push(...(await compared(mix, [short.path, long.path], times)))
    }
    const subscribers = smoke ? 50 : 1000
    const [short, long] = [1, times].map((length) => packetCore(folder, subscribers, LIVES * length))
    return [...lines, ...(await compared('packet core', [short!, long!], times))]
  },
}

const LIVES = 4

/** Subscribers behind one MME, who attach and go so many times. */
function packetCore(folder: string, subscribers: number, lives: number): string {
  const path = join(folder, `packet-core-${subscribers}-${lives}.pcap`)
  if (!existsSync(path)) writeFileSync(path, pcap(epc({ subscribers, lives }).packets))
  return path
}

async function compared(name: string, [short, long]: readonly [string, string], times: number): Promise<string[]> {
  const [one, many] = [await measure(analyzeCommand(short)), await measure(analyzeCommand(long))]
  const growth = one.peak && many.peak ? `${((100 * many.peak) / one.peak - 100).toFixed(0)} % more` : 'unknown here'
  return [costLine(name, one, ''), costLine(`  ${times} times as long`, many, growth)]
}
