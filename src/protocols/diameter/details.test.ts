/** Details that one message gives, by interface: DOMAIN 3.6. */
import { describe, expect, it } from 'vitest'
import { address, avp, diameterMessage, ipv4, tbcd, tgpp, u64, type Header } from '../../../test/make/diameter.ts'
import { u8, zeros } from '../../../test/make/octets.ts'
import { decoded } from './fixture.ts'

const S6A = 16777251
const GX = 16777238
const SESSION = avp(263, 'a;1;2')

const told: { it: string; header: Header; avps: Uint8Array[]; want: Record<string, unknown> }[] = [
  {
    it: 'S6a: subscription with two APNs',
    header: { command: 316, application: S6A, request: false },
    avps: [
      avp(268, 2001),
      tgpp(1406, 1),
      tgpp(1400, [
        tgpp(701, tbcd('491710000001')),
        tgpp(1424, 0),
        tgpp(1435, [tgpp(516, 50_000), tgpp(515, 100_000)]),
        tgpp(1429, [
          tgpp(1423, 1),
          tgpp(1430, [tgpp(1423, 1), tgpp(1456, 2), avp(493, 'internet'), tgpp(1431, [tgpp(1028, 9)])]),
          tgpp(1430, [tgpp(1423, 2), tgpp(1456, 0), avp(493, 'ims'), tgpp(1431, [tgpp(1028, 5)])]),
        ]),
      ]),
    ],
    want: {
      ula_flags: 1,
      msisdn: '491710000001',
      subscriber_status: 'SERVICE_GRANTED',
      ambr: { max_bitrate_ul: 50_000, max_bitrate_dl: 100_000 },
      apns: [
        { context_identifier: 1, pdn_type: 'IPv4v6', apn: 'internet', qci: 9 },
        { context_identifier: 2, pdn_type: 'IPv4', apn: 'ims', qci: 5 },
      ],
      qci: [9, 5],
    },
  },
  {
    it: 'S6a: vectors are counted, not told',
    header: { command: 318, application: S6A, request: false },
    avps: [
      avp(268, 2001),
      tgpp(
        1413,
        [1, 2].map((n) => tgpp(1414, [tgpp(1419, n), tgpp(1447, zeros(16)), tgpp(1450, zeros(32))])),
      ),
    ],
    want: { vectors: 2 },
  },
  {
    it: 'D19 Visited-PLMN-Id with an MNC of two digits',
    header: { command: 318, application: S6A, request: true },
    avps: [tgpp(1407, u8(0x00, 0xf1, 0x10))],
    want: { visited_plmn: '00101' },
  },
  {
    it: 'D19 Visited-PLMN-Id with an MNC of three digits',
    header: { command: 318, application: S6A, request: true },
    avps: [tgpp(1407, u8(0x13, 0x00, 0x62))],
    want: { visited_plmn: '310260' },
  },
  {
    it: 'D13 MSISDN in half octets',
    header: { command: 306, application: 16777217, request: true },
    avps: [tgpp(700, [tgpp(701, tbcd('491710000001'))])],
    want: { msisdn: '491710000001' },
  },
  {
    it: 'D13 MSISDN as text',
    header: { command: 306, application: 16777217, request: true },
    avps: [tgpp(700, [tgpp(701, '491710000001')])],
    want: { msisdn: '491710000001' },
  },
  {
    it: 'D14 Framed-IP-Address, and a prefix of 64 bits in eight octets',
    header: { command: 272, application: GX, request: true },
    avps: [avp(8, ipv4('10.45.0.5')), avp(97, u8(0, 64, 0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2))],
    want: { framed_ip: '10.45.0.5', framed_ipv6_prefix: '2001:db8:1:2::/64' },
  },
  {
    it: 'D5 a Result-Code',
    header: { command: 316, application: S6A, request: false },
    avps: [avp(268, 5001)],
    want: { result_code: 5001, result_name: 'DIAMETER_AVP_UNSUPPORTED', failed: true },
  },
  {
    it: 'D5 the same number of a vendor',
    header: { command: 316, application: S6A, request: false },
    avps: [avp(297, [avp(266, 10_415), avp(298, 5001)])],
    want: { result_code: 5001, result_name: 'DIAMETER_ERROR_USER_UNKNOWN', result_vendor: 10_415, failed: true },
  },
  {
    it: 'D4 a vendor’s code that collides with one of the IETF',
    header: { command: 316, application: S6A, request: true },
    avps: [avp(1, 'somebody', 9999), avp(264, 'wrong', 9999), avp(264, 'right')],
    want: { origin_host: 'right' },
  },
  {
    it: 'Failed-AVP by name, and nothing in it believed',
    header: { command: 272, application: GX, request: false },
    avps: [avp(268, 5005), avp(279, [avp(263, 'other'), tgpp(1032, 1004), avp(4242, 1)])],
    want: { failed_avps: ['Session-Id', 'RAT-Type', 'AVP 4242'], session_id: 'a;1;2' },
  },
  {
    it: 'Gx: bearer, quality and rules',
    header: { command: 272, application: GX, request: false },
    avps: [
      avp(268, 2001),
      avp(416, 1),
      avp(415, 0),
      tgpp(1006, 2),
      tgpp(1006, 13),
      tgpp(1016, [tgpp(1041, 50_000), tgpp(1040, 100_000)]),
      tgpp(1049, [tgpp(1028, 9), tgpp(1034, [tgpp(1046, 8)])]),
      tgpp(1001, [
        tgpp(1005, 'predefined'),
        tgpp(1003, [
          tgpp(1005, 'voice'),
          tgpp(1058, [tgpp(507, 'permit out 17 from 10.0.0.50 30000 to 10.45.0.5 49152')]),
          tgpp(511, 2),
          tgpp(1016, [tgpp(1028, 1), tgpp(516, 64), tgpp(515, 65), tgpp(1026, 49), tgpp(1025, 50)]),
          tgpp(1010, 100),
        ]),
      ]),
    ],
    want: {
      cc_request_type: 'INITIAL_REQUEST',
      cc_request_number: 0,
      event_triggers: ['RAT_CHANGE', 'USER_LOCATION_CHANGE'],
      apn_ambr_ul: 50_000,
      apn_ambr_dl: 100_000,
      default_bearer_qos: { qci: 9, priority_level: 8 },
      qci: [9, 1],
      rule_names: ['predefined', 'voice'],
      flows: ['permit out 17 from 10.0.0.50 30000 to 10.45.0.5 49152'],
      rules_installed: [
        {
          names: ['predefined'],
          rules: [
            {
              name: 'voice',
              flows: ['permit out 17 from 10.0.0.50 30000 to 10.45.0.5 49152'],
              flow_status: 'ENABLED',
              qci: 1,
              max_bitrate_ul: 64,
              max_bitrate_dl: 65,
              guaranteed_bitrate_ul: 49,
              guaranteed_bitrate_dl: 50,
              precedence: 100,
            },
          ],
        },
      ],
    },
  },
  {
    it: 'D10 Gy: several services in one request',
    header: { command: 272, application: 4, request: true },
    avps: [
      avp(461, '32251@3gpp.org'),
      avp(416, 2),
      avp(415, 7),
      avp(443, [avp(450, 0), avp(444, '491710000001')]),
      avp(443, [avp(450, 1), avp(444, '001010000000001')]),
      ...[10, 20].map((group) =>
        avp(456, [
          avp(437, zeros(0)),
          avp(446, [avp(420, 60), avp(421, u64(5_000_000_000))]),
          avp(432, group),
          tgpp(872, 3),
        ]),
      ),
    ],
    want: {
      service_context_id: '32251@3gpp.org',
      cc_request_number: 7,
      msisdn: '491710000001',
      imsi: '001010000000001',
      rating_groups: [10, 20].map((rating_group) => ({
        used: [{ time_s: 60, total_octets: 5_000_000_000 }],
        rating_group,
        reporting_reason: 'QUOTA_EXHAUSTED',
      })),
    },
  },
  {
    it: 'Gy: what is granted, and a service that is refused',
    header: { command: 272, application: 4, request: false },
    avps: [
      avp(268, 2001),
      avp(456, [avp(431, [avp(421, u64(1000))]), avp(432, 1), avp(268, 4012), avp(430, [avp(449, 1)])]),
    ],
    want: {
      result_code: 2001,
      rating_groups: [
        {
          granted: { total_octets: 1000 },
          rating_group: 1,
          result_code: 4012,
          result_name: 'DIAMETER_CREDIT_LIMIT_REACHED',
          final_unit_action: 'REDIRECT',
        },
      ],
    },
  },
  {
    it: 'Rf: a call’s charging record',
    header: { command: 271, application: 3, request: true },
    avps: [
      avp(480, 2),
      avp(485, 0),
      tgpp(873, [
        tgpp(876, [
          tgpp(829, 0),
          tgpp(862, 0),
          tgpp(830, 'c1@10.45.0.5'),
          tgpp(831, 'sip:alice@ims.example'),
          tgpp(832, 'tel:+491710000002'),
          tgpp(841, 'abc-1'),
          tgpp(823, [tgpp(824, 'INVITE')]),
        ]),
      ]),
    ],
    want: {
      accounting_record_type: 'START',
      user_session_id: 'c1@10.45.0.5',
      calling_parties: ['sip:alice@ims.example'],
      called_party: 'tel:+491710000002',
      icid: 'abc-1',
      sip_method: 'INVITE',
      role_of_node: 'ORIGINATING_ROLE',
      node_functionality: 'S-CSCF',
    },
  },
  {
    it: 'Cx: a private identity holds the IMSI',
    header: { command: 303, application: 16777216, request: true },
    avps: [
      avp(1, '001010000000001@ims.mnc001.mcc001.3gppnetwork.org'),
      tgpp(601, 'sip:+491710000001@ims.mnc001.mcc001.3gppnetwork.org'),
      tgpp(607, 1),
      tgpp(612, [tgpp(608, 'Digest-AKAv1-MD5')]),
      tgpp(602, 'sip:scscf.ims'),
    ],
    want: {
      imsi: '001010000000001',
      msisdn: '491710000001',
      public_identity: 'sip:+491710000001@ims.mnc001.mcc001.3gppnetwork.org',
      authentication_schemes: ['Digest-AKAv1-MD5'],
      authentication_items: 1,
      server_name: 'sip:scscf.ims',
    },
  },
  {
    it: 'SWm: a NAI of EAP-AKA holds the IMSI behind a digit',
    header: { command: 268, application: 16777264, request: true },
    avps: [avp(1, '0001010000000001@nai.epc.mnc001.mcc001.3gppnetwork.org'), avp(462, u8(2, 1, 0, 8, 23, 4, 0, 0))],
    want: { imsi: '001010000000001', eap_payload: 'Response AKA Synchronization-Failure' },
  },
  {
    it: 'Sy: policy counters',
    header: { command: 8388635, application: 16777302, request: false },
    avps: [avp(268, 2001), tgpp(2903, [tgpp(2901, 'monthly'), tgpp(2902, 'exceeded')])],
    want: {
      policy_counters: [{ id: 'monthly', status: 'exceeded' }],
      policy_counter_ids: ['monthly'],
    },
  },
  {
    it: 'location, device and access of Gy',
    header: { command: 272, application: 4, request: true },
    avps: [
      avp(458, [avp(459, 0), avp(460, '3569380356438091')]),
      tgpp(22, u8(130, 0x00, 0xf1, 0x10, 0x00, 0x01, 0x00, 0xf1, 0x10, 0x00, 0x00, 0xa0, 0x10)),
      tgpp(21, u8(6)),
      tgpp(2, u8(0, 0, 1, 0)),
      tgpp(1228, address('10.0.0.10')),
    ],
    want: {
      imei: '3569380356438091',
      user_location: { tai: '00101-0001', ecgi: '00101-000a010' },
      rat_type: 'EUTRAN',
      charging_id: 256,
      sgsn_address: '10.0.0.10',
    },
  },
  {
    it: 'base: capabilities',
    header: { command: 257, request: true },
    avps: [
      avp(257, address('10.0.0.1')),
      avp(266, 0),
      avp(269, 'callflow'),
      avp(260, [avp(266, 10_415), avp(258, S6A)]),
      avp(258, 4_294_967_295),
    ],
    want: { host_ip_addresses: ['10.0.0.1'], product_name: 'callflow', applications: ['S6a', 'relay'] },
  },
]

describe('details of', () => {
  it.each(told)('$it', ({ header, avps, want }) => {
    const { details, fault } = decoded(diameterMessage(header, SESSION, ...avps))
    expect(fault).toBe('')
    expect(details).toMatchObject(want)
  })
})
