/** How data of each type is told: RFC 6733 §4.2–4.4. */
import { describe, expect, it } from 'vitest'
import type { AvpType } from './avp-types.ts'
import { flowEnds } from './clues.ts'
import { bytesOfHex } from './fixture.ts'
import { userLocationAt } from './location.ts'
import { valueAt } from './values.ts'

const values: { it: string; type: AvpType; hex: string; want: string | number; names?: Record<number, string> }[] = [
  { it: 'Unsigned32', type: 'u32', hex: 'ffffffff', want: 4_294_967_295 },
  { it: 'Integer32', type: 'int32', hex: 'ffffffff', want: -1 },
  { it: 'Unsigned64 within a double', type: 'u64', hex: '000000012a05f200', want: 5_000_000_000 },
  { it: 'Unsigned64 beyond', type: 'u64', hex: 'ffffffffffffffff', want: '0xffffffffffffffff' },
  { it: 'Integer64', type: 'int64', hex: 'fffffffffffffffe', want: -2 },
  { it: 'Integer64 beyond', type: 'int64', hex: '8000000000000000', want: '0x8000000000000000' },
  { it: 'Float32', type: 'f32', hex: '3fc00000', want: 1.5 },
  { it: 'Float64', type: 'f64', hex: '3ff8000000000000', want: 1.5 },
  { it: 'Float32 that is no number', type: 'f32', hex: '7fc00000', want: 'NaN' },
  { it: 'Enumerated by name', type: 'enumerated', hex: '00000001', want: 'ONE', names: { 1: 'ONE' } },
  { it: 'Enumerated that nobody defines', type: 'enumerated', hex: '00000007', want: 7, names: { 1: 'ONE' } },
  { it: 'a number of the wrong size', type: 'u32', hex: '0102', want: '0x0102' },
  { it: 'OctetString', type: 'octets', hex: 'deadbeef', want: '0xdeadbeef' },
  { it: 'OctetString that is text', type: 'octets', hex: '766f696365', want: 'voice' },
  { it: 'UTF8String', type: 'utf8', hex: '7ac3bc', want: 'zü' },
  { it: 'UTF8String with a NUL behind it', type: 'utf8', hex: '696d7300', want: 'ims' },
  { it: 'UTF8String that is none', type: 'utf8', hex: 'ff61', want: '\ufffda' },
  { it: 'an empty one', type: 'utf8', hex: '', want: '' },
  { it: 'Time', type: 'time', hex: 'e8754700', want: '2023-08-02T21:20:00Z' },
  { it: 'Time of the next era', type: 'time', hex: '00000000', want: '2036-02-07T06:28:16Z' },
  { it: 'Address of IPv4', type: 'address', hex: '00010a000001', want: '10.0.0.1' },
  { it: 'Address of IPv6', type: 'address', hex: '000220010db8000000000000000000000001', want: '2001:db8::1' },
  { it: 'Address of E.164', type: 'address', hex: '0008343931', want: '491' },
  { it: 'Address of the wrong size', type: 'address', hex: '00010a0000', want: '0x00010a0000' },
  { it: 'bare IPv4', type: 'ip', hex: '0a000001', want: '10.0.0.1' },
  { it: 'bare IPv6', type: 'ip', hex: '20010db8000000000000000000000001', want: '2001:db8::1' },
  { it: 'a whole prefix', type: 'ipv6-prefix', hex: '004020010db8000100020000000000000000', want: '2001:db8:1:2::/64' },
  { it: 'a short one', type: 'ipv6-prefix', hex: '004020010db800010002', want: '2001:db8:1:2::/64' },
  { it: 'a prefix longer than an address', type: 'ipv6-prefix', hex: '00ff2001', want: '0x00ff2001' },
  { it: 'half octets', type: 'tbcd', hex: '9471010000f1', want: '49171000001' },
  { it: 'a PLMN', type: 'plmn', hex: '130062', want: '310260' },
  {
    it: 'SDP without its keys',
    type: 'sdp',
    hex: '613d63727970746f3a3120414553206162630a6d3d61',
    want: 'a=crypto:1 AES <redacted>\nm=a',
  },
  { it: 'a secret', type: 'secret', hex: '0102', want: '<redacted>' },
]

describe('values', () => {
  it.each(values)('$it', ({ type, hex, want, names }) => {
    const bytes = bytesOfHex(`aa${hex}bb`)
    expect(valueAt({ type, names }, bytes, 1, bytes.length - 1)).toBe(want)
  })
})

const places: { it: string; hex: string; want: unknown }[] = [
  { it: 'CGI', hex: '0000f110123400a1', want: { cgi: '00101-1234-00a1' } },
  { it: 'SAI', hex: '0100f110123400a1', want: { sai: '00101-1234-00a1' } },
  { it: 'RAI', hex: '0200f110123400ff', want: { rai: '00101-1234-00ff' } },
  { it: 'TAI', hex: '8000f1100001', want: { tai: '00101-0001' } },
  { it: 'ECGI, its four spare bits set', hex: '8100f110f000a010', want: { ecgi: '00101-000a010' } },
  { it: 'TAI and ECGI', hex: '8200f110000100f1100000a010', want: { tai: '00101-0001', ecgi: '00101-000a010' } },
  { it: 'one that is too short', hex: '8200f1100001', want: undefined },
  { it: 'one of another kind', hex: '0900', want: undefined },
]

describe('user location', () => {
  it.each(places)('$it', ({ hex, want }) => {
    const bytes = bytesOfHex(hex)
    expect(userLocationAt(bytes, 0, bytes.length)).toEqual(want)
  })
})

const rules: { it: string; rule: string; want: string[] }[] = [
  {
    it: 'both ends',
    rule: 'permit out 17 from 10.0.0.50 30000 to 10.45.0.5 49152',
    want: ['10.0.0.50:30000', '10.45.0.5:49152'],
  },
  { it: 'no ports', rule: 'permit out ip from any to assigned', want: [] },
  { it: 'a range tells no port', rule: 'permit in 17 from 10.0.0.1 1-9 to 10.0.0.2 5', want: [] },
  { it: 'two ports', rule: 'permit in 17 from 10.0.0.1 8,9 to any', want: ['10.0.0.1:8', '10.0.0.1:9'] },
  { it: 'a mask of all bits', rule: 'permit in 17 from 10.0.0.1/32 8 to any', want: ['10.0.0.1:8'] },
  { it: 'IPv6', rule: 'permit in 17 from 2001:DB8::1 8 to any', want: ['[2001:db8::1]:8'] },
  { it: 'nonsense', rule: 'from from from', want: [] },
]

describe('ends of flows', () => {
  it.each(rules)('$it', ({ rule, want }) => expect(flowEnds(rule)).toEqual(want))
})
