/** WebSocket frames (RFC 6455 §5), compressed too (RFC 7692). */
import { constants, createDeflateRaw, type DeflateRaw } from 'node:zlib'
import { concat, u16, u8 } from './octets.ts'

const FINAL = 0x80
const COMPRESSED = 0x40
const MASKED = 0x80
const TEXT = 1
const MASK = u8(0x37, 0xfa, 0x21, 0x3d)

/** What one side sends: a client masks. */
export class WebSocketSide {
  readonly #isClient: boolean
  readonly #deflate: DeflateRaw | undefined

  /** @param isCompressed messages look back at those before */
  constructor(isClient: boolean, isCompressed = false) {
    this.#isClient = isClient
    this.#deflate = isCompressed ? createDeflateRaw() : undefined
  }

  async message(payload: Uint8Array): Promise<Uint8Array> {
    if (!this.#deflate) return this.#frame(FINAL | TEXT, payload)
    return this.#frame(FINAL | COMPRESSED | TEXT, await deflated(this.#deflate, payload))
  }

  #frame(first: number, payload: Uint8Array): Uint8Array {
    const masked = this.#isClient ? MASKED : 0
    const { length } = payload
    const size = length < 126 ? u8(masked | length) : concat(u8(masked | 126), u16(length))
    if (!this.#isClient) return concat(u8(first), size, payload)
    return concat(
      u8(first),
      size,
      MASK,
      payload.map((octet, i) => octet ^ MASK[i % 4]!),
    )
  }
}

/** Flushed, without the empty block that ends it: RFC 7692 §7.2.1. */
function deflated(deflate: DeflateRaw, payload: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    deflate.on('data', (piece: Buffer) => pieces.push(piece))
    deflate.write(payload, () =>
      deflate.flush(constants.Z_SYNC_FLUSH, () => {
        deflate.removeAllListeners('data')
        resolve(new Uint8Array(Buffer.concat(pieces).subarray(0, -4)))
      }),
    )
  })
}
