// Values that several IEs of S1AP have: TS 36.413 §9.2.
import * as common from '../aper/common.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import * as tables from './tables.ts'

const EXTENSIBLE = { extensible: true } as const

/** TAC is an OCTET STRING of two, which stands where its bits begin. */
export const code = (octets: number): Type => {
  const read = types.octetString(octets)
  return (per, elements) => {
    const digits = read(per, elements) as string | undefined
    return digits === undefined ? undefined : Number.parseInt(digits, 16)
  }
}

export const mmeUeId = types.integer(0, 0xffffffff)
export const enbUeId = types.integer(0, 0xffffff)
export const erabId = types.extensibleInteger(0, 15)
const plmn = component('', common.plmnIdentity)
export const tai = sequence(plmn, component('tac', code(2)))
export const eutranCgi = sequence(plmn, component('eci', types.bitNumber(28)))
export const nrCgi = sequence(plmn, component('nci', types.bitNumber(36)))
export const gummei = sequence(plmn, component('mmegi', code(2)), component('mmec', code(1)))
export const sTmsi = sequence(component('mmec', code(1)), component('m_tmsi', common.gtpTeid))
export const lai = sequence(plmn, component('lac', code(2)))

export const cause = common.cause(
  [
    { group: 'radioNetwork', names: tables.RADIO_CAUSES, root: 36 },
    { group: 'transport', names: tables.TRANSPORT_CAUSES, root: 2 },
    { group: 'nas', names: tables.NAS_CAUSES, root: 4 },
    { group: 'protocol', names: tables.PROTOCOL_CAUSES, root: 7 },
    { group: 'misc', names: tables.MISCELLANEOUS_CAUSES, root: 6 },
  ],
  EXTENSIBLE,
)

export const bitRate = types.integer(0, 10_000_000_000)
/** Beyond that, in an extension: §9.2.1.19. */
export const moreBitRate = types.extensibleInteger(10_000_000_001, 4_000_000_000_000)
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
/** §9.2.1.15. */
export const qos = sequence(component('qci', types.integer(0, 255)), component('arp', arp), optional('', gbr))

const enbId = types.choice([20, 28, 18, 21].map(types.bitNumber), { extensible: true, root: 2 })
export const globalEnbId = sequence(plmn, component('enb_id', enbId))
/** The eNB alternative of TargetID. */
const targetEnb = sequence(component('enb', globalEnbId), component('tai', tai))
/** The NG-RAN node's, an extension: §9.2.1.6. */
const gnbId = types.choice(
  [
    (per) => {
      const bits = per.integer(22, 32)
      per.align()
      return { gnb_id: per.bits(bits), gnb_id_bits: bits }
    },
  ],
  EXTENSIBLE,
)
const ranNode = types.choice(
  [sequence(component('', sequence(plmn, component('', gnbId)))), sequence(component('', globalEnbId))],
  EXTENSIBLE,
)
const targetRanNode = sequence(
  component('ran_node', ranNode),
  component('tai', sequence(plmn, component('tac', code(3)))),
)
export const target = types.choice([targetEnb, undefined, undefined, targetRanNode], { extensible: true, root: 3 })

/** HandoverRestrictionList: §9.2.1.22. */
export const restrictions = sequence(
  component('serving_plmn', common.plmnIdentity),
  optional('equivalent_plmns', types.list(15, common.plmnIdentity)),
  optional('forbidden_tas', types.list(16, sequence(plmn, component('tacs', types.list(4096, code(2)))))),
  optional('forbidden_las', types.list(16, sequence(plmn, component('lacs', types.list(4096, code(2)))))),
  optional('forbidden_rats', types.enumerated(tables.FORBIDDEN_RATS, 4)),
)

/** NRUESecurityCapabilities: §9.2.1.128. */
export const nrSecurity = sequence(
  component('ciphering', common.algorithms('NEA')),
  component('integrity', common.algorithms('NIA')),
)
export const security = sequence(
  component('ciphering', common.algorithms('EEA')),
  component('integrity', common.algorithms('EIA')),
)
