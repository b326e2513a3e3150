/**
 * An EPC seen at its control plane: one MME, two SGWs, one PGW, and subscribers who attach, open a second connection,
 * call, move, and go. What makes it hard is what real networks do: a UE's connections share the TEIDs of S11, TEIDs are
 * given out again at once, both nodes count their requests from anywhere, and the capture has holes.
 */
import * as make from '../gtp.ts'
import type { TimedPacket } from '../capture-file.ts'
import type { End } from '../internet.ts'
import { Random } from '../random.ts'
import { Wire } from '../wire.ts'

export interface EpcOptions {
  readonly seed?: number
  readonly subscribers?: number
  /** Share of messages that the capture misses. */
  readonly lost?: number
  /** A UE loses one message at most while it is attached: then the other hop, or the next one, tells whose the others are. */
  readonly once?: boolean
  /** How often each attaches. */
  readonly lives?: number
}

/** A PDN connection from creation to deletion, and the messages of its own that the capture holds. */
export interface ConnectionTruth {
  readonly key: string
  /** Microseconds since the start, and message type. */
  readonly lines: string[]
  readonly isRefused: boolean
  /** Connections of the UE at that time lost one. */
  readonly losses: { lost: boolean }
}

export interface Epc {
  readonly packets: TimedPacket[]
  readonly connections: readonly ConnectionTruth[]
}

export function epc(options: EpcOptions = {}): Epc {
  const network = new Network(options)
  network.run()
  return { packets: network.wire.packets, connections: network.connections.filter(({ lines }) => lines.length > 0) }
}

/** A node gives out TEIDs from a small pool: what comes back goes out next. */
class Node {
  readonly end: End
  readonly #free: number[] = []
  #made = 0
  #sequence: number

  constructor(address: string, sequence: number) {
    this.end = make.node(address)
    this.#sequence = sequence
  }

  get address(): string {
    return this.end.address
  }

  take(): number {
    return this.#free.pop() ?? ++this.#made
  }

  give(teid: number): void {
    this.#free.push(teid)
  }

  /** The next number, which wraps. */
  next(): number {
    this.#sequence = (this.#sequence + 1) % 0x800000
    return this.#sequence
  }
}

interface Sgw {
  readonly s11: Node
  readonly s5: Node
}

interface Ue {
  readonly imsi: string
  readonly random: Random
  sgw: Sgw
  /** Ends of the S11 tunnel. */
  mme: number
  s11: number
  connections: Pdn[]
  losses: { lost: boolean }
}

interface Pdn {
  readonly apn: string
  readonly ebi: number
  readonly truth: ConnectionTruth
  s5: number
  pgw: number
}

const ENODEBS = ['10.1.0.2', '10.1.0.3', '10.1.0.4']

class Network {
  readonly wire = new Wire()
  readonly connections: ConnectionTruth[] = []
  readonly #mme = new Node('10.0.0.10', 0x7ffff0)
  readonly #pgw = new Node('10.0.0.40', 5)
  readonly #sgws: readonly Sgw[]
  readonly #random: Random
  readonly #lost: number
  readonly #subscribers: number
  readonly #agenda: { at: number; run: () => void }[] = []
  readonly #once: boolean
  readonly #lives: number
  /** Microseconds at which a message passed. */
  readonly #taken = new Set<number>()
  #now = 0

  constructor({ seed = 1, subscribers = 1000, lost = 0, once = false, lives = 2 }: EpcOptions) {
    this.#lives = lives
    this.#random = new Random(seed)
    this.#lost = lost
    this.#once = once
    this.#subscribers = subscribers
    this.#sgws = [41, 43].map((host) => ({ s11: new Node(`10.0.0.${host}`, 0), s5: new Node(`10.0.0.${host + 1}`, 0) }))
  }

  run(): void {
    for (let n = 0; n < this.#subscribers; n++) {
      const imsi = `00101${String(n).padStart(10, '0')}`
      const ue: Ue = {
        imsi,
        random: new Random(n + 7),
        sgw: this.#sgws[n % 2]!,
        mme: 0,
        s11: 0,
        connections: [],
        losses: { lost: false },
      }
      this.#later(n * 3, () => this.#live(ue, this.#lives))
    }
    for (let next = this.#agenda.pop(); next; next = this.#agenda.pop()) {
      this.#now = next.at
      next.run()
    }
  }

