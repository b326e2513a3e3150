/** What the tree says of values that are numbers, masks and packed octets; and what the details say of the same. */
import { describe, expect, it } from 'vitest'
import { avp, diameterMessage, tgpp } from '../../../test/make/diameter.ts'
import { u8 } from '../../../test/make/octets.ts'
import { bytesOfHex, decoded } from './fixture.ts'

const GX = 16777238
const RX = 16777236

interface Case {
  readonly it: string
  readonly avps: readonly Uint8Array[]
  /** Of the last one. */
  readonly shown: unknown
  readonly details?: object
  readonly application?: number
}

const cases: readonly Case[] = [
  { it: 'an enumeration', avps: [avp(416, 3)], shown: 'TERMINATION_REQUEST (3)' },
  { it: 'a number of an enumeration that nobody knows', avps: [avp(416, 9)], shown: 9 },
  { it: 'a result', avps: [avp(268, 5012)], shown: 'DIAMETER_UNABLE_TO_COMPLY (5012)', details: { result_code: 5012 } },
  {
    it: "a vendor's result",
    avps: [avp(297, [avp(266, 10_415), avp(298, 5065)])],
    shown: 'IP-CAN_SESSION_NOT_AVAILABLE (5065)',
    details: { result_code: 5065, result_vendor: 10_415 },
  },
  { it: 'an application', avps: [avp(258, RX)], shown: 'Rx (16777236)' },
  { it: 'a vendor', avps: [avp(266, 10_415)], shown: '3GPP (10415)' },
  {
    it: 'a mask',
    avps: [tgpp(1405, 0x22)],
    shown: '0x00000022 (S6a/S6d-Indicator, Initial-Attach-Indicator)',
    details: { ulr_flags: 0x22 },
  },
  {
    it: 'what a subscription may not use',
    avps: [tgpp(1400, [tgpp(1426, 0x510)])],
    shown: '0x00000510 (WB-E-UTRAN Not Allowed, NR as Secondary RAT Not Allowed, NR in 5G Not Allowed)',
  },
  {
    it: 'features, by their list and application',
    avps: [tgpp(628, [avp(266, 10_415), tgpp(629, 1), tgpp(630, 0x400003)])],
    shown: '0x00400003 (Rel8, Rel9, RAN-NAS-Cause)',
  },
  {
    it: 'features of an application that has no lists here',
    avps: [tgpp(628, [tgpp(629, 1), tgpp(630, 3)])],
    application: 4,
    shown: 3,
  },
  { it: 'a zone whose code looks like text', avps: [tgpp(1446, u8(0x45, 0x67))], shown: '0x4567' },
  { it: 'a radio', avps: [tgpp(21, u8(6))], shown: 'EUTRAN (6)', details: { rat_type: 'EUTRAN' } },
  {
    it: 'a place',
    avps: [tgpp(22, bytesOfHex('8200f110000100f11000000102'))],
    shown: { tai: '00101-0001', ecgi: '00101-0000102' },
    details: { user_location: { tai: '00101-0001', ecgi: '00101-0000102' } },
  },
  {
    it: 'a place of 5G',
    avps: [tgpp(22, bytesOfHex('8900f11000000100f1100123456789'))],
    shown: { tai: '00101-000001', ncgi: '00101-123456789' },
  },
  {
    it: 'a node of E-UTRAN',
    avps: [tgpp(22, bytesOfHex('8400f110000100f110012345'))],
    shown: { tai: '00101-0001', enb: '00101-12345' },
  },
  { it: 'a place that is cut', avps: [tgpp(22, bytesOfHex('8200f1100001'))], shown: '0x8200f1100001' },
  {
    it: 'a time zone',
    avps: [tgpp(23, bytesOfHex('8001'))],
    shown: '+02:00 DST+1',
    details: { ue_time_zone: '+02:00 DST+1' },
  },
  {
    it: 'why the radio let go',
    avps: [tgpp(2819, bytesOfHex('1015'))],
    shown: { protocol: 'S1AP', group: 'radioNetwork', cause_code: 21, cause_name: 'radio-connection-with-ue-lost' },
    details: {
      ran_nas_release_cause: [
        { protocol: 'S1AP', group: 'radioNetwork', cause_code: 21, cause_name: 'radio-connection-with-ue-lost' },
      ],
    },
  },
  {
    it: 'an equipment',
    avps: [avp(653, [avp(658, '351234567890123')])],
    shown: '351234567890123',
    details: { imei: '351234567890123' },
  },
  {
    it: 'a subscription in the newer way',
    avps: [avp(659, [avp(661, '001010000000001')])],
    shown: '001010000000001',
    details: { imsi: '001010000000001' },
  },
]

describe('the tree shows', () => {
  it.each(cases)('$it', ({ avps, shown, details = {}, application = GX }) => {
    const out = decoded(diameterMessage({ command: 272, application, request: false }, ...avps), { tree: true })
    expect(out.fault).toBe('')
    expect(out.shown.at(-1)!.value).toEqual(shown)
    expect(out.details).toMatchObject(details)
  })
})
