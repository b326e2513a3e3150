import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { end, ip } from '../../test/make/internet.ts'
import { sctp } from '../../test/make/sctp.ts'
import { headerTree } from './headers.ts'
import { HEADERS, LINK_HEADERS } from './tables-headers.ts'
import type { TreeNode } from './tree.ts'

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
}

const MACS = '020000000001 020000000002'
const IPV4 = (protocol: string, length = '0028'): string => `4500${length} 00014000 40${protocol}0000 0a000001 0a000002`
const IPV6 = (next: string): string => `60000000 0018${next}40 ${'20010db8000000000000000000000001'.repeat(2)}`
const SCTP = 132
const UDP = '13c413c4 00080000'

const cases: { it: string; first: string; hex: string; want: string[] }[] = [
  {
    it: 'Ethernet, IPv4, UDP',
    first: 'ethernet',
    hex: `${MACS} 0800 ${IPV4('11')} ${UDP}`,
    want: ['Ethernet', 'IPv4', 'UDP'],
  },
  {
    it: 'two VLAN tags',
    first: 'ethernet',
    hex: `${MACS} 88a8 0007 8100 0008 0800 ${IPV4('11')} ${UDP}`,
    want: ['Ethernet', '802.1Q', '802.1Q', 'IPv4', 'UDP'],
  },
  {
    it: 'MPLS labels',
    first: 'ethernet',
    hex: `${MACS} 8847 00010040 00020140 ${IPV4('11')} ${UDP}`,
    want: ['Ethernet', 'MPLS', 'MPLS', 'IPv4', 'UDP'],
  },
  {
    it: 'a pseudowire with a control word',
    first: 'ethernet',
    hex: `${MACS} 8847 00010140 00000001 ${MACS} 0800 ${IPV4('11')} ${UDP}`,
    want: ['Ethernet', 'MPLS', 'Pseudowire', 'Ethernet', 'IPv4', 'UDP'],
  },
  {
    it: 'PPPoE',
    first: 'ethernet',
    hex: `${MACS} 8864 1100 0001 0030 0021 ${IPV4('11')} ${UDP}`,
    want: ['Ethernet', 'PPPoE', 'PPP', 'IPv4', 'UDP'],
  },
  {
    it: 'LLC and SNAP',
    first: 'ethernet',
    hex: `${MACS} 0030 aaaa03 000000 0800 ${IPV4('11')} ${UDP}`,
    want: ['Ethernet', 'LLC', 'IPv4', 'UDP'],
  },
  {
    it: 'a later IPv4 fragment',
    first: 'ipv4',
    hex: `45000028 00010010 40110000 0a000001 0a000002 ${UDP}`,
    want: ['IPv4'],
  },
  {
    it: 'IPv6 with options and a first fragment',
    first: 'ipv6',
    hex: `${IPV6('00')} 2c00010400000000 11000001 00000001 ${UDP}`,
    want: ['IPv6', 'IPv6', 'IPv6', 'UDP'],
  },
  {
    it: 'GRE with key and sequence number',
    first: 'ipv4',
    hex: `${IPV4('2f', '0060')} 30000800 00000001 00000002 ${IPV4('11')} ${UDP}`,
    want: ['IPv4', 'GRE', 'IPv4', 'UDP'],
  },
  {
    it: 'GTP-U with an extension header',
    first: 'udp',
    hex: `08680868 00400000 34ff0030 00000007 00000085 01100500 ${IPV4('11')} ${UDP}`,
    want: ['UDP', 'GTP-U', 'IPv4', 'UDP'],
  },
  {
    it: 'GTP-U that carries no packet',
    first: 'udp',
    hex: '08680868 00100000 32010004 00000000 00010000',
    want: ['UDP', 'GTP-U'],
  },
  {
    it: 'VXLAN',
    first: 'udp',
    hex: `c00012b5 00500000 08000000 00000100 ${MACS} 0800 ${IPV4('11')} ${UDP}`,
    want: ['UDP', 'VXLAN', 'Ethernet', 'IPv4', 'UDP'],
  },
  {
    it: 'what follows the end of a packet',
    first: 'ethernet',
    hex: `${MACS} 0800 ${IPV4('11', '0014')} ${UDP}`,
    want: ['Ethernet', 'IPv4'],
  },
  {
    it: 'a compound of RTCP',
    first: 'rtcp',
    hex: '80c90001 00000001 81ca0003 00000001 01026162 00000000',
    want: ['RTCP', 'RTCP'],
  },
  {
    it: 'SCTP with its chunks',
    first: 'sctp',
    hex: '0b590b59 00000007 00000000 03000010 00000001 00010000 00000000 00030013 00000001 00000000 00000012 61626300',
    want: ['SCTP', 'SCTP', 'SCTP'],
  },
  { it: 'an unknown link type', first: '', hex: '00', want: [] },
]

