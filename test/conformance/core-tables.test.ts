/** Numbers of messages, elements and values of the core network, against the tables of an independent dissector. */
import { describe, expect, it } from 'vitest'
import * as dns from '../../src/protocols/dns/tables.ts'
import * as gtp1 from '../../src/protocols/gtp/tables-v1.ts'
import * as gtp2 from '../../src/protocols/gtp/tables-v2.ts'
import * as pfcp from '../../src/protocols/pfcp/tables.ts'
import { CODES } from '../../src/protocols/radius/tables.ts'
import { RP_CAUSES } from '../../src/protocols/sip/tables-sms.ts'
import * as rtp from '../../src/protocols/rtp/tables.ts'
import * as ss7 from '../../src/protocols/ss7/tables.ts'
import * as causes from '../../src/protocols/ss7/tables-causes.ts'
import * as reasons from '../../src/protocols/ss7/tables-reasons.ts'
import * as isup from '../../src/protocols/ss7/tables-isup.ts'
import { flagsOf, namedValues, type Names, plain } from './dissector.ts'

interface Compared {
  /** Its fields: several where it splits what is one list in the standard. */
  readonly fields: readonly string[]
  readonly names: Names | readonly string[]
  /** Ours are abbreviations of its words. */
  readonly short?: true
  /** Ours that are right though it says otherwise, and the document that says so. */
  readonly right?: { readonly codes: readonly number[]; readonly from: string }
  /** Ours that it does not know, and where they are from. */
  readonly newer?: { readonly codes: readonly number[]; readonly from: string }
}

const SATELLITES = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]

