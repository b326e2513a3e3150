/** Names of causes, procedures, IEs and messages by their codes, against the tables of an independent dissector (`tshark -G values`). */
import { describe, expect, it } from 'vitest'
import { SIP_STATUS } from '../../src/correlate/rules/tables-sip-status.ts'
import { procedureNames } from '../../src/protocols/aper/application.ts'
import { HTTP2_ERRORS } from '../../src/protocols/http2/tell-control.ts'
import { RESULTS, RESULTS_3GPP } from '../../src/protocols/diameter/tables-results.ts'
import * as gtp1 from '../../src/protocols/gtp/tables-v1.ts'
import * as gtp2 from '../../src/protocols/gtp/tables-v2.ts'
import * as nas from '../../src/protocols/nas/tables.ts'
import { UE_POLICY_MESSAGES } from '../../src/protocols/nas/tables-capabilities.ts'
import * as ngap from '../../src/protocols/ngap/tables.ts'
import * as pfcp from '../../src/protocols/pfcp/tables.ts'
import * as radio from '../../src/protocols/radio/tables.ts'
import * as elements from '../../src/protocols/radio/tables-elements.ts'
import * as s1ap from '../../src/protocols/s1ap/tables.ts'
import { REASONS } from '../../src/protocols/sip/tables.ts'
import { namedValues, type Names, plain } from './dissector.ts'

interface Compared {
  /** The dissector's field. */
  readonly field: string
  readonly names: Names
  /** Ours that are right though it says otherwise, and why. */
  readonly right?: Names
  /** Ours that it does not know, and where they are from. */
  readonly newer?: { readonly codes: readonly number[]; readonly from: string }
}

/** Numbers that are not used have no name. */
function known(names: readonly string[]): Names {
  return Object.fromEntries(names.flatMap((name, id) => (name === '' ? [] : [[id, name]])))
}

