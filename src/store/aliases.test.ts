import { describe, expect, it } from 'vitest'
import { AliasBook, BadAliases, checkAliases, MOST_ALIASES } from './aliases.ts'

describe('aliases', () => {
  it('are taken in one spelling, as a list or within an object', () => {
    const given = [
      { address: '2001:DB8:0::1', name: ' core ' },
      { address: '10.0.0.7/24', group: 'pool' },
    ]
    const want = [
      { address: '2001:db8::1', name: 'core' },
      { address: '10.0.0.0/24', group: 'pool' },
    ]
    expect(checkAliases(given)).toEqual(want)
    expect(checkAliases({ aliases: given })).toEqual(want)
  })

  const wrong: [string, unknown, RegExp][] = [
    ['no list', { names: [] }, /are a list/],
    ['no object', ['10.0.0.1'], /alias 1 is no object/],
    ['no address', [{ name: 'x' }], /'address' is an IP address or a subnet/],
    ['half an address', [{ address: '10.1', name: 'x' }], /'address' is/],
    ['nothing said', [{ address: '10.0.0.1' }], /neither a name nor a group nor a role/],
    ['a role that is none', [{ address: '10.0.0.1', role: 'boss' }], /'role' is none of/],
    ['an unknown key', [{ address: '10.0.0.1', title: 'x' }], /unknown key 'title'/],
    ['a control character', [{ address: '10.0.0.1', name: 'a\u001Bb' }], /printable characters/],
    ['a long name', [{ address: '10.0.0.1', name: 'x'.repeat(81) }], /1 to 80/],
    [
      'twice the same',
      [
        { address: '10.0.0.1', name: 'a' },
        { address: '10.0.0.1/32', name: 'b' },
      ],
      /there twice/,
    ],
    ['too many', Array.from({ length: MOST_ALIASES + 1 }, () => ({})), /more than 10000/],
  ]
  it.each(wrong)('%s is refused', (_, given, words) => {
    expect(() => checkAliases(given)).toThrow(BadAliases)
    expect(() => checkAliases(given)).toThrow(words)
  })

  it('are found by address, then by the narrowest subnet', () => {
    const book = new AliasBook([
      { address: '10.0.0.0/8', name: 'wide' },
      { address: '10.1.0.0/16', name: 'narrow' },
      { address: '10.1.0.1', name: 'own' },
      { address: '2001:db8::/32', name: 'six' },
      { address: '10.1.0.1', name: 'later' },
    ])
    const names = ['10.1.0.1', '10.1.0.2', '10.2.0.1', '192.168.0.1', '2001:db8::7', 'others']
    expect(names.map((address) => book.of(address)?.name)).toEqual([
      'later',
      'narrow',
      'wide',
      undefined,
      'six',
      undefined,
    ])
  })
})
