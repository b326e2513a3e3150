/** What elements of NAS tell: capabilities, filters, options of configuration, names and causes. */
import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { Kept } from '../sip/fixture.ts'
import { type NasKind, readNas } from './nas.ts'

function read(kind: NasKind, hex: string) {
  const bytes = octetsOf(hex)
  const out = new Kept(true)
  const { messages, fault } = readNas(bytes, { from: 0, to: bytes.length, wireTo: bytes.length }, kind, out)
  return { messages, fault, shown: new Map(out.shown.map(({ name, value }) => [name, value])) }
}

const GUTI = '0bf600f1108001 1a c0010203'
const S_TMSI = 'f4 0040 11223344'

interface Case {
  it: string
  kind: NasKind
  hex: string
  messages: object[]
  shown?: Readonly<Record<string, unknown>>
}

const cases: Case[] = [
  {
    it: 'what a phone can do in LTE, and where it wants its calls',
    kind: 'EPS',
    hex: `0741 02 ${GUTI} 07 f070c0 40 18 80 30 0004 0203d011 31 03 65 00 08 5c 0080 13 00f110 0007 5d 01 06 f1 d1`,
    messages: [
      {
        network_capability: {
          ciphering: ['EEA0', 'EEA1', 'EEA2', 'EEA3'],
          integrity: ['EIA1', 'EIA2', 'EIA3'],
          features: ['ACC-CSFB', 'LPP', 'ePCO', 'N1mode', 'DCNR'],
        },
        old_lai: { mcc: '001', mnc: '01', lac: 7 },
        voice_domain: 'CS voice preferred, IMS PS voice secondary',
        usage_setting: 'data centric',
        additional_update_type: 'SMS only',
      },
      { request_type: 'initial request' },
    ],
    shown: { 'DRX parameter': '128 radio frames' },
  },
  {
    it: 'what the network of LTE can do, and what became of SMS',
    kind: 'EPS',
    hex: '0742 01 49 06 00 00f110 0001 0003 5200c2 64 02 07 a0 f2 e2 34 05 04 1f 11 f1 22 4a 03 00f120',
    messages: [
      {
        ims_voice: true,
        emergency_bearers: true,
        features: ['EPC-LCS', 'EMC BS', 'IMS VoPS', '15 bearers', 'RestrictDCNR'],
        additional_update_result: 'SMS only',
        sms_status: 'network failure',
      },
      {},
    ],
  },
  {
    it: 'a reject with its timer and what goes beyond the cause',
    kind: 'EPS',
    hex: '0744 16 5f 01 21 a1',
    messages: [{ cause: { code: 22, name: 'Congestion' }, t3346_s: 60, extended_cause: ['E-UTRAN not allowed'] }],
  },
  {
    it: 'names and time of a network, in both alphabets',
    kind: 'EPS',
    hex: '0761 43 08 80 4f780e2fd3cb64 45 0d 90 004f00700065006e00350047 46 40 47 62110221543040 49 01 01',
    messages: [
      {
        network_short_name: 'Open5G',
        time_zone: '+01:00',
        network_time: '2026-11-20T12:45:03Z (local +01:00)',
      },
    ],
  },
  {
    it: 'the servers and the MTU that a phone is given, and what it was not',
    kind: 'EPS',
    hex: '5200c1 01 09 09 08 696e7465726e6574 05 01 0a2d0005 27 31 80 000c 04 0a000032 000c 04 0a000033 8021 10 03 00 0010 81 06 08080808 83 06 00000000 0010 02 05dc 0002 00 c023 04 01020304',
    messages: [
      {
        pcscf: ['10.0.0.50', '10.0.0.51'],
        dns: ['8.8.8.8'],
        ipv4_mtu: 1500,
        pco: [
          'P-CSCF IPv4 address',
          'P-CSCF IPv4 address',
          'IPCP',
          'IPv4 link MTU',
          'IM CN subsystem signalling flag',
          'PAP',
        ],
      },
    ],
  },
  {
    it: 'rates of extended units',
    kind: 'EPS',
    hex: '6200c5 05 01 05 01 00 5c 0a 07 0001 0002 06 0003 0004 5f 06 03 0001 08 0001',
    messages: [
      {
        mbr: { ul: 1_000_000, dl: 2_000_000 },
        gbr: { ul: 768_000, dl: 1_024_000 },
        ambr: { dl: 4000, ul: 4_000_000 },
      },
    ],
  },
  {
    it: 'a call in the circuits of another network',
    kind: 'EPS',
    hex: '0764 01 60 07 91 947101000010',
    messages: [{ paged_with: 'TMSI', calling_number: '491710000001' }],
  },
  {
    it: 'a short message over LTE, and one over 5G',
    kind: 'EPS',
    hex: '0763 15 09 01 12 00 2a 00 04 91 9471f0 0a 01 07 05 81 2143f5 00 00',
    messages: [
      { message_type: 'Uplink NAS transport' },
      { protocol: 'SMS', message_type: 'CP-DATA', sms: { rp_type: 'RP-DATA', destination: '12345' } },
    ],
  },
  {
    it: 'a short message over 5G that is not taken',
    kind: '5GS',
    hex: '7e0068 02 0003 89 10 16',
    messages: [
      { payload_container_type: 'SMS' },
      { protocol: 'SMS', message_type: 'CP-ERROR', cause: { code: 22, name: 'Congestion' } },
    ],
  },
  {
    it: 'policies of a UE',
    kind: '5GS',
    hex: '7e0068 05 0004 01 01 0000',
    messages: [{}, { protocol: 'UPDP', message_type: 'Manage UE policy command', pti: 1 }],
  },
  {
    it: 'what a phone can do in 5G',
    kind: '5GS',
    hex: `7e0041 79 0007 ${S_TMSI} 10 02 03 41 2e 04 e060 f060 17 02 f0f0 18 01 00 51 01 02 53 01 01 b1 2b 01 01 5d 01 20`,
    messages: [
      {
        mm_capability: ['HO attach', 'S1 mode', 'NSSAA', '5GSRVCC'],
        security_capability: {
          ciphering: ['NEA0', 'NEA1', 'NEA2'],
          integrity: ['NIA1', 'NIA2'],
          eps: { ciphering: ['EEA0', 'EEA1', 'EEA2', 'EEA3'], integrity: ['EIA1', 'EIA2'] },
        },
        usage_setting: 'voice centric',
        mico: true,
      },
    ],
    shown: { 'Requested DRX parameters': '64 radio frames', sms_requested: true, emm_registered: true },
  },
  {
    it: 'what a 5G network grants, and of which slices it says why not',
    kind: '5GS',
    hex: '7e0042 01 09 21 02 55 02 27 07 80 00f110 000001 72 0002 05 1a 67 03 2143f5 68 08 01 41 01010203 13 02',
    messages: [
      {
        registration_result: '3GPP access',
        sms_allowed: true,
        ims_voice: true,
        emergency_services: 'NR',
        emergency_fallback: 'NR',
        features: ['IWK N26', 'IMS-VoPS-3GPP', 'MCSI'],
        service_areas: [{ allowed: false, plmn: '001-01', tac: 1 }],
        reactivation_causes: [{ pdu_session_id: 5, cause: { code: 26, name: 'Non-5G authentication unacceptable' } }],
        radio_capability_id: '12345',
        rejected_nssai: [
          { sst: 1, sd: '010203', cause: { code: 1, name: 'not available in the current registration area' } },
          { sst: 2, cause: { code: 3, name: 'maximum number of UEs reached' } },
        ],
      },
    ],
  },
  {
    it: 'rules, flows and what they become in LTE',
    kind: '5GS',
    hex: '2e0501c2 11 0024 01 0021 32 31 10 10 0a000032 ffffffff 30 11 51 7530 7531 22 0a 82 aabbccddeeff 87 0800 ff 09 06 06 0064 06 0064 59 32 75 001b 50 0018 45 01 01 09 03 12 21 30 00 0e 10 0a000032 ffffffff 30 11 50 7530 79 000f 01 20 43 01 01 01 02 03 06 0001 06 02 07d0 b1',
    messages: [
      {
        qos_rules: [
          {
            id: 1,
            operation: 'create',
            default: true,
            filters: [
              {
                id: 1,
                direction: 'bidirectional',
                remote: '10.0.0.50/32',
                protocol: 17,
                remote_port: '30000-30001',
              },
              { id: 2, direction: 'uplink', source_mac: 'aa:bb:cc:dd:ee:ff', ethertype: 0x800 },
            ],
            precedence: 255,
            qfi: 9,
          },
        ],
        mapped_bearers: [
          {
            ebi: 5,
            operation: 'create',
            qci: 9,
            tft: { filters: [{ remote: '10.0.0.50/32', protocol: 17, remote_port: 30_000 }] },
          },
        ],
        qos_flows: [{ qfi: 1, five_qi: 1, gfbr_ul: 1000, averaging_window_ms: 2000 }],
        always_on_requested: true,
      },
    ],
  },
  {
    it: 'why a PDU session is refused, and when to try again',
    kind: '5GS',
    hex: '2e0501c3 1a 37 01 21 61 01 03 1d 01 02 f5',
    messages: [
      {
        cause: { code: 26, name: 'Insufficient resources' },
        back_off_s: 3600,
        congestion_re_attempt: ['back-off timer applies in all PLMNs', 'applies to the current access type only'],
        re_attempt: ['not allowed in equivalent PLMNs'],
        allowed_ssc_modes: ['SSC mode 1', 'SSC mode 3'],
      },
    ],
  },
  {
    it: 'what a phone can do in a PDU session',
    kind: '5GS',
    hex: '2e0501c1 ff00 91 a1 28 01 05 55 02 00 7b 0007 80 000c00 000d00',
    messages: [
      {
        sm_capability: ['EPT-S1', 'RQoS'],
        most_packet_filters: 16,
        pco: ['P-CSCF IPv4 address', 'DNS server IPv4 address'],
      },
    ],
    shown: { ul: 'full data rate', dl: '64 kbps' },
  },
]

describe('elements of NAS', () => {
  it.each(cases)('$it', ({ kind, hex, messages, shown = {} }) => {
    const found = read(kind, hex)
    expect(found.messages).toMatchObject(messages)
    expect(found.fault).toBe('')
    for (const [name, value] of Object.entries(shown)) expect([name, found.shown.get(name)]).toEqual([name, value])
  })

  it('no password stands in options, nor what proves one', () => {
    const found = read('EPS', '0200da 27 0d 80 c023 06 010100066162 c223 00')
    expect(JSON.stringify([found.messages, [...found.shown]])).not.toContain('6162')
  })

  it('hostile input: every octet at its extremes, and cut anywhere', () => {
    for (const { kind, hex } of cases) {
      const bytes = octetsOf(hex)
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 0x7f, 0x80, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          const run = { from: 0, to: bytes.length, wireTo: bytes.length }
          expect(['', 'malformed']).toContain(readNas(damaged, run, kind, new Kept(true)).fault)
        }
        const cut = { from: 0, to: at, wireTo: bytes.length }
        expect(['cut', '', 'malformed']).toContain(readNas(bytes, cut, kind, new Kept(true)).fault)
      }
    }
  })
})
