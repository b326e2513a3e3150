const HEADER = 44

/** The header of a RIFF/WAVE file of that many samples, PCM of 16 bits, one channel. */
export function wavHeader(sampleRate: number, samples: number): Uint8Array {
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  const text = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) header[at + i] = word.charCodeAt(i)
  }
  text(0, 'RIFF')
  view.setUint32(4, HEADER - 8 + 2 * samples, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, 2 * sampleRate, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, 2 * samples, true)
  return header
}

/** Samples as they stand in the file: little-endian. */
export function wavSamples(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(2 * samples.length)
  for (let i = 0; i < samples.length; i++) {
    bytes[2 * i] = samples[i]! & 255
    bytes[2 * i + 1] = samples[i]! >> 8
  }
  return bytes
}
