/** Information elements, one a message; each value was seen to be the same in another dissector. */
import { describe, expect, it } from 'vitest'
import { element, message } from '../../../test/make/pfcp.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { bytesOfHex } from '../diameter/fixture.ts'
import { pfcp } from './pfcp.ts'

interface Case {
  readonly type: number
  readonly hex: string
  /** In the tree. */
  readonly shown: unknown
  readonly details?: object
}

const ELEMENTS: readonly Case[] = [
  {
    type: 38,
    hex: '020008687474703a2f2f61',
    shown: { type: 'URL', address: 'http://a' },
    details: { redirect: { type: 'URL', address: 'http://a' } },
  },
  { type: 40, hex: '0013', shown: 'Cause', details: { offending_ie: 'Cause' } },
  { type: 40, hex: 'ff01', shown: 65_281, details: { offending_ie: 65_281 } },
  { type: 41, hex: '03616263', shown: 'abc', details: { forwarding_policy: 'abc' } },
  { type: 43, hex: '1100', shown: ['BUCP', 'FTUP'], details: { up_function_features: ['BUCP', 'FTUP'] } },
  { type: 43, hex: '000000000000000000000080', shown: [], details: { up_function_features: [] } },
  { type: 45, hex: '030a09', shown: { dscp: 10, qfi: 9 }, details: { downlink_service: { dscp: 10, qfi: 9 } } },
  { type: 49, hex: '05', shown: ['DROBU', 'QAURR'], details: { flags: ['DROBU', 'QAURR'] } },
  { type: 89, hex: '11', shown: ['LOAD', 'BUNDL'], details: { cp_function_features: ['LOAD', 'BUNDL'] } },
  { type: 93, hex: '10', shown: { ue_ip_choose: true }, details: { ue_ip_choose: true } },
  { type: 96, hex: '00000000', shown: 'not set', details: {} },
  {
    type: 96,
    hex: '00000001',
    shown: '2036-02-07T06:28:17.000Z',
    details: { recovery_time: '2036-02-07T06:28:17.000Z' },
  },
  { type: 113, hex: '29', shown: 'IPv4', details: { pdn_type: 'IPv4' } },
  { type: 160, hex: '41', shown: 'S5/S8-U', details: { interface_type: 'S5/S8-U' } },
  { type: 111, hex: '01', shown: ['SARR'], details: { flags: ['SARR'] } },
  {
    type: 116,
    hex: '65200a000001036e657405',
    shown: {
      teid_range: 32,
      teid_range_bits: 1,
      ipv4: '10.0.0.1',
      network_instance: 'net',
      source_interface: 5,
    },
  },
  { type: 161, hex: '01', shown: ['PSDBU'], details: { flags: ['PSDBU'] } },
  {
    type: 253,
    hex: '00112233445566778899aabbccddeeff',
    shown: '00112233-4455-6677-8899-aabbccddeeff',
    details: { nf_instance_id: '00112233-4455-6677-8899-aabbccddeeff' },
  },
  { type: 260, hex: '01', shown: ['DROP'], details: { data_status: ['DROP'] } },
  { type: 275, hex: '0a', shown: 'NR', details: { rat_type: 'NR' } },
  { type: 34, hex: '01000000000000000c', shown: { total: 12 } },
  { type: 46, hex: 'c3', shown: 9750 },
  { type: 47, hex: '05', shown: 10 },
  { type: 55, hex: '93', shown: 684_000 },
  { type: 72, hex: '03000000000000000a000000000000000b', shown: { packets: 10, octets: 11 } },
  { type: 90, hex: '0e', shown: ['AFT', 'UAE', 'UBE'] },
  { type: 91, hex: '6162', shown: 'ab' },
  { type: 92, hex: '02000361626300', shown: { direction: 'uplink', description: 'abc' } },
  { type: 94, hex: '0301000000ffff', shown: { uplink: '0 per 6 minutes', downlink: '65535 per minute' } },
  { type: 97, hex: '032ae10a28', shown: { traffic_class: '2ae1', service_class: '0a28' } },
  { type: 98, hex: '00016102dead', shown: { name: 'a', value: '\u07ad' } },
  { type: 100, hex: '03', shown: ['MBQE', 'INAM'] },
  { type: 115, hex: '0000000005', shown: { type: 'CTP', interval_s: 5 } },
  { type: 119, hex: '7fffffffffffffff80000001', shown: '9223372036854775807e-2147483647' },
  { type: 126, hex: 'f57f', shown: { more: true, reports: 30_079 } },
  {
    type: 133,
    hex: '0321d7d96134d846e6f2a2be35',
    shown: { source: '21:d7:d9:61:34:d8', destination: '46:e6:f2:a2:be:35' },
  },
  { type: 134, hex: '07af25', shown: { priority: 7, drop_eligible: true, vlan: 2597 } },
  { type: 136, hex: '0800', shown: '0x0800' },
  { type: 144, hex: '0125e592ed636f', shown: ['25:e5:92:ed:63:6f'] },
  { type: 172, hex: '02', shown: 'Load Balancing' },
  { type: 185, hex: '020a000001', shown: { ipv4: '10.0.0.1' } },
]

function messageWith({ type, hex }: Case): Uint8Array {
  return message(52, { sequence: 8, seid: 9 }, element(type, bytesOfHex(hex)))
}

function decoded(bytes: Uint8Array, tree: boolean): Kept {
  const out = new Kept(tree)
  pfcp.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return out
}

describe('information elements', () => {
  it.each(ELEMENTS)('$type as $hex', (one) => {
    const { details, shown, fault } = decoded(messageWith(one), true)
    expect(fault).toBe('')
    expect(shown.at(-1)!.value).toEqual(one.shown)
    expect(details).toMatchObject(one.details ?? {})
  })

  it.each(ELEMENTS)('$type, cut anywhere and damaged, is read without harm, alike with a tree and without', (one) => {
    const whole = messageWith(one)
    for (let at = 16; at < whole.length; at++) {
      for (const bytes of [whole.subarray(0, at), whole.with(at, 0xff), whole.with(at, 0)]) {
        const [shown, told] = [decoded(bytes, true), decoded(bytes, false)]
        expect(shown.depth).toBe(0)
        expect(shown.fault).toBe(told.fault)
        expect(shown.details).toEqual(told.details)
      }
    }
  })

  it('a value that lies about its length is shown as octets, and a fault where the details have it', () => {
    const cut = decoded(message(52, { sequence: 8, seid: 9 }, element(133, bytesOfHex('0f21d7'))), true)
    expect(cut.shown.at(-1)!.value).toBe('0f21d7')
    expect(cut.fault).toBe('')
    expect(decoded(message(52, { sequence: 8, seid: 9 }, element(45, bytesOfHex('03'))), true).fault).toBe('malformed')
  })
})
