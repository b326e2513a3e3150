const HEADER = 44
const RATE_AT = 24

/** One channel of PCM, as the server sends it. */
export interface Track {
  /** Hz. */
  readonly rate: number
  readonly samples: Int16Array<ArrayBuffer>
  /** The file itself. */
  readonly file: ArrayBuffer
}

/** A track and when it begins, in seconds. */
export interface PlacedTrack {
  readonly track: Track
  readonly begin: number
}

/** Reads a WAV file of the server. */
export function readWav(file: ArrayBuffer): Track {
  const rate = new DataView(file).getUint32(RATE_AT, true)
  return { rate, samples: new Int16Array(file.slice(HEADER)), file }
}

/** Seconds until the last track ends. */
export function lengthOf(tracks: readonly PlacedTrack[]): number {
  return Math.max(0, ...tracks.map(({ track, begin }) => begin + track.samples.length / track.rate))
}

/** Tracks together, as a WAV file of two channels: the first to the left, the second to the right, and so on. */
export function mixed(tracks: readonly PlacedTrack[]): Blob {
  const rate = Math.max(8000, ...tracks.map(({ track }) => track.rate))
  const frames = Math.ceil(lengthOf(tracks) * rate)
  const out = new Int16Array(2 * frames)
  tracks.forEach(({ track, begin }, number) => {
    const from = Math.round(begin * rate)
    const count = Math.min(frames - from, Math.floor((track.samples.length * rate) / track.rate))
    // A stream alone is heard on both sides.
    const sides = tracks.length === 1 ? [0, 1] : [number % 2]
    for (const side of sides) {
      for (let i = 0; i < count; i++) {
        const at = 2 * (from + i) + side
        const sum = out[at]! + track.samples[Math.floor((i * track.rate) / rate)]!
        out[at] = Math.max(-32_768, Math.min(32_767, sum))
      }
    }
  })
  return new Blob([header(rate, frames), out], { type: 'audio/wav' })
}

function header(rate: number, frames: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(HEADER))
  const words: readonly (readonly [number, string])[] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ]
  for (const [at, word] of words) for (let i = 0; i < word.length; i++) view.setUint8(at + i, word.charCodeAt(i))
  view.setUint32(4, HEADER - 8 + 4 * frames, true)
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 2, true)
  view.setUint32(RATE_AT, rate, true)
  view.setUint32(28, 4 * rate, true)
  view.setUint16(32, 4, true)
  view.setUint16(34, 16, true)
  view.setUint32(40, 4 * frames, true)
  return view.buffer
}

/** Lowest and highest sample of each of `columns` parts of a time of `length` seconds; −1 to 1. */
export function peaks({ track, begin }: PlacedTrack, length: number, columns: number): [low: number, high: number][] {
  const { rate, samples } = track
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.max(0, Math.floor(((column * length) / columns - begin) * rate))
    const to = Math.min(samples.length, Math.ceil((((column + 1) * length) / columns - begin) * rate))
    let [low, high] = [0, 0]
    for (let i = from; i < to; i++) {
      const sample = samples[i]!
      if (sample < low) low = sample
      if (sample > high) high = sample
    }
    return [low / 32_768, high / 32_768]
  })
}
