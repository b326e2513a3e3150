// Information elements of GTPv1-C about causes, flags, areas and rates: TS 29.060 §7.7.
import { plmn, tbcd } from '../../bytes/digits.ts'
import { u16, u32 } from '../../bytes/octets.ts'
import { hex } from '../../bytes/text.ts'
import { ntpTime } from '../pfcp/values.ts'
import { RANAP_CAUSES } from '../ss7/tables-causes.ts'
import { MAP_ERRORS } from '../ss7/tables.ts'
import { MOBILITY } from './elements-mobility.ts'
import type { ElementKind, Reader } from './elements.ts'
import { flags, hexadecimal, named, number, priorityOf } from './readers.ts'
import * as tables from './tables-v1-values.ts'
import { OPERATOR_SELECTED_BY } from './tables-v2-values.ts'
import { SELECTION_MODES } from './tables-v2.ts'
import { labels } from './values.ts'

/** A cause of another protocol, by number and by name where it is known. */
function causeOf(name: string, names: Readonly<Record<number, string>>): Reader {
  return (elements, from) => {
    const code = elements.bytes[from]!
    elements.put(`${name}_code`, code, from, from + 1)
    elements.put(name, names[code], from, from + 1)
  }
}

/** §7.7.93, §7.7.94. */
const readPriority: Reader = (elements, from) =>
  elements.put('evolved_arp', priorityOf(elements.bytes[from]!), from, from + 1)

/** §7.7.37: the RNC that is the target. */
const readTarget: Reader = (elements, from) => {
  const { bytes } = elements
  const rai = `${plmn(bytes, from)}-${u16(bytes, from + 3)}-${bytes[from + 5]!}`
  elements.put('target', { type: 'RNC', rai, rnc: u16(bytes, from + 6) }, from, from + 8)
}

/** §7.7.98, §7.7.106: uplink, then downlink. */
function rates(name: string): Reader {
  return (elements, from) => {
    const { bytes } = elements
    elements.put(name, { uplink_kbps: u32(bytes, from), downlink_kbps: u32(bytes, from + 4) }, from, from + 8)
  }
}

/** Behind an octet of numbering plan: TS 29.002 §17.7.8. */
function telephone(name: string): Reader {
  return (elements, from, to) => elements.put(name, tbcd(elements.bytes, from + 1, to), from + 1, to)
}

function flag(name: string): Reader {
  return (elements, from) => elements.put(name, (elements.bytes[from]! & 1) === 1, from, from + 1)
}

/** By type. */
export const MOBILITY_1: Readonly<Record<number, ElementKind>> = {
  4: { least: 4, read: (elements, from) => elements.put('tlli', hex(u32(elements.bytes, from), 8), from, from + 4) },
  6: { least: 3, read: hexadecimal('qos_version_0') },
  8: { least: 1, read: flag('reordering') },
  11: { least: 1, read: causeOf('map_cause', MAP_ERRORS) },
  13: { least: 1, read: flag('ms_validated') },
  21: { least: 1, read: causeOf('ranap_cause', RANAP_CAUSES) },
  23: { least: 1, read: named('radio_priority_sms', tables.PRIORITIES, 7) },
  24: { least: 1, read: named('radio_priority', tables.PRIORITIES, 7) },
  25: { least: 2, read: (elements, from) => elements.put('packet_flow_id', elements.bytes[from + 1], from, from + 2) },
  27: { least: 2, read: number('trace_reference', 2) },
  28: { least: 2, read: number('trace_type', 2) },
  29: { least: 1, read: named('not_reachable_reason', tables.NOT_REACHABLE) },
  138: { least: 8, read: readTarget },
  147: { least: 2, read: telephone('sgsn_number') },
  148: { least: 1, read: flags('common_flags', tables.COMMON_FLAGS) },
  163: { least: 1, read: number('hop_counter', 1) },
  164: { least: 3, read: (elements, from) => elements.put('plmn', plmn(elements.bytes, from), from, from + 3) },
  176: { least: 1, read: number('bssgp_cause', 1) },
  181: { least: 1, read: named('change_reporting_action', tables.CHANGE_REPORTING) },
  182: { least: 1, read: flags('direct_tunnel_flags', tables.DIRECT_TUNNEL_FLAGS) },
  184: { least: 1, read: named('bearer_control_mode', tables.BEARER_CONTROL_MODES) },
  190: { least: 1, read: (elements, from, to) => elements.put('fqdn', labels(elements.bytes, from, to), from, to) },
  191: { least: 1, read: readPriority },
  192: { least: 2, read: (elements, from) => readPriority(elements, from + 1, from + 2) },
  193: { least: 1, read: flags('extended_common_flags', tables.EXTENDED_COMMON_FLAGS) },
  194: MOBILITY[145]!,
  195: MOBILITY[146]!,
  196: MOBILITY[147]!,
  200: { least: 8, read: rates('ue_ambr') },
  201: { least: 9, read: (elements, from, to) => rates('apn_ambr')(elements, from + 1, to) },
  203: { least: 1, read: flag('low_access_priority') },
  206: { least: 8, read: rates('max_mbr') },
  209: { least: 2, read: telephone('stn_sr') },
  213: { least: 2, read: (elements, from, to) => named('selection', SELECTION_MODES, 3)(elements, from + 1, to) },
  214: {
    least: 4,
    read: (elements, from) => elements.put('uli_timestamp', ntpTime(elements.bytes, from), from, from + 4),
  },
  216: { least: 1, read: named('operator_selected_by', OPERATOR_SELECTED_BY, 3) },
  218: { least: 1, read: flags('extended_common_flags_2', tables.EXTENDED_COMMON_FLAGS_2) },
  219: MOBILITY[176]!,
  223: MOBILITY[200]!,
  224: MOBILITY[202]!,
}
