// How information elements are read, and under which name details have them: TS 29.244 §8.1.2, §8.2.
import { u16 } from '../../bytes/octets.ts'
import { RAT_TYPES } from '../gtp/tables-v2.ts'
import * as more from './tables-values.ts'
import * as tables from './tables.ts'
import * as rules from './values-rules.ts'
import * as values from './values.ts'

export interface ElementKind {
  /** Name in details; '' where the value's own fields go there. */
  readonly field: string
  /** Octets that the element must have. */
  readonly least: number
  readonly read: values.Reader
  /** Comes several times: a list. */
  readonly many?: boolean
}

function kind(field: string, least: number, read: values.Reader, many = false): ElementKind {
  return { field, least, read, many }
}

function ueAddress(bytes: Uint8Array, from: number, to: number): object | undefined {
  const found = values.ueAddress(bytes, from, to)
  if (!found) return undefined
  const { ipv4, ipv6, choose } = found
  const ue_ip = ipv4 ?? ipv6
  return {
    ...(ue_ip !== undefined && { ue_ip }),
    ...(ipv4 && ipv6 && { ue_ipv6: ipv6 }),
    ...(choose && { ue_ip_choose: true }),
  }
}

function cause(bytes: Uint8Array, from: number): object {
  const cause_code = bytes[from]!
  return { cause_code, cause_name: tables.CAUSES[cause_code] ?? `Cause ${cause_code}` }
}

/** By name where it is one that has one. */
function offendingElement(bytes: Uint8Array, from: number): string | number {
  const type = u16(bytes, from)
  return tables.ELEMENTS[type] ?? type
}

const PDR_ID = 56
export const URR_ID = 81
const BAR_ID = 88
const FAR_ID = 108
const QER_ID = 109
const TRAFFIC_ENDPOINT_ID = 131

export const KINDS: Readonly<Record<number, ElementKind>> = {
  19: kind('', 1, cause),
  20: kind('source_interface', 1, values.nibble(tables.SOURCE_INTERFACES)),
  21: kind('f_teid', 1, values.fTeid),
  22: kind('network_instance', 1, values.name),
  23: kind('sdf_filters', 2, values.sdfFilter, true),
  24: kind('application_id', 1, values.utf8),
  25: kind('gate', 1, values.gates(tables.GATES)),
  26: kind('mbr', 10, values.bitRates),
  27: kind('gbr', 10, values.bitRates),
  29: kind('precedence', 4, values.number),
  31: kind('volume_threshold', 1, values.volume),
  32: kind('time_threshold', 4, values.number),
  37: kind('reporting_triggers', 1, values.bits(tables.REPORTING_TRIGGERS)),
  39: kind('report_type', 1, values.bits(tables.REPORT_TYPES)),
  38: kind('redirect', 3, rules.redirect),
  40: kind('offending_ie', 2, offendingElement),
  41: kind('forwarding_policy', 1, rules.forwardingPolicy),
  42: kind('destination_interface', 1, values.nibble(tables.DESTINATION_INTERFACES)),
  43: kind('up_function_features', 1, values.bits(more.UP_FEATURES)),
  44: kind('apply_action', 1, values.bits(tables.APPLY_ACTIONS)),
  45: kind('downlink_service', 1, rules.downlinkService),
  49: kind('flags', 1, values.bits(more.MODIFICATION_FLAGS)),
  50: kind('flags', 1, values.bits(more.REPORT_RESPONSE_FLAGS)),
  56: kind('pdr_id', 2, values.number),
  57: kind('f_seid', 9, values.fSeid),
  60: kind('node_id', 1, values.nodeId),
  62: kind('measurement_method', 1, values.bits(tables.MEASUREMENT_METHODS)),
  63: kind('trigger', 1, values.bits(tables.USAGE_TRIGGERS)),
  64: kind('measurement_period', 4, values.number),
  65: kind('fq_csids', 5, values.sessionSets, true),
  66: kind('', 1, values.volume),
  67: kind('duration', 4, values.number),
  69: kind('first_packet', 4, values.ntpTime),
  70: kind('last_packet', 4, values.ntpTime),
  73: kind('volume_quota', 1, values.volume),
  74: kind('time_quota', 4, values.number),
  75: kind('start_time', 4, values.ntpTime),
  76: kind('end_time', 4, values.ntpTime),
  81: kind('urr_ids', 4, values.number, true),
  82: kind('linked_urr_ids', 4, values.number, true),
  84: kind('outer_header', 2, values.outerHeader),
  88: kind('bar_id', 1, values.number),
  89: kind('cp_function_features', 1, values.bits(more.CP_FEATURES)),
  93: kind('', 1, ueAddress),
  95: kind('outer_header_removal', 1, values.octet(tables.HEADER_REMOVALS)),
  96: kind('recovery_time', 4, values.ntpTime),
  101: kind('node_report_type', 1, values.bits(tables.NODE_REPORT_TYPES)),
  103: kind('remote_peer', 1, values.remotePeer),
  104: kind('sequence_number', 4, values.number),
  106: kind('activate_predefined_rules', 1, values.utf8, true),
  107: kind('deactivate_predefined_rules', 1, values.utf8, true),
  108: kind('far_id', 4, values.number),
  109: kind('qer_ids', 4, values.number, true),
  111: kind('flags', 1, values.bits(more.RELEASE_FLAGS)),
  113: kind('pdn_type', 1, values.masked(0x07, tables.PDN_TYPES)),
  114: kind('failed_rule', 2, values.failedRule(tables.RULES)),
  116: kind('up_ip_resources', 1, rules.userPlaneResources, true),
  117: kind('inactivity_timer', 4, values.number),
  124: kind('qfi', 1, (bytes, from) => bytes[from]! & 63),
  131: kind('traffic_endpoint_id', 1, values.number),
  141: kind('user_id', 1, values.userId),
  153: kind('framed_routes', 1, values.utf8, true),
  159: kind('dnn', 1, values.name),
  160: kind('interface_type', 1, values.masked(0x3f, tables.INTERFACE_TYPES)),
  161: kind('flags', 1, values.bits(more.REPORT_REQUEST_FLAGS)),
  162: kind('flags', 1, values.bits(more.UPDATE_REQUEST_FLAGS)),
  177: kind('ue_ip_pool', 2, (bytes, from, to) => values.utf8(bytes, from + 2, to)),
  180: kind('smf_set_id', 1, (bytes, from, to) => values.name(bytes, from + 1, to)),
  184: kind('flags', 1, values.bits(more.SETUP_RESPONSE_FLAGS)),
  186: kind('flags', 1, values.bits(more.ESTABLISHMENT_FLAGS)),
  253: kind('nf_instance_id', 16, rules.uuid),
  257: kind('snssai', 4, values.sNssai),
  259: kind('flags', 1, values.bits(more.SETUP_REQUEST_FLAGS)),
  260: kind('data_status', 1, values.bits(more.DATA_STATUS)),
  275: kind('rat_type', 1, values.octet(RAT_TYPES)),
}

