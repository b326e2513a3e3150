// Values that several IEs of NGAP have: TS 38.413 §9.3.
import { unixTimeOfNtp } from '../../bytes/ntp.ts'
import type { Per } from '../../bytes/per.ts'
import * as common from '../aper/common.ts'
import * as types from '../aper/types.ts'
import { component, type Fields, optional, sequence, type Type } from '../aper/types.ts'
import { timer3 } from '../nas/values.ts'
import { PAGING_CYCLES, PROTOCOL_CAUSES, TRANSPORT_CAUSES } from '../s1ap/tables.ts'
import { LOCATION_EVENTS, MISCELLANEOUS_CAUSES, NAS_CAUSES, RADIO_CAUSES } from './tables.ts'

const CHOICE = { extensible: false } as const
const plmn = component('', common.plmnIdentity)

export const amfUeId = types.integer(0, 2 ** 40 - 1)
export const ranUeId = types.integer(0, 0xffffffff)

/** §9.3.1.2. */
export const cause = common.cause(
  [
    { group: 'radioNetwork', names: RADIO_CAUSES, root: 45 },
    { group: 'transport', names: TRANSPORT_CAUSES, root: 2 },
    { group: 'nas', names: NAS_CAUSES, root: 4 },
    { group: 'protocol', names: PROTOCOL_CAUSES, root: 7 },
    { group: 'misc', names: MISCELLANEOUS_CAUSES, root: 6 },
    undefined,
  ],
  CHOICE,
)

const tacOf = types.octetString(3)
const tac: Type = (per, elements) => {
  const digits = tacOf(per, elements) as string | undefined
  return digits === undefined ? undefined : Number.parseInt(digits, 16)
}
export const tai = sequence(plmn, component('tac', tac))

export const nrCgi = sequence(plmn, component('nci', types.bitNumber(36)))
export const eutraCgi = sequence(plmn, component('eci', types.bitNumber(28)))

/** §9.3.1.73. */
export const ngranCgi = types.choice(
  [
    (per, elements) => ({ nr_cgi: nrCgi(per, elements) }),
    (per, elements) => ({ eutra_cgi: eutraCgi(per, elements) }),
    undefined,
  ],
  CHOICE,
)

/** Seconds of NTP: ISO 8601 of the era that ends in 2036. */
const timeStamp: Type = (per) => {
  const at = per.skip(4)
  return per.fault === '' ? new Date(unixTimeOfNtp(per.bytes, at)).toISOString() : undefined
}

/** §9.3.1.16. */
export const userLocation = types.choice(
  [
    sequence(component('eutra_cgi', eutraCgi), component('tai', tai), optional('location_time', timeStamp)),
    sequence(component('nr_cgi', nrCgi), component('tai', tai), optional('location_time', timeStamp)),
    sequence(component('n3iwf', common.transportLayerAddress), component('port', portNumber)),
    undefined,
  ],
  CHOICE,
)

function portNumber(per: Per): number {
  return per.unsigned(2)
}

/** §9.3.1.24. */
export const sNssai: Type = (per, elements) => {
  const read = bareSNssai(per, elements) as { sst?: string; sd?: string }
  if (read.sst === undefined) return undefined
  const { sst, sd } = read
  return { sst: Number.parseInt(sst, 16), ...(sd !== undefined && sd !== 'ffffff' && { sd }) }
}
const bareSNssai = sequence(component('sst', types.octetString(1)), optional('sd', types.octetString(3)))

const setAndPointer = [component('amf_set', types.bitNumber(10)), component('amf_pointer', types.bitNumber(6))]
export const guami = sequence(plmn, component('amf_region', types.bitNumber(8)), ...setAndPointer)
export const fiveGSTmsi = sequence(...setAndPointer, component('tmsi', common.gtpTeid))

