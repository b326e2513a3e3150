import { FLOW_INTS, FLOW_KIND, FLOW_PORTS, type FlowRecords } from '../model/flow.ts'
import { text } from '../bytes/text.ts'
import type { Message } from '../model/message.ts'
import type { Hints } from '../model/hints.ts'
import { protocolNumber } from './identify.ts'

const TRANSPORTS = { tcp: 6, udp: 17 } as const
const BILLION = 1_000_000_000n

/** What hints say of flows: the protocol of ports. */
export class PortHints {
  readonly #numbers = new Map<number, number>()

  constructor({ ports = [] }: Hints) {
    for (const { port, transport, protocol } of ports) {
      const number = protocolNumber(protocol)
      for (const one of transport ? [transport] : (['tcp', 'udp'] as const)) {
        if (number !== 0) this.#numbers.set(keyOf(TRANSPORTS[one], port), number)
      }
    }
  }

  /** FLOW_PROTOCOL of a flow, its destination's port first; 0 where nothing is said of it. */
  of({ ints }: FlowRecords, flow: number): number {
    if (this.#numbers.size === 0) return 0
    const ports = ints[flow * FLOW_INTS + FLOW_PORTS]!
    const transport = ints[flow * FLOW_INTS + FLOW_KIND]! & 255
    const byDestination = this.#numbers.get(keyOf(transport, ports & 0xffff))
    return byDestination ?? this.#numbers.get(keyOf(transport, ports >>> 16)) ?? 0
  }
}

function keyOf(transport: number, port: number): number {
  return (transport << 16) | port
}

/** What is looked at of a message, and of a header. */
const MOST_HEADER_BYTES = 16_384
const LONGEST_VALUE = 512

/** Values of headers by which somebody knows messages to belong together, in protocols whose headers are lines of text. */
export class LinkRules {
  readonly #rules: readonly { kind: string; name: string; line: RegExp; expression: RegExp }[]

  constructor({ links = [] }: Hints) {
    this.#rules = links.map(({ header, expression, as }) => ({
      kind: as === 'leg' ? 'rule-leg' : 'rule-related',
      name: header.toLowerCase(),
      line: new RegExp(`^${header.replaceAll(/[^\w-]/g, '\\$&')}[ \\t]*:[ \\t]*(.*?)\\r?$`, 'im'),
      expression: new RegExp(expression),
    }))
  }

  /** Adds the clues that the message at [from, to) gives. */
  tell(bytes: Uint8Array, from: number, to: number, { clues }: Message): void {
    if (this.#rules.length === 0) return
    const [head = ''] = text(bytes, from, Math.min(to, from + MOST_HEADER_BYTES)).split(/\r?\n\r?\n/, 1)
    for (const { kind, name, line, expression } of this.#rules) {
      const value = line.exec(head)?.[1]?.slice(0, LONGEST_VALUE)
      const found = value === undefined ? null : expression.exec(value)
      const told = found?.[1] ?? found?.[0] ?? ''
      if (told !== '') clues.push({ kind, value: `${name} ${told}` })
    }
  }
}

/** What hints say of frames: which of them count, and what link type they are read by. */
export class FrameHints {
  readonly #linkTypes: ReadonlyMap<number, number>
  readonly #from: bigint | undefined
  readonly #to: bigint | undefined

  constructor({ link_types = [], start_time, end_time }: Hints) {
    this.#linkTypes = new Map(link_types.map(({ from, to }) => [from, to]))
    this.#from = start_time === undefined ? undefined : nanoseconds(start_time)
    this.#to = end_time === undefined ? undefined : nanoseconds(end_time)
  }

  /** Whether a frame of that time is left out. */
  omits(seconds: number, nanosecond: number): boolean {
    if (this.#from === undefined && this.#to === undefined) return false
    const time = BigInt(seconds) * BILLION + BigInt(nanosecond)
    return (this.#from !== undefined && time < this.#from) || (this.#to !== undefined && time >= this.#to)
  }

  linkType(given: number): number {
    return this.#linkTypes.size === 0 ? given : (this.#linkTypes.get(given) ?? given)
  }
}

/** Since 1970; a fraction of a second keeps nine digits, where Date has three. */
function nanoseconds(time: string): bigint {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? ''
  const whole = BigInt(Math.floor(new Date(time.replace(/\.\d+/, '')).getTime() / 1000))
  return whole * BILLION + BigInt(fraction.padEnd(9, '0'))
}
