/** Names of causes by their codes, against the tables of an independent dissector (`tshark -G values`). */
import { describe, expect, it } from 'vitest'
import { SIP_STATUS } from '../../src/correlate/rules/tables-sip-status.ts'
import { RESULTS, RESULTS_3GPP } from '../../src/protocols/diameter/tables-results.ts'
import * as gtp1 from '../../src/protocols/gtp/tables-v1.ts'
import * as gtp2 from '../../src/protocols/gtp/tables-v2.ts'
import * as nas from '../../src/protocols/nas/tables.ts'
import * as ngap from '../../src/protocols/ngap/tables.ts'
import * as pfcp from '../../src/protocols/pfcp/tables.ts'
import * as radio from '../../src/protocols/radio/tables.ts'
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

/** Procedures that are answered are called as their first message without its last word. */
function proceduresOf(procedures: Readonly<Record<number, readonly (string | undefined)[]>>): Names {
  const names = Object.entries(procedures).map(([code, [first = '', answer]]) => {
    return [code, answer === undefined ? first : first.replace(/(?:Request|Command)$/, '')]
  })
  return Object.fromEntries(names) as Names
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
    field: 'e1ap.procedureCode',
    names: proceduresOf(radio.E1AP_PROCEDURES),
    right: {
      16: 'the procedure is called without the word, its one message with it',
      22: 'the procedure is called after its initiation, its messages are not',
      23: 'the procedure is called reporting, its message an update',
    },
    newer: { codes: [29, 30, 31, 32, 33, 34, 35, 36, 37, 38], from: 'TS 37.483 §9.4.7, Rel-17' },
  },
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
    const lists = TABLES.filter(({ field }) => /^(s1|ng|x2|xn|f1|e1)ap\.(?!procedure)/.test(field))
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
