/** What IEs of S1AP and NGAP tell besides UE ids, bearers and NAS; another dissector reads the same in them. */
import { describe, expect, it } from 'vitest'
import { element, type Element, INITIATING, integer, list, octetsOf, pdu, PerWriter } from '../../../test/make/per.ts'
import { ngap } from '../ngap/ngap.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { Kept, whereOf } from '../sip/fixture.ts'

const PLMN = octetsOf('00f110')
const per = (): PerWriter => new PerWriter()
/** An extensible SEQUENCE without extensions, and its optional components. */
const sequenceOf = (optionals = ''): PerWriter => per().bits(2 + optionals.length, Number.parseInt(`0${optionals}0`, 2))

/** NGRAN-CGI: the alternative of NR. */
const ngranCell = (writer: PerWriter): PerWriter => writer.bits(4, 0).octets(PLMN).bits(36, 0x123456789)
const eutranCell = (writer: PerWriter): PerWriter => writer.bits(2, 0).octets(PLMN).bits(28, 0xa00123)

/** Of an LTE handover: RRC's octets, one bearer, the target cell, a profile, and two cells that the UE was in. */
function eutranContainer(): Uint8Array {
  const writer = sequenceOf('11').open(octetsOf('c0ffee'))
  writer.octets(list(element(78, octetsOf('0a00'))))
  eutranCell(writer).integer(1, 256, 42).bits(4, 1)
  for (const seconds of [30, 7]) {
    writer.bits(2, 0).bits(2, 0)
    eutranCell(writer).bits(2, 0).bits(3, 1).integer(0, 4095, seconds)
  }
  return writer.done()
}

/** Of a 5G handover: RRC's octets, a PDU session with a flow and a bearer, the target cell, an index, a cell before. */
function ngranContainer(): Uint8Array {
  const writer = per().bits(5, 0b01010).open(octetsOf('c0ffee'))
  writer.bits(8, 0).bits(3, 0b010).octets(octetsOf('05')).bits(6, 0).bits(3, 0).bits(1, 0).bits(6, 9)
  writer.bits(5, 0).bits(2, 0).bits(1, 0).bits(5, 0).bits(6, 0).bits(3, 0).bits(1, 0).bits(6, 9)
  ngranCell(writer).bits(1, 0).octets(octetsOf('02')).bits(4, 0).bits(2, 0).bits(3, 0).bits(4, 0)
  ngranCell(writer).bits(2, 0).bits(1, 0).bits(2, 1).integer(0, 4095, 12)
  return writer.done()
}

/** An OCTET STRING of unaligned PER, which RRC is written in. */
function unaligned(writer: PerWriter, octets: Uint8Array): PerWriter {
  writer.bits(8, octets.length)
  for (const octet of octets) writer.bits(8, octet)
  return writer
}

/** UE-EUTRA-Capability: release 11, category 4, two profiles' worth of ROHC, bands 1 and 20. */
const LTE_CAPABILITY = per()
  .bits(2, 0)
  .bits(4, 3)
  .bits(3, 3)
  .bits(2, 0)
  .bits(9, 3)
  .bits(2, 0)
  .bits(6, 1)
  .bits(7, 0)
  .bits(7, 19 << 1)
  .bits(32, 0)
  .done()

/** UECapabilityInformation with one list of one RAT. */
function lteCapability(): Uint8Array {
  const list = unaligned(per().bits(6, 0).bits(1, 0).bits(4, 1).bits(4, 0), LTE_CAPABILITY).done()
  return unaligned(per().bits(5, 0), list).done()
}

/** UE-CapabilityRAT-ContainerList of NR of release 16, and of LTE. */
function nrCapability(): Uint8Array {
  const nr = per().bits(11, 0).bits(4, 1).bits(33, 0).done()
  const list = unaligned(per().bits(4, 2).bits(3, 0), nr).bits(3, 2)
  return unaligned(per().bits(5, 0), unaligned(list, LTE_CAPABILITY).done()).done()
}

