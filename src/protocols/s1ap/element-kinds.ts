// How IEs of S1AP are read, and under which name details have them: TS 36.413 §9.2, §9.3.4–5.
import { tbcd } from '../../bytes/digits.ts'
import * as common from '../aper/common.ts'
import type { ElementKind } from '../aper/elements.ts'
import { lteRadioCapability } from '../aper/radio-capability.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import { sourceToTarget } from './handover-containers.ts'
import { sourceToTarget as toFiveG } from '../ngap/handover-containers.ts'
import { readTargetContainer } from '../rrc/handover.ts'
import { lppaMessage } from '../positioning/positioning.ts'
import * as tables from './tables.ts'
import * as values from './values.ts'
import { code, enbUeId, erabId, mmeUeId, sTmsi } from './values.ts'

const EXTENSIBLE = { extensible: true } as const

const address = component('', common.transportLayerAddress)
const teid = component('teid', common.gtpTeid)
const erab = component('erab_id', erabId)
const nas = component('', common.nasPdu)
const forwarded: Type = (per, elements) => {
  const found = common.transportLayerAddress(per, elements) as { ip?: string } | undefined
  return found?.ip
}

const forwarding = [
  optional('forwarding_dl_ip', forwarded),
  optional('forwarding_dl_teid', common.gtpTeid),
  optional('forwarding_ul_ip', forwarded),
  optional('forwarding_ul_teid', common.gtpTeid),
]

const resetType = types.choice([() => 'all', listOf()], EXTENSIBLE)
const connection = sequence(optional('mme_ue_id', mmeUeId), optional('enb_ue_id', enbUeId))
const pair = sequence(component('mme_ue_id', mmeUeId), component('enb_ue_id', enbUeId))
const pagingIdentity = types.choice(
  [
    (per, elements) => ({ s_tmsi: sTmsi(per, elements) }),
    (per) => {
      const digits = per.octets(3, 8)
      return per.fault === '' ? { imsi: tbcd(digits.bytes, digits.at, digits.end) } : undefined
    },
  ],
  EXTENSIBLE,
)

/** A SEQUENCE OF ProtocolIE-SingleContainer; `action` says what becomes of its E-RABs. */
function listOf(action?: string): Type {
  return (per, elements) => {
    elements.items(per, per.size(1, 256), action)
    return undefined
  }
}

function kind(field: string, type: Type): ElementKind {
  return { field, type }
}

function many(field: string, type: Type): ElementKind {
  return { field, type, many: true }
}

const list = (action?: string): ElementKind => kind('', listOf(action))
const name = types.printable(1, 150)
const withTunnel = many('erabs', sequence(erab, address, teid))
const withCause = many('erabs', sequence(erab, component('cause', values.cause)))
const alone = many('erabs', sequence(erab))

const drx = types.enumerated(tables.PAGING_CYCLES, 4)
const priority = types.enumerated([1, 2, 3, 4, 5, 6, 7, 8].map(String), 8)
const locationRequest = sequence(
  component('event', types.enumerated(['direct', 'change-of-serve-cell', 'stop-change-of-serve-cell'], 3)),
  component('area', types.enumerated(['ecgi'], 1)),
)
/** E-RABUsageReportList: §9.2.1.125; times in seconds of NTP, octets up to 2^64. */
const usage = component('', (per, elements) => {
  elements.items(per, per.size(1, 2), undefined)
  return undefined
})
const usageReport = sequence(
  component('', types.unseen(types.octetString(4))),
  component('', types.unseen(types.octetString(4))),
  component('octets_ul', common.large(8)),
  component('octets_dl', common.large(8)),
)
/** By the handover's type, which precedes the container. */
const CONTENTS: Readonly<Record<string, Type>> = {
  intralte: sourceToTarget,
  'fivegs-to-eps': sourceToTarget,
  'eps-to-5gs': toFiveG,
}
/** What the target gives the UE, by the same. */
const ANSWERS: Readonly<Record<string, Type>> = {
  intralte: readTargetContainer,
  utrantolte: readTargetContainer,
  gerantolte: readTargetContainer,
  'fivegs-to-eps': readTargetContainer,
}

