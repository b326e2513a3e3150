/** S1AP and NGAP: messages made by hand, whose contents another dissector confirms (DOMAIN 3.12, 3.18). */
import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { VECTORS } from '../../../test/make/ran-vectors.ts'
import { PROTOCOLS } from '../index.ts'
import { ngap } from '../ngap/ngap.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { Kept, whereOf } from '../sip/fixture.ts'

type Name = keyof typeof VECTORS

function decoded(name: Name, tree = false): Kept {
  const bytes = octetsOf(VECTORS[name])
  const out = new Kept(tree)
  const protocol = name.startsWith('s1ap') ? s1ap : ngap
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return out
}

interface Case {
  vector: Name
  name: string
  details: object
  /** NAS in most of them is a stub of two octets. */
  isStub?: boolean
}

const NR = { nr_cgi: { mcc: '208', mnc: '93', nci: 1 }, tai: { mcc: '208', mnc: '93', tac: 1 } }

const cases: Case[] = [
  {
    vector: 'ngapInitial',
    name: 'InitialUEMessage / Registration request',
    details: { procedure_code: 15, pdu_type: 0, ran_ue_id: 5, ...NR, rrc_cause: 'mo-Signalling' },
    isStub: true,
  },
  {
    vector: 'ngapRegistration',
    name: 'InitialUEMessage / Registration request',
    details: {
      nas: [
        {
          protocol: '5GMM',
          message_type_code: 0x41,
          security_header: 0,
          registration_type: 'initial registration',
          follow_on_request: true,
          suci: 'suci-0-001-01-0-0-0-0000000001',
          imsi: '001010000000001',
          supi: 'imsi-001010000000001',
        },
      ],
    },
  },
  {
    vector: 'ngapRelease',
    name: 'UEContextReleaseCommand (nas normal-release)',
    details: { amf_ue_id: 1, ran_ue_id: 5, cause: { group: 'nas', value: 0, name: 'normal-release' } },
  },
  {
    vector: 'ngapSetupRequest',
    name: 'PDUSessionResourceSetupRequest / DL NAS transport',
    details: {
      pdu_sessions: [
        {
          action: 'setup',
          id: 1,
          snssai: { sst: 1, sd: '010203' },
          ip: '192.168.10.1',
          teid: '0x00000011',
          direction: 'ul',
          pdu_session_type: 'ipv4',
        },
      ],
    },
    isStub: true,
  },
  {
    vector: 'ngapSetupResponse',
    name: 'PDUSessionResourceSetupResponse',
    details: {
      pdu_type: 1,
      pdu_sessions: [{ action: 'set up', id: 1, ip: '192.168.10.2', teid: '0x00000022', direction: 'dl', qfi: [1] }],
    },
  },
  {
    vector: 'ngapPathSwitch',
    name: 'PathSwitchRequest',
    details: {
      ran_ue_id: 6,
      source_amf_ue_id: 1,
      pdu_sessions: [{ action: 'switch', id: 1, ip: '192.168.10.3', teid: '0x00000033' }],
    },
  },
  {
    vector: 'ngapLongIds',
    name: 'DownlinkNASTransport / Authentication request',
    details: {
      amf_ue_id: 4_328_719_365,
      ran_ue_id: 2_147_483_649,
      nas: [{ message_type_code: 0x56, rand: '<redacted>', autn: '<redacted>' }],
    },
  },
  {
    vector: 'ngapUplink',
    name: 'UplinkNASTransport / Authentication response',
    details: { amf_ue_id: 258, ran_ue_id: 258, ...NR },
  },
  {
    vector: 'ngapTemporary',
    name: 'InitialUEMessage / Service request',
    details: { fiveg_s_tmsi: { amf_set: 1, amf_pointer: 2, tmsi: '0xc0010203' } },
    isStub: true,
  },
  {
    vector: 'ngapExtendedCause',
    name: 'UEContextReleaseRequest (radioNetwork release-due-to-pre-emption)',
    details: { cause: { value: 46 } },
  },
  {
    vector: 's1apAttach',
    name: 'InitialUEMessage / Attach request / PDN connectivity request',
    details: {
      enb_ue_id: 2,
      tai: { mcc: '001', mnc: '01', tac: 1 },
      ecgi: { mcc: '001', mnc: '01', eci: 0xa01 },
      rrc_cause: 'mo-Signalling',
      nas: [
        { protocol: 'EMM', message_type_code: 0x41, imsi: '001010000000001', attach_type: 'EPS attach' },
        { protocol: 'ESM', message_type_code: 0xd0, pdn_type: 'IPv4', request_type: 'initial request' },
      ],
    },
  },
  {
    vector: 's1apContextRequest',
    name: 'InitialContextSetupRequest / Attach accept',
    details: {
      mme_ue_id: 1,
      enb_ue_id: 2,
      erabs: [{ action: 'setup', erab_id: 5, qci: 9, ip: '10.0.0.1', teid: '0x00000101', arp: { priority: 15 } }],
    },
    isStub: true,
  },
  {
    vector: 's1apContextResponse',
    name: 'InitialContextSetupResponse',
    details: { erabs: [{ action: 'set up', erab_id: 5, ip: '10.0.0.2', teid: '0x00000202' }] },
  },
  {
    vector: 's1apRelease',
    name: 'UEContextReleaseCommand (radioNetwork user-inactivity)',
    details: { mme_ue_id: 1, enb_ue_id: 2, cause: { value: 20 } },
  },
  {
    vector: 's1apBearer',
    name: 'E-RABSetupRequest / Attach accept',
    details: {
      erabs: [
        {
          erab_id: 6,
          qci: 1,
          mbr_dl: 64_000,
          mbr_ul: 64_000,
          gbr_dl: 49_000,
          gbr_ul: 49_000,
          ip: '10.0.0.1',
          teid: '0x00000103',
        },
      ],
    },
    isStub: true,
  },
  {
    vector: 's1apService',
    name: 'InitialUEMessage / Service request',
    details: {
      enb_ue_id: 2,
      rrc_cause: 'mo-Data',
      s_tmsi: { mmec: 0x1a, m_tmsi: '0xc0010203' },
      nas: [{ protocol: 'EMM', message_type: 'Service request', security_header: 12 }],
    },
  },
  {
    vector: 's1apLongIds',
    name: 'DownlinkNASTransport / Identity request',
    details: { mme_ue_id: 3_221_225_473, enb_ue_id: 16_777_215 },
    isStub: true,
  },
  {
    vector: 's1apAdmitted',
    name: 'HandoverRequestAcknowledge',
    details: {
      pdu_type: 1,
      mme_ue_id: 5,
      enb_ue_id: 8,
      erabs: [{ action: 'admitted', erab_id: 5, ip: '10.0.0.8', teid: '0x00000404' }],
      target_to_source: { octets: 3 },
    },
  },
  {
    vector: 's1apSix',
    name: 'InitialContextSetupResponse',
    details: { mme_ue_id: 258, enb_ue_id: 515, erabs: [{ ip: '2001:db8::2', teid: '0x00000202' }] },
  },
  {
    vector: 's1apExtendedCause',
    name: 'UEContextReleaseRequest (radioNetwork n26-interface-not-available)',
    details: { cause: { group: 'radioNetwork', value: 40 } },
  },
  {
    vector: 's1apPathSwitch',
    name: 'PathSwitchRequest',
    details: {
      enb_ue_id: 3,
      source_mme_ue_id: 1,
      erabs: [{ action: 'switch', erab_id: 5, ip: '10.0.0.3', teid: '0x00000303' }],
      ecgi: { eci: 0xa02 },
    },
  },
]

