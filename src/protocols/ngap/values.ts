// Values that several IEs of NGAP have: TS 38.413 §9.3.
import { unixTimeOfNtp } from '../../bytes/ntp.ts'
import type { Per } from '../../bytes/per.ts'
import * as common from '../aper/common.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import { PROTOCOL_CAUSES, TRANSPORT_CAUSES } from '../s1ap/tables.ts'
import { MISCELLANEOUS_CAUSES, NAS_CAUSES, RADIO_CAUSES } from './tables.ts'

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
const slices = types.list(1024, sequence(component('', sNssai)))
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
