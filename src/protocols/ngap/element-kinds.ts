// How IEs of NGAP are read, and under which name details have them: TS 38.413 §9.2, §9.3.
import * as common from '../aper/common.ts'
import type { ElementKind } from '../aper/elements.ts'
import { lteRadioCapability, nrRadioCapability } from '../aper/radio-capability.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import { sourceToTarget as toEps } from '../s1ap/handover-containers.ts'
import { OVERLOAD_ACTIONS, PAGING_CYCLES, TIMES_TO_WAIT } from '../s1ap/tables.ts'
import { sourceToTarget } from './handover-containers.ts'
import { readTargetContainer } from '../rrc/handover.ts'
import { nrppaMessage } from '../positioning/positioning.ts'
import * as tables from './tables.ts'
import * as transfers from './transfers.ts'
import * as values from './values.ts'

const CHOICE = { extensible: false } as const

function kind(field: string, type: Type): ElementKind {
  return { field, type }
}

const id = component('id', types.integer(0, 255))
const nas = optional('', common.nasPdu)
const slice = component('snssai', values.sNssai)

/** A list of PDU sessions with what is told of each; `action` says what becomes of them. */
function sessions(action: string, ...more: readonly ReturnType<typeof component>[]): ElementKind {
  return { field: 'pdu_sessions', type: types.list(256, sequence(id, ...more)), many: true, action }
}

function transfer(type: Type): ReturnType<typeof component> {
  return component('', types.contained(type))
}

const setup = [nas, slice, transfer(transfers.ofElements)]
const setUp = transfer(transfers.setupResponse)
const failed = transfer(transfers.unsuccessful)
const because = transfer(transfers.onlyCause)
const name = types.printable(1, 150)
const connection = sequence(optional('amf_ue_id', values.amfUeId), optional('ran_ue_id', values.ranUeId))
const connections = types.list(65_536, connection)

const TO_EPS = 'fivegs-to-eps'
const drx = types.enumerated(PAGING_CYCLES, 4)
/** By the handover's type, which precedes the container. */
const CONTENTS: Readonly<Record<string, Type>> = {
  intra5gs: sourceToTarget,
  'eps-to-5gs': sourceToTarget,
  [TO_EPS]: toEps,
}

