import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { Kept } from '../sip/fixture.ts'
import { type NasKind, readNas } from './nas.ts'

function read(kind: NasKind, hex: string, more = 0): { out: Kept; messages: readonly object[]; fault: string } {
  const bytes = octetsOf(hex)
  const out = new Kept(true)
  const { messages, fault } = readNas(bytes, { from: 0, to: bytes.length, wireTo: bytes.length + more }, kind, out)
  expect(out.depth).toBe(0)
  return { out, messages, fault }
}

interface Case {
  it: string
  kind: NasKind
  hex: string
  messages: object[]
}

const MAC = '01020304 07'

const cases: Case[] = [
  {
    it: 'an attach request with a GUTI',
    kind: 'EPS',
    hex: '074102 0bf600f1108001 1a c0010203 02f070 0004 0203d011',
    messages: [
      {
        message_type_code: 0x41,
        attach_type: 'combined EPS/IMSI attach',
        guti: { mcc: '001', mnc: '01', mmegi: 0x8001, mmec: 0x1a, m_tmsi: '0xc0010203' },
      },
      { message_type_code: 0xd0, pti: 3 },
    ],
  },
  {
    it: 'an attach reject',
    kind: 'EPS',
    hex: '0744 0f',
    messages: [{ failed: true, cause: { code: 15, name: 'No Suitable Cells In tracking area' } }],
  },
  {
    it: 'a detach of the UE',
    kind: 'EPS',
    hex: '0745 09 0bf600f11080011ac0010203',
    messages: [{ detach_type: 'EPS detach', switch_off: true, guti: { mmec: 0x1a } }],
  },
  {
    it: 'a detach of the network',
    kind: 'EPS',
    hex: '0745 01 53 02',
    messages: [{ detach_type: 're-attach required', cause: { code: 2 } }],
  },
  {
    it: 'an IMEISV in security mode complete, behind an integrity header',
    kind: 'EPS',
    hex: `47 ${MAC} 075e 23 09 33 65 39 08 53 46 83 90 f1`,
    messages: [
      {
        message_type_code: 0x5e,
        security_header: 4,
        null_cipher_assumed: true,
        imeisv: '3569380356438091',
        imei: '35693803564380',
      },
    ],
  },
  {
    it: 'the algorithms of a security mode command',
    kind: 'EPS',
    hex: `37 ${MAC} 075d 22 00 02 f070 c1`,
    messages: [{ security_header: 3, algorithms: { ciphering: 'EEA2', integrity: 'EIA2' } }],
  },
  {
    it: 'N9 what is ciphered is said to be',
    kind: 'EPS',
    hex: `27 ${MAC} a1b2c3d4e5f60718`,
    messages: [{ protocol: 'EMM', message_type: 'Ciphered NAS', security_header: 2, ciphered: true }],
  },
  {
    it: 'N9 ciphered octets that begin as a message but are none',
    kind: 'EPS',
    hex: `27 ${MAC} 0742c3d4e5f60718`,
    messages: [{ message_type: 'Ciphered NAS', ciphered: true }],
  },
  {
    it: 'N9 the null cipher leaves a message',
    kind: 'EPS',
    hex: `27 ${MAC} 0743 0003 5200c2`,
    messages: [
      { message_type_code: 0x43, security_header: 2, null_cipher_assumed: true },
      { protocol: 'ESM', message_type_code: 0xc2, ebi: 5, null_cipher_assumed: true },
    ],
  },
  {
    it: 'N10 the short service request',
    kind: 'EPS',
    hex: 'c7a81234',
    messages: [{ protocol: 'EMM', message_type: 'Service request', security_header: 12 }],
  },
  {
    it: 'a dedicated bearer with its rates and filters',
    kind: 'EPS',
    hex: '6200c5 05 05 01 40 40 31 31 09 21 31 00 05 30 11 40 1f 90',
    messages: [
      {
        ebi: 6,
        linked_ebi: 5,
        qci: 1,
        mbr: { ul: 64, dl: 64 },
        gbr: { ul: 49, dl: 49 },
        tft: {
          operation: 'create',
          filters: [{ id: 1, direction: 'bidirectional', precedence: 0, protocol: 17, local_port: 8080 }],
        },
      },
    ],
  },
  {
    it: 'N15 a SUCI of profile A tells no subscriber',
    kind: '5GS',
    hex: '7e0041 71 000e 01 00f110 2143 01 1b aabbccddeeff',
    messages: [{ suci: 'suci-0-001-01-1234-1-27-aabbccddeeff' }],
  },
  {
    it: 'a registration request with a GUTI and slices',
    kind: '5GS',
    hex: '7e0041 7a 000b f200f110 80 0042 c0010203 2f 07 01 01 04 01010203',
    messages: [
      {
        registration_type: 'mobility registration updating',
        guti_5g: { mcc: '001', mnc: '01', amf_region: 128, amf_set: 1, amf_pointer: 2, tmsi: '0xc0010203' },
        requested_nssai: [{ sst: 1 }, { sst: 1, sd: '010203' }],
      },
    ],
  },
  {
    it: 'a registration request held in a security mode complete',
    kind: '5GS',
    hex: `7e04 ${MAC} 7e005e 770009 3585395683035418f6 710015 7e004179000d0100f110f0ff000000000000102e00`,
    messages: [
      { message_type_code: 0x5e, security_header: 4 },
      { message_type_code: 0x41, supi: 'imsi-001010000000001' },
    ],
  },
  {
    it: 'a PDU session: rules, rates, address, slice, DNN',
    kind: '5GS',
    hex:
      '2e0101c2 11 0009 01 0006 31 31 01 01 ff 09 06 06 0064 06 0032 29 05 01 0a3c0001 22 04 01010203 ' +
      '79 0006 09 20 41 01 01 09 25 09 08 696e7465726e6574',
    messages: [
      {
        protocol: '5GSM',
        pdu_session_id: 1,
        pti: 1,
        pdu_session_type: 'IPv4',
        ssc_mode: 1,
        qos_rules: [
          {
            id: 1,
            operation: 'create',
            default: true,
            filters: [{ id: 1, direction: 'bidirectional', match_all: true }],
            precedence: 255,
            qfi: 9,
          },
        ],
        ambr: { dl: 100_000, ul: 50_000 },
        ue_ip: '10.60.0.1',
        snssai: { sst: 1, sd: '010203' },
        dnn: 'internet',
        qos_flows: [{ qfi: 9, operation: 'create', five_qi: 9 }],
      },
    ],
  },
  {
    it: 'N17 two messages of PDU sessions in one transport',
    kind: '5GS',
    hex: '7e0067 0f 0013 02 0007 01 2e0101c1ffff 0008 11 12 01 05 2e0201d6',
    messages: [{ payload_container_type: 'Multiple payloads' }, { pdu_session_id: 1 }],
  },
  {
    it: 'a message of a type that nobody knows',
    kind: '5GS',
    hex: '7e00fe 0102',
    messages: [{ message_type: 'Unknown(0xfe)', message_type_code: 0xfe }],
  },
]