export const KINDS: Readonly<Record<number, ElementKind>> = {
  0: kind('mme_ue_id', mmeUeId),
  1: kind('handover_type', types.enumerated(tables.HANDOVER_TYPES, 5)),
  2: kind('cause', values.cause),
  4: kind('target', values.target),
  8: kind('enb_ue_id', enbUeId),
  12: list('forward'),
  13: list('release'),
  14: many('erabs', sequence(erab, ...forwarding)),
  15: alone,
  16: list('setup'),
  17: many('erabs', sequence(erab, component('', values.qos), address, teid, nas)),
  18: list('admitted'),
  19: list('failed'),
  20: many('erabs', sequence(erab, address, teid, ...forwarding)),
  21: withCause,
  22: list('switch'),
  23: withTunnel,
  24: list('setup'),
  26: kind('', common.nasPdu),
  27: many('erabs', sequence(erab, address, teid, component('', values.qos))),
  28: list('set up'),
  29: list('failed'),
  30: list('modify'),
  31: list('modified'),
  32: list('failed'),
  33: list('release'),
  34: list('failed'),
  35: withCause,
  36: many('erabs', sequence(erab, component('', values.qos), nas)),
  37: alone,
  39: withTunnel,
  41: kind('restrictions', values.restrictions),
  43: kind('paging_identity', pagingIdentity),
  44: kind('paging_drx', drx),
  46: list(),
  47: many('tai_list', sequence(component('', values.tai))),
  48: list('failed'),
  50: withTunnel,
  51: list('set up'),
  52: many('erabs', sequence(erab, component('', values.qos), address, teid, optional('', common.nasPdu))),
  53: list('setup'),
  58: kind('criticality_diagnostics', common.criticalityDiagnostics),
  59: kind('global_enb_id', values.globalEnbId),
  60: kind('enb_name', name),
  61: kind('mme_name', name),
  63: kind('served_plmns', types.list(32, common.plmnIdentity)),
  64: kind(
    'supported_tas',
    types.list(256, sequence(component('tac', code(2)), component('plmns', types.list(6, common.plmnIdentity)))),
  ),
  65: kind('time_to_wait', types.enumerated(tables.TIMES_TO_WAIT, 6)),
  66: kind('ambr', sequence(component('dl', values.bitRate), component('ul', values.bitRate))),
  67: kind('tai', values.tai),
  69: list('released'),
  74: kind('radio_capability', lteRadioCapability),
  75: kind('gummei', values.gummei),
  78: many('erabs', sequence(erab, optional('forwarding', types.yes))),
  79: kind('direct_forwarding_path', types.yes),
  80: kind('ue_identity_index', types.bitNumber(10)),
  87: kind('relative_mme_capacity', types.integer(0, 255)),
  88: kind('source_mme_ue_id', mmeUeId),
  91: many('connections', connection),
  92: kind('reset', resetType),
  93: list(),
  94: withTunnel,
  95: list('switch'),
  96: kind('s_tmsi', sTmsi),
  98: kind('location_request', locationRequest),
  99: kind('', types.choice([pair, (per, elements) => ({ mme_ue_id: mmeUeId(per, elements) })], EXTENSIBLE)),
  100: kind('ecgi', values.eutranCgi),
  101: kind('overload_response', types.choice([types.enumerated(tables.OVERLOAD_ACTIONS, 3)], EXTENSIBLE)),
  103: list('failed'),
  104: kind(
    'source_to_target',
    common.opaqueWith((elements) => CONTENTS[elements.told('handover_type') as string]),
  ),
  105: kind(
    'served_gummeis',
    types.list(
      8,
      sequence(
        component('plmns', types.list(32, common.plmnIdentity)),
        component('mmegis', types.list(65_535, code(2))),
        component('mmecs', types.list(256, code(1))),
      ),
    ),
  ),
  106: kind('subscriber_profile', types.integer(1, 256)),
  107: kind('security_capabilities', values.security),
  108: kind('cs_fallback', types.enumerated(['cs-fallback-required', 'cs-fallback-high-priority'], 1)),
  109: kind('cn_domain', types.enumerated(['ps', 'cs'])),
  110: list('released'),
  111: kind('warning_message', types.bitNumber(16)),
  112: kind('warning_serial', types.bitNumber(16)),
  114: kind('repetition_period_s', types.integer(0, 4095)),
  115: kind('broadcasts', types.integer(0, 65_535)),
  116: kind('warning_type', types.octetString(2)),
  119: kind('warning', common.bounded(1, 9600)),
  123: kind(
    'target_to_source',
    // A target that acknowledges is an eNB.
    common.opaqueWith((elements) => ANSWERS[(elements.told('handover_type') as string | undefined) ?? 'intralte']),
  ),
  124: kind('srvcc_operation_possible', types.yes),
  125: kind('srvcc_indication', types.enumerated(['pSandCS', 'cSonly'], 2)),
  127: kind('csg_id', types.bitNumber(27)),
  134: kind('rrc_cause', types.enumerated(tables.ESTABLISHMENT_CAUSES, 5)),
  137: kind('default_paging_drx', drx),
  143: kind('forwarding_not_possible', types.yes),
  144: kind('repetition_period_s', types.integer(4096, 131_071)),
  145: kind('cell_access_mode', types.enumerated(['hybrid'], 1)),
  146: kind('csg_membership', types.enumerated(['member', 'not-member'])),
  147: kind('lppa', lppaMessage),
  150: kind('ps_service_not_available', types.yes),
  151: kind('paging_priority', priority),
  155: kind('gateway', common.transportLayerAddress),
  157: kind('source_gummei', values.gummei),
  158: kind('new_mme_ue_id', mmeUeId),
  159: kind('registered_lai', values.lai),
  161: kind('load_reduction', types.integer(1, 99)),
  165: kind('mdt_allowed', types.yes),
  168: kind('handover_cause', values.cause),
  169: kind('voice_support', types.enumerated(['supported', 'not-supported'], 2)),
  170: kind('gummei_type', types.enumerated(['native', 'mapped', 'mappedFrom5G'], 2)),
  187: kind('additional_cs_fallback', types.enumerated(['no-restriction', 'restriction'], 2)),
  189: kind('user_location', sequence(component('ecgi', values.eutranCgi), component('tai', values.tai))),
  192: kind('masked_imeisv', common.maskedImeisv),
  198: kind('paging_capability', common.size),
  199: list('modify'),
  200: withTunnel,
  201: list('keep'),
  202: withTunnel,
  203: list('modified'),
  204: alone,
  205: list('failed'),
  210: list('release'),
  224: kind('additional_guti', sequence(component('', values.gummei), component('m_tmsi', common.gtpTeid))),
  230: kind('usage_type', types.integer(0, 255)),
  231: kind('extended_identity_index', types.bitNumber(14)),
  232: kind('rat_type', types.enumerated(tables.RAT_TYPES, 1)),
  233: kind('bearer_type', types.enumerated(['non-IP', 'ethernet'], 1)),
  243: kind('srvcc_operation_not_possible', types.yes),
  245: kind('rrc_resume_cause', types.enumerated(tables.ESTABLISHMENT_CAUSES, 5)),
  246: kind('dcn_id', types.integer(0, 65_535)),
  255: kind('mbr_dl', values.moreBitRate),
  256: kind('mbr_ul', values.moreBitRate),
  257: kind('gbr_dl', values.moreBitRate),
  258: kind('gbr_ul', values.moreBitRate),
  259: kind('dl', values.moreBitRate),
  260: kind('ul', values.moreBitRate),
  261: kind('nr_restricted', types.yes),
  264: kind('', listOf('used')),
  265: many('erabs', sequence(erab, component('secondary_rat', types.enumerated(['nR', 'unlicensed'], 1)), usage)),
  267: many('usage', usageReport),
  269: kind('nr_security_capabilities', values.nrSecurity),
  275: kind('capability_requested', types.yes),
  282: kind(
    'core_restrictions',
    types.list(16, sequence(component('', common.plmnIdentity), component('core', types.enumerated(tables.CORES, 1)))),
  ),
  283: kind('pending_data', types.yes),
  287: kind('nr_restricted_in_5gs', types.yes),
  288: kind('ps_cell', sequence(component('', values.nrCgi))),
  290: kind('last_5gs_plmn', common.plmnIdentity),
  296: kind('ims_voice_eps_fallback', types.yes),
  314: kind('radio_capability_id', types.octetsOfAnySize),
  331: kind('paging_cause', types.enumerated(['voice'], 1)),
}

/** Keys and what keys are made of: SecurityContext, SecurityKey, OneXRAND, NAS security parameters, CP security. */
export const SECRETS: ReadonlySet<number> = new Set([40, 73, 97, 135, 136, 253, 254])
