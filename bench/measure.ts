import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** What a command took. Times in seconds, memory in bytes. */
export interface Cost {
  readonly wall: number
  /** User and system time, of all its threads. */
  readonly cpu: number
  /** Largest resident memory; undefined where the system does not tell. */
  readonly peak: number | undefined
}

/** A shell runs the command and tells its process, and at the end the times of what it ran. */
const WATCH = '"$@" >/dev/null & echo $! >&3; wait $!; code=$?; times >&3; exit $code'
const POLL = 10

/** Runs a command to its end; what it prints is thrown away. */
export async function measure(command: readonly string[]): Promise<Cost> {
  const start = performance.now()
  const child = spawn('sh', ['-c', WATCH, 'sh', ...command], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let told = ''
  let errors = ''
  let peak: number | undefined
  child.stdio[3]!.on('data', (text: Buffer) => (told += text.toString()))
  child.stderr!.on('data', (text: Buffer) => (errors += text.toString()))
  const timer = setInterval(() => {
    peak = highWater(told.split('\n')[0]!) ?? peak
  }, POLL)
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject))
  clearInterval(timer)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${errors.trim()}`)
  return { wall: (performance.now() - start) / 1000, cpu: childTimes(told), peak }
}

/** The kernel keeps the highest value itself, so that nothing between two looks is missed but the last moments. */
function highWater(pid: string): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Number(found[1]) * 1024 : undefined
  } catch {
    return undefined
  }
}

/** Of `times`: the shell's own user and system time, then those of what it ran. */
function childTimes(told: string): number {
  const times = [...told.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  )
  return (times[2] ?? 0) + (times[3] ?? 0)
}

/** The least that anybody can do: reading the file once, as the product reads it. */
export function readThrough(path: string): Cost {
  const block = Buffer.allocUnsafe(1 << 18)
  const file = openSync(path, 'r')
  const start = performance.now()
  const cpu = process.cpuUsage()
  while (readSync(file, block) > 0);
  const { user, system } = process.cpuUsage(cpu)
  closeSync(file)
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, peak: undefined }
}

/** The cost less that of starting up. */
export function without(cost: Cost, start: Cost): Cost {
  const atLeast = 0.001
  return {
    wall: Math.max(atLeast, cost.wall - start.wall),
    cpu: Math.max(atLeast, cost.cpu - start.cpu),
    peak: cost.peak,
  }
}
