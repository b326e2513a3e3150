/** Captures of any size for measuring: calls on three hops with their media, written in order of time. */
import { Random } from '../../test/make/random.ts'
import { type End, FrameFile, headerLength, type Tunnel, writeHeaders, writeIpChecksum, writeUdp } from './frames.ts'
import { isRequest, sipText, STEPS, type Told } from './messages.ts'
import { TICKS, Wheel } from './wheel.ts'

/** `media`: 95 % of the packets are RTP; `tunnelled`: the same in GTP-U; `signalling`: no media at all. */
export type Mix = 'media' | 'tunnelled' | 'signalling'

/** What a capture holds. */
export interface Counts {
  readonly packets: number
  readonly bytes: number
  readonly calls: number
  readonly messages: number
  readonly rtp: number
  readonly lost: number
  readonly late: number
}

const NEW_CALL = 0
const MESSAGE = 1
const RTP = 2
const LATE_RTP = 3
const RTCP = 4

const FIN = 1
const SYN = 2
const ACK = 16
const PUSH = 24

const CALLS_A_SECOND = 40
const FRAME_TICKS = TICKS / 50
const LATENCY = 20
const RTP_HEADER = 12
const LOST = 0.02
const LATE = 0.01

interface Call extends Told {
  readonly end: number
  readonly tunnels: readonly (Tunnel | undefined)[]
  /** TCP: next sequence number by hop and direction. */
  readonly sequences: Uint32Array
  /** Messages that still come; then the call is forgotten. */
  left: number
}

interface Stream {
  readonly end: number
  readonly frame: Buffer
  /** Where its IP header and its RTP header are in the frame. */
  readonly ip: number
  readonly rtp: number
  readonly isIpv4: boolean
  readonly step: number
  readonly start: number
  readonly from: End
  readonly to: End
  readonly tunnel: Tunnel | undefined
  sequence: number
  timestamp: number
  sent: number
}

/** Writes a capture of about `size` bytes; the number of calls at a time does not depend on the size. */
export function writeTraffic(path: string, mix: Mix, size: number): Counts {
  return new Traffic(path, mix).write(size)
}

class Traffic {
  readonly #file: FrameFile
  readonly #mix: Mix
  readonly #random = new Random(1)
  readonly #wheel = new Wheel()
  readonly #calls = new Map<number, Call>()
  readonly #streams = new Map<number, Stream>()
  readonly #counts = { calls: 0, messages: 0, rtp: 0, lost: 0, late: 0 }
  #callNumber = 0
  #streamNumber = 0

  constructor(path: string, mix: Mix) {
    this.#file = new FrameFile(path)
    this.#mix = mix
  }

  write(size: number): Counts {
    const wheel = this.#wheel
    wheel.plan(1000, NEW_CALL, 0)
    while (this.#file.bytes < size && wheel.next()) {
      if (wheel.kind === RTP) this.#media(wheel.a)
      else if (wheel.kind === LATE_RTP) this.#rtp(this.#streams.get(wheel.a)!, wheel.b, wheel.c, false)
      else if (wheel.kind === MESSAGE) this.#message(wheel.a, wheel.b, wheel.c)
      else if (wheel.kind === RTCP) this.#report(wheel.a)
      else this.#newCall()
    }
    this.#file.close()
    return { packets: this.#file.packets, bytes: this.#file.bytes, ...this.#counts }
  }

  #newCall(): void {
    const random = this.#random
    const { now } = this.#wheel
    const gap = -Math.log(1 - random.fraction()) / CALLS_A_SECOND
    this.#wheel.plan(now + Math.max(1, Math.round(gap * TICKS)), NEW_CALL, 0)
    const number = this.#callNumber++
    const seconds = this.#mix === 'signalling' ? 1 + 4 * random.fraction() : 3 + 7.4 * random.fraction()
    const call = this.#describe(number, now + Math.round((0.5 + seconds) * TICKS))
    this.#calls.set(number, call)
    STEPS.forEach((step, i) => {
      const start = ('closes' in step ? call.end : now) + step.at
      for (let hop = 0; hop < 3; hop++) this.#wheel.plan(start + hop * LATENCY, MESSAGE, number, i, hop)
    })
    if (this.#mix === 'signalling') return
    this.#newStream(call, 0, now + TICKS / 2)
    this.#newStream(call, 1, now + TICKS / 2 + 70)
  }

  #describe(number: number, end: number): Call {
    const random = this.#random
    const version = random.chance(0.2) ? 6 : 4
    const transport = random.chance(0.25) ? 'TCP' : 'UDP'
    const user = number % 60_000
    const port = transport === 'TCP' ? 20_000 + (number % 40_000) : 5060
    const place = (net: number, host: number, at = 5060): End => endAt(version, net, host, at)
    const proxy = number & 3
    const wideband = random.chance(0.5)
    const isTunnelled = this.#mix === 'tunnelled'
    return {
      number,
      end,
      transport,
      wideband,
      callId: `${random.hex(16)}-${number}@${place(10, user).text}`,
      branch: random.hex(8),
      hops: [
        [place(10, user, port), place(11, proxy)],
        [place(11, proxy, port), place(12, 0)],
        [place(12, 0, port), place(13, user)],
      ],
      media: [place(10, user, 49_152 + ((number * 2) % 16_000)), place(13, user, 49_152 + ((number * 6) % 16_000))],
      tunnels: isTunnelled ? [tunnelOf(number * 2 + 0x10000), undefined, tunnelOf(number * 2 + 0x10001)] : [],
      sequences: Uint32Array.from({ length: 6 }, () => random.next()),
      left: STEPS.length * 3,
    }
  }

