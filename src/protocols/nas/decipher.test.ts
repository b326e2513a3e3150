/** 128-EEA2 by the test sets of TS 33.401 §C.1; what is beyond whole octets is not compared. */
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../test/make/octets.ts'
import { ciphers } from '../../input/helpers.ts'
import { decipher } from './decipher.ts'
import { NasKeys } from './keys.ts'

const octets = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

const sets = [
  {
    it: 'C.1.1',
    key: 'd3c5d592327fb11c4035c6680af8c6d1',
    input: { count: 0x398a59b4, bearer: 0x15, isDownlink: true },
    bits: 253,
    plain: '981ba6824c1bfb1ab485472029b71d808ce33e2cc3c0b5fc1f3de8a6dc66b1f0',
    ciphered: 'e9fed8a63d155304d71df20bf3e82214b20ed7dad2f233dc3c22d7bdeeed8e78',
  },
  {
    it: 'C.1.2',
    key: '2bd6459f82c440e0952c49104805ff48',
    input: { count: 0xc675a64b, bearer: 0x0c, isDownlink: true },
    bits: 798,
    plain:
      '7ec61272743bf1614726446a6c38ced166f6ca76eb5430044286346cef130f92922b03450d3a9975e5bd2ea0eb55ad8e' +
      '1b199e3ec4316020e9a1b285e762795359b7bdfd39bef4b2484583d5afe082aee638bf5fd5a606193901a08f4ab41aab9b134880',
    ciphered:
      '5961605353c64bdca15b195e288553a910632506d6200aa790c4c806c99904cf2445cc50bb1cf168a49673734e081b57' +
      'e324ce5259c0e78d4cd97b870976503c0943f2cb5ae8f052c7b7d392239587b8956086bcab18836042e2e6ce42432a17105c53d0',
  },
  {
    it: 'C.1.3',
    key: '0a8b6bd8d9b08b08d64e32d1817777fb',
    input: { count: 0x544d49cd, bearer: 4, isDownlink: false },
    bits: 310,
    plain: 'fd40a41d370a1f65745095687d47ba1d36d2349e23f644392c8ea9c49d40c13271aff264d0f24800',
    ciphered: '75750d37b4bba2a4dedb34235bd68c6645acdaaca48138a3b0c471e2a7041a576423d2927287f000',
  },
]

describe('128-EEA2', () => {
  it.each(sets)('$it', ({ key, input, bits, plain, ciphered }) => {
    const whole = bits >> 3
    const got = decipher(ciphers, octets(key), input, octets(ciphered))!
    expect(Buffer.from(got.subarray(0, whole)).toString('hex')).toBe(plain.slice(0, whole * 2))
  })
})

const KEY = '00112233445566778899aabbccddeeff'

const lines: { it: string; text: string; identities: string[]; want: number }[] = [
  { it: 'an IMSI', text: `imsi-001010000000001 EEA2 ${KEY}`, identities: ['imsi-001010000000001'], want: 1 },
  { it: 'its digits alone', text: `001010000000001 128-EEA2 ${KEY}`, identities: ['imsi-001010000000001'], want: 1 },
  { it: 'a temporary identity', text: `tmsi-C0000001 NEA2 ${KEY}`, identities: ['tmsi-c0000001'], want: 1 },
  { it: 'anybody', text: `any\tNEA2\t${KEY}\r\n`, identities: [], want: 1 },
  { it: 'somebody else', text: `imsi-001010000000002 EEA2 ${KEY}`, identities: ['imsi-001010000000001'], want: 0 },
  { it: 'a comment', text: `# any EEA2 ${KEY}`, identities: [], want: 0 },
  { it: 'a key cut short', text: `any EEA2 ${KEY.slice(2)}`, identities: [], want: 0 },
  { it: 'several keys of one', text: `any EEA2 ${KEY}\nany EEA2 ${KEY}`, identities: [], want: 2 },
  { it: 'more than are tried', text: `any EEA2 ${KEY}\n`.repeat(1000), identities: [], want: 64 },
]

describe('a file of keys', () => {
  it.each(lines)('$it: $want', ({ text, identities, want }) => {
    const keys = new NasKeys()
    const bytes = utf8(text)
    for (let at = 0; at < bytes.length; at += 20) keys.take(bytes, at, Math.min(bytes.length, at + 20))
    keys.end()
    expect(keys.of(new Set(identities))).toHaveLength(want)
  })

  it('256 bits are those that the key is cut from', () => {
    const keys = new NasKeys()
    const bytes = utf8(`any EEA2 ${'f'.repeat(32)}${KEY}`)
    keys.take(bytes, 0, bytes.length)
    keys.end()
    expect(Buffer.from(keys.of(new Set())[0]!.key).toString('hex')).toBe(KEY)
  })
})