const gnbId = types.choice(
  [
    (per) => {
      const bits = per.integer(22, 32)
      per.align()
      return { gnb_id: per.bits(bits), gnb_id_bits: bits }
    },
    undefined,
  ],
  CHOICE,
)
const ngEnbId = types.choice([...[20, 18, 21].map(types.bitNumber), undefined], CHOICE)
/** §9.3.1.5. */
export const globalRanNode = types.choice(
  [
    sequence(plmn, component('', gnbId)),
    sequence(plmn, component('ng_enb_id', ngEnbId)),
    sequence(plmn, component('n3iwf_id', types.choice([types.bitNumber(16), undefined], CHOICE))),
    undefined,
  ],
  CHOICE,
)
/** §9.3.1.25. */
export const targetId = types.choice(
  [
    sequence(component('ran_node', globalRanNode), component('tai', tai)),
    sequence(
      component('enb', sequence(plmn, component('ng_enb_id', ngEnbId))),
      component('eps_tai', sequence(plmn, component('tac', types.bitNumber(16)))),
    ),
    undefined,
  ],
  CHOICE,
)
export const slices = types.list(1024, sequence(component('', sNssai)))
export const supportedTas = types.list(
  256,
  sequence(component('tac', tac), component('plmns', types.list(12, sequence(plmn, component('slices', slices))))),
)
export const plmnSupport = types.list(12, sequence(plmn, component('slices', slices)))
export const allowedNssai = types.list(8, sequence(component('', sNssai)))
export const servedGuamis = types.list(
  256,
  sequence(component('', guami), optional('backup_amf', types.printable(1, 150))),
)

/** UESecurityCapabilities: §9.3.1.86. */
export const security: Type = (per, elements) => {
  const { ciphering, integrity, eps_ciphering, eps_integrity } = allAlgorithms(per, elements) as Fields
  return { ciphering, integrity, eps: { ciphering: eps_ciphering, integrity: eps_integrity } }
}
const allAlgorithms = sequence(
  component('ciphering', common.algorithms('NEA')),
  component('integrity', common.algorithms('NIA')),
  component('eps_ciphering', common.algorithms('EEA')),
  component('eps_integrity', common.algorithms('EIA')),
)

/** RATRestrictionInformation, BIT STRING (SIZE (8, ...)): §9.3.1.85. */
const forbiddenRats: Type = (per) => {
  const bits = per.bits(per.size(8, 8, true))
  return per.fault === '' ? RATS.filter((_name, i) => (bits & (0x80 >> i)) !== 0) : undefined
}
const RATS = ['E-UTRA', 'NR', 'NR unlicensed', 'NR LEO', 'NR MEO', 'NR GEO', 'NR other satellites']
const tacs = types.list(4096, tac)
const someTacs = types.list(16, tac)
/** MobilityRestrictionList: §9.3.1.85. */
export const restrictions = sequence(
  component('serving_plmn', common.plmnIdentity),
  optional('equivalent_plmns', types.list(15, common.plmnIdentity)),
  optional('forbidden_rats', types.list(16, sequence(plmn, component('rats', forbiddenRats)))),
  optional('forbidden_areas', types.list(16, sequence(plmn, component('tacs', tacs)))),
  optional(
    'service_areas',
    types.list(16, sequence(plmn, optional('allowed', someTacs), optional('not_allowed', someTacs))),
  ),
)

/** CoreNetworkAssistanceInformationForInactive, before the UE's expected behaviour: §9.3.1.15. */
export const inactiveAssistance = types.beginningOf(
  2,
  component('identity_index', types.choice([types.bitNumber(10), undefined], CHOICE)),
  optional('paging_drx', types.enumerated(PAGING_CYCLES, 4)),
  component('periodic_update_s', periodicUpdate),
  optional('mico', types.yes),
  component('tai_list', types.list(16, sequence(component('', tai)))),
)

/** The registration update timer as NAS has it, of eight bits. */
function periodicUpdate(per: Per): unknown {
  const octet = per.bits(8)
  return timer3(Uint8Array.of(octet), 0, 1)
}
/** EmergencyFallbackIndicator: §9.3.1.26. */
export const emergencyFallback = sequence(
  component('requested', types.yes),
  optional('target', types.enumerated(['fiveGC', 'epc'], 2)),
)
/** Its events: §9.3.1.65; of what areas it is about stands behind them. */
export const locationRequest = types.beginningOf(
  3,
  component('event', types.enumerated(LOCATION_EVENTS, 6)),
  component('area', types.enumerated(['cell'], 1)),
)
/** In two alphabets: §9.3.3.51, §9.3.3.52. */
export const extendedName = sequence(optional('visible', types.printable(1, 150)), optional('utf8', types.utf8))