/** What a grouped element becomes. */
export interface Group {
  /** List of details that it is an entry of; '' where its fields are its parent's, absent where only the tree has it. */
  readonly list?: string
  /** Type of the element that names the entry itself: its `id`. */
  readonly own?: number
  readonly action?: string
}

/** Grouped elements whose fields only the tree has. */
const TREE_ONLY = [
  5, 51, 54, 58, 59, 68, 105, 118, 132, 143, 147, 165, 166, 167, 168, 169, 175, 176, 183, 188, 189, 190, 195, 199, 200,
  201, 203, 205, 211, 212, 213, 214, 216, 218, 220, 221, 225, 226, 227, 233, 238, 239, 240, 242, 247, 252, 254, 255,
  263, 264, 270, 272, 273, 276, 277, 279,
]

export const GROUPS: Readonly<Record<number, Group>> = {
  ...Object.fromEntries(TREE_ONLY.map((type) => [type, {}])),
  1: { list: 'pdrs', own: PDR_ID, action: 'create' },
  2: { list: '' },
  3: { list: 'fars', own: FAR_ID, action: 'create' },
  4: { list: '' },
  6: { list: 'urrs', own: URR_ID, action: 'create' },
  7: { list: 'qers', own: QER_ID, action: 'create' },
  8: { list: 'pdrs', own: PDR_ID, action: 'created' },
  9: { list: 'pdrs', own: PDR_ID, action: 'update' },
  10: { list: 'fars', own: FAR_ID, action: 'update' },
  11: { list: '' },
  12: { list: 'bars', own: BAR_ID, action: 'update' },
  13: { list: 'urrs', own: URR_ID, action: 'update' },
  14: { list: 'qers', own: QER_ID, action: 'update' },
  15: { list: 'pdrs', own: PDR_ID, action: 'remove' },
  16: { list: 'fars', own: FAR_ID, action: 'remove' },
  17: { list: 'urrs', own: URR_ID, action: 'remove' },
  18: { list: 'qers', own: QER_ID, action: 'remove' },
  77: { list: 'urrs', own: URR_ID, action: 'query' },
  78: { list: 'usage' },
  79: { list: 'usage' },
  80: { list: 'usage' },
  83: { list: 'downlink_data_reports' },
  85: { list: 'bars', own: BAR_ID, action: 'create' },
  86: { list: 'bars', own: BAR_ID, action: 'update' },
  87: { list: 'bars', own: BAR_ID, action: 'remove' },
  99: { list: 'error_indications' },
  102: { list: 'path_failures' },
  127: { list: 'traffic_endpoints', own: TRAFFIC_ENDPOINT_ID, action: 'create' },
  128: { list: 'traffic_endpoints', own: TRAFFIC_ENDPOINT_ID, action: 'created' },
  129: { list: 'traffic_endpoints', own: TRAFFIC_ENDPOINT_ID, action: 'update' },
  130: { list: 'traffic_endpoints', own: TRAFFIC_ENDPOINT_ID, action: 'remove' },
  187: { list: 'path_recoveries' },
  256: { list: 'pdrs', own: PDR_ID, action: 'updated' },
}
