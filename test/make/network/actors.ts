import { end, type End } from '../internet.ts'
import type { Agent } from '../sip.ts'
import { type Phone } from '../calls/phone.ts'

export const PCSCF = end('10.0.0.20', 5060)
export const CORE = end('10.0.1.1', 5060)
const HOMES = 40

/** A phone in one of the homes: homes have all the same private addresses, and each its own public one. */
export class Subscriber {
  readonly agent: Agent
  /** Until then it is in a call. */
  busyUntil = 0
  readonly #place: number
  #calls = 0

  constructor(n: number) {
    this.#place = Math.floor(n / HOMES)
    this.agent = {
      user: `+49171${String(n).padStart(7, '0')}`,
      end: end(`203.0.113.${(n % HOMES) + 1}`, 40_000 + this.#place),
      inside: end(`192.168.1.${this.#place + 10}`, 5060),
    }
  }

  /** For the next call: two media ports take turns, and the NAT gives each always the same one outside. */
  nextPhone(): Phone {
    const port = 16_384 + (this.#calls % 2) * 2
    const { end: outside, inside } = this.agent
    return {
      agent: this.agent,
      media: end(outside.address, port + 20_000 + this.#place * 100),
      mediaInside: end(inside!.address, port),
    }
  }

  /** Counts its calls from 1, as phones at the same address in other homes do, and after the second from 1 again. */
  nextCallId(): string {
    return `${(this.#calls++ % 2) + 1}@${this.agent.inside!.address}`
  }
}

/** Media ports of a node: one that was given back is given out again a second later. */
export class MediaPorts {
  readonly #address: string
  readonly #freeAt: number[] = []

  constructor(address: string) {
    this.#address = address
  }

  take(at: number, until: number): End {
    const free = this.#freeAt.findIndex((time) => time + 1000 <= at)
    const slot = free < 0 ? this.#freeAt.length : free
    this.#freeAt[slot] = until
    return end(this.#address, 30_000 + slot * 2)
  }
}
