import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What a processor profile says of one part of the program, as shares (0–1) of its time. */
export interface Share {
  /** In the part's own modules. */
  readonly own: number
  /** With all that they call: reading and writing rows, say. */
  readonly whole: number
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly url: string }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Between two looks, in microseconds. */
const INTERVAL = 1000

/**
 * Runs the program with the profiler on, and adds up where it was found. Only what `from` called counts: neither starting
 * up, nor collecting garbage, which is nobody's alone.
 *
 * @param part in the path of the part's modules, as `from`: `/correlate/`
 */
export function shareOf(
  command: readonly string[],
  { part, from }: { part: string; from: string },
  folder: string,
): Share {
  const profiles = mkdtempSync(join(folder, 'profile-'))
  try {
    const [program, ...rest] = command
    const asked = `--cpu-prof --cpu-prof-dir="${profiles}" --cpu-prof-interval=${INTERVAL}`
    const { status } = spawnSync(program!, rest, { env: { ...process.env, NODE_OPTIONS: asked }, stdio: 'ignore' })
    const [name] = readdirSync(profiles)
    if (status !== 0 || name === undefined) throw new Error(`${command.join(' ')} left no profile`)
    return added(JSON.parse(readFileSync(join(profiles, name), 'utf8')) as Profile, part, from)
  } finally {
    rmSync(profiles, { recursive: true })
  }
}

function added({ nodes, samples, timeDeltas }: Profile, part: string, from: string): Share {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const urls = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.url]))
  const isOf = (id: number, path: string): boolean => urls.get(id)!.includes(path)
  const isWithin = (id: number, path: string): boolean => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) if (isOf(at, path)) return true
    return false
  }
  // A profile has few nodes and many samples.
  const known = new Map(
    nodes.map(
      ({ id }) => [id, { own: isOf(id, part), whole: isWithin(id, part), counts: isWithin(id, from) }] as const,
    ),
  )
  let [own, whole, all] = [0, 0, 0]
  samples.forEach((id, i) => {
    const [node, took] = [known.get(id)!, timeDeltas[i]!]
    if (!node.counts) return
    all += took
    if (node.whole) whole += took
    if (node.own) own += took
  })
  return { own: own / Math.max(1, all), whole: whole / Math.max(1, all) }
}
