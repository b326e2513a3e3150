// Information elements of GTPv2-C for handover, SRVCC, areas and access: TS 29.274 §8, TS 29.280 §6.
import { plmn, tbcd } from '../../bytes/digits.ts'
import { octets, u16, u24, u32 } from '../../bytes/octets.ts'
import { hex, text } from '../../bytes/text.ts'
import type { ElementKind, Fields, Reader } from './elements.ts'
import { flags, hexadecimal, named, number } from './readers.ts'
import { CAUSE_GROUPS, releaseCauseAt, s1apCause } from './release-cause.ts'
import * as tables from './tables-v2-values.ts'
import { areaAndCode } from './values.ts'

/** §8.103. */
const readReleaseCause: Reader = (elements, from, to) => {
  const cause = releaseCauseAt(elements.bytes, from, to)
  if (cause === undefined) return
  elements.add('ran_nas_cause', cause)
  elements.show('ran_nas_cause', cause, from, to)
}

/** §8.49: the instance tells whose cause it is, of S1AP, of RANAP or of BSSGP (§7.3.2). */
const CAUSES_OF: readonly string[] = ['S1AP', 'RANAP', 'BSSGP']

const readForwardCause: Reader = (elements, from, to) => {
  const { bytes, instance } = elements
  const group = bytes[from]! & 15
  const code = to - from > 2 ? u16(bytes, from + 1) : bytes[from + 1]!
  const name = instance === 0 ? s1apCause(group, code) : undefined
  const cause = {
    protocol: CAUSES_OF[instance] ?? `Unknown(${instance})`,
    group: CAUSE_GROUPS[group] ?? `Unknown(${group})`,
    cause_code: code,
    ...(name !== undefined && { cause_name: name }),
  }
  elements.add('forward_causes', cause)
  elements.show('forward_cause', cause, from, to)
}

type Place = (bytes: Uint8Array, at: number) => Fields

function macroNode(mask: number, areaLength: 2 | 3): Place {
  return (bytes, at) => ({
    enb: `${plmn(bytes, at)}-${u24(bytes, at + 3) & mask}`,
    tac: areaLength === 2 ? u16(bytes, at + 6) : u24(bytes, at + 6),
  })
}

interface Target {
  readonly type: string
  readonly least: number
  readonly read: Place
}

/** §8.51, by target type. */
const TARGETS: readonly Target[] = [
  { type: 'RNC', least: 7, read: (bytes, at) => ({ lai: areaOf(bytes, at), rnc: u16(bytes, at + 5) }) },
  { type: 'Macro eNodeB', least: 8, read: macroNode(0xfffff, 2) },
  {
    type: 'Cell',
    least: 8,
    read: (bytes, at) => ({ rai: `${areaOf(bytes, at)}-${bytes[at + 5]!}`, cell: u16(bytes, at + 6) }),
  },
  {
    type: 'Home eNodeB',
    least: 9,
    read: (bytes, at) => ({
      enb: `${plmn(bytes, at)}-${u32(bytes, at + 3) & 0x0fffffff}`,
      tac: u16(bytes, at + 7),
    }),
  },
  { type: 'Extended Macro eNodeB', least: 8, read: macroNode(0x1fffff, 2) },
  {
    type: 'gNodeB',
    least: 11,
    read: (bytes, at) => ({ gnb: `${plmn(bytes, at)}-${u32(bytes, at + 4)}`, tac: u24(bytes, at + 8) }),
  },
  { type: 'Macro ng-eNodeB', least: 9, read: macroNode(0xfffff, 3) },
  { type: 'Extended ng-eNodeB', least: 9, read: macroNode(0x1fffff, 3) },
]

function areaOf(bytes: Uint8Array, at: number): string {
  return `${plmn(bytes, at)}-${u16(bytes, at + 3)}`
}

const readTarget: Reader = (elements, from, to) => {
  const { bytes } = elements
  const target = TARGETS[bytes[from]!]
  const isWhole = target !== undefined && to - from - 1 >= target.least
  const type = target?.type ?? `Unknown(${bytes[from]!})`
  elements.put('target', isWhole ? { type, ...target.read(bytes, from + 1) } : { type }, from, to)
}

/** §8.75; documents differ on which bit says that the user is a member. */
const readUserClosedGroup: Reader = (elements, from) => {
  const { bytes } = elements
  const mode = bytes[from + 7]! >> 6
  elements.put(
    'user_csg',
    {
      csg_id: u32(bytes, from + 3) & 0x07ffffff,
      plmn: plmn(bytes, from),
      access_mode: tables.ACCESS_MODES[mode] ?? `Unknown(${mode})`,
    },
    from,
    from + 8,
  )
}

