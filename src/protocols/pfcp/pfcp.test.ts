import { describe, expect, it } from 'vitest'
import { Kept, whereOf } from '../sip/fixture.ts'
import { pfcp } from './pfcp.ts'

/** Octets of a text of hexadecimal digits; spaces are nothing. */
function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function decoded(hex: string, more = 0, tree = false): Kept {
  const bytes = octetsOf(hex)
  const out = new Kept(tree)
  pfcp.decode(bytes, 0, bytes.length, bytes.length + more, whereOf(), out)
  return out
}

/** A session message (type 52, SEID 9, sequence 8) with these elements. */
function modification(elements: string): string {
  const length = elements.replaceAll(' ', '').length / 2 + 12
  return `2134${length.toString(16).padStart(4, '0')}000000000000000900000800${elements}`
}

const ESTABLISHMENT =
  '213200af000000000000000000000700003c0005000a0000460039000d0200000000000000010a00004600010029003800020001001d0004000000' +
  'ff0002000a00140001000015000105005f000100006c00040000000100010028003800020002001d0004000000ff0002000e0014000101005d0005' +
  '060a3c0001006c00040000000200030016006c000400000001002c00010200040005002a0001010003000d006c000400000002002c00010c007100' +
  '0101'
const ESTABLISHED =
  '21330042000000000000000100000700003c0005000a00004700130001010039000d020000000000000009c0a80a0100080013003800020001001500' +
  '090100000011c0a80a01'
const HANDOVER =
  '21340034000000000000000900000800000a0024006c000400000002002c000102000b0013002a0001000054000a010000000022c0a80a02'

/** FO: another message follows. */
const FOLLOWED = `25${HANDOVER.slice(2)}${HANDOVER}`

interface Case {
  it: string
  hex: string
  name?: string
  short?: string
  details: object
  clues?: string[]
  fault?: string
}

const cases: Case[] = [
  {
    it: 'an establishment: rules with their identifiers, addresses and actions (N1)',
    hex: ESTABLISHMENT,
    name: 'Session Establishment Request',
    short: 'PFCP Session Establishment Request ue=10.60.0.1',
    details: {
      message_type_code: 50,
      seid: '0x0000000000000000',
      sequence: 7,
      node_id: '10.0.0.70',
      f_seid: { seid: '0x0000000000000001', ipv4: '10.0.0.70' },
      ue_ip: '10.60.0.1',
      pdn_type: 'IPv4',
      pdrs: [
        {
          action: 'create',
          id: 1,
          precedence: 255,
          source_interface: 'Access',
          f_teid: { choose: true },
          outer_header_removal: 'GTP-U/UDP/IPv4',
          far_id: 1,
        },
        { action: 'create', id: 2, precedence: 255, source_interface: 'Core', ue_ip: '10.60.0.1', far_id: 2 },
      ],
      fars: [
        { action: 'create', id: 1, apply_action: ['FORW'], destination_interface: 'Core' },
        { action: 'create', id: 2, apply_action: ['BUFF', 'NOCP'] },
      ],
    },
    clues: ['ue-ip 10.60.0.1'],
  },
  {
    it: 'its answer: cause, SEID of the user plane, and the tunnel it gives',
    hex: ESTABLISHED,
    short: 'PFCP Session Establishment Response (Request accepted)',
    details: {
      seid: '0x0000000000000001',
      cause_code: 1,
      cause_name: 'Request accepted',
      f_seid: { seid: '0x0000000000000009', ipv4: '192.168.10.1' },
      pdrs: [{ action: 'created', id: 1, f_teid: { teid: '0x00000011', ipv4: '192.168.10.1' } }],
    },
    clues: ['tunnel 0x00000011@192.168.10.1'],
  },
  {
    it: 'a modification: where to send down',
    hex: HANDOVER,
    details: {
      seid: '0x0000000000000009',
      sequence: 8,
      fars: [
        {
          action: 'update',
          id: 2,
          apply_action: ['FORW'],
          destination_interface: 'Access',
          outer_header: { teid: '0x00000022', ip: '192.168.10.2' },
        },
      ],
    },
    clues: ['tunnel 0x00000022@192.168.10.2'],
  },
  {
    it: 'a heartbeat: no SEID',
    hex: '2001000c00002a00 0060000400000000',
    name: 'Heartbeat Request',
    details: { sequence: 42 },
  },
  {
    it: 'N3 an F-SEID of both versions',
    hex: modification(`0039001d03000000000000002a0a00004620010db8${'00'.repeat(11)}01`),
    details: { f_seid: { seid: '0x000000000000002a', ipv4: '10.0.0.70', ipv6: '2001:db8::1' } },
  },
  {
    it: 'N5 an element of an enterprise is passed over',
    hex: modification('8001000600e2 aabbccdd 0013000101'),
    details: { cause_code: 1 },
  },
  {
    it: 'an unknown element is passed over',
    hex: modification('7ffe0002 aabb 0013000101'),
    details: { cause_code: 1 },
  },
  {
    it: 'a rejection',
    hex: modification('0013000141 00280002 0039'),
    short: 'PFCP Session Modification Request (Session context not found)',
    details: { cause_code: 65, failed: true, offending_ie: 'F-SEID' },
  },
  {
    it: 'a usage report: volumes, duration, why and when',
    hex: modification(
      '00500044 0051000400000001 0068000400000003 003f0003020000 004b0004e6a1d700' +
        '004200190700000000000000640000000000000028000000000000003c 004300040000001e',
    ),
    details: {
      usage: [
        {
          urr_id: 1,
          sequence_number: 3,
          trigger: ['VOLTH'],
          start_time: '2022-08-13T07:53:36.000Z',
          total: 100,
          ul: 40,
          dl: 60,
          duration: 30,
        },
      ],
    },
  },
  {
    it: 'rates, gates and a flow of QoS',
    hex: modification('00070029 006d000400000005 0019000100 001a000a00000186a00000030d40 001b000a00000000010000000002'),
    details: {
      qers: [
        {
          action: 'create',
          id: 5,
          gate: { ul: 'OPEN', dl: 'OPEN' },
          mbr: { ul: 100_000, dl: 200_000 },
          gbr: { ul: 1, dl: 2 },
        },
      ],
    },
  },
  {
    it: 'a network instance in labels, and one in plain text',
    hex: modification('0016000908 696e7465726e6574'),
    details: { network_instance: 'internet' },
  },
  {
    it: 'an SDF filter in words',
    hex: modification('00170014 0100 0010 7065726d6974206f7574206970206672'),
    details: { sdf_filters: ['permit out ip fr'] },
  },
  {
    it: 'an element whose length lies',
    hex: modification('0013000101 003c00ff 000a'),
    details: { cause_code: 1 },
    fault: 'malformed',
  },
  { it: 'an element that is too short', hex: modification('00390004 02000000'), details: {}, fault: 'malformed' },
  {
    it: 'a message without its SEID',
    hex: '21320004 00000000',
    details: { message_type_code: 50 },
    fault: 'malformed',
  },
]

