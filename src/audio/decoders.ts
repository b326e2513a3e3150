import { A_LAW, MU_LAW } from './g711.ts'
import { G722Decoder } from './g722.ts'

/** How a payload type is coded. */
export interface AudioFormat {
  readonly codec: string
  /** Of the RTP clock, in Hz. */
  readonly clock_rate: number
  readonly channels: number
}

export interface Decoder {
  /** Hz. */
  readonly sampleRate: number
  /** Samples of one channel; of several, their mean. */
  decode(payload: Uint8Array): Int16Array
}

const MAKE: Readonly<Record<string, (format: AudioFormat) => Decoder>> = {
  PCMU: ({ clock_rate }) => ({ sampleRate: clock_rate, decode: (payload) => byTable(MU_LAW, payload) }),
  PCMA: ({ clock_rate }) => ({ sampleRate: clock_rate, decode: (payload) => byTable(A_LAW, payload) }),
  // Its RTP clock is 8000 by an error kept for compatibility: RFC 3551 §4.5.2.
  G722: () => {
    const decoder = new G722Decoder()
    return { sampleRate: 16_000, decode: (payload) => decoder.decode(payload) }
  },
  L16: ({ clock_rate, channels }) => ({ sampleRate: clock_rate, decode: (payload) => linear(payload, channels) }),
}

/** Clocks in Hz beyond which nobody speaks. */
const RATES = { lowest: 8000, highest: 48_000 }

/** A decoder of its own for one stream; undefined where the codec is none of those that can be played. */
export function decoderOf(format: AudioFormat): Decoder | undefined {
  const codec = format.codec.toUpperCase()
  const { clock_rate: rate } = format
  if (!Object.hasOwn(MAKE, codec) || rate < RATES.lowest || rate > RATES.highest) return undefined
  return MAKE[codec]!(format)
}

function byTable(table: Int16Array, payload: Uint8Array): Int16Array {
  const out = new Int16Array(payload.length)
  for (let i = 0; i < payload.length; i++) out[i] = table[payload[i]!]!
  return out
}

/** Network byte order, channels interleaved: RFC 3551 §4.5.11. */
function linear(payload: Uint8Array, channels: number): Int16Array {
  const out = new Int16Array(Math.floor(payload.length / (2 * channels)))
  for (let i = 0, at = 0; i < out.length; i++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++, at += 2) {
      sum += ((payload[at]! << 24) >> 16) | payload[at + 1]!
    }
    out[i] = sum / channels
  }
  return out
}
