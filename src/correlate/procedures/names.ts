import { PROCEDURES } from './tables.ts'

/** A procedure and those of its steps that a message is. */
interface Part {
  /** Place in PROCEDURES. */
  readonly procedure: number
  readonly steps: readonly number[]
}

/** What a message of some names is in procedures. */
export interface Meaning {
  readonly parts: readonly Part[]
  /** Which of several sessions of a user it is about; empty where it does not say. */
  readonly about: readonly number[]
  readonly apn: string | undefined
}

/** Places of a step, and what else the message may not be called. */
type Place = readonly [procedure: number, step: number, except: string | undefined]

/** By name of a message, the steps that it is. */
const STEPS: ReadonlyMap<string, readonly Place[]> = stepsByName()

function stepsByName(): Map<string, Place[]> {
  const found = new Map<string, Place[]>()
  PROCEDURES.forEach(({ steps }, procedure) => {
    steps.forEach(({ messages, except }, step) => {
      for (const name of messages) found.set(name, [...(found.get(name) ?? []), [procedure, step, except]])
    })
  })
  return found
}

const STATUS = /^(\S+) ([1-6])\d\d\b/
const APN = 'apn '

/** What the names in a job mean, and which protocols it has messages of. */
export class Names {
  readonly #meanings: Meaning[] = []
  readonly #protocols = new Set<string>()

  /** A number for a message of these names: 0 where it is part of no procedure. */
  readonly kindOf = (name: string, further: readonly string[]): number => {
    for (const one of [name, ...further]) this.#protocols.add(protocolOf(one))
    const steps = new Map<number, number[]>()
    for (const one of [name, ...further]) addSteps(steps, one, further)
    if (steps.size === 0) return 0
    const parts = [...steps].map(([procedure, ofIt]) => ({ procedure, steps: ofIt }))
    parts.sort((a, b) => a.procedure - b.procedure)
    const about = further.filter((one) => one.startsWith('#')).map((one) => Number(one.slice(1)))
    const apn = further.find((one) => one.startsWith(APN))?.slice(APN.length)
    return this.#meanings.push({ parts, about, apn })
  }

  meaning(kind: number): Meaning {
    return this.#meanings[kind - 1]!
  }

  /** Whether the job has messages of a protocol that some of these are of. */
  has(messages: readonly string[]): boolean {
    return messages.some((name) => this.#protocols.has(protocolOf(name)))
  }
}

function protocolOf(name: string): string {
  return name.slice(0, name.indexOf(' '))
}

function addSteps(to: Map<number, number[]>, name: string, further: readonly string[]): void {
  const [start, protocol, hundreds] = STATUS.exec(name) ?? []
  const exact = STEPS.get(start ?? name) ?? []
  const taken = new Set(exact.map(([procedure]) => procedure))
  const others = start === undefined ? [] : (STEPS.get(`${protocol} ${hundreds}xx`) ?? [])
  for (const [procedure, step, except] of [...exact, ...others.filter(([one]) => !taken.has(one))]) {
    if (except !== undefined && further.includes(except)) continue
    const known = to.get(procedure)
    if (!known) to.set(procedure, [step])
    else if (!known.includes(step)) known.push(step)
  }
}
