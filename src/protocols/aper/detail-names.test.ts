/** The names under which details have what S1AP, NGAP and NAS tell: DOMAIN 3.10, 3.11, 3.14, 3.15. */
import { describe, expect, it } from 'vitest'
import { element, INITIATING, octetsOf, pdu } from '../../../test/make/per.ts'
import { VECTORS } from '../../../test/make/ran-vectors.ts'
import { type NasKind, readNas } from '../nas/nas.ts'
import { ngap } from '../ngap/ngap.ts'
import { KINDS as NGAP_KINDS } from '../ngap/element-kinds.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { KINDS as S1AP_KINDS } from '../s1ap/element-kinds.ts'
import { Kept, whereOf } from '../sip/fixture.ts'

/** Names within names, of which only the last part counts. */
function namesIn(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return into
  for (const [name, held] of Object.entries(value)) {
    if (!Array.isArray(value)) into.add(name)
    namesIn(held, into)
  }
  return into
}

function namesOf(protocol: typeof s1ap, family: string, kinds: typeof S1AP_KINDS): Set<string> {
  const all = new Set(Object.values(kinds).map(({ field }) => field))
  for (const [name, hex] of Object.entries(VECTORS)) {
    if (!name.startsWith(family)) continue
    const out = new Kept()
    const bytes = octetsOf(hex)
    protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
    namesIn(out.details, all)
  }
  return all
}

function procedureOf([protocol, code]: readonly [typeof s1ap, number]): unknown {
  const bytes = pdu(INITIATING, code, element(0, octetsOf('0001')))
  const out = new Kept()
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return out.details['procedure']
}

const S1AP = `procedure_code procedure pdu_type mme_ue_id enb_ue_id tai mcc mnc tac ecgi s_tmsi cause group value name rrc_cause
erabs erab_id qci arp ip teid enb_name global_enb_id nas`
const NGAP = `procedure_code procedure pdu_type amf_ue_id ran_ue_id tai nr_cgi eutra_cgi fiveg_s_tmsi cause rrc_cause pdu_sessions
id snssai sst sd ip teid direction qfi guami ran_node_name nas`

describe('names in details', () => {
  it.each([
    { protocol: s1ap, family: 's1ap', kinds: S1AP_KINDS, names: S1AP },
    { protocol: ngap, family: 'ngap', kinds: NGAP_KINDS, names: NGAP },
  ])('of $family', ({ protocol, family, kinds, names }) => {
    const told = namesOf(protocol, family, kinds)
    expect(names.split(/\s+/).filter((name) => !told.has(name))).toEqual([])
  })

  const nas: { of: string; kind: NasKind; hex: string[]; names: string }[] = [
    {
      of: 'EPS',
      kind: 'EPS',
      hex: [
        '074102 0bf600f1108001 1a c0010203 02f070 0004 0203d011',
        '074101 08 09101000000000 10 02f070 0004 0203d011',
        '0742 01 49 06 00 00f110 0001 0010 5200c1 0109 0403696d73 05010a2d0005',
        '6200c5 05 0105 09 21 31 00 05 30 11 40 1f 90',
        '0744 0f',
        '27 aabbccdd 05 91e7a2b3c4d5',
        '0756 08 3a65870921436587',
      ],
      names: `protocol message_type security_header ciphered imsi imei guti mcc mnc mmegi mmec m_tmsi ebi pti apn pdn_type ue_ip
qci cause code name attach_type tai_list tft`,
    },
    {
      of: '5GS',
      kind: '5GS',
      hex: [
        '7e0041 79 000d 01 00f110 f0ff 00 00 0000000010 2f 02 01 01',
        '7e005e 77 0009 35 39 65 83 08 53 46 83 f0',
        '7e0042 01 01 77 000b f2 00f110 80 0040 11223344',
        '7e0067 01 0006 2e0501c1ffff 12 05 81 22 04 01 010203 25 09 08 696e7465726e6574',
        '2e0501c2 11 0006 010003300009 06 060064 060064 29 05 01 0a3c0001',
        '7e0044 0f',
        '7e02 aabbccdd 05 91e7a2b3c4d5e6f708',
      ],
      names: `protocol message_type security_header ciphered supi suci pei guti_5g registration_type pdu_session_id pti dnn
snssai pdu_session_type ue_ip cause payload_container_type requested_nssai`,
    },
  ]
  it.each(nas)('of NAS in $of', ({ kind, hex, names }) => {
    const told = new Set<string>()
    for (const one of hex) {
      const bytes = octetsOf(one)
      namesIn(readNas(bytes, { from: 0, to: bytes.length, wireTo: bytes.length }, kind, new Kept()).messages, told)
    }
    expect(names.split(/\s+/).filter((name) => !told.has(name))).toEqual([])
  })

  it('of a procedure are those of its elementary procedure', () => {
    const asked = [
      [s1ap, 9],
      [s1ap, 0],
      [s1ap, 23],
      [ngap, 13],
      [ngap, 29],
    ] as const
    expect(asked.map(procedureOf)).toEqual([
      'InitialContextSetup',
      'HandoverPreparation',
      'UEContextRelease',
      'HandoverResourceAllocation',
      'PDUSessionResourceSetup',
    ])
  })
})