/** §8.110: the node of a service, by name and realm. */
const readNode: Reader = (elements, from, to) => {
  const { bytes } = elements
  const name = Math.min(to, from + 1 + bytes[from]!)
  const realm = name < to ? Math.min(to, name + 1 + bytes[name]!) : name
  const node = { name: text(bytes, from + 1, name), realm: text(bytes, Math.min(name + 1, realm), realm) }
  elements.add('nodes', node)
  elements.show('node', node, from, to)
}

/** §8.100: only what names the network. */
const readAccessNetwork: Reader = (elements, from, to) => {
  const { bytes } = elements
  const end = from + 2 + bytes[from + 1]!
  if (end > to) return elements.fail('malformed')
  const hasBssid = (bytes[from]! & 1) !== 0 && end + 6 <= to
  elements.put(
    'twan',
    { ssid: text(bytes, from + 2, end), ...(hasBssid && { bssid: octets(bytes, end, end + 6) }) },
    from,
    to,
  )
}

/** §8.108 and §8.109. */
const readPresenceAction: Reader = (elements, from, to) => {
  const { bytes } = elements
  const action = bytes[from]! & 3
  const fields = {
    action: tables.PRESENCE_ACTIONS[action] ?? `Unknown(${action})`,
    ...(to - from >= 4 && { area: u24(bytes, from + 1) }),
  }
  elements.add('presence_area_actions', fields)
  elements.show('presence_area_action', fields, from, to)
}

const readPresence: Reader = (elements, from, to) => {
  const { bytes } = elements
  const bits = to - from >= 4 ? bytes[from + 3]! : 0
  const presence = { area: u24(bytes, from), states: tables.PRESENCES.filter((_, bit) => (bits & (1 << bit)) !== 0) }
  elements.add('presence_areas', presence)
  elements.show('presence_area', presence, from, to)
}

/** By type. */
export const MOBILITY: Readonly<Record<number, ElementKind>> = {
  // Behind an octet of numbering plan: TS 29.002 §17.7.8.
  51: {
    least: 2,
    read: (elements, from, to) => elements.put('stn_sr', tbcd(elements.bytes, from + 1, to), from + 1, to),
  },
  56: { least: 1, read: named('srvcc_cause', tables.SRVCC_CAUSES) },
  57: {
    least: 7,
    read: (elements, from, to) => elements.put('target_rnc', areaAndCode(elements.bytes, from), from, to),
  },
  58: {
    least: 7,
    read: (elements, from, to) => elements.put('target_cell', areaAndCode(elements.bytes, from), from, to),
  },
  59: {
    least: 4,
    read: (elements, from) => elements.put('sv_teid', hex(u32(elements.bytes, from), 8), from, from + 4),
  },
  60: { least: 1, read: flags('sv_flags', tables.SV_FLAGS) },
  61: { least: 7, read: (elements, from, to) => elements.put('sai', areaAndCode(elements.bytes, from), from, to) },
  88: { least: 4, read: (elements, from) => elements.put('tmsi', hex(u32(elements.bytes, from), 8), from, from + 4) },
  118: { least: 1, read: named('container_type', tables.CONTAINER_TYPES, 15) },
  119: { least: 2, read: readForwardCause },
  121: { least: 1, read: readTarget },
  131: { least: 1, read: named('change_reporting_action', tables.CHANGE_REPORTING) },
  145: { least: 8, read: readUserClosedGroup },
  146: { least: 1, read: flags('csg_reporting', tables.CSG_REPORTING) },
  147: {
    least: 4,
    read: (elements, from) => elements.put('csg_id', u32(elements.bytes, from) & 0x07ffffff, from, from + 4),
  },
  149: { least: 1, read: named('service_indicator', tables.SERVICE_INDICATORS) },
  158: { least: 6, read: hexadecimal('tmgi') },
  160: { least: 1, read: flags('srvcc_flags', ['ICS', 'VF']) },
  165: { least: 1, read: flags('henb_reporting', ['FTI']) },
  167: { least: 1, read: flags('changes_to_report', ['SNCR', 'TZCR']) },
  168: { least: 1, read: named('action_indication', tables.ACTIONS, 7) },
  169: { least: 2, read: readAccessNetwork },
  172: { least: 1, read: readReleaseCause },
  173: { least: 1, read: named('operator_selected_by', tables.OPERATOR_SELECTED_BY, 3) },
  174: { least: 1, read: flags('twan_modes', ['SCM', 'MCM']) },
  176: { least: 1, read: readNode },
  177: { least: 1, read: readPresenceAction },
  178: { least: 3, read: readPresence },
  200: { least: 2, read: number('mapped_ue_usage_type', 2) },
  202: { least: 1, read: flags('up_selection', ['DCNR']) },
}
