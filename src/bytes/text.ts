const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The bytes as text, UTF-8 where they are such; what is not becomes U+FFFD. */
export function text(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to))
}

/** Each byte as the character of its number: as long as the bytes, so that positions in it are positions in them. */
export function byteText(bytes: Uint8Array, from: number, to: number): string {
  const ascii = text(bytes, from, to)
  // Equal length leaves only ASCII and one-byte errors, which decode to U+FFFD.
  if (ascii.length === to - from && !ascii.includes('\ufffd')) return ascii
  let all = ''
  for (let at = from; at < to; at += 4096) {
    all += String.fromCharCode(...bytes.subarray(at, Math.min(at + 4096, to)))
  }
  return all
}

/** A piece of `byteText` as the text that its bytes spell. */
export function spell(piece: string): string {
  for (let i = 0; i < piece.length; i++) {
    if (piece.charCodeAt(i) > 127) return decoder.decode(Uint8Array.from(piece, (c) => c.charCodeAt(0)))
  }
  return piece
}

/** `0x` and at least `digits` lower-case hexadecimal digits. */
export function hex(value: number, digits: number): string {
  return `0x${(value >>> 0).toString(16).padStart(digits, '0')}`
}
