/** ISUP and BICC: what parameters say. Octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { Kept } from '../sip/fixture.ts'
import { readIsup } from './isup.ts'

function read(bytes: Uint8Array, part: 'ISUP' | 'BICC' = 'ISUP') {
  const out = new Kept(true)
  const { name, short } = readIsup(bytes, 0, bytes.length, part, out)
  return { name, short, details: out.details, fault: out.fault, parties: out.parties, depth: out.depth }
}

const IAM =
  '01 1161110a03 02 09 07 0410 9403214365 0a09 8417947101 00000001 0b06 0410 94031111 1302 3312 ' +
  '2806 0410 94032222 c008 068413 94039999 09 3d01 14 3102 001e 1d03 8090a3 0801 80 3f06 8417 94030500 2c01 fb 00'

const cases: { it: string; hex: string; want: object }[] = [
  {
    it: 'IAM of a diverted call, with who, how and over what',
    hex: `0500 ${IAM}`,
    want: {
      name: 'ISUP IAM Initial address',
      short: 'ISUP IAM Initial address cic=5 to=4930123456 from=4917100000001',
      parties: [
        { role: 'callee', msisdn: '4930123456' },
        { role: 'caller', msisdn: '4917100000001' },
      ],
      details: {
        nature_of_connection: { satellites: 1, continuity_check: 'not required', echo_control: true },
        forward_call: {
          call: 'international',
          interworking: false,
          isup_all_the_way: true,
          isup_preference: 'not required',
          isdn_access: true,
          number_translated: true,
        },
        calling_category: 'ordinary subscriber',
        transmission_medium: '3.1 kHz audio',
        calling_number_restricted: true,
        calling_number_screening: 'network provided',
        redirecting_number: '49301111',
        redirection: { kind: 'diverted', original_reason: 'unconditional', counter: 2, reason: 'busy' },
        original_called_number: '49302222',
        generic_numbers: [{ qualifier: 'additional calling', number: '493099999', nature: 'international' }],
        hop_counter: 20,
        propagation_delay_ms: 30,
        user_service: { capability: 'speech', layer_1: 'G.711 A-law' },
        optional_forward_call: { closed_user_group: 'no', simple_segmentation: false, connected_line_requested: true },
        location_number: '4930500',
        notifications: ['call is diverting'],
      },
    },
  },
  {
    it: 'ACM: the called subscriber is free, and tones can be heard',
    hex: '0500 06 1614 01 2901 03 2e01 80 00',
    want: {
      details: {
        alerting: true,
        backward_call: {
          charge: 'charge',
          called_status: 'subscriber free',
          called_category: 'ordinary subscriber',
          interworking: false,
          isup_all_the_way: true,
          holding: false,
          isdn_access: true,
          echo_control: false,
        },
        optional_backward_call: { in_band_information: true, may_be_diverted: true },
        access_delivery: 'set-up message generated',
      },
    },
  },
  {
    it: 'CPG with an event and a hold',
    hex: '0500 2c 83 01 2c01 f9 00',
    want: { details: { event: 'in-band information available', notifications: ['remote hold'] } },
  },
  {
    it: 'CON with who answered',
    hex: '0500 07 1614 01 2107 0413 9403214375 00',
    want: { details: { connected_number: '4930123457', connected_number_screening: 'network provided' } },
  },
  {
    it: 'REL about parameters that are not known',
    hex: '0500 0c 02 00 04 84e33d39',
    want: {
      details: {
        location_name: 'Public network serving the remote user',
        cause_code: 99,
        diagnostics: 'Hop counter, Parameter compatibility information',
      },
    },
  },
  {
    it: 'REL that a timer brought about',
    hex: '0500 0c 02 00 05 82 e6 33 30 37',
    want: { details: { cause_code: 102, cause: 'Recovery on timer expiry', diagnostics: '307' } },
  },
  { it: 'COT', hex: '0500 05 01', want: { fault: '', details: { continuity: 'successful' } } },
  { it: 'SUS', hex: '0500 0d 01 00', want: { details: { initiated_by: 'network' } } },
  { it: 'INR', hex: '0500 03 0900 00', want: { details: { requested: ['calling number', 'calling category'] } } },
  {
    it: 'INF',
    hex: '0500 04 6300 01 0a09 8413 94710100000001 00',
    want: {
      details: { information: { calling_number: 'included', solicited: true }, calling_number_nature: 'international' },
    },
  },
  { it: 'SAM', hex: '0500 02 02 00 03 80 21 03', want: { details: { subsequent_number: '123' } } },
  {
    it: 'GRS: what its range says is no parameter behind it',
    hex: '0500 17 01 01 07',
    want: { fault: '', short: 'ISUP GRS Circuit group reset cic=5 circuits=8', details: { circuits: 8 } },
  },
  {
    it: 'CGB',
    hex: '0500 18 00 01 02 07 ff',
    want: { fault: '', details: { supervision: 'maintenance', circuits: 8, circuit_status: 'ff' } },
  },
  {
    it: 'APM for bearers',
    hex: '0500 41 01 7806 8583c0010203 00',
    want: { details: { application_transport: 'BAT' } },
  },
  {
    it: 'CFN about a message',
    hex: '0500 2f 02 00 03 85e141',
    want: { details: { cause_code: 97, diagnostics: 'APM Application transport' } },
  },
  { it: 'a fixed parameter that is not there', hex: '0500 01 11', want: { fault: 'malformed' } },
  { it: 'a pointer beyond the end', hex: '0500 0c 40 00', want: { fault: 'malformed' } },
  {
    it: 'an optional parameter beyond the end: what stood before it stands',
    hex: '0500 0c 02 04 02 8290 3d 09 14',
    want: { fault: 'malformed', details: { cause_code: 16 } },
  },
]

describe('messages of ISUP', () => {
  it.each(cases)('$it', ({ hex, want }) => {
    expect(read(octetsOf(hex))).toMatchObject(want)
  })

  it('BICC names a call by four octets, the lowest first', () => {
    expect(read(octetsOf(`01020300 ${IAM}`), 'BICC')).toMatchObject({
      name: 'BICC IAM Initial address',
      details: { cic: 0x30201, called_number: '4930123456' },
    })
  })

  it('hostile input: every octet at its extremes, and cut anywhere', () => {
    for (const { hex } of cases) {
      const bytes = octetsOf(hex)
      for (let at = 3; at < bytes.length; at++) {
        for (const value of [0, 1, 0x7f, 0x80, 0xc0, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          expect(read(damaged)).toMatchObject({ depth: 0 })
        }
        expect(read(bytes.subarray(0, at))).toMatchObject({ depth: 0 })
      }
    }
  })
})
