import { describe, expect, it } from 'vitest'
import * as made from '../../../test/make/stun.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { stun } from './stun.ts'

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replace(/\s/g, '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

function read(bytes: Uint8Array, wireTo = bytes.length, tree = false): Kept {
  const out = new Kept(tree)
  stun.decode(bytes, 0, bytes.length, wireTo, whereOf(), out)
  return out
}

/** RFC 5769 §2. */
const HEAD = '2112a442 b7e7a701 bc34d686 fa87dfae'
const REQUEST = bytesOf(`00010058 ${HEAD}
  80220010 5354554e 20746573 7420636c 69656e74 00240004 6e0001ff 80290008 932ff9b1 51263b36
  00060009 6576746a 3a683676 59202020 00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf`)
const ANSWER = bytesOf(`0101003c ${HEAD}
  8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
  00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96`)
const ANSWER_OF_IPV6 = bytesOf(`01010048 ${HEAD}
  8022000b 74657374 20766563 746f7220 00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
  00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c`)

describe('STUN', () => {
  it.each([
    ['a check, with who asks', REQUEST, 'Binding request', { username: 'evtj:h6vY', priority: 0x6e0001ff }],
    ['its answer: how the asker is seen', ANSWER, 'Binding success', { mapped_address: '192.0.2.1:32853' }],
    [
      'over IPv6',
      ANSWER_OF_IPV6,
      'Binding success',
      { mapped_address: '[2001:db8:1234:5678:11:2233:4455:6677]:32853' },
    ],
    [
      'a refusal',
      made.stun(made.ALLOCATE, 'error', 7, made.error(486, 'No more')),
      'Allocate error',
      { error_code: 486, error: 'Allocation Quota Reached', reason_phrase: 'No more', failed: true },
    ],
    [
      'a refusal by a number of its own',
      made.stun(made.BINDING, 'error', 7, made.error(499, '')),
      'Binding error',
      { error_code: 499, error: 'not catalogued' },
    ],
    ['a method that nobody knows', made.stun(0x00d, 'indication', 7), 'Method 0xd indication', { method: 13 }],
    [
      'a channel',
      made.stun(made.CHANNEL_BIND, 'request', 7, made.attribute(0x000c, Uint8Array.of(0x40, 0, 0, 0))),
      'ChannelBind request',
      { channel: '0x4000' },
    ],
  ])('%s', (_, bytes, name, details) => {
    expect(stun.recognize(bytes, 0, bytes.length)).toBe(true)
    const out = read(bytes)
    expect(out.fault).toBe('')
    expect(out.message_type).toBe(name)
    expect(out.details).toMatchObject(details)
  })

  it('is not what has another cookie, another length, or two bits set', () => {
    for (const [at, value] of [
      [4, 0x20],
      [3, 0x54],
      [0, 0x80],
    ] as const) {
      const bytes = REQUEST.slice()
      bytes[at] = value
      expect(stun.recognize(bytes, 0, bytes.length)).toBe(false)
    }
    expect(stun.recognize(REQUEST, 0, 19)).toBe(false)
  })

  it('what was not captured is cut, and an attribute that ends behind its message malformed', () => {
    expect(read(REQUEST.slice(0, 30), REQUEST.length).fault).toBe('cut')
    const lying = made.stun(made.BINDING, 'request', 7, made.attribute(0x0006, 'abcd'))
    lying[23] = 40
    expect(read(lying).fault).toBe('malformed')
  })

  it('the tree names what details leave out', () => {
    const shown = read(REQUEST, REQUEST.length, true).shown.map(({ name }) => name)
    expect(shown).toEqual(expect.arrayContaining(['ICE-CONTROLLED', 'MESSAGE-INTEGRITY', 'FINGERPRINT']))
  })
})