const TABLES: readonly Compared[] = [
  {
    field: 'gtp.cause',
    names: gtp1.CAUSES,
    right: {
      194: 'TS 29.060 Table 38 names the IMEI too, since Rel-8',
      199: 'TS 29.060 Table 38 has the plural',
      211: 'TS 29.060 Table 38 has the words in this order',
    },
    newer: { codes: [8, 9], from: 'TS 29.060 Table 38, in requests' },
  },
  {
    field: 'gtpv2.cause',
    names: gtp2.CAUSES,
    right: { 6: 'TS 29.274 Table 8.4-1 added the MME' },
  },
  {
    field: 'pfcp.cause',
    names: pfcp.CAUSES,
    right: {
      1: 'TS 29.244 Table 8.2.1-1 puts "(success)" behind it, which is no part of the name',
      86: 'TS 29.244 Table 8.2.1-1 says why it failed',
    },
  },
  { field: 'diameter.Result-Code', names: RESULTS },
  {
    field: 'diameter.Experimental-Result-Code',
    names: RESULTS_3GPP,
    right: {
      2005: 'the dissector adds that it is deprecated',
      4241: 'the dissector runs two names into one',
      5043: 'the dissector runs two names into one',
      5670: 'the dissector misspells it',
      5611: 'TS 29.345 begins all of its names so',
    },
  },
  {
    field: 'nas_eps.emm.cause',
    names: nas.EMM_CAUSES,
    newer: { codes: [36, 78], from: 'TS 24.301 §9.9.3.9, Rel-17' },
  },
  {
    field: 'nas_eps.esm.cause',
    names: nas.ESM_CAUSES,
    right: { 29: 'TS 24.301 §9.9.4.4 added the authorization' },
  },
  {
    field: 'nas_5gs.mm.5gmm_cause',
    names: nas.MM_CAUSES,
    newer: { codes: [36, 78, 79], from: 'TS 24.501 §9.11.3.2, Rel-17' },
  },
  {
    field: 'nas_5gs.sm.5gsm_cause',
    names: nas.SM_CAUSES,
    newer: { codes: [37, 86], from: 'TS 24.501 §9.11.4.2, Rel-17' },
  },
  { field: 's1ap.radioNetwork', names: s1ap.RADIO_CAUSES },
  { field: 's1ap.transport', names: s1ap.TRANSPORT_CAUSES },
  { field: 's1ap.nas', names: s1ap.NAS_CAUSES },
  { field: 's1ap.protocol', names: s1ap.PROTOCOL_CAUSES },
  { field: 's1ap.misc', names: s1ap.MISCELLANEOUS_CAUSES },
  { field: 'ngap.radioNetwork', names: ngap.RADIO_CAUSES },
  { field: 'ngap.transport', names: s1ap.TRANSPORT_CAUSES },
  { field: 'ngap.nas', names: ngap.NAS_CAUSES },
  { field: 'ngap.protocol', names: s1ap.PROTOCOL_CAUSES },
  { field: 'ngap.misc', names: ngap.MISCELLANEOUS_CAUSES },
  { field: 'x2ap.radioNetwork', names: radio.X2AP_CAUSES },
  { field: 'x2ap.transport', names: s1ap.TRANSPORT_CAUSES },
  { field: 'x2ap.protocol', names: radio.X2AP_PROTOCOL_CAUSES },
  { field: 'x2ap.misc', names: radio.X2AP_MISCELLANEOUS_CAUSES },
  { field: 'xnap.radioNetwork', names: radio.XNAP_CAUSES },
  { field: 'xnap.transport', names: s1ap.TRANSPORT_CAUSES },
  { field: 'xnap.protocol', names: s1ap.PROTOCOL_CAUSES },
  { field: 'xnap.misc', names: radio.XNAP_MISCELLANEOUS_CAUSES },
  { field: 'f1ap.radioNetwork', names: radio.F1AP_CAUSES },
  { field: 'f1ap.transport', names: radio.F1AP_TRANSPORT_CAUSES },
  { field: 'f1ap.protocol', names: s1ap.PROTOCOL_CAUSES },
  { field: 'f1ap.misc', names: radio.SPLIT_MISCELLANEOUS_CAUSES },
  { field: 'e1ap.radioNetwork', names: radio.E1AP_CAUSES },
  { field: 'e1ap.transport', names: radio.E1AP_TRANSPORT_CAUSES },
  { field: 'e1ap.protocol', names: s1ap.PROTOCOL_CAUSES },
  { field: 'e1ap.misc', names: radio.SPLIT_MISCELLANEOUS_CAUSES },
  {
    field: 's1ap.procedureCode',
    names: procedureNames(s1ap.PROCEDURES, s1ap.PROCEDURE_NAMES),
  },
  {
    field: 'ngap.procedureCode',
    names: procedureNames(ngap.PROCEDURES, ngap.PROCEDURE_NAMES),
    newer: { codes: [76, 77, 78, 79, 80], from: 'TS 38.413 §9.4.7, Rel-17 and 18' },
  },
  {
    field: 'x2ap.procedureCode',
    names: procedureNames(radio.X2AP_PROCEDURES, radio.X2AP_PROCEDURE_NAMES),
  },
  {
    field: 'xnap.procedureCode',
    names: procedureNames(radio.XNAP_PROCEDURES, radio.XNAP_PROCEDURE_NAMES),
  },
  {
    field: 'f1ap.procedureCode',
    names: procedureNames(radio.F1AP_PROCEDURES, radio.F1AP_PROCEDURE_NAMES),
    newer: {
      codes: [59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 75, 76, 77, 78, 79, 80, 81],
      from: 'TS 38.473 §9.4.7, Rel-17',
    },
  },
  {
    field: 'e1ap.procedureCode',
    names: procedureNames(radio.E1AP_PROCEDURES),
    right: {
      16: 'the procedure is called without the word, its one message with it',
      22: 'the procedure is called after its initiation, its messages are not',
      23: 'the procedure is called reporting, its message an update',
    },
    newer: { codes: [29, 30, 31, 32, 33, 34, 35, 36, 37, 38], from: 'TS 37.483 §9.4.7, Rel-17' },
  },
  {
    field: 's1ap.id',
    names: known(s1ap.ELEMENTS),
    newer: { codes: [344], from: 'TS 36.413 §9.3.7, Rel-17' },
  },
  { field: 'ngap.id', names: known(ngap.ELEMENTS) },
  { field: 'x2ap.id', names: elements.X2AP_ELEMENTS },
  { field: 'xnap.id', names: elements.XNAP_ELEMENTS },
  { field: 'f1ap.id', names: elements.F1AP_ELEMENTS },
  { field: 'e1ap.id', names: elements.E1AP_ELEMENTS },
  { field: 'nas_eps.nas_msg_emm_type', names: nas.EMM_MESSAGES },
  { field: 'nas_eps.nas_msg_esm_type', names: nas.ESM_MESSAGES },
  {
    field: 'nas_5gs.mm.message_type',
    names: nas.MM_MESSAGES,
    newer: { codes: [0x69, 0x6a, 0x6b, 0x6c, 0x6d], from: 'TS 24.501 Table 9.7.1, Rel-17' },
  },
  {
    field: 'nas_5gs.sm.message_type',
    names: nas.SM_MESSAGES,
    newer: { codes: [0xd8, 0xd9, 0xda, 0xdb], from: 'TS 24.501 Table 9.7.2, Rel-17' },
  },
  { field: 'nas_5gs.updp.message_type', names: UE_POLICY_MESSAGES },
  { field: 'http2.goaway.error', names: HTTP2_ERRORS },
  {
    field: 'sip.reason_cause_sip',
    names: REASONS,
    right: {
      199: 'RFC 6228; the dissector means all others of 1xx',
      422: 'RFC 4028 §6',
      437: 'RFC 8224 §6.2.2 renamed it',
    },
    newer: { codes: [417, 424, 425, 469, 555, 580], from: 'IANA registry "SIP Response Codes"' },
  },
]

const theirs = namedValues(TABLES.map(({ field }) => field))
const hasTshark = theirs.size > 0
if (!hasTshark) console.log('names of causes: skipped, there is no tshark')

describe.skipIf(!hasTshark)('names of causes (skipped where there is no tshark)', () => {
  it.each(TABLES)('$field', ({ field, names, right = {}, newer }) => {
    const of = theirs.get(field)!
    expect(of.size).toBeGreaterThan(1)
    const codes = Object.keys(names).map(Number)
    const other = codes.filter((code) => of.has(code) && plain(of.get(code)!) !== plain(names[code]!))
    const wrong = other.filter((code) => !(code in right))
    expect(wrong.map((code) => `${code}: ${names[code]!}, not ${of.get(code)!}`)).toEqual([])
    // A newer dissector may know them.
    expect(codes.filter((code) => !of.has(code) && !newer?.codes.includes(code))).toEqual([])
  })

  it('are all there of the radio network', () => {
    const lists = TABLES.filter(({ field }) => /^(s1|ng|x2|xn|f1|e1)ap\.(?!procedure|id)/.test(field))
    for (const { field, names } of lists) {
      const absent = [...theirs.get(field)!].filter(([code]) => names[code] === undefined)
      expect({ field, absent }).toEqual({ field, absent: [] })
    }
  })
})

it('of SIP are the same in both tables of ours', () => {
  const told = Object.entries(SIP_STATUS).map(([code, [name]]) => [code, name])
  expect(told).toEqual(told.map(([code]) => [code, REASONS[Number(code)]]))
})
