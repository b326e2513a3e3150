import type { AudioPacket } from './in-order.ts'
import { type AudioFormat, type Decoder, decoderOf } from './decoders.ts'

/** A sender whose time stamps go so far from the time of arrival, in ms, has begun a new time line. */
const ASTRAY_MS = 3000

/** How a stream becomes samples. */
export interface AudioPlan {
  /** Of the RTP clock, in Hz. */
  readonly clockRate: number
  /** Of what comes out, in Hz. */
  readonly sampleRate: number
  /** By payload type; those of others are passed over, as telephone events and comfort noise are. */
  readonly formats: ReadonlyMap<number, AudioFormat>
}

export interface Placed {
  /** Sample at which it begins, from the first of the stream. */
  readonly at: number
  readonly samples: Int16Array
}

/** Places the audio of packets, which come in order, by their RTP time: RFC 3550 §5.1. */
export class Timeline {
  readonly #plan: AudioPlan
  readonly #decoders = new Map<number, Decoder | undefined>()
  /** Where the time line was tied last. */
  #anchor: { readonly at: number; readonly arrived: number } | undefined
  #lastTime = 0
  /** Ticks since the anchor. */
  #ticks = 0
  #end = 0

  constructor(plan: AudioPlan) {
    this.#plan = plan
  }

  /** The samples of a packet; undefined where it has none to be heard. What overlaps is heard once. */
  place(packet: AudioPacket): Placed | undefined {
    const at = this.#position(packet)
    const decoder = this.#decoder(packet.payloadType)
    if (!decoder || packet.payload.length === 0) return undefined
    const samples = resampled(decoder.decode(packet.payload), decoder.sampleRate, this.#plan.sampleRate)
    const skipped = Math.max(0, this.#end - at)
    if (skipped >= samples.length) return undefined
    this.#end = at + samples.length
    return { at: at + skipped, samples: samples.subarray(skipped) }
  }

  #position({ rtpTime, at: arrived }: AudioPacket): number {
    const { clockRate, sampleRate } = this.#plan
    this.#ticks += (rtpTime - this.#lastTime) | 0
    this.#lastTime = rtpTime
    const anchor = this.#anchor
    if (!anchor) return this.#tie(0, arrived)
    const elapsed = (this.#ticks * 1000) / clockRate
    if (Math.abs(elapsed - (arrived - anchor.arrived)) > ASTRAY_MS) {
      return this.#tie(Math.max(this.#end, Math.round((arrived * sampleRate) / 1000)), arrived)
    }
    return Math.max(0, anchor.at + Math.round((elapsed * sampleRate) / 1000))
  }

  #tie(at: number, arrived: number): number {
    this.#anchor = { at, arrived }
    this.#ticks = 0
    return at
  }

  #decoder(payloadType: number): Decoder | undefined {
    if (!this.#decoders.has(payloadType)) {
      const format = this.#plan.formats.get(payloadType)
      this.#decoders.set(payloadType, format && decoderOf(format))
    }
    return this.#decoders.get(payloadType)
  }
}

/** By the nearest sample: a stream has one rate, save where its codec changed. */
function resampled(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples
  const out = new Int16Array(Math.floor((samples.length * to) / from))
  for (let i = 0; i < out.length; i++) out[i] = samples[Math.floor((i * from) / to)]!
  return out
}