const cases: { it: string; protocol: typeof s1ap; procedure: number; elements: Element[]; details: object }[] = [
  {
    it: 'where a UE may not go in LTE',
    protocol: s1ap,
    procedure: 9,
    elements: [
      element(
        41,
        sequenceOf('1101')
          .octets(PLMN)
          .bits(4, 0)
          .octets(octetsOf('00f120'))
          .bits(4, 0)
          .bits(2, 0)
          .octets(PLMN)
          .integer(1, 4096, 2)
          .octets(octetsOf('0007 0008'))
          .bits(1, 0)
          .bits(2, 2)
          .done(),
      ),
    ],
    details: {
      restrictions: {
        serving_plmn: { mcc: '001', mnc: '01' },
        equivalent_plmns: [{ mcc: '001', mnc: '02' }],
        forbidden_tas: [{ mcc: '001', mnc: '01', tacs: [7, 8] }],
        forbidden_rats: 'utran',
      },
    },
  },
  {
    it: 'an LTE handover: which cell it is to, and where the UE was before',
    protocol: s1ap,
    procedure: 0,
    elements: [
      element(1, per().bits(4, 0).done()),
      element(
        4,
        per()
          .bits(3, 0)
          .bits(2, 0)
          .bits(2, 0)
          .octets(PLMN)
          .bits(2, 0)
          .octets(new Uint8Array())
          .bits(20, 0xa0)
          .bits(2, 0)
          .octets(PLMN)
          .octets(octetsOf('0007'))
          .done(),
      ),
      element(104, per().open(eutranContainer()).done()),
    ],
    details: {
      source_to_target: {
        target_cell: { mcc: '001', mnc: '01', eci: 0xa00123 },
        subscriber_profile: 42,
        history: [{ ecgi: { eci: 0xa00123 }, seconds: 30 }, { seconds: 7 }],
      },
    },
  },
  {
    it: 'a handover from LTE to 5G: the node',
    protocol: s1ap,
    procedure: 0,
    elements: [
      element(1, per().bits(1, 1).bits(1, 0).bits(6, 0).done()),
      element(
        4,
        per()
          .bits(1, 1)
          .bits(7, 0)
          .open(
            sequenceOf()
              .bits(2, 0)
              .bits(2, 0)
              .bits(2, 0)
              .octets(PLMN)
              .bits(1, 0)
              .bits(4, 2)
              .octets(octetsOf('001234'))
              .bits(2, 0)
              .octets(PLMN)
              .octets(octetsOf('000007'))
              .done(),
          )
          .done(),
      ),
    ],
    details: {
      handover_type: 'eps-to-5gs',
      target: { ran_node: { mcc: '001', mnc: '01', gnb_id: 0x1234, gnb_id_bits: 24 }, tai: { tac: 7 } },
    },
  },
  {
    it: 'rates beyond 10 Gbit/s, the cell of dual connectivity, and what else LTE says of a UE',
    protocol: s1ap,
    procedure: 9,
    elements: [
      element(
        66,
        per()
          .bits(2, 1)
          .integer(0, 10_000_000_000, 10_000_000_000)
          .integer(0, 10_000_000_000, 1_000_000)
          .octets(octetsOf('0000 0103 40'))
          .open(per().bits(1, 0).integer(10_000_000_001, 4_000_000_000_000, 20_000_000_000).done())
          .done(),
      ),
      element(44, per().bits(1, 0).bits(2, 2).done()),
      element(106, integer(1, 256, 42)),
      element(107, per().bits(2, 0).bits(1, 0).bits(16, 0xe000).bits(1, 0).bits(16, 0x4000).done()),
      element(146, per().bits(1, 1).done()),
      element(169, per().bits(1, 0).bits(1, 1).done()),
      element(192, octetsOf('3535092012ffff01')),
      element(269, per().bits(2, 0).bits(1, 0).bits(16, 0xe000).bits(1, 0).bits(16, 0xc000).done()),
      element(288, per().bits(2, 0).bits(2, 0).octets(PLMN).octets(octetsOf('1234567890')).done()),
    ],
    details: {
      ambr: { dl: 20_000_000_000, ul: 1_000_000 },
      paging_drx: 'v128',
      subscriber_profile: 42,
      security_capabilities: { ciphering: ['EEA1', 'EEA2', 'EEA3'], integrity: ['EIA2'] },
      csg_membership: 'not-member',
      voice_support: 'not-supported',
      masked_imeisv: '3535092012ffff01',
      nr_security_capabilities: { ciphering: ['NEA1', 'NEA2', 'NEA3'], integrity: ['NIA1', 'NIA2'] },
      ps_cell: { mcc: '001', mnc: '01', nci: 0x123456789 },
    },
  },
  {
    it: 'what the radio of a UE can do in LTE',
    protocol: s1ap,
    procedure: 22,
    elements: [element(74, per().open(lteCapability()).done())],
    details: { radio_capability: { rats: ['E-UTRA'], lte_release: 11, lte_category: 4, lte_bands: [1, 20] } },
  },
  {
    it: 'what the radio of a UE can do in NR',
    protocol: ngap,
    procedure: 44,
    elements: [element(117, per().open(nrCapability()).done())],
    details: { radio_capability: { rats: ['NR', 'E-UTRA'], nr_release: 16, lte_release: 11, lte_bands: [1, 20] } },
  },
  {
    it: 'a capability that holds something else stays octets',
    protocol: s1ap,
    procedure: 22,
    elements: [element(74, per().open(octetsOf('00ffffff')).done())],
    details: { radio_capability: { octets: 4 } },
  },
  {
    it: 'which cores a UE may not use',
    protocol: s1ap,
    procedure: 9,
    elements: [
      element(282, per().bits(4, 0).bits(2, 0).octets(PLMN).bits(1, 0).done()),
      element(290, PLMN),
      element(127, per().bits(27, 5).done()),
      element(159, per().bits(2, 0).octets(PLMN).octets(octetsOf('0007')).done()),
    ],
    details: {
      core_restrictions: [{ mcc: '001', mnc: '01', core: 'fiveGC-forbidden' }],
      last_5gs_plmn: { mcc: '001', mnc: '01' },
      csg_id: 5,
      registered_lai: { mcc: '001', mnc: '01', lac: 7 },
    },
  },
  {
    it: 'what NR carried for LTE',
    protocol: s1ap,
    procedure: 62,
    elements: [
      element(
        264,
        list(
          element(
            265,
            per()
              .bits(2, 0)
              .bits(1, 0)
              .bits(4, 5)
              .bits(1, 0)
              .bits(1, 0)
              .octets(new Uint8Array())
              .octets(octetsOf('010b 40'))
              .open(
                per()
                  .bits(2, 0)
                  .octets(octetsOf('e8000000 e8000010'))
                  .bits(3, 1)
                  .octets(octetsOf('0400'))
                  .bits(3, 7)
                  .octets(octetsOf('ffffffffffffffff'))
                  .done(),
              )
              .done(),
          ),
        ),
      ),
    ],
    details: {
      erabs: [{ action: 'used', erab_id: 5, secondary_rat: 'nR' }],
      usage: [{ octets_ul: 1024, octets_dl: '18446744073709551615' }],
    },
  },
  {
    it: 'where a UE may not go in 5G',
    protocol: ngap,
    procedure: 14,
    elements: [
      element(
        36,
        per()
          .bits(6, 0b001110)
          .octets(PLMN)
          .bits(4, 0)
          .bits(2, 0)
          .octets(PLMN)
          .bits(1, 0)
          .bits(8, 0x80)
          .bits(4, 0)
          .bits(2, 0)
          .octets(PLMN)
          .integer(1, 4096, 1)
          .octets(octetsOf('000007'))
          .bits(4, 0)
          .bits(4, 0b0100)
          .octets(PLMN)
          .bits(4, 1)
          .octets(octetsOf('000008 000009'))
          .done(),
      ),
    ],
    details: {
      restrictions: {
        forbidden_rats: [{ mcc: '001', mnc: '01', rats: ['E-UTRA'] }],
        forbidden_areas: [{ tacs: [7] }],
        service_areas: [{ allowed: [8, 9] }],
      },
    },
  },
  {
    it: 'a 5G handover: which cell it is to, and where the UE was before',
    protocol: ngap,
    procedure: 12,
    elements: [element(29, per().bits(3, 0).done()), element(101, per().open(ngranContainer()).done())],
    details: {
      source_to_target: {
        target_cell: { nr_cgi: { mcc: '001', mnc: '01', nci: 0x123456789 } },
        rfsp_index: 3,
        history: [{ nr_cgi: { nci: 0x123456789 }, seconds: 12 }],
      },
    },
  },
  {
    it: 'a handover from 5G to LTE, whose container is of LTE',
    protocol: ngap,
    procedure: 12,
    elements: [element(29, per().bits(3, 1).done()), element(101, per().open(eutranContainer()).done())],
    details: { handover_type: 'fivegs-to-eps', source_to_target: { target_cell: { eci: 0xa00123 } } },
  },
  {
    it: 'a container that holds something else stays a container',
    protocol: ngap,
    procedure: 12,
    elements: [element(29, per().bits(3, 0).done()), element(101, per().open(octetsOf('ffffffff')).done())],
    details: { source_to_target: { octets: 4 } },
  },
  {
    it: 'what helps a node with an inactive UE, and what else 5G says of one',
    protocol: ngap,
    procedure: 14,
    elements: [
      element(
        18,
        per()
          .bits(5, 0b01000)
          .bits(1, 0)
          .bits(10, 9)
          .bits(1, 0)
          .bits(2, 1)
          .bits(8, 0x21)
          .bits(4, 0)
          .bits(2, 0)
          .bits(2, 0)
          .octets(PLMN)
          .octets(octetsOf('000007'))
          .done(),
      ),
      element(24, per().bits(3, 0b010).bits(1, 0).bits(1, 0).bits(1, 1).done()),
      element(31, per().bits(1, 0).octets(octetsOf('29')).done()),
      element(33, per().bits(4, 0).bits(1, 0).bits(3, 1).bits(1, 0).done()),
      element(52, per().bits(1, 0).bits(3, 1).done()),
      element(91, per().bits(1, 0).bits(2, 2).done()),
      // A kind of node of a later release: what stands behind it is read all the same.
      element(
        105,
        per()
          .bits(6, 0b000011)
          .octets(octetsOf('00f2'))
          .bits(2, 1)
          .octets(octetsOf('01 ff'))
          .bits(2, 0)
          .octets(PLMN)
          .octets(octetsOf('000007'))
          .done(),
      ),
      element(118, octetsOf('40 02 818d')),
      // Of up to 65,536 connections: their number is told as without a bound.
      element(111, octetsOf('02 2c ffffffff 40 07')),
      element(273, per().bits(4, 0b0010).octets(octetsOf('07c3a47468657231')).done()),
      element(342, per().bits(1, 0).done()),
    ],
    details: {
      inactive_assistance: {
        identity_index: 9,
        paging_drx: 'v64',
        periodic_update_s: 3600,
        tai_list: [{ mcc: '001', mnc: '01', tac: 7 }],
      },
      emergency_fallback: { requested: true, target: 'epc' },
      rfsp_index: 42,
      location_request: { event: 'change-of-serve-cell', area: 'cell' },
      paging_priority: '2',
      state_report: 'cancel-report',
      target: { ran_node: { alternative: 3, ie: 242 }, tai: { mcc: '001', mnc: '01', tac: 7 } },
      paging_capability: { nr: { octets: 2 } },
      connections: [{ ran_ue_id: 0xffffffff }, { amf_ue_id: 7 }],
      extended_ran_node_name: { utf8: 'äther1' },
      paging_cause: 'voice',
    },
  },
]

function decoded(protocol: typeof s1ap, bytes: Uint8Array): Kept {
  const out = new Kept(true)
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return out
}

describe('IEs', () => {
  it.each(cases)('$it', ({ protocol, procedure, elements, details }) => {
    const bytes = pdu(INITIATING, procedure, ...elements)
    const out = decoded(protocol, bytes)
    expect(out.fault).toBe('')
    expect(out.details).toMatchObject(details)
  })

  it('hostile input: every octet at its extremes, and cut anywhere', () => {
    for (const { protocol, procedure, elements } of cases) {
      const bytes = pdu(INITIATING, procedure, ...elements)
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 0x7f, 0x80, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          expect(['', 'malformed']).toContain(decoded(protocol, damaged).fault)
        }
        const out = new Kept(true)
        protocol.decode(bytes, 0, at, bytes.length, whereOf(), out)
        expect(out.fault).toBe('cut')
      }
    }
  })
})
