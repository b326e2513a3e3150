import { describe, expect, it } from 'vitest'
import { differencesOf } from './differences.ts'
import { linesOf } from './lines.ts'

const CASES: readonly { it: string; left: object; right: object; want: string[] }[] = [
  {
    it: 'tags and ports are expected',
    left: { to_tag: 'a', port: 1 },
    right: { to_tag: 'b', port: 2 },
    want: ['to_tag*', 'port*'],
  },
  { it: 'a tag that one side lacks is not', left: { to_tag: 'a' }, right: {}, want: ['to_tag'] },
  { it: 'other numbers are expected', left: { to: 'sip:+491@a' }, right: { to: 'sip:+492222@a' }, want: ['to*'] },
  { it: 'another way to write a number is not', left: { to: 'sip:+491@a' }, right: { to: 'sip:0491@a' }, want: ['to'] },
  { it: 'IPv6 beside IPv4 is not', left: { ip: '10.0.0.1' }, right: { ip: '2001:db8::1' }, want: ['ip'] },
  { it: 'a value within lists', left: { m: [{ rate: 8 }] }, right: { m: [{ rate: 16 }] }, want: ['m[0].rate'] },
  { it: 'nothing where all is alike', left: { a: [1, 2], b: null }, right: { a: [1, 2] }, want: [] },
]

describe('fields in which two messages differ', () => {
  it.each(CASES)('$it', ({ left, right, want }) => {
    const found = differencesOf({ details: { ...left } }, { details: { ...right } })
    expect(found.map(({ path, isExpected }) => path + (isExpected ? '*' : ''))).toEqual(want)
  })
})

function message(id: string, port: number, codec: string): string {
  return [
    'INVITE sip:+49171@ims SIP/2.0',
    `Via: SIP/2.0/UDP 10.0.0.${port % 9}:5060;branch=z9hG4bK-${id}`,
    `Call-ID: ${id}`,
    '',
    `m=audio ${port} RTP/AVP 96`,
    `a=rtpmap:96 ${codec}`,
    '',
  ].join('\r\n')
}

describe('lines of two messages', () => {
  it('are alike, unlike as expected, or changed', () => {
    const lines = linesOf(message('one', 4000, 'AMR/8000'), message('two', 5002, 'AMR-WB/16000'))
    expect(lines.map(({ is }) => is)).toEqual(['same', 'expected', 'expected', 'same', 'expected', 'changed'])
  })

  it('that stand in one of them stay alone', () => {
    expect(linesOf('A: 1\nB: 2', 'B: 2\nC: 3').map(({ is, left, right }) => [is, left, right])).toEqual([
      ['left', 'A: 1', undefined],
      ['same', 'B: 2', 'B: 2'],
      ['right', undefined, 'C: 3'],
    ])
  })

  it('tell a media line that is off from one with another port', () => {
    expect(linesOf('m=video 0 RTP/AVP 97', 'm=video 4000 RTP/AVP 97')[0]?.is).toBe('changed')
  })
})