  /** The agenda is sorted, latest first; what is for one moment stays in order. */
  #later(delay: number, run: () => void): void {
    const at = this.#now + delay
    let [low, high] = [0, this.#agenda.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#agenda[middle]!.at > at) low = middle + 1
      else high = middle
    }
    this.#agenda.splice(low, 0, { at, run })
  }

  /** Attaches, does some things, detaches, and comes again. */
  #live(ue: Ue, times: number): void {
    const { random } = ue
    if (random.chance(0.05)) {
      this.#refused(ue)
      return this.#later(40_000, () => this.#live(ue, times))
    }
    ue.losses = { lost: false }
    ue.mme = this.#mme.take()
    ue.s11 = ue.sgw.s11.take()
    this.#create(ue, 'internet', 5)
    const steps: (() => void)[] = [() => this.#modify(ue)]
    if (random.chance(0.6)) steps.push(() => this.#create(ue, 'ims', 6))
    if (random.chance(0.5)) steps.push(() => this.#dedicated(ue))
    if (random.chance(0.5))
      steps.push(
        () => this.#idle(ue),
        () => this.#modify(ue),
      )
    if (random.chance(0.3))
      steps.push(
        () => this.#relocate(ue),
        () => this.#modify(ue),
      )
    steps.push(() => this.#detach(ue))
    steps.forEach((step, i) => this.#later(2500 * (i + 1) + random.below(1000), step))
    if (times > 1) this.#later(60_000 + random.below(20_000), () => this.#live(ue, times - 1))
  }

  #send(truth: ConnectionTruth, way: { from: End; to: End; delay: number }, bytes: Uint8Array): void {
    this.#sendOf([truth], way, bytes)
  }

  /** A message about several connections of one UE. */
  #sendOf(
    truths: readonly ConnectionTruth[],
    { from, to, delay }: { from: End; to: End; delay: number },
    bytes: Uint8Array,
  ): void {
    const [truth] = truths
    if (!truth) return
    // A refusal names nobody: without the request nothing tells whose it is.
    const mayLose = !this.#once || (!truth.losses.lost && !truth.isRefused)
    if (mayLose && this.#random.chance(this.#lost)) {
      truth.losses.lost = true
      return
    }
    let at = Math.round((this.#now + delay) * 1000)
    while (this.#taken.has(at)) at++
    this.#taken.add(at)
    this.wire.udp(at / 1000, from, to, bytes)
    for (const { lines } of truths) lines.push(`${at} ${bytes[1]!}`)
  }

  #truth(ue: Ue, apn: string, ebi: number, isRefused = false): ConnectionTruth {
    const truth = { key: `imsi:${ue.imsi}/${apn}/${ebi}`, lines: [], isRefused, losses: ue.losses }
    this.connections.push(truth)
    return truth
  }

  #createRequest(ue: Ue, { apn, ebi, pgw }: Pick<Pdn, 'apn' | 'ebi' | 'pgw'>, sequence: number): Uint8Array {
    const isFurther = ue.connections.length > 0 && pgw === 0
    return make.gtp2(
      32,
      { teid: isFurther ? ue.s11 : 0, sequence },
      make.imsi(ue.imsi),
      make.fteid(10, ue.mme, this.#mme.address),
      make.fteid(7, pgw, this.#pgw.address, 1),
      make.apn(apn),
      make.paa('0.0.0.0'),
      make.bearer(make.ebi(ebi), make.qos(9)),
    )
  }

  /** S11, S5, and back; now and then a request is repeated. */
  #create(ue: Ue, apn: string, ebi: number): void {
    const { sgw, random } = ue
    const truth = this.#truth(ue, apn, ebi)
    const pdn = { apn, ebi, truth, s5: sgw.s5.take(), pgw: 0 }
    const [s11, s5] = [this.#mme.next(), sgw.s5.next()]
    const request = this.#createRequest(ue, pdn, s11)
    this.#send(truth, this.#toSgw(ue, 0), request)
    if (random.chance(0.05)) this.#send(truth, this.#toSgw(ue, 0.3), request)
    const names = [make.imsi(ue.imsi), make.fteid(6, pdn.s5, sgw.s5.address), make.apn(apn)]
    const inner = make.gtp2(32, { teid: 0, sequence: s5 }, ...names, make.bearer(make.ebi(ebi), make.qos(9)))
    this.#send(truth, this.#toPgw(ue, 1), inner)
    pdn.pgw = this.#pgw.take()
    const anchor = make.fteid(7, pdn.pgw, this.#pgw.address, 1)
    const address = make.paa(`10.45.${pdn.pgw >> 8}.${pdn.pgw & 255}`)
    const created = (teid: number, sequence: number, ...more: Uint8Array[]) =>
      make.gtp2(
        33,
        { teid, sequence },
        make.cause(16),
        anchor,
        address,
        ...more,
        make.bearer(make.ebi(ebi), make.cause(16)),
      )
    this.#send(truth, this.#fromPgw(ue, 4), created(pdn.s5, s5))
    this.#send(truth, this.#fromSgw(ue, 5), created(ue.mme, s11, make.fteid(11, ue.s11, sgw.s11.address)))
    ue.connections.push(pdn)
  }

  #refused(ue: Ue): void {
    const { sgw } = ue
    const truth = this.#truth(ue, 'internet', 5, true)
    const [s11, s5] = [this.#mme.next(), sgw.s5.next()]
    const [mme, inner] = [this.#mme.take(), sgw.s5.take()]
    ue.mme = mme
    this.#send(truth, this.#toSgw(ue, 0), this.#createRequest(ue, { apn: 'internet', ebi: 5, pgw: 0 }, s11))
    const names = [make.imsi(ue.imsi), make.fteid(6, inner, sgw.s5.address), make.apn('internet')]
    this.#send(truth, this.#toPgw(ue, 1), make.gtp2(32, { teid: 0, sequence: s5 }, ...names, make.bearer(make.ebi(5))))
    this.#send(truth, this.#fromPgw(ue, 4), make.gtp2(33, { teid: inner, sequence: s5 }, make.cause(92)))
    this.#send(truth, this.#fromSgw(ue, 5), make.gtp2(33, { teid: mme, sequence: s11 }, make.cause(92)))
    this.#mme.give(mme)
    sgw.s5.give(inner)
  }

  /** About all of the UE's bearers. */
  #modify(ue: Ue): void {
    const truths = ue.connections.map(({ truth }) => truth)
    const sequence = this.#mme.next()
    const enb = ue.random.pick(ENODEBS)
    const bearers = ue.connections.map(({ ebi }) => make.bearer(make.ebi(ebi), make.fteid(0, ue.random.next(), enb)))
    const modified = ue.connections.map(({ ebi }) => make.bearer(make.ebi(ebi), make.cause(16)))
    this.#sendOf(truths, this.#toSgw(ue, 0), make.gtp2(34, { teid: ue.s11, sequence }, ...bearers))
    this.#sendOf(truths, this.#fromSgw(ue, 2), make.gtp2(35, { teid: ue.mme, sequence }, make.cause(16), ...modified))
  }

  #idle(ue: Ue): void {
    const truths = ue.connections.map(({ truth }) => truth)
    const sequence = this.#mme.next()
    this.#sendOf(truths, this.#toSgw(ue, 0), make.gtp2(170, { teid: ue.s11, sequence }))
    this.#sendOf(truths, this.#fromSgw(ue, 2), make.gtp2(171, { teid: ue.mme, sequence }, make.cause(16)))
  }

  /** A bearer for a call, on the last connection. */
  #dedicated(ue: Ue): void {
    const pdn = ue.connections.at(-1)
    if (!pdn) return
    const { truth } = pdn
    const [s5, s11] = [this.#pgw.next(), ue.sgw.s11.next()]
    const wanted = (teid: number, sequence: number) =>
      make.gtp2(95, { teid, sequence }, make.ebi(pdn.ebi), make.bearer(make.ebi(0), make.qos(1, 49)))
    this.#send(truth, this.#fromPgw(ue, 0), wanted(pdn.s5, s5))
    this.#send(truth, this.#fromSgw(ue, 2), wanted(ue.mme, s11))
    this.#send(truth, this.#toSgw(ue, 40), made(ue.s11, s11))
    this.#send(truth, this.#toPgw(ue, 42), made(pdn.pgw, s5))
  }

  /** To the other SGW, which tells the PGW; the old one forgets the connections. */
  #relocate(ue: Ue): void {
    const old = { sgw: ue.sgw, s11: ue.s11 }
    const gone: (() => void)[] = [() => old.sgw.s11.give(old.s11)]
    ue.sgw = this.#sgws.find((sgw) => sgw !== old.sgw)!
    ue.s11 = ue.sgw.s11.take()
    ue.connections.forEach((pdn, i) => {
      const { truth, ebi, s5: before } = pdn
      const after = i * 20
      const [s11, s5, leaving] = [this.#mme.next(), ue.sgw.s5.next(), this.#mme.next()]
      pdn.s5 = ue.sgw.s5.take()
      this.#send(truth, this.#toSgw(ue, after), this.#createRequest(ue, pdn, s11))
      const moved = make.gtp2(34, { teid: pdn.pgw, sequence: s5 }, make.fteid(6, pdn.s5, ue.sgw.s5.address))
      this.#send(truth, this.#toPgw(ue, after + 1), moved)
      this.#send(truth, this.#fromPgw(ue, after + 3), make.gtp2(35, { teid: pdn.s5, sequence: s5 }, make.cause(16)))
      const ends = [make.fteid(11, ue.s11, ue.sgw.s11.address), make.fteid(7, pdn.pgw, this.#pgw.address, 1)]
      const created = make.gtp2(
        33,
        { teid: ue.mme, sequence: s11 },
        make.cause(16),
        ...ends,
        make.bearer(make.ebi(ebi)),
      )
      this.#send(truth, this.#fromSgw(ue, after + 4), created)
      const [mme, sgw] = [this.#mme.end, old.sgw.s11.end]
      const leave = make.gtp2(36, { teid: old.s11, sequence: leaving }, make.ebi(ebi), make.indication(0, 2))
      this.#send(truth, { from: mme, to: sgw, delay: after + 100 }, leave)
      const left = make.gtp2(37, { teid: ue.mme, sequence: leaving }, make.cause(16))
      this.#send(truth, { from: sgw, to: mme, delay: after + 102 }, left)
      gone.push(() => old.sgw.s5.give(before))
    })
    this.#later(500, () => gone.forEach((give) => give()))
  }

  /** Each connection on both hops; then all TEIDs are free. */
  #detach(ue: Ue): void {
    const { sgw, mme, s11, connections } = ue
    connections.forEach((pdn, i) => {
      const { truth, ebi } = pdn
      const after = i * 10
      const [outer, inner] = [this.#mme.next(), sgw.s5.next()]
      this.#send(
        truth,
        this.#toSgw(ue, after),
        make.gtp2(36, { teid: s11, sequence: outer }, make.ebi(ebi), make.indication(8)),
      )
      this.#send(truth, this.#toPgw(ue, after + 1), make.gtp2(36, { teid: pdn.pgw, sequence: inner }, make.ebi(ebi)))
      this.#send(truth, this.#fromPgw(ue, after + 3), make.gtp2(37, { teid: pdn.s5, sequence: inner }, make.cause(16)))
      this.#send(truth, this.#fromSgw(ue, after + 4), make.gtp2(37, { teid: mme, sequence: outer }, make.cause(16)))
    })
    this.#later(100, () => {
      this.#mme.give(mme)
      sgw.s11.give(s11)
      for (const pdn of connections) {
        sgw.s5.give(pdn.s5)
        this.#pgw.give(pdn.pgw)
      }
    })
    ue.connections = []
  }

  #toSgw({ sgw }: Ue, delay: number): { from: End; to: End; delay: number } {
    return { from: this.#mme.end, to: sgw.s11.end, delay }
  }

  #fromSgw({ sgw }: Ue, delay: number): { from: End; to: End; delay: number } {
    return { from: sgw.s11.end, to: this.#mme.end, delay }
  }

  #toPgw({ sgw }: Ue, delay: number): { from: End; to: End; delay: number } {
    return { from: sgw.s5.end, to: this.#pgw.end, delay }
  }

  #fromPgw({ sgw }: Ue, delay: number): { from: End; to: End; delay: number } {
    return { from: this.#pgw.end, to: sgw.s5.end, delay }
  }
}

/** The answer to a Create Bearer Request. */
function made(teid: number, sequence: number): Uint8Array {
  return make.gtp2(96, { teid, sequence }, make.cause(16), make.bearer(make.ebi(7), make.cause(16)))
}