describe('headers', () => {
  it.each(cases)('$it', ({ first, hex, want }) => {
    const tree = headerTree(bytes(hex), first === '' ? undefined : first)
    expect(tree.map(({ name }) => name.split(/[ ,]/)[0])).toEqual(want)
  })

  it('show fields of single bits with the bytes they stand in', () => {
    const [tcp] = headerTree(bytes('13c413c5 00000001 00000002 5012ffff 00000000'), 'tcp')
    const of = (name: string): TreeNode | undefined => tcp?.children?.find((field) => field.name === name)
    expect(of('SYN')).toEqual({ name: 'SYN', value: 1, from: 13, to: 14 })
    expect(of('ACK')).toEqual({ name: 'ACK', value: 1, from: 13, to: 14 })
    expect(of('FIN')).toEqual({ name: 'FIN', value: 0, from: 13, to: 14 })
    expect(of('Data offset')).toEqual({ name: 'Data offset', value: 5, from: 12, to: 13 })
  })

  it.each([
    { it: 'correct', change: () => {}, want: 'correct' },
    { it: 'wrong', change: (all: Uint8Array) => all.fill(9, 50, 51), want: 'incorrect, should be 0x' },
    { it: 'left to the network card', change: (all: Uint8Array) => all.fill(0, 28, 32), want: 'zero' },
    { it: 'of a fragment', change: (all: Uint8Array) => all.fill(0x20, 6, 7), want: 'not checked' },
    { it: 'of a packet that was cut off', change: (all: Uint8Array) => all.subarray(0, 56), want: 'not checked' },
  ])('tell whether the checksum of SCTP is right: $it', ({ change, want }) => {
    const [from, to] = [end('10.0.0.1', 2905), end('10.0.0.2', 2905)]
    const chunk = Uint8Array.from({ length: 32 }, (_, i) => [3, 0, 0, 32][i] ?? i)
    const packet = ip(from.address, to.address, SCTP, sctp(from, to, 7, [chunk]))
    const [, header] = headerTree(change(packet) ?? packet, 'ipv4')
    expect(header?.children?.at(-1)).toMatchObject({ name: 'Checksum status', from: 28, to: 32 })
    expect(header?.children?.at(-1)?.value).toEqual(expect.stringContaining(want))
  })

  it('that are cut off show the fields that are whole', () => {
    const [ip] = headerTree(bytes('45000028 00014000 4011'), 'ipv4')
    expect(ip).toMatchObject({ from: 0, to: 10 })
    expect(ip?.children?.at(-1)).toEqual({ name: 'Protocol', value: 'UDP (17)', from: 9, to: 10 })
  })
})

/** Every node lies within the bytes, and children within their parents. */
function isWithin(nodes: readonly TreeNode[], from: number, to: number): boolean {
  return nodes.every(
    (node) =>
      from <= node.from && node.from <= node.to && node.to <= to && isWithin(node.children ?? [], node.from, node.to),
  )
}

it('stays within the bytes, whatever they are', () => {
  const first = fc.constantFrom(...Object.keys(HEADERS), ...Object.values(LINK_HEADERS))
  const anything = fc.uint8Array({ maxLength: 200 })
  const property = fc.property(anything, first, fc.nat(40), (all, key, start) => {
    const tree = headerTree(all, key, start)
    return tree.length <= 32 && isWithin(tree, Math.min(start, all.length), all.length)
  })
  const { failed, counterexample } = fc.check(property, { numRuns: 3000 })
  expect({ failed, counterexample }).toEqual({ failed: false, counterexample: null })
})
