/** Records of TLS 1.3 by our own hand, for what libraries do not do when asked: RFC 8446 §5.2, §7.1, §7.2. */
import { createCipheriv, createHmac } from 'node:crypto'
import { concat, u16, u8, utf8, zeros } from './octets.ts'

function expand(secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = utf8(`tls13 ${label}`)
  const info = concat(u16(length), u8(name.length), name, u8(0, 1))
  return new Uint8Array(createHmac('sha256', secret).update(info).digest().subarray(0, length))
}

/** Seals records one after the other, with AES-128-GCM. */
export class Sealer {
  #secret: Uint8Array
  #number = 0

  constructor(secret: Uint8Array) {
    this.#secret = secret
  }

  /** @param padding zeros behind the contents */
  seal(type: number, contents: Uint8Array, padding = 0): Uint8Array {
    const nonce = expand(this.#secret, 'iv', 12)
    const number = new Uint8Array(12)
    new DataView(number.buffer).setUint32(8, this.#number++)
    for (let i = 0; i < 12; i++) nonce[i]! ^= number[i]!
    const plain = concat(contents, u8(type), zeros(padding))
    const header = concat(u8(23, 3, 3), u16(plain.length + 16))
    const cipher = createCipheriv('aes-128-gcm', expand(this.#secret, 'key', 16), nonce)
    cipher.setAAD(header)
    const sealed = concat(cipher.update(plain), cipher.final())
    return concat(header, sealed, cipher.getAuthTag())
  }

  /** From here on the next keys hold. */
  update(): void {
    this.#secret = expand(this.#secret, 'traffic upd', 32)
    this.#number = 0
  }
}
