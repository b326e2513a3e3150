import { describe, expect, it } from 'vitest'
import { endWords } from './node-words.ts'
import type { Node } from './nodes.ts'

function node(address: string, more: Partial<Node> = {}): Node {
  return { key: address, address, addresses: [address], ports: ['5060'], why: [], ...more }
}

describe('an end of a message', () => {
  const caller = node('10.0.0.1', { role: 'UA' })
  const callee = node('10.0.0.2', { role: 'UA' })
  const proxy = node('10.0.0.9', { role: 'P-CSCF' })

  it('is called by what it is', () => {
    expect(endWords(proxy, [caller, proxy])).toBe('P-CSCF')
  })

  it('is told from another of its kind by where it is', () => {
    expect(endWords(caller, [caller, callee, proxy])).toBe('UA 10.0.0.1')
  })

  it('is its address where nothing is known', () => {
    expect(endWords(node('10.0.0.7'), [caller])).toBe('10.0.0.7')
  })
})