const TABLES: readonly Compared[] = [
  {
    fields: ['gtp.message'],
    names: gtp1.MESSAGES,
    right: { codes: [31, 32, 33, 52, 255], from: 'TS 29.060 Table 1, in these words' },
    newer: { codes: [253], from: 'TS 29.281 Table 6.1-1' },
  },
  {
    fields: ['gtp.ie_id'],
    names: gtp1.ELEMENTS,
    right: {
      codes: [1, 3, 4, 5, 8, 9, 16, 17, 18, 19, 23, 27, 134, 135, 136, 138, 139, 141, 170, 215, 216, 250],
      from: 'TS 29.060 Table 37, TS 32.295 Table 6.2.1.2; flow labels and reasons are those of version 0',
    },
    newer: { codes: [238, 239], from: 'TS 29.060 Table 37, TS 32.295 Table 6.2.1.2' },
  },
  {
    fields: ['gtp.ext_hdr.next'],
    names: gtp1.EXTENSIONS,
    right: { codes: [0x40], from: 'TS 29.281 Figure 5.2.1-3' },
  },
  {
    fields: ['gtpv2.message_type'],
    names: gtp2.MESSAGES,
    right: { codes: [177], from: 'TS 29.274 Table 6.1-1' },
  },
  {
    fields: ['gtpv2.ie_type'],
    names: gtp2.ELEMENTS,
    right: {
      codes: [104, 105, 107, 108, 120, 126, 158, 215],
      from: 'TS 29.274 Table 8.1-1; the dissector says what the message uses them for',
    },
    newer: { codes: [216, 217, 218, 219, 254], from: 'TS 29.274 Table 8.1-1, Rel-17 and 18' },
  },
  {
    fields: ['gtpv2.f_teid_interface_type'],
    names: gtp2.INTERFACES,
    right: { codes: [12, 23], from: 'TS 29.274 Table 8.22-1' },
    newer: { codes: [41], from: 'TS 29.274 Table 8.22-1, Rel-17' },
  },
  {
    fields: ['gtpv2.rat_type'],
    names: gtp2.RAT_TYPES,
    newer: { codes: SATELLITES, from: 'TS 29.274 Table 8.17-1, Rel-17 and 18' },
  },
  {
    fields: ['gtpv2.pdn_type'],
    names: gtp2.PDN_TYPES,
    right: { codes: [3], from: 'TS 29.274 Table 8.34-1' },
  },
  {
    fields: ['gtpv2.selec_mode'],
    names: gtp2.SELECTION_MODES,
    right: { codes: [0, 3], from: 'TS 29.274 §8.58' },
  },
  { fields: ['gtpv2.node_type'], names: gtp2.NODE_TYPES },
  { fields: ['gtpv2.detach_type'], names: gtp2.DETACH_TYPES },
  { fields: ['pfcp.msg_type'], names: pfcp.MESSAGES },
  {
    fields: ['pfcp.ie_type'],
    names: pfcp.ELEMENTS,
    right: {
      codes: [12, 166, 167, 175, 176, 199, 200, 201, 263, 264, 266, 272, 273, 255, 279, 311, 314],
      from: 'TS 29.244 Table 8.1.2-1; the dissector says in which message they are',
    },
    newer: { codes: [0, 170, 171, 172, 173, 174, 254, 317, 318, 319, 320], from: 'TS 29.244 Table 8.1.2-1' },
  },
  { fields: ['pfcp.source_interface'], names: pfcp.SOURCE_INTERFACES },
  { fields: ['pfcp.dst_interface'], names: pfcp.DESTINATION_INTERFACES },
  {
    fields: ['pfcp.out_hdr_desc'],
    names: pfcp.HEADER_REMOVALS,
    right: { codes: [7, 8], from: 'TS 29.244 Table 8.2.64-1' },
  },
  { fields: ['pfcp.pdn_type'], names: pfcp.PDN_TYPES },
  {
    fields: ['pfcp.tgpp_interface_type'],
    names: pfcp.INTERFACE_TYPES,
  },
  { fields: ['pfcp.failed_rule_id_type'], names: pfcp.RULES },
  { fields: ['pfcp.gate_status.ulgate'], names: pfcp.GATES },
  { fields: ['sccp.message_type'], names: ss7.SCCP_MESSAGES, short: true },
  {
    fields: ['sccp.ssn'],
    names: ss7.SUBSYSTEMS,
    short: true,
  },
  {
    fields: ['gsm_old.localValue'],
    names: ss7.MAP_OPERATIONS,
    right: { codes: [38], from: 'TS 29.002 §17.5 adds the indication' },
  },
  {
    fields: ['camel.local'],
    names: ss7.CAP_OPERATIONS,
    right: { codes: [86], from: 'TS 29.078 §5.3 abbreviates it' },
  },
  {
    fields: ['isup.cause_indicator'],
    names: isup.CAUSES,
    right: { codes: [47, 49, 83, 87, 90, 99], from: 'ITU-T Q.850 §2.2.7' },
  },
  { fields: ['ranap.procedureCode'], names: ss7.RANAP_PROCEDURES, right: { codes: [40], from: 'TS 25.413 §9.3.6' } },
  {
    fields: ['radioNetwork', 'transmissionNetwork', 'nAS', 'protocol', 'misc', 'radioNetworkExtension'].map(
      (group) => `ranap.${group}`,
    ),
    names: causes.RANAP_CAUSES,
  },
  { fields: ['sccp.return_cause'], names: reasons.RETURN_CAUSES },
  { fields: ['sccp.refusal_cause'], names: reasons.CONNECTION_CAUSES[3]! },
  { fields: ['sccp.release_cause'], names: reasons.CONNECTION_CAUSES[4]! },
  { fields: ['sccp.reset_cause'], names: reasons.CONNECTION_CAUSES[13]! },
  {
    fields: ['sccp.error_cause'],
    names: reasons.CONNECTION_CAUSES[15]!,
    right: { codes: [0, 1], from: 'ITU-T Q.713 §3.14, in short' },
  },
  { fields: ['tcap.p_abortCause'], names: reasons.ABORT_CAUSES },
  { fields: ['tcap.generalProblem'], names: reasons.PROBLEMS[0x80]!.names },
  { fields: ['tcap.invokeProblem'], names: reasons.PROBLEMS[0x81]!.names },
  { fields: ['tcap.returnResultProblem'], names: reasons.PROBLEMS[0x82]!.names },
  { fields: ['tcap.returnErrorProblem'], names: reasons.PROBLEMS[0x83]!.names },
  { fields: ['gsm_map.er.roamingNotAllowedCause'], names: reasons.ERROR_REASONS[8]!.names },
  { fields: ['gsm_map.er.callBarringCause'], names: reasons.ERROR_REASONS[13]!.names },
  { fields: ['gsm_map.er.absentSubscriberReason'], names: reasons.ERROR_REASONS[27]!.names },
  { fields: ['gsm_map.er.sm_EnumeratedDeliveryFailureCause'], names: reasons.ERROR_REASONS[32]!.names },
  {
    fields: ['m3ua.error_code'],
    names: reasons.LAYER_ERRORS,
    right: { codes: [5], from: 'RFC 4666 §3.8.1' },
  },
  { fields: ['isup.cause_location'], names: isup.LOCATIONS },
  { fields: ['gsm_a.bssmap.msgtype'], names: ss7.BSSMAP_MESSAGES },
  { fields: ['gsm_a.bssmap.cause'], names: causes.BSSMAP_CAUSES },
  { fields: ['gsm_a.rp.cause'], names: RP_CAUSES },
  {
    fields: ['dns.qry.type'],
    names: dns.TYPES,
    short: true,
    right: { codes: [255], from: 'RFC 8482' },
    newer: { codes: [53, 258, 259], from: "RFC 8162 and IANA's registry" },
  },
  { fields: ['radius.code'], names: CODES },
  { fields: ['rtcp.pt'], names: rtp.RTCP_TYPES, short: true, right: { codes: [210], from: 'RFC 6284 §4' } },
  {
    fields: ['rtcp.rtpfb.fmt'],
    names: rtp.TRANSPORT_FEEDBACK,
    short: true,
    newer: { codes: [5, 6, 8], from: 'RFC 6051, RFC 6285, RFC 6679' },
  },
  { fields: ['rtcp.psfb.fmt'], names: rtp.PAYLOAD_FEEDBACK, short: true },
]

