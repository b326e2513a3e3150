// How IEs of NGAP are read, and under which name details have them: TS 38.413 §9.2, §9.3.
import * as common from '../aper/common.ts'
import type { ElementKind } from '../aper/elements.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import * as tables from './tables.ts'
import { TIMES_TO_WAIT } from '../s1ap/tables.ts'
import * as transfers from './transfers.ts'
import * as values from './values.ts'

const CHOICE = { extensible: false } as const

function kind(field: string, type: Type): ElementKind {
  return { field, type }
}

const id = component('id', types.integer(0, 255))
const nas = optional('', common.nasPdu)
const slice = component('s_nssai', values.sNssai)

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

export const KINDS: Readonly<Record<number, ElementKind>> = {
  0: kind('allowed_nssai', values.allowedNssai),
  1: kind('amf_name', name),
  3: kind('amf_set', types.bitNumber(10)),
  10: kind('amf_ue_id', values.amfUeId),
  15: kind('cause', values.cause),
  19: kind('criticality_diagnostics', common.criticalityDiagnostics),
  25: kind('eutra_cgi', values.eutraCgi),
  26: kind('s_tmsi_5g', values.fiveGSTmsi),
  27: kind('global_ran_node', values.globalRanNode),
  28: kind('guami', values.guami),
  29: kind('handover_type', types.enumerated(tables.HANDOVER_TYPES, 3)),
  30: kind('ims_voice_support', types.enumerated(['supported', 'not-supported'], 2)),
  38: kind('', common.nasPdu),
  40: kind('new_amf_ue_id', values.amfUeId),
  45: kind('nr_cgi', values.nrCgi),
  48: kind('old_amf', name),
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
  88: kind(
    'reset',
    types.choice([() => 'all', (per, elements) => ({ connections: connections(per, elements) })], CHOICE),
  ),
  90: kind('rrc_cause', types.enumerated(tables.ESTABLISHMENT_CAUSES, 10)),
  92: kind('rrc_state', types.enumerated(['inactive', 'connected'], 2)),
  96: kind('served_guamis', values.servedGuamis),
  100: kind('source_amf_ue_id', values.amfUeId),
  101: kind('source_to_target', common.opaque),
  102: kind('supported_tas', values.supportedTas),
  103: kind('tai_list', types.list(16, sequence(component('', values.tai)))),
  105: kind('target', values.targetId),
  106: kind('target_to_source', common.opaque),
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
    types.choice([(per, elements) => ({ s_tmsi_5g: values.fiveGSTmsi(per, elements) }), undefined], CHOICE),
  ),
  121: kind('', values.userLocation),
  126: kind('more_tunnels', transfers.moreUplinks),
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
  146: kind('voice_fallback', types.enumerated(['possible', 'not-possible'], 2)),
  148: kind('s_nssai', values.sNssai),
  162: kind('new_guami', values.guami),
  177: kind('srvcc_operation_possible', types.yes),
  213: kind('tai', values.tai),
}

/** Keys and what keys are made of: NASC, NAS security parameters, SecurityContext, SecurityKey, CP security. */
export const SECRETS: ReadonlySet<number> = new Set([37, 39, 93, 94, 211, 212])