describe('NAS', () => {
  it.each(cases)('$it', ({ kind, hex, messages }) => {
    const found = read(kind, hex)
    expect(found.messages).toMatchObject(messages)
    expect(found.messages).toHaveLength(messages.length)
  })

  it('an attach accept: timer, areas, bearer, APN, address, DNS and P-CSCF, GUTI; no password', () => {
    const options = '27 17 80 000d 04 08080808 000c 04 0a000032 c023 05 7061706170'
    const esm = `5201c1 0109 08 03696d73036c6162 05 01 0a2d0006 ${options}`.replaceAll(' ', '')
    const length = (esm.length / 2).toString(16).padStart(4, '0')
    const { messages, out, fault } = read(
      'EPS',
      `0742 01 49 06 00 00f110 0001 ${length} ${esm} 50 0b f600f11080011ac0010203 64 01 01`,
    )
    expect(fault).toBe('')
    expect(messages).toMatchObject([
      {
        attach_result: 'EPS only',
        t3412_s: 3240,
        tai_list: [{ mcc: '001', mnc: '01', tac: 1 }],
        guti: { m_tmsi: '0xc0010203' },
        ims_voice: true,
      },
      { ebi: 5, qci: 9, apn: 'ims.lab', pdn_type: 'IPv4', ue_ip: '10.45.0.6', dns: ['8.8.8.8'], pcscf: ['10.0.0.50'] },
    ])
    expect(out.parties).toEqual([{ role: 'served', ue_ip: '10.45.0.6' }])
    expect(out.clues).toEqual([
      { kind: 'tmsi', value: '26-0xc0010203' },
      { kind: 'given-tmsi', value: '26-0xc0010203' },
      { kind: 'guti', value: '001-01-32769-26-0xc0010203' },
      { kind: 'ue-ip', value: '10.45.0.6' },
    ])
    expect(JSON.stringify([messages, out.shown])).not.toMatch(/70617061|papa/)
  })

  it('vectors and keys of authentication are redacted everywhere', () => {
    const vector = '5a'.repeat(16)
    for (const [kind, hex] of [
      ['EPS', `0752 01 ${vector} 10 ${vector}`],
      ['EPS', `0753 08 5a5a5a5a5a5a5a5a`],
      ['EPS', `075c 15 30 0e ${vector.slice(0, 28)}`],
      ['5GS', `7e0056 01 02 0000 21 ${vector} 20 10 ${vector}`],
      ['5GS', `7e0057 2d 10 ${vector}`],
      ['5GS', `7e0059 15 30 0e ${vector.slice(0, 28)}`],
      ['5GS', `7e0056 01 02 0000 78 0010 ${vector}`],
    ] as const) {
      const { messages, out, fault } = read(kind, hex)
      expect([fault, messages.length]).toEqual(['', 1])
      expect(JSON.stringify([messages, out.shown])).not.toContain('5a5a')
      expect(JSON.stringify(messages)).toContain('<redacted>')
    }
  })

  it('what the snap length cut is not said to be ciphered', () => {
    const { messages, fault } = read('EPS', `27 ${MAC} 0743 0003 52`, 2)
    expect([messages, fault]).toMatchObject([[{ message_type_code: 0x43, null_cipher_assumed: true }], 'cut'])
  })

  it.each([
    { it: 'a length beyond its message is malformed', hex: '0742 01 49 7f 00', more: 0, fault: 'malformed' },
    { it: 'what the snap length cut is cut', hex: '0742 01 49 06 00', more: 20, fault: 'cut' },
    { it: 'nothing at all', hex: '', more: 0, fault: 'malformed' },
    { it: 'another discriminator', hex: '0501', more: 0, fault: 'malformed' },
  ])('$it', ({ hex, more, fault }) => {
    expect(read('EPS', hex, more).fault).toBe(fault)
  })
})
