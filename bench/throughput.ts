import { spawnSync } from 'node:child_process'
import { type Capture, capture, emptyCapture } from './captures.ts'
import type { Mix } from './make/traffic.ts'
import { type Cost, measure, readThrough, without } from './measure.ts'
import { analyzeCommand, costLine, type Options, perSecond } from './question.ts'

/** How fast the whole command goes over a mix of traffic, beside the floor and its peers. */
export async function throughput(mix: Mix, options: Options): Promise<string[]> {
  const made = capture(options.folder, mix, options.size)
  const { counts } = made
  // The file is in the page cache for all, and the first start of a program for none.
  const reading = [readThrough(made.path), readThrough(made.path)][1]!
  const empty = emptyCapture(options.folder)
  const start = await measure(analyzeCommand(empty))
  const ours = await measure(analyzeCommand(made.path))
  const work = without(ours, start)
  const unit = mix === 'signalling' ? 'messages' : 'packets'
  const count = mix === 'signalling' ? counts.messages : counts.packets
  const lines = [
    `${megabytes(counts.bytes)}, ${counts.packets.toLocaleString('en')} packets, ${share(made)} % RTP, ${counts.messages.toLocaleString('en')} SIP messages, ${counts.calls.toLocaleString('en')} calls`,
    costLine('callflowd', ours, perSecond(count, ours.wall, unit)),
    costLine('  less its start', work, perSecond(count, work.cpu, unit)),
    costLine('reading the file', reading, ratio('callflowd takes', work.cpu, reading.cpu)),
  ]
  if (options.floor !== undefined) lines.push(await floorLine(options.floor, made, empty, work))
  if (!options.smoke && isInstalled('tshark')) lines.push(await tsharkLine(made, ours))
  return lines
}

/** CPU time, each less its own start. */
async function floorLine(floor: string, { path }: Capture, empty: string, work: Cost): Promise<string> {
  // A floor may refuse a capture without packets: then its start counts as nothing.
  const nothing: Cost = { wall: 0, cpu: 0, peak: undefined }
  const start = await measure([floor, empty]).catch(() => nothing)
  const cost = without(await measure([floor, path]), start)
  return costLine('the floor given', cost, ratio('callflowd takes', work.cpu, cost.cpu))
}

/** Wall time of the whole command. */
async function tsharkLine({ path }: Capture, ours: Cost): Promise<string> {
  const cost = await measure(['tshark', '-q', '-z', 'rtp,streams', '-r', path])
  return costLine('tshark -z rtp,streams', cost, ratio('callflowd is faster', cost.wall, ours.wall))
}

function ratio(says: string, a: number, b: number): string {
  return `${says} ${(a / b).toFixed(1)}×`
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}

function share({ counts }: Capture): string {
  return ((100 * counts.rtp) / counts.packets).toFixed(0)
}