describe('S1AP and NGAP', () => {
  it.each(cases)('$vector', ({ vector, name, details, isStub = false }) => {
    const out = decoded(vector)
    const protocol = vector.startsWith('s1ap') ? 'S1AP' : 'NGAP'
    expect(out.short).toBe(`${protocol} ${name}`)
    expect(out.details).toMatchObject(details)
    expect(out.fault).toBe(isStub ? 'malformed' : '')
  })

  it.each(Object.keys(VECTORS) as Name[])('%s is known by its octets, and taken for no other protocol', (name) => {
    const bytes = octetsOf(VECTORS[name])
    const carried = PROTOCOLS.filter(({ ppids }) => ppids !== undefined)
    const known = carried.find((protocol) => protocol.recognize(bytes, 0, bytes.length))
    expect(known?.name).toBe(name.startsWith('s1ap') ? 'S1AP' : 'NGAP')
    expect(known?.recognize(bytes, 0, bytes.length - 1)).toBe(false)
  })

  it('is known where its sender left something behind it', () => {
    const bytes = octetsOf(`${VECTORS.ngapSetupRequest}00005a5a01`)
    const carried = PROTOCOLS.filter(({ ppids }) => ppids !== undefined)
    expect(carried.find((protocol) => protocol.recognize(bytes, 0, bytes.length))?.name).toBe('NGAP')
    const wrong = octetsOf(`${VECTORS.ngapSetupRequest.replace('004a0023', '004a0025')}00005a5a01`)
    expect(carried.some((protocol) => protocol.recognize(wrong, 0, wrong.length))).toBe(false)
  })

  it.each(cases)('$vector says the same with its tree, whose ranges stand within', ({ vector }) => {
    const [plain, shown] = [decoded(vector), decoded(vector, true)]
    expect(shown.details).toEqual(plain.details)
    expect(shown.shown.length).toBeGreaterThan(5)
    const size = VECTORS[vector].length / 2
    for (const { from, to } of shown.shown) expect([from >= 0, to >= from, to <= size]).toEqual([true, true, true])
    expect(JSON.stringify(shown.shown)).not.toContain('00000000000000000000000000000000')
  })

  it('tunnels and temporary identities are clues, the subscriber a party', () => {
    expect(decoded('s1apContextRequest').clues).toEqual([{ kind: 'tunnel', value: '0x00000101@10.0.0.1' }])
    expect(decoded('s1apService').clues).toEqual([{ kind: 'tmsi', value: '26-0xc0010203' }])
    expect(decoded('ngapTemporary').clues).toEqual([{ kind: 'tmsi', value: '1-2-0xc0010203' }])
    expect(decoded('s1apAttach').parties).toEqual([
      { role: 'served', imsi: '001010000000001', supi: 'imsi-001010000000001' },
    ])
  })
})