export const KINDS: Readonly<Record<number, ElementKind>> = {
  0: kind('allowed_nssai', values.allowedNssai),
  1: kind('amf_name', name),
  2: kind('overload_response', types.choice([types.enumerated(OVERLOAD_ACTIONS.slice(0, 4), 4), undefined], CHOICE)),
  3: kind('amf_set', types.bitNumber(10)),
  9: kind('load_reduction', types.integer(1, 99)),
  10: kind('amf_ue_id', values.amfUeId),
  15: kind('cause', values.cause),
  18: kind('inactive_assistance', values.inactiveAssistance),
  19: kind('criticality_diagnostics', common.criticalityDiagnostics),
  20: kind('data_coding', types.bitNumber(8)),
  21: kind('default_paging_drx', drx),
  22: kind('direct_forwarding_path', types.yes),
  24: kind('emergency_fallback', values.emergencyFallback),
  25: kind('eutra_cgi', values.eutraCgi),
  26: kind('fiveg_s_tmsi', values.fiveGSTmsi),
  27: kind('global_ran_node', values.globalRanNode),
  28: kind('guami', values.guami),
  29: kind('handover_type', types.enumerated(tables.HANDOVER_TYPES, 3)),
  30: kind('ims_voice_support', types.enumerated(['supported', 'not-supported'], 2)),
  31: kind('rfsp_index', types.extensibleInteger(1, 256)),
  33: kind('location_request', values.locationRequest),
  34: kind('masked_imeisv', common.maskedImeisv),
  35: kind('warning_message', types.bitNumber(16)),
  36: kind('restrictions', values.restrictions),
  37: kind('nas_security', values.nasSecurity),
  38: kind('', common.nasPdu),
  40: kind('new_amf_ue_id', values.amfUeId),
  41: kind('new_security_context', types.yes),
  43: kind('', values.ngranCgi),
  45: kind('nr_cgi', values.nrCgi),
  46: kind('nrppa', nrppaMessage),
  47: kind('broadcasts', types.integer(0, 65_535)),
  48: kind('old_amf', name),
  50: kind('paging_drx', drx),
  51: kind('paging_origin', types.enumerated(['non-3gpp'], 1)),
  52: kind('paging_priority', types.enumerated([1, 2, 3, 4, 5, 6, 7, 8].map(String), 8)),
  53: sessions('admitted', transfer(transfers.handoverAcknowledge)),
  54: sessions('failed', failed),
  55: sessions('failed', failed),
  56: sessions('failed', failed),
  57: sessions('failed', because),
  58: sessions('failed', failed),
  59: sessions('hand over', transfer(transfers.handoverCommand)),
  60: sessions('released'),
  61: sessions('hand over', transfer(transfers.handoverRequired)),
  62: sessions('modified', transfer(transfers.modifyConfirm)),
  63: sessions('modify', transfer(transfers.modifyIndication)),
  64: sessions('modify', nas, transfer(transfers.ofElements)),
  65: sessions('modified', transfer(transfers.modifyResponse)),
  66: sessions('notify', transfer(transfers.notify)),
  67: sessions('released', because),
  68: sessions('released', because),
  69: sessions('released', because),
  70: sessions('released', transfer(transfers.empty)),
  71: sessions('setup', ...setup),
  72: sessions('set up', setUp),
  73: sessions('setup', slice, transfer(transfers.ofElements)),
  74: sessions('setup', ...setup),
  75: sessions('set up', setUp),
  76: sessions('switch', transfer(transfers.pathSwitch)),
  77: sessions('switched', transfer(transfers.pathSwitchAcknowledge)),
  78: sessions('release', because),
  79: sessions('release', because),
  80: kind('plmn_support', values.plmnSupport),
  82: kind('ran_node_name', name),
  85: kind('ran_ue_id', values.ranUeId),
  86: kind('relative_amf_capacity', types.integer(0, 255)),
  87: kind('repetition_period_s', types.integer(0, 131_071)),
  88: kind(
    'reset',
    types.choice([() => 'all', (per, elements) => ({ connections: connections(per, elements) })], CHOICE),
  ),
  90: kind('rrc_cause', types.enumerated(tables.ESTABLISHMENT_CAUSES, 10)),
  91: kind('state_report', types.enumerated(tables.STATE_REPORTS, 3)),
  92: kind('rrc_state', types.enumerated(['inactive', 'connected'], 2)),
  95: kind('warning_serial', types.bitNumber(16)),
  96: kind('served_guamis', values.servedGuamis),
  97: kind('slices', values.slices),
  100: kind('source_amf_ue_id', values.amfUeId),
  101: kind(
    'source_to_target',
    common.opaqueWith((elements) => CONTENTS[elements.told('handover_type') as string]),
  ),
  102: kind('supported_tas', values.supportedTas),
  103: kind('tai_list', types.list(16, sequence(component('', values.tai)))),
  105: kind('target', values.targetId),
  106: kind(
    'target_to_source',
    common.opaqueWith((elements) => (elements.told('handover_type') === TO_EPS ? readTargetContainer : undefined)),
  ),
  107: kind('time_to_wait', types.enumerated(TIMES_TO_WAIT, 6)),
  110: kind('ambr', transfers.ambr),
  111: kind('connections', connections),
  112: kind('ue_context_request', types.yes),
  114: kind(
    '',
    types.choice(
      [
        sequence(component('amf_ue_id', values.amfUeId), component('ran_ue_id', values.ranUeId)),
        (per, elements) => ({ amf_ue_id: values.amfUeId(per, elements) }),
        undefined,
      ],
      CHOICE,
    ),
  ),
  115: kind(
    'paging_identity',
    types.choice([(per, elements) => ({ fiveg_s_tmsi: values.fiveGSTmsi(per, elements) }), undefined], CHOICE),
  ),
  117: kind('radio_capability', nrRadioCapability),
  118: kind('paging_capability', sequence(optional('nr', common.size), optional('eutra', common.size))),
  119: kind('security_capabilities', values.security),
  121: kind('', values.userLocation),
  123: kind('warning', common.bounded(1, 9600)),
  125: kind('warning_type', types.octetString(2)),
  126: kind('more_tunnels', transfers.moreUplinks),
  127: kind('forwarding_not_possible', types.yes),
  129: kind('network_instance', types.extensibleInteger(1, 256)),
  130: kind('ambr', transfers.ambr),
  131: sessions('failed', because),
  132: sessions('failed', failed),
  133: sessions('active'),
  134: kind('pdu_session_type', types.enumerated(tables.SESSION_TYPES, 5)),
  135: kind('qos_flows', transfers.flowsToModify),
  136: kind('qos_flows', transfers.flowsToSetUp),
  137: kind('released_flows', transfers.flowsToRelease),
  138: kind('security', transfers.securityIndication),
  139: kind('', transfers.uplink),
  140: kind('tunnel_changes', transfers.uplinkChanges),
  143: kind('handover_flag', types.enumerated(['handover-preparation'], 1)),
  146: kind('voice_fallback', types.enumerated(['possible', 'not-possible'], 2)),
  147: kind('contexts_retained', types.yes),
  148: kind('snssai', values.sNssai),
  149: kind('ps_cell', values.ngranCgi),
  150: kind('last_eutran_plmn', common.plmnIdentity),
  162: kind('new_guami', values.guami),
  163: kind('ul_forwarding', types.enumerated(['ul-forwarding-proposed'], 1)),
  174: kind('selected_plmn', common.plmnIdentity),
  176: kind('guami_type', types.enumerated(['native', 'mapped'], 2)),
  177: kind('srvcc_operation_possible', types.yes),
  179: kind('rat_information', types.enumerated(tables.RATS, 2)),
  187: kind('packet_delay_budget_dl', types.extensibleInteger(1, 65_535)),
  188: kind('packet_delay_budget_ul', types.extensibleInteger(1, 65_535)),
  189: kind('packet_delay_budget_extended', types.extensibleInteger(1, 65_535)),
  213: kind('tai', values.tai),
  225: kind('lte_m', types.yes),
  226: kind('end', types.enumerated(['no-further-data', 'further-data-exists'], 2)),
  228: kind('capability_requested', types.yes),
  237: kind('rrc_resume_cause', types.enumerated(tables.ESTABLISHMENT_CAUSES, 10)),
  264: kind('radio_capability_id', types.octetsOfAnySize),
  265: kind('eutra_radio_capability', lteRadioCapability),
  272: kind('configured_tac', types.yes),
  273: kind('extended_ran_node_name', values.extendedName),
  274: kind('extended_amf_name', values.extendedName),
  331: kind('session_pair_id', types.extensibleInteger(0, 255)),
  333: kind('redcap', types.yes),
  342: kind('paging_cause', types.enumerated(['voice'], 1)),
  343: kind('paging_cause_supported', types.yes),
}

/** Keys and what keys are made of, of which no octets are shown: NASC, NAS security parameters, SecurityContext, SecurityKey, CP security. */
export const SECRETS: ReadonlySet<number> = new Set([37, 39, 93, 94, 211, 212])