/** What it says around a name: where an element stands, the abbreviation behind it, the protocol before it. */
const AROUND = [
  /^PFCP /,
  / interface( \(.*\))?$/,
  / ?\([^()]*\)$/,
  / IE$/,
  / (?:IE )?(?:with)?in (?:a )?[A-Z][^()]*$/,
  / \(.*\)$/,
]

function isSame(theirs: string, ours: string, short: boolean): boolean {
  const said = [theirs, ...AROUND.map((around) => theirs.replace(around, '')), /\(([^()]+)\)$/.exec(theirs)?.[1] ?? '']
  if (said.some((name) => plain(name) === plain(ours) || plain(name.replace(' interface', '')) === plain(ours)))
    return true
  return short && isWithin(plain(ours), plain(theirs))
}

/** Whether the letters of an abbreviation are all there, in its order. */
function isWithin(abbreviation: string, words: string): boolean {
  let at = 0
  for (const letter of words) if (letter === abbreviation[at]) at++
  return at === abbreviation.length
}

const theirs = namedValues(TABLES.flatMap(({ fields }) => fields))
const hasTshark = theirs.size > 0
if (!hasTshark) console.log('tables of the core: skipped, there is no tshark')

describe.skipIf(!hasTshark)('tables of the core (skipped where there is no tshark)', () => {
  it.each(TABLES)('$fields', ({ fields, names, right, newer, short = false }) => {
    const of = new Map(fields.flatMap((field) => [...theirs.get(field)!]))
    expect(of.size).toBeGreaterThan(1)
    const ours = Object.entries(names).map(([code, name]) => [Number(code), name] as const)
    const other = ours.filter(([code, name]) => of.has(code) && !isSame(of.get(code)!, name, short))
    const wrong = other.filter(([code]) => !right?.codes.includes(code))
    expect(wrong.map(([code, name]) => `${code}: ${name}, not ${of.get(code)!}`)).toEqual([])
    const unknown = ours.filter(([code]) => !of.has(code) && !newer?.codes.includes(code))
    expect(unknown).toEqual([])
    // An exception that is none any more hides the next mistake.
    expect(right?.codes.filter((code) => !other.some(([wanted]) => wanted === code)) ?? []).toEqual([])
  })

  it('have every flag at the bit that it knows it at', () => {
    const bits = flagsOf(['gtpv2.', 'pfcp.'])
    const indications = gtp2.INDICATIONS.flatMap((octet) => octet.map((flag, i) => [flag, 0x80 >> i] as const))
    const wrong = indications.filter(([flag, bit]) => (bits.get(`gtpv2.${flag.toLowerCase()}`)?.bit ?? bit) !== bit)
    expect(wrong).toEqual([])
    const known = indications.filter(([flag]) => bits.has(`gtpv2.${flag.toLowerCase()}`))
    expect(known.length).toBeGreaterThan(60)
  })

  it.each([
    ['pfcp.apply_action.', pfcp.APPLY_ACTIONS],
    ['pfcp.report_type.', pfcp.REPORT_TYPES],
    ['pfcp.reporting_triggers_flags.', pfcp.REPORTING_TRIGGERS],
    ['pfcp.usage_report_trigger_flags.', pfcp.USAGE_TRIGGERS],
    ['pfcp.measurement_method_flags.', pfcp.MEASUREMENT_METHODS],
    ['pfcp.node_report_type.', pfcp.NODE_REPORT_TYPES],
  ])('have the flags of %s at their bits', (prefix, flags) => {
    const bits = flagsOf([prefix])
    const known = flags.flatMap((flag, i) => {
      const bit = bits.get(prefix + flag.toLowerCase())?.bit
      return bit === undefined ? [] : [[flag, bit, 1 << (i & 7)] as const]
    })
    expect(known.filter(([, bit, ours]) => bit !== ours)).toEqual([])
    expect(known.length).toBeGreaterThan(1)
  })
})