function s1apOf(hex: string): Kept {
  const bytes = octetsOf(hex)
  const out = new Kept(true)
  s1ap.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return out
}

describe('what nobody knows', () => {
  it('N8 a procedure and an IE that are not known are kept by number', () => {
    const out = s1apOf('00f0000e000002 0008000200ff 0fff000112')
    expect([out.message_type, out.details, out.fault]).toEqual([
      'Procedure 240 (initiatingMessage)',
      { procedure_code: 240, pdu_type: 0, enb_ue_id: 255, unknown_ies: [4095] },
      '',
    ])
  })

  it('N8 a count of IEs that lies ends with the octets', () => {
    const out = s1apOf('000b000a00ffff0000000200050008')
    expect([out.details['mme_ue_id'], out.fault]).toEqual([5, 'malformed'])
  })

  it('a key is never shown', () => {
    const key = '5a'.repeat(32)
    const out = s1apOf(`0009002f000002 0000000200 01 00490020${key} 0008000200ff`.replaceAll(' ', ''))
    expect(JSON.stringify([out.details, out.shown])).not.toContain('5a5a')
  })

  it('IEs that hold themselves are read no deeper than they may be', () => {
    let value = '00'
    for (let i = 0; i < 60; i++) {
      const size = value.length / 2
      const length = size < 128 ? size.toString(16).padStart(2, '0') : (0x8000 | size).toString(16)
      value = `00001800${length}${value}`
    }
    const size = value.length / 2 + 3
    const out = s1apOf(`000900${(0x8000 | size).toString(16)}000001${value}`)
    expect(out.fault).toBe('malformed')
  })
})
