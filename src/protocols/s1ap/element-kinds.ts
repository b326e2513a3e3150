// How IEs of S1AP are read, and under which name details have them: TS 36.413 §9.2, §9.3.4–5.
import { tbcd } from '../../bytes/digits.ts'
import * as common from '../aper/common.ts'
import type { ElementKind } from '../aper/elements.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import * as tables from './tables.ts'

const EXTENSIBLE = { extensible: true } as const

const mmeUeId = types.integer(0, 0xffffffff)
const enbUeId = types.integer(0, 0xffffff)
const erabId = types.extensibleInteger(0, 15)
/** TAC is an OCTET STRING of two, which stands where its bits begin. */
const code = (octets: number): Type => {
  const read = types.octetString(octets)
  return (per, elements) => {
    const digits = read(per, elements) as string | undefined
    return digits === undefined ? undefined : Number.parseInt(digits, 16)
  }
}

const tai = sequence(component('', common.plmnIdentity), component('tac', code(2)))
const eutranCgi = sequence(component('', common.plmnIdentity), component('eci', types.bitNumber(28)))
const gummei = sequence(component('', common.plmnIdentity), component('mmegi', code(2)), component('mmec', code(1)))
const sTmsi = sequence(component('mmec', code(1)), component('m_tmsi', common.gtpTeid))

const cause = common.cause(
  [
    { group: 'radioNetwork', names: tables.RADIO_CAUSES, root: 36 },
    { group: 'transport', names: tables.TRANSPORT_CAUSES, root: 2 },
    { group: 'nas', names: tables.NAS_CAUSES, root: 4 },
    { group: 'protocol', names: tables.PROTOCOL_CAUSES, root: 7 },
    { group: 'misc', names: tables.MISCELLANEOUS_CAUSES, root: 6 },
  ],
  EXTENSIBLE,
)

const bitRate = types.integer(0, 10_000_000_000)
const gbr = sequence(
  component('mbr_dl', bitRate),
  component('mbr_ul', bitRate),
  component('gbr_dl', bitRate),
  component('gbr_ul', bitRate),
)
const arp = sequence(
  component('priority', types.integer(0, 15)),
  component('may_pre_empt', types.boolean),
  component('pre_emptable', types.boolean),
)
const qos = sequence(component('qci', types.integer(0, 255)), component('arp', arp), optional('', gbr))

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

const enbId = types.choice([20, 28, 18, 21].map(types.bitNumber), { extensible: true, root: 2 })
const globalEnbId = sequence(component('', common.plmnIdentity), component('enb_id', enbId))
const target = sequence(component('enb', globalEnbId), component('tai', tai))

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
const withCause = many('erabs', sequence(erab, component('cause', cause)))
const alone = many('erabs', sequence(erab))

export const KINDS: Readonly<Record<number, ElementKind>> = {
  0: kind('mme_ue_id', mmeUeId),
  1: kind('handover_type', types.enumerated(tables.HANDOVER_TYPES, 5)),
  2: kind('cause', cause),
  4: kind('target', types.choice([target, undefined, undefined], EXTENSIBLE)),
  8: kind('enb_ue_id', enbUeId),
  12: list('forward'),
  13: list('release'),
  14: many('erabs', sequence(erab, ...forwarding)),
  15: alone,
  16: list('setup'),
  17: many('erabs', sequence(erab, component('', qos), address, teid, nas)),
  18: list('admitted'),
  19: list('failed'),
  20: many('erabs', sequence(erab, address, teid, ...forwarding)),
  21: withCause,
  22: list('switch'),
  23: withTunnel,
  24: list('setup'),
  26: kind('', common.nasPdu),
  27: many('erabs', sequence(erab, address, teid, component('', qos))),
  28: list('set up'),
  29: list('failed'),
  30: list('modify'),
  31: list('modified'),
  32: list('failed'),
  33: list('release'),
  34: list('failed'),
  35: withCause,
  36: many('erabs', sequence(erab, component('', qos), nas)),
  37: alone,
  39: withTunnel,
  43: kind('paging_identity', pagingIdentity),
  46: list(),
  47: many('tai_list', sequence(component('', tai))),
  48: list('failed'),
  50: withTunnel,
  51: list('set up'),
  52: many('erabs', sequence(erab, component('', qos), address, teid, optional('', common.nasPdu))),
  53: list('setup'),
  58: kind('criticality_diagnostics', common.criticalityDiagnostics),
  59: kind('global_enb_id', globalEnbId),
  60: kind('enb_name', name),
  61: kind('mme_name', name),
  64: kind(
    'supported_tas',
    types.list(256, sequence(component('tac', code(2)), component('plmns', types.list(6, common.plmnIdentity)))),
  ),
  65: kind('time_to_wait', types.enumerated(tables.TIMES_TO_WAIT, 6)),
  66: kind('ambr', sequence(component('dl', bitRate), component('ul', bitRate))),
  67: kind('tai', tai),
  69: list('released'),
  75: kind('gummei', gummei),
  78: many('erabs', sequence(erab, optional('forwarding', types.yes))),
  80: kind('ue_identity_index', types.bitNumber(10)),
  87: kind('relative_mme_capacity', types.integer(0, 255)),
  88: kind('source_mme_ue_id', mmeUeId),
  91: many('connections', connection),
  92: kind('reset', resetType),
  93: list(),
  94: withTunnel,
  95: list('switch'),
  96: kind('s_tmsi', sTmsi),
  99: kind('', types.choice([pair, (per, elements) => ({ mme_ue_id: mmeUeId(per, elements) })], EXTENSIBLE)),
  100: kind('ecgi', eutranCgi),
  103: list('failed'),
  104: kind('source_to_target', common.opaque),
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
  107: kind(
    'security_capabilities',
    sequence(component('encryption', algorithmBits), component('integrity', algorithmBits)),
  ),
  108: kind('cs_fallback', types.enumerated(['cs-fallback-required', 'cs-fallback-high-priority'], 1)),
  109: kind('cn_domain', types.enumerated(['ps', 'cs'])),
  110: list('released'),
  123: kind('target_to_source', common.opaque),
  124: kind('srvcc_operation_possible', types.yes),
  134: kind('rrc_cause', types.enumerated(tables.ESTABLISHMENT_CAUSES, 5)),
  155: kind('gateway', common.transportLayerAddress),
  157: kind('source_gummei', gummei),
  158: kind('new_mme_ue_id', mmeUeId),
  187: kind('additional_cs_fallback', types.enumerated(['no-restriction', 'restriction'], 2)),
  189: kind('user_location', sequence(component('ecgi', eutranCgi), component('tai', tai))),
  199: list('modify'),
  200: withTunnel,
  201: list('keep'),
  202: withTunnel,
  203: list('modified'),
  204: alone,
  205: list('failed'),
  210: list('release'),
  296: kind('ims_voice_eps_fallback', types.yes),
}

/** BIT STRING (SIZE (16, ...)): the first algorithm has the first bit. */
function algorithmBits(per: Parameters<Type>[0]): number[] {
  const count = per.size(16, 16, true)
  if (count > 16) per.align()
  const found: number[] = []
  for (let i = 0; i < count && i < 64 && per.fault === ''; i++) if (per.flag()) found.push(i + 1)
  return found
}

/** Keys and what keys are made of: SecurityContext, SecurityKey, OneXRAND, NAS security parameters, CP security. */
export const SECRETS: ReadonlySet<number> = new Set([40, 73, 97, 135, 136, 253, 254])