describe('messages', () => {
  it.each(cases)('$it', (one) => {
    const out = decoded(one.hex)
    expect(out.details).toMatchObject(one.details)
    const clues = out.clues.map(({ kind, value }) => `${kind} ${value}`)
    const { message_type: name, short, fault } = out
    const told = { name, short, clues, fault }
    expect(told).toEqual({
      name: one.name ?? name,
      short: one.short ?? short,
      clues: one.clues ?? clues,
      fault: one.fault ?? '',
    })
  })

  it('whom a session is about: digits in swapped nibbles', () => {
    const value = ['03', '08', '00010100000000f1', '08', '53663409816345f0'].join('')
    const out = decoded(modification(`008d${(value.length / 2).toString(16).padStart(4, '0')}${value}`))
    expect(out.details['user_id']).toEqual({ imsi: '001010000000001', imei: '356643901836540' })
    expect(out.parties).toEqual([{ role: 'served', imsi: '001010000000001', imei: '356643901836540' }])
  })

  it('says what was cut, and keeps what was read before', () => {
    const out = decoded(ESTABLISHED.slice(0, 80), 30)
    expect(out.fault).toBe('cut')
    expect(out.details).toMatchObject({ cause_code: 1, node_id: '10.0.0.71' })
  })

  it('shows every element where it stands', () => {
    const { shown, depth } = decoded(HANDOVER, 0, true)
    const texts = shown.map(({ name, from, to, depth: deep }) => `${'  '.repeat(deep)}${name} ${from}-${to}`)
    expect(depth).toBe(0)
    expect(texts).toEqual([
      'Packet Forwarding Control Protocol 0-56',
      '  Update FAR 16-56',
      '    FAR ID 20-28',
      '    Apply Action 28-33',
      '    Update Forwarding Parameters 33-56',
      '      Destination Interface 37-42',
      '      Outer Header Creation 42-56',
    ])
  })
})

describe('recognition', () => {
  const known: { it: string; hex: string; want: boolean }[] = [
    { it: 'a session message', hex: HANDOVER, want: true },
    {
      it: 'N2 two messages in one datagram',
      hex: FOLLOWED,
      want: true,
    },
    { it: 'GTPv1, whose protocol type stands in a spare bit', hex: '3001000400000000000100000e01', want: false },
    { it: 'GTPv2', hex: '40010009000005000300010007', want: false },
    { it: 'an unknown type', hex: '2063000400000000', want: false },
    { it: 'a length shorter than the header', hex: '2132000400000000', want: false },
    { it: 'text', hex: '2020202020202020202020', want: false },
  ]
  it.each(known)('$it', ({ hex, want }) => {
    const bytes = octetsOf(hex)
    expect(pfcp.recognize(bytes, 0, bytes.length)).toBe(want)
  })

  it('one that the snap length cut within its first element', () => {
    const bytes = octetsOf(HANDOVER)
    expect([pfcp.recognize(bytes, 0, 18, bytes.length), pfcp.recognize(bytes, 0, 18)]).toEqual([true, false])
  })

  it('N2 cuts a datagram into its messages', () => {
    const bytes = octetsOf(FOLLOWED)
    expect(pfcp.split?.(bytes, 0, bytes.length)).toBe(HANDOVER.length / 2)
    expect(pfcp.split?.(bytes, HANDOVER.length / 2, bytes.length)).toBe(HANDOVER.length / 2)
  })
})

describe('hostile input', () => {
  it('cut anywhere, with and without a tree', () => {
    for (const hex of [ESTABLISHMENT, ESTABLISHED, HANDOVER]) {
      for (let length = 8; length < hex.length; length += 2) {
        for (const tree of [false, true]) expect(decoded(hex.slice(0, length), 0, tree).fault).toBe('malformed')
      }
    }
  })

  it('every octet at its extremes: nothing throws, and branches are closed', () => {
    for (const hex of [ESTABLISHMENT, ESTABLISHED, HANDOVER]) {
      const bytes = octetsOf(hex)
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          const out = new Kept(true)
          pfcp.decode(damaged, 0, damaged.length, damaged.length, whereOf(), out)
          expect(out.depth).toBe(0)
        }
      }
    }
  })

  it('groups in groups end at a bound', () => {
    let nested = ''
    for (let i = 0; i < 2000; i++) nested = `0001${(nested.length / 2).toString(16).padStart(4, '0')}${nested}`
    expect(decoded(modification(nested)).fault).toBe('malformed')
  })
})
