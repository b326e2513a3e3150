import { describe, expect, it } from 'vitest'
import {
  apn,
  bearer,
  cause,
  ebi,
  element,
  fteid,
  gsnAddress,
  gtp1,
  gtp2,
  gtpPrime,
  imsi,
  imsi1,
  indication,
  labels,
  msisdn,
  qos,
  recovery,
  tbcd,
  teid1,
  tlv,
  tv,
} from '../../../test/make/gtp.ts'
import { concat, u16, u32, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { bytesOf, messageOf, messagesOf, type Place, TreeWriter, whereOf } from '../../../test/gtp-message.ts'
import { gtp } from './gtp.ts'

const CREATE = `482000b000000000000001000100080000010100000000f14c0006009471010000104b000800539683306534081956000d001800f110000100
f1100000a0105300030000f1105200010006570009008a000000110a00000a5700090187000000000a0000284700040003696d73800001000063000100014f0005
000100000000480008000000c350000186a05d001f004900010006500016000405000000000000000000000000000000000000000003000100 07`
const CREATED = `5821005f0000001100000100020002001000570009008b000000210a0000295700090187000000310a0000284f000500010a2d00057f000100
005d00250049000100060200020010005700090081000001010a0000015700090285000005010a000028485f004a000000110000020049000100065d0039004900
0100005700090081000006010a0000015700090185000005020a0000285000160004010000000040000000004000000000310000000031`
const CREATE_PDP = `3210005100000000000100000200010100000000f10e070ffc100000111111000022221405800002f12183000908696e7465726e65748500
040a0000658500040a000065860007919471010000108700040223131f97000101`

/** Options that carry a password: RFC 1334. */
function pap(): Uint8Array {
  return element(78, concat(u8(0x80), u16(0xc023), u8(6), utf8('secret')))
}

function hexOf(text: string): string {
  return Array.from(utf8(text), (octet) => octet.toString(16).padStart(2, '0')).join('')
}

/** All lines of the inspector's tree. */
function treeOf(bytes: Uint8Array): { text: string; depth: number } {
  const writer = new TreeWriter()
  gtp.decode(bytes, 0, bytes.length, bytes.length, whereOf(), writer)
  return { text: writer.lines.join('\n'), depth: writer.depth }
}

interface Case {
  it: string
  bytes: Uint8Array
  name?: string
  short?: string
  protocol?: string
  details: object
  place?: Place
  fault?: string
}

const vectors: Case[] = [
  {
    it: 'DOMAIN 3.18: Create Session Request',
    bytes: bytesOf(CREATE),
    protocol: 'GTPv2',
    name: 'Create Session Request',
    short: 'GTPv2 Create Session Request apn=ims imsi=001010000000001',
    details: {
      version: 2,
      message_type_code: 32,
      teid: '0x00000000',
      sequence: 1,
      imsi: '001010000000001',
      msisdn: '491710000001',
      imeisv: '3569380356438091',
      uli: { tai: '001-01-1', ecgi: '001-01-40976' },
      serving_network: '001-01',
      rat_type: 'E-UTRAN',
      fteids: [
        { interface: 10, name: 'S11 MME GTP-C', teid: '0x00000011', ipv4: '10.0.0.10' },
        { interface: 7, name: 'S5/S8 PGW GTP-C', teid: '0x00000000', ipv4: '10.0.0.40', instance: 1 },
      ],
      apn: 'ims',
      selection_mode: 'MS or network provided APN, subscription verified',
      pdn_type: 'IPv4',
      ambr: { uplink_kbps: 50_000, downlink_kbps: 100_000 },
      bearers: [{ ebi: 6, qci: 5, arp: { priority_level: 1, may_preempt: true, preemptable: true } }],
      recovery: 7,
    },
  },
  {
    it: 'DOMAIN 3.18: Create Session Response rejected',
    bytes: bytesOf('4821000e0000001100000300020002005c00'),
    short: 'GTPv2 Create Session Response (User authentication failed)',
    details: {
      version: 2,
      message_type_code: 33,
      teid: '0x00000011',
      sequence: 3,
      cause_code: 92,
      cause_name: 'User authentication failed',
      failed: true,
    },
  },
  {
    it: 'G18, DOMAIN 3.18: Echo Request without a TEID',
    bytes: bytesOf('40010009000005000300010007'),
    short: 'GTPv2 Echo Request',
    details: { version: 2, message_type_code: 1, sequence: 5, recovery: 7 },
  },
  {
    it: 'DOMAIN 3.18: Create PDP Context Request',
    bytes: bytesOf(CREATE_PDP),
    protocol: 'GTPv1',
    name: 'Create PDP Context Request',
    details: {
      version: 1,
      message_type_code: 16,
      teid: '0x00000000',
      sequence: 1,
      imsi: '001010000000001',
      recovery: 7,
      selection_mode: 'MS or network provided APN, subscription verified',
      teid_data: '0x00001111',
      teid_control: '0x00002222',
      nsapi: 5,
      pdn_type: 'IPv4',
      apn: 'internet',
      gsn_addresses: ['10.0.0.101', '10.0.0.101'],
      msisdn: '491710000001',
      qos: { allocation_retention_priority: 2, delay_class: 4 },
      rat_type: 'UTRAN',
    },
  },
]

const FILTER = bytesOf('10 0a000032 ffffffff 3011 40c000 507530')
const EXTENDED = { first: 0xc0, bytes: u8(1, 0, 5, 0x85, 1, 0x10, 9, 0) }

const messages: Case[] = [
  {
    it: 'G8 a refusal with the offending element',
    bytes: gtp2(33, { teid: 1, sequence: 2 }, cause(70, 87)),
    details: { cause_code: 70, cause_name: 'Mandatory IE missing', offending_element: 'F-TEID', failed: true },
  },
  {
    it: 'G11 version 1 without a sequence number',
    bytes: gtp1(20, { teid: 7 }, tv(19, 0xff), tv(20, 5)),
    details: { teid: '0x00000007', teardown: true, nsapi: 5 },
  },
  {
    it: 'G11 extension headers 0xC0 and 0x85',
    bytes: gtp1(26, { sequence: 1, extensions: EXTENDED }, teid1(16, 0x101), gsnAddress('10.0.0.1')),
    details: {
      extensions: ['PDCP PDU Number', 'PDU Session Container'],
      qfi: 9,
      teid_data: '0x00000101',
      gsn_addresses: ['10.0.0.1'],
    },
  },
  {
    it: 'G11 an extension header of length 0 ends it',
    bytes: gtp1(26, { sequence: 1, extensions: { first: 0xc0, bytes: u8(0, 0, 0, 0xc0) } }, teid1(16, 0x101)),
    details: { sequence: 1, teid: '0x00000000' },
    fault: 'malformed',
  },
  {
    it: 'G13 an unknown element of unknown length: what was read before stands',
    bytes: gtp1(18, { teid: 7, sequence: 1 }, tv(14, 3), tv(100, 1, 2, 3)),
    details: { recovery: 3, unknown_elements: [100] },
  },
  {
    it: 'G15 error indication of the user plane',
    bytes: gtp1(26, { sequence: 0 }, teid1(16, 0x101), gsnAddress('10.0.0.1')),
    protocol: 'GTP-U',
    short: 'GTP-U Error Indication teid=0x00000101',
    details: { teid_data: '0x00000101', gsn_addresses: ['10.0.0.1'] },
  },
  {
    it: 'G16 end marker',
    bytes: gtp1(254, { teid: 0x202 }),
    protocol: 'GTP-U',
    name: 'End Marker',
    details: { teid: '0x00000202' },
  },
  {
    it: 'supported extension headers, whose length is one octet',
    bytes: gtp1(31, { sequence: 1 }, u8(141, 2, 0x85, 0xc0)),
    place: { port: 2152 },
    protocol: 'GTP-U',
    details: { extension_headers: ['PDU Session Container', 'PDCP PDU Number'] },
  },
  {
    it: 'the same octets are control on 2123, user plane on 2152',
    bytes: gtp1(1, { sequence: 1 }),
    place: { port: 2152 },
    protocol: 'GTP-U',
    details: { message_type_code: 1 },
  },
  {
    it: 'G19 an element that is longer than its message',
    bytes: gtp2(34, { teid: 1, sequence: 2 }, recovery(3), u8(1, 0, 99, 0, 0x10)),
    details: { recovery: 3 },
    fault: 'malformed',
  },
  {
    it: 'G19 a group with an element that is longer than it',
    bytes: gtp2(34, { teid: 1, sequence: 2 }, bearer(ebi(5), u8(87, 0, 9, 0, 0x80)), recovery(3)),
    details: { bearers: [{ ebi: 5 }], recovery: 3 },
    fault: 'malformed',
  },
  {
    it: 'G20 an address of both kinds',
    bytes: gtp2(
      33,
      { teid: 1, sequence: 2 },
      element(79, concat(u8(3, 64), u16(0x2001, 0xdb8, 0, 1, 0, 0, 0, 0), u8(10, 45, 0, 7))),
    ),
    details: { pdn_type: 'IPv4v6', ue_ipv6: '2001:db8:0:1::/64', ue_ipv4: '10.45.0.7' },
  },
  {
    it: 'G20 addresses of zeros ask for one',
    bytes: gtp2(32, { teid: 0, sequence: 2 }, element(79, concat(u8(3, 0), zeros(20)))),
    details: { pdn_type: 'IPv4v6' },
  },
  {
    it: 'G21 an IMSI of 14 digits',
    bytes: gtp2(38, { teid: 1, sequence: 2 }, imsi('00101000000001')),
    details: { imsi: '00101000000001' },
  },
  {
    it: 'G21 an IMSI of 6 digits',
    bytes: gtp2(38, { teid: 1, sequence: 2 }, imsi('001010')),
    details: { imsi: '001010' },
  },
  {
    it: 'G22 an APN in upper case with its operator identifier',
    bytes: gtp2(32, { teid: 0, sequence: 2 }, apn('IMS.mnc001.mcc001.gprs')),
    details: { apn: 'ims', apn_oi: 'mnc001.mcc001.gprs' },
  },
  {
    it: 'G26 a message with a priority',
    bytes: gtp2(36, { teid: 1, sequence: 2, priority: 5 }, ebi(5)),
    details: { sequence: 2, message_priority: 5, linked_ebi: 5 },
  },
  {
    it: 'bearers to delete are no default bearers',
    bytes: gtp2(99, { teid: 1, sequence: 2 }, ebi(7, 1), ebi(8, 1)),
    details: { ebi: 7, ebis: [7, 8] },
  },
  {
    it: 'flags of an indication',
    bytes: gtp2(36, { teid: 1, sequence: 2 }, indication(0x08, 0x02)),
    details: { indication: ['OI', 'SI'] },
  },
  {
    it: 'identities, rates, time zone',
    bytes: gtp2(
      95,
      { teid: 1, sequence: 2 },
      msisdn('491710000001'),
      element(75, tbcd('356938035643809')),
      bearer(ebi(0), qos(1, 49), element(94, u32(77))),
      element(114, u8(0x80, 1)),
    ),
    details: {
      msisdn: '491710000001',
      imei: '356938035643809',
      ue_time_zone: '+02:00 DST+1',
      bearers: [
        {
          ebi: 0,
          qci: 1,
          arp: { priority_level: 9, may_preempt: false, preemptable: true },
          mbr_uplink_kbps: 49,
          mbr_downlink_kbps: 49,
          gbr_uplink_kbps: 49,
          gbr_downlink_kbps: 49,
          charging_id: 77,
        },
      ],
    },
  },
  {
    it: 'servers in protocol configuration options; a password is not kept',
    bytes: gtp2(
      33,
      { teid: 1, sequence: 2 },
      element(
        78,
        concat(
          u8(0x80),
          concat(u16(0x000c), u8(4, 10, 0, 0, 50)),
          concat(u16(0x000d), u8(4, 8, 8, 8, 8)),
          concat(u16(0x8021), u8(10, 3, 0, 0, 10, 129, 6, 9, 9, 9, 9)),
          concat(u16(0xc023), u8(6), utf8('secret')),
          concat(u16(0x0010), u8(2, 5, 0xdc)),
        ),
      ),
    ),
    details: { pcscf: ['10.0.0.50'], dns: ['8.8.8.8', '9.9.9.9'], ipv4_mtu: 1500 },
  },
  {
    it: 'packet filters of a traffic flow template',
    bytes: gtp2(95, { teid: 1, sequence: 2 }, bearer(element(84, concat(u8(0x21, 0x32, 1, 17), FILTER)))),
    details: {
      bearers: [
        {
          tft: {
            operation: 'create',
            filters: [
              {
                id: 2,
                direction: 'bidirectional',
                precedence: 1,
                remote: '10.0.0.50/32',
                protocol: 17,
                local_port: 49_152,
                remote_port: 30_000,
              },
            ],
          },
        },
      ],
    },
  },
  {
    it: 'elements that no table knows, by number',
    bytes: gtp2(34, { teid: 1, sequence: 2 }, element(240, u8(1)), element(255, u8(0x28, 0xaf, 1))),
    details: { unknown_elements: [240], private_extensions: [10415] },
  },
  {
    it: 'connections that a relocation moves',
    bytes: gtp2(
      133,
      { teid: 0, sequence: 2 },
      imsi('001010000000001'),
      element(109, concat(apn('ims'), ebi(6), fteid(7, 0x31, '10.0.0.40'), bearer(ebi(6), fteid(1, 1, '10.0.0.1')))),
      element(107, zeros(40)),
    ),
    details: {
      pdn_connections: [
        {
          apn: 'ims',
          ebi: 6,
          fteids: [{ interface: 7, name: 'S5/S8 PGW GTP-C', teid: '0x00000031', ipv4: '10.0.0.40' }],
          bearers: [
            { ebi: 6, fteids: [{ interface: 1, name: 'S1-U SGW GTP-U', teid: '0x00000001', ipv4: '10.0.0.1' }] },
          ],
        },
      ],
    },
  },
  {
    it: 'G24 GTP′',
    bytes: gtpPrime(240, 9, tv(126, 1), tlv(252, u8(1, 1, 2, 3))),
    place: { port: 3386 },
    protocol: 'GTP′',
    name: 'Data Record Transfer Request',
    details: {
      version: 2,
      message_type_code: 240,
      sequence: 9,
      transfer_command: 'Send Data Record Packet',
      data_records: 1,
    },
  },
  {
    it: 'GTP′ response: which requests',
    bytes: gtpPrime(241, 9, tv(1, 128), tlv(253, u16(9, 10))),
    protocol: 'GTP′',
    details: { cause_code: 128, cause_name: 'Request accepted', requests_responded: [9, 10] },
  },
  {
    it: 'version 0: the subscriber is in the header',
    bytes: bytesOf('1e140004 1001 0000 ffffffff 4200012143658759 0e03 0180'),
    protocol: 'GTPv0',
    details: {
      version: 0,
      sequence: 4097,
      flow_label: 0,
      imsi: '240010123456789',
      nsapi: 5,
      recovery: 3,
      cause_code: 128,
    },
  },
  {
    it: 'version 1: secondary context, address, cell, time zone, equipment',
    bytes: gtp1(
      16,
      { teid: 9, sequence: 1 },
      imsi1('001010000000001'),
      tv(20, 6),
      tv(20, 5),
      tlv(128, concat(u8(0xf1, 0x57), u16(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))),
      tlv(131, labels('internet')),
      tlv(152, concat(u8(0), u8(0x00, 0xf1, 0x10), u16(1, 2))),
      tlv(153, u8(0x0a, 0)),
      tlv(154, tbcd('3569380356438091')),
    ),
    details: {
      imsi: '001010000000001',
      nsapi: 6,
      linked_nsapi: 5,
      pdn_type: 'IPv6',
      ue_ipv6: '2001:db8::1',
      uli: { cgi: '001-01-1-2' },
      ue_time_zone: '-05:00',
      imeisv: '3569380356438091',
    },
  },
]

describe('what a message says', () => {
  it.each([...vectors, ...messages])('$it', ({ bytes, place, details, fault = '', ...named }) => {
    const message = messageOf(bytes, place)
    expect(message.details).toMatchObject(details)
    expect(message.fault).toBe(fault)
    const { name, short, protocol } = message
    expect({ name, short, protocol }).toMatchObject(
      Object.fromEntries(Object.entries(named).filter(([key]) => key !== 'it')),
    )
  })

  it('the vectors say nothing besides', () => {
    for (const { bytes, details } of vectors)
      expect(Object.keys(messageOf(bytes).details)).toEqual(Object.keys(details))
  })

  it('G2 two messages in one datagram', () => {
    const [first, second] = messagesOf(bytesOf(CREATED))
    expect(first).toMatchObject({ name: 'Create Session Response', fault: '' })
    expect(first!.details).toMatchObject({ piggybacked: true, sequence: 1, cause_code: 16, ue_ipv4: '10.45.0.5' })
    expect(second).toMatchObject({ name: 'Create Bearer Request', fault: '' })
    expect(second!.details).toMatchObject({ sequence: 2, linked_ebi: 6, bearers: [{ qci: 1, gbr_uplink_kbps: 49 }] })
  })

  it('secrets of a mobility context and passwords stay out of the tree', () => {
    const { text } = treeOf(gtp2(133, { teid: 0, sequence: 1 }, element(107, utf8('KEYKEY')), pap()))
    expect(text).toContain('<redacted>')
    expect(text).not.toContain(hexOf('KEYKEY'))
    expect(text).not.toContain(hexOf('secret'))
  })

  it('triplets and quintuplets of version 1 stay out of the tree', () => {
    const triplet = concat(u8(9), utf8('KEYKEYKEYKEYKEYKEYKEYKEYKEYK'))
    const { text } = treeOf(gtp1(51, { teid: 1, sequence: 1 }, triplet, tlv(129, utf8('KEY')), tlv(136, utf8('KEY'))))
    expect(text.match(/<redacted>/g)).toHaveLength(3)
    expect(text).not.toContain(hexOf('KEY'))
  })

  it('who it is about, and what others know it by', () => {
    const { parties, clues } = messageOf(bytesOf(CREATED).slice(0, 99))
    expect(parties).toEqual([{ role: 'served', ue_ip: '10.45.0.5' }])
    expect(clues).toEqual([
      { kind: 'tunnel', value: '0x00000021@10.0.0.41' },
      { kind: 'tunnel', value: '0x00000031@10.0.0.40' },
      { kind: 'tunnel', value: '0x00000101@10.0.0.1' },
      { kind: 'tunnel', value: '0x00000501@10.0.0.40' },
      { kind: 'ue-ip', value: '10.45.0.5' },
    ])
  })
})

describe('tunnels of version 1', () => {
  it('are known by both TEIDs and addresses', () => {
    const { clues } = messageOf(bytesOf(CREATE_PDP))
    expect(clues.filter(({ kind }) => kind === 'tunnel').map(({ value }) => value)).toEqual([
      '0x00002222@10.0.0.101',
      '0x00001111@10.0.0.101',
    ])
  })
})
