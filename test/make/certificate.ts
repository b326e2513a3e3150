/** A certificate for servers of tests, signed by itself: X.509, RFC 5280. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { concat, u8, utf8 } from './octets.ts'

function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const all = concat(...contents)
  const { length } = all
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return concat(u8(tag, ...head), all)
}

const sequence = (...contents: readonly Uint8Array[]): Uint8Array => der(0x30, ...contents)
const integer = (...octets: readonly number[]): Uint8Array => der(2, u8(...octets))

/** 1.2.840.113549.1.1.11, and 2.5.4.3. */
const SHA_256_WITH_RSA = sequence(der(6, u8(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11)), u8(5, 0))
const COMMON_NAME = der(6, u8(0x55, 4, 3))

/** Key and certificate in PEM, with RSA, by which keys can be agreed on in all ways that there are. */
export function selfSigned(name: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const called = sequence(der(0x31, sequence(COMMON_NAME, der(12, utf8(name)))))
  const validity = sequence(der(23, utf8('260101000000Z')), der(23, utf8('460101000000Z')))
  const info = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const version = der(0xa0, integer(2))
  const body = sequence(version, integer(1), SHA_256_WITH_RSA, called, validity, called, info)
  const signature = new Uint8Array(sign('sha256', body, privateKey))
  const whole = sequence(body, SHA_256_WITH_RSA, der(3, u8(0), signature))
  const lines = Buffer.from(whole).toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