  #newStream(call: Call, side: 0 | 1, start: number): void {
    const [from, to] = side === 0 ? call.media : [call.media[1], call.media[0]]
    const tunnel = call.tunnels[side === 0 ? 0 : 2]
    const payload = call.wideband ? wideband(this.#random) : narrowband(this.#random)
    const length = 8 + RTP_HEADER + payload.length
    const headers = headerLength(from, tunnel)
    const frame = Buffer.alloc(headers + length)
    writeHeaders(frame, 0, { from, to, protocol: 17, length, tunnel, id: 0 })
    writeUdp(frame, headers, from, to, length - 8)
    const rtp = headers + 8
    frame[rtp] = 0x80
    frame[rtp + 1] = call.wideband ? 104 : 8
    frame.writeUInt32BE(this.#random.next(), rtp + 8)
    frame.set(payload, rtp + RTP_HEADER)
    const number = this.#streamNumber++
    const ip = headers - (from.address.length === 4 ? 20 : 40)
    const places = { frame, ip, rtp, isIpv4: from.address.length === 4, from, to, tunnel }
    const counters = { sequence: this.#random.below(65_536), timestamp: this.#random.next(), sent: 0 }
    this.#streams.set(number, { ...places, ...counters, end: call.end, start, step: call.wideband ? 320 : 160 })
    this.#wheel.plan(start, RTP, number)
    this.#wheel.plan(start + Math.round((1 + 4 * this.#random.fraction()) * TICKS), RTCP, number)
  }

  #media(number: number): void {
    const stream = this.#streams.get(number)!
    const random = this.#random
    const fate = random.fraction()
    if (fate < LOST) this.#counts.lost++
    else if (fate < LOST + LATE) {
      this.#counts.late++
      const late = 250 + random.below(200)
      this.#wheel.plan(this.#wheel.now + late, LATE_RTP, number, stream.sequence, stream.timestamp | 0)
    } else this.#rtp(stream, stream.sequence, stream.timestamp, stream.sent === 0)
    stream.sequence = (stream.sequence + 1) & 0xffff
    stream.timestamp = (stream.timestamp + stream.step) >>> 0
    stream.sent++
    const due = stream.start + stream.sent * FRAME_TICKS
    if (due < stream.end) this.#wheel.plan(due + random.below(30) + (random.chance(0.005) ? 120 : 0), RTP, number)
    else this.#wheel.plan(stream.end + TICKS, RTCP, number)
  }

  #rtp(stream: Stream, sequence: number, timestamp: number, marker: boolean): void {
    const { ip, rtp, isIpv4 } = stream
    const id = this.#file.nextId()
    this.#file.copy(this.#wheel.now, stream.frame, (out, at) => {
      if (isIpv4) {
        out.writeUInt16BE(id, at + ip + 4)
        out.writeUInt16BE(0, at + ip + 10)
        writeIpChecksum(out, at + ip)
      }
      if (marker) out[at + rtp + 1]! |= 0x80
      out.writeUInt16BE(sequence, at + rtp + 2)
      out.writeUInt32BE(timestamp >>> 0, at + rtp + 4)
      // Not all payloads alike.
      out.writeUInt16BE(sequence, at + rtp + RTP_HEADER + 4)
    })
    this.#counts.rtp++
  }

  /** A sender report with one block; after the end of the stream it is forgotten instead. */
  #report(number: number): void {
    const stream = this.#streams.get(number)
    if (!stream) return
    const { now } = this.#wheel
    if (now >= stream.end) {
      if (now > stream.end + TICKS / 2) this.#streams.delete(number)
      return
    }
    const report = Buffer.alloc(52)
    report.writeUInt32BE(0x81c8000c, 0)
    stream.frame.copy(report, 4, stream.rtp + 8, stream.rtp + 12)
    report.writeUInt32BE(3_976_214_400 + Math.floor(now / TICKS), 8)
    report.writeUInt32BE(stream.timestamp, 16)
    report.writeUInt32BE(stream.sent, 20)
    report.writeUInt32BE(stream.sent * 160, 24)
    report.writeUInt32BE(1, 28)
    const [from, to] = [stream.from, stream.to].map((end) => ({ ...end, port: end.port + 1 })) as [End, End]
    this.#file.udp(now, from, to, report.toString('latin1'), stream.tunnel)
    this.#wheel.plan(now + 5 * TICKS, RTCP, number)
  }

  #message(number: number, step: number, hop: number): void {
    const call = this.#calls.get(number)!
    const text = sipText(call, step, hop)
    const direction = isRequest(step) ? 0 : 1
    this.#counts.messages++
    if (step === 0 && hop === 0) this.#counts.calls++
    if (call.transport === 'TCP') this.#segments(call, { step, hop, direction, text })
    else {
      const [from, to] = direction === 0 ? call.hops[hop]! : [call.hops[hop]![1], call.hops[hop]![0]]
      this.#file.udp(this.#wheel.now, from, to, text, call.tunnels[hop])
    }
    if (--call.left > 0) return
    if (call.transport === 'TCP') this.#hangUp(call)
    this.#calls.delete(number)
  }

  /** Connections that stayed open would be more and more at a time. */
  #hangUp(call: Call): void {
    for (let hop = 0; hop < call.hops.length; hop++) {
      this.#segment(call, hop, 0, '', FIN | ACK)
      this.#segment(call, hop, 1, '', FIN | ACK)
      this.#segment(call, hop, 0, '', ACK)
    }
  }

  #segments(call: Call, message: { step: number; hop: number; direction: 0 | 1; text: string }): void {
    const { step, hop, direction, text } = message
    if (step === 0) {
      this.#segment(call, hop, 0, '', SYN)
      this.#segment(call, hop, 1, '', SYN | ACK)
      this.#segment(call, hop, 0, '', ACK)
    }
    // As segments are on their way: full ones first, and now and then a message in two halves.
    const half = this.#random.chance(0.05) ? text.length >> 1 : text.length
    const cut = text.length > 1300 ? 1300 : half
    this.#segment(call, hop, direction, text.slice(0, cut), PUSH)
    if (cut < text.length) this.#segment(call, hop, direction, text.slice(cut), PUSH)
  }

  #segment(call: Call, hop: number, direction: 0 | 1, text: string, flags: number): void {
    const [from, to] = direction === 0 ? call.hops[hop]! : [call.hops[hop]![1], call.hops[hop]![0]]
    const own = hop * 2 + direction
    const sequence = call.sequences[own]!
    const acknowledgement = flags & ACK ? call.sequences[hop * 2 + (1 - direction)]! : 0
    const tunnel = call.tunnels[hop]
    this.#file.tcp(this.#wheel.now, from, to, { text, sequence, acknowledgement, flags, tunnel })
    call.sequences[own] = sequence + text.length + (flags & (SYN | FIN) ? 1 : 0)
  }
}

function tunnelOf(teid: number): Tunnel {
  return { teid, from: endAt(4, 172, teid & 63, 2152), to: endAt(4, 173, 1, 2152) }
}

function endAt(version: 4 | 6, net: number, host: number, port: number): End {
  const low = [(host + 1) >> 8, (host + 1) & 255]
  if (version === 4)
    return { address: Uint8Array.of(net, 0, low[0]!, low[1]!), text: `${net}.0.${low.join('.')}`, port }
  const address = new Uint8Array(16)
  // Each user has a /64: TS 23.401 §5.3.1.2.2.
  address.set([0x20, 0x01, 0x0d, 0xb8, 0, net, ...low])
  address[15] = 1
  return { address, text: `2001:db8:${net.toString(16)}:${(host + 1).toString(16)}::1`, port }
}

/** AMR-WB 23.85 kbit/s in octets (RFC 4867 §4.4): 62 bytes. */
function wideband(random: Random): Uint8Array {
  const payload = Uint8Array.from({ length: 62 }, () => random.below(256))
  payload.set([0xf0, 0x44])
  return payload
}

function narrowband(random: Random): Uint8Array {
  return Uint8Array.from({ length: 160 }, () => random.below(256))
}
