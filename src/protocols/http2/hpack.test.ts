/** RFC 7541, Appendix C, and what an encoder may do to whoever decodes. */
import { describe, expect, it } from 'vitest'
import { HpackEncoder } from '../../../test/make/hpack.ts'
import { HpackDecoder } from './hpack.ts'
import { CODE_LENGTHS } from './tables-hpack.ts'

const FREE = { hold: () => true }

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (octet) => Number.parseInt(octet, 16))
}

function lines(decoder: HpackDecoder, hex: string): string[] {
  const bytes = bytesOf(hex)
  return decoder.decode(bytes, 0, bytes.length).headers.map(({ name, value }) => `${name}: ${value}`)
}

const FIRST = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com']
const SECOND = [...FIRST, 'cache-control: no-cache']
const THIRD = [
  ':method: GET',
  ':scheme: https',
  ':path: /index.html',
  ':authority: www.example.com',
  'custom-key: custom-value',
]
const MOMENT = 'date: Mon, 21 Oct 2013 20:13:21 GMT'
const PLACE = 'location: https://www.example.com'
const COOKIE = 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'
const ANSWERS = [
  [':status: 302', 'cache-control: private', MOMENT, PLACE],
  [':status: 307', 'cache-control: private', MOMENT, PLACE],
  [
    ':status: 200',
    'cache-control: private',
    'date: Mon, 21 Oct 2013 20:13:22 GMT',
    PLACE,
    'content-encoding: gzip',
    COOKIE,
  ],
]

const cases: { it: string; size?: number; blocks: string[]; want: string[][] }[] = [
  {
    it: 'C.2.1 literal with indexing',
    blocks: ['400a637573746f6d2d6b65790d637573746f6d2d686561646572'],
    want: [['custom-key: custom-header']],
  },
  { it: 'C.2.2 literal without indexing', blocks: ['040c2f73616d706c652f70617468'], want: [[':path: /sample/path']] },
  {
    it: 'C.2.3 literal never indexed',
    blocks: ['100870617373776f726406736563726574'],
    want: [['password: secret']],
  },
  { it: 'C.2.4 indexed', blocks: ['82'], want: [[':method: GET']] },
  {
    it: 'C.3 requests without Huffman coding',
    blocks: [
      '828684410f7777772e6578616d706c652e636f6d',
      '828684be58086e6f2d6361636865',
      '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
    ],
    want: [FIRST, SECOND, THIRD],
  },
  {
    it: 'C.4 requests with Huffman coding',
    blocks: [
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ],
    want: [FIRST, SECOND, THIRD],
  },
  {
    it: 'C.5 responses without Huffman coding, with eviction',
    size: 256,
    blocks: [
      `4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54
       6e1768747470733a2f2f7777772e6578616d706c652e636f6d`,
      '4803333037c1c0bf',
      `88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a6970
       7738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31`,
    ].map((text) => text.replaceAll(/\s/g, '')),
    want: ANSWERS,
  },
  {
    it: 'C.6 responses with Huffman coding, with eviction',
    size: 256,
    blocks: [
      `488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff
       6e919d29ad171863c78f0b97c8e9ae82ae43d3`,
      '4883640effc1c0bf',
      `88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab
       77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007`,
    ].map((text) => text.replaceAll(/\s/g, '')),
    want: ANSWERS,
  },
]

describe('HPACK', () => {
  it.each(cases)('$it', ({ size, blocks, want }) => {
    const decoder = new HpackDecoder(FREE)
    if (size !== undefined) decoder.table.resize(size)
    expect(blocks.map((block) => lines(decoder, block))).toEqual(want)
  })

  it('the code of every octet comes back', () => {
    const value = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)).join('') + 'é€😀'
    const encoder = new HpackEncoder()
    const bytes = encoder.encode([['x', value]])
    expect(new HpackDecoder(FREE).decode(bytes, 0, bytes.length).headers).toEqual([{ name: 'x', value }])
    // A prefix code without gaps: Kraft.
    expect(CODE_LENGTHS.reduce((sum, bits) => sum + 2 ** -bits, 0)).toBe(1)
  })

  const wrong: { it: string; hex: string }[] = [
    { it: 'index 0', hex: '80' },
    { it: 'an index behind the table', hex: 'be' },
    { it: 'an integer without an end', hex: '7fffffffffffffffffffff' },
    { it: 'a string longer than the block', hex: '0005' },
    { it: 'Huffman padding of a whole octet', hex: '400161821fff' },
    { it: 'Huffman padding of zeros', hex: '4001618118' },
    { it: 'the end of the string as a symbol', hex: '40016184ffffffff' },
  ]
  it.each(wrong)('says malformed of $it, and forgets its table', ({ hex }) => {
    const decoder = new HpackDecoder(FREE)
    const bytes = bytesOf(hex)
    expect(decoder.decode(bytes, 0, bytes.length).isMalformed).toBe(true)
    expect(decoder.table.isPartial).toBe(true)
  })

  it('after a loss knows what was entered since, and nothing older', () => {
    const encoder = new HpackEncoder()
    encoder.encode([['old', 'one']])
    const decoder = new HpackDecoder(FREE)
    decoder.table.lose()
    const first = encoder.encode([
      [':method', 'POST'],
      ['old', 'one'],
      ['new', 'two'],
    ])
    const second = encoder.encode([
      ['new', 'two'],
      ['old', 'one'],
    ])
    const told = [first, second].map((block) => decoder.decode(block, 0, block.length))
    expect(told.map(({ headers, isPartial }) => [isPartial, ...headers.map(({ name }) => name)])).toEqual([
      [true, ':method', '<unknown>', 'new'],
      [true, 'new', '<unknown>'],
    ])
  })

  it('a bomb of references costs no memory', () => {
    const encoder = new HpackEncoder({ huffman: false })
    const entry = encoder.encode([['a', 'b'.repeat(4000)]])
    const bomb = new Uint8Array(entry.length + 16_000).fill(0xbe)
    bomb.set(entry)
    const decoded = new HpackDecoder(FREE).decode(bomb, 0, bomb.length)
    expect(decoded.isTruncated).toBe(true)
    expect(decoded.headers.reduce((sum, { value }) => sum + value.length, 0)).toBeLessThanOrEqual(262_144)
  })

  it('a table that there is no room for is not kept', () => {
    let held = 0
    const decoder = new HpackDecoder({
      hold: (bytes) => {
        if (held + bytes > 1000) return false
        held += bytes
        return true
      },
    })
    for (let i = 0; i < 100; i++) {
      const block = new HpackEncoder({ huffman: false }).encode([[`name-${i}`, 'v'.repeat(50)]])
      decoder.decode(block, 0, block.length)
    }
    expect(held).toBeLessThanOrEqual(1000)
    decoder.table.clear()
    expect(held).toBe(0)
  })
})
