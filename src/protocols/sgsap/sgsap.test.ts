/** SGsAP: messages between MME and VLR. Octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { u8 } from '../../../test/make/octets.ts'
import { octetsOf } from '../../../test/make/per.ts'
import { Random } from '../../../test/make/random.ts'
import { area, element, imsi, name, sgsap as message, trackingArea } from '../../../test/make/sgsap.ts'
import { Kept, messageWith, whereOf } from '../sip/fixture.ts'
import { sgsap } from './sgsap.ts'

const IMSI = '001010000000001'
const MME = 'mmec01.mmegi8001.mme.epc.mnc001.mcc001.3gppnetwork.org'

const cases: { it: string; bytes: Uint8Array; name: string; want: object; short?: string }[] = [
  {
    it: 'a phone comes to the VLR',
    bytes: message(9, imsi(IMSI), name(9, MME), element(10, u8(1)), area(7), trackingArea(1)),
    name: 'Location update request',
    want: {
      imsi: IMSI,
      mme_name: MME,
      update_type: 'IMSI attach',
      lai: { mcc: '001', mnc: '01', lac: 7 },
      tai: { mcc: '001', mnc: '01', tac: 1 },
    },
  },
  {
    it: 'and is given an identity',
    bytes: message(10, imsi(IMSI), area(7), element(0x0e, octetsOf('f4 c0 ff ee 01'))),
    name: 'Location update accept',
    want: { identity: { tmsi: '0xc0ffee01' } },
  },
  {
    it: 'or is refused',
    bytes: message(11, imsi(IMSI), element(0x0f, u8(2))),
    name: 'Location update reject',
    short: 'SGsAP Location update reject (IMSI unknown in HLR)',
    want: { failed: true, cause: { code: 2, name: 'IMSI unknown in HLR' } },
  },
  {
    it: 'a call comes',
    bytes: message(
      1,
      imsi(IMSI),
      name(2, 'vlr1.example'),
      element(0x20, u8(1)),
      element(3, octetsOf('c0ffee01')),
      element(0x1c, octetsOf('91 94 71 01 00 00 00 f1')),
    ),
    name: 'Paging request',
    short: 'SGsAP Paging request CS call',
    want: { vlr_name: 'vlr1.example', service: 'CS call', tmsi: '0xc0ffee01', calling_number: '4917100000001' },
  },
  {
    it: 'a phone that cannot be reached',
    bytes: message(2, imsi(IMSI), element(8, u8(6))),
    name: 'Paging reject',
    short: 'SGsAP Paging reject (UE unreachable)',
    want: { failed: true, cause: { code: 6, name: 'UE unreachable' } },
  },
  {
    it: 'where the phone answers',
    bytes: message(
      6,
      imsi(IMSI),
      element(0x20, u8(1)),
      element(0x25, u8(1)),
      element(0x24, octetsOf('00f110 00000101')),
    ),
    name: 'Service request',
    short: 'SGsAP Service request CS call',
    want: { emm_mode: 'EMM-CONNECTED', ecgi: { mcc: '001', mnc: '01', eci: 257 } },
  },
  {
    it: 'a short message',
    bytes: message(
      7,
      imsi(IMSI),
      element(0x16, octetsOf('09 01 12 01 04 07 91 94 71 01 67 00 00 00 06 00 05 d0 ed f2 1c')),
    ),
    name: 'Downlink unitdata',
    short: 'SGsAP Downlink unitdata / CP-DATA',
    want: { nas: [{ message_type: 'CP-DATA', sms: { rp_type: 'RP-DATA', originator: 'me' } }] },
  },
  {
    it: 'a VLR that began anew',
    bytes: message(0x15, name(2, 'vlr1.example')),
    name: 'Reset indication',
    want: { vlr_name: 'vlr1.example' },
  },
]

function told(bytes: Uint8Array, missing = 0): Kept {
  const out = new Kept(true)
  sgsap.decode(bytes, 0, bytes.length, bytes.length + missing, whereOf(), out)
  expect(out.depth).toBe(0)
  return out
}

describe('SGsAP', () => {
  it.each(cases)('$it', ({ bytes, want, short, ...rest }) => {
    expect(sgsap.recognize(bytes, 0, bytes.length)).toBe(true)
    const out = told(bytes)
    expect(out.message_type).toBe(rest.name)
    expect(out.details).toMatchObject(want)
    expect(out.short).toBe(short ?? `SGsAP ${rest.name}`)
    expect(out.fault).toBe('')
  })

  it('an element that does not end is cut by the snap length, or lies', () => {
    const bytes = message(2, imsi(IMSI), u8(8, 9, 6))
    expect(told(bytes, 20)).toMatchObject({ fault: 'cut', details: { imsi: IMSI } })
    expect(told(bytes).fault).toBe('malformed')
  })

  it.each([
    ['nothing', ''],
    ['a type alone', '01'],
    ['no identity in front', '01 08 01 06'],
    ['an identity that is none', '01 01 04 f4 00 00 01'],
    ['octets behind', '0e 01 08 09 10 10 00 00 00 00 10 ff'],
  ])('is not seen in %s', (_it, hex) => {
    const bytes = octetsOf(hex)
    expect(sgsap.recognize(bytes, 0, bytes.length)).toBe(false)
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(5)
    const tracker = sgsap.track!()
    for (const { bytes } of cases) {
      for (let round = 0; round < 500; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        sgsap.recognize(damaged, 0, damaged.length)
        const { details } = told(damaged)
        const seen = messageWith({ where: whereOf(), protocol: 'SGsAP', details })
        tracker.see(seen)
        expect(seen.keys).toHaveLength(1)
      }
    }
  })
})
