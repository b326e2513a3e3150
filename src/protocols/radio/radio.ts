/** X2AP, XnAP, F1AP and E1AP: named, with the ids of UEs and the causes; the rest is kept by number. */
import type { Protocol } from '../../model/message.ts'
import * as common from '../aper/common.ts'
import type { ElementKind } from '../aper/elements.ts'
import type { Fields, Type } from '../aper/types.ts'
import * as types from '../aper/types.ts'
import { PROTOCOL_CAUSES, TRANSPORT_CAUSES } from '../s1ap/tables.ts'
import { described, kind } from './described.ts'
import { CORE } from './core.ts'
import * as tables from './tables.ts'
import * as elements from './tables-elements.ts'

/** Names of causes; `root` says how many of the radio network's are not extensions. */
interface Causes {
  readonly radio: readonly string[]
  readonly root: number
  readonly transport?: readonly string[]
  readonly protocol?: readonly string[]
  readonly misc: readonly string[]
}

function causeOf({ radio, root, ...names }: Causes, { extensible = false } = {}): Type {
  const groups = [
    { group: 'radioNetwork', names: radio, root },
    { group: 'transport', names: names.transport ?? TRANSPORT_CAUSES, root: 2 },
    { group: 'protocol', names: names.protocol ?? PROTOCOL_CAUSES, root: 7 },
    { group: 'misc', names: names.misc, root: 5 },
  ]
  // All but X2AP end their choices with one for extensions.
  return extensible
    ? common.cause(groups, { extensible: true })
    : common.cause([...groups, undefined], { extensible: false })
}

const X2AP_CAUSES: Causes = {
  radio: tables.X2AP_CAUSES,
  root: 22,
  protocol: tables.X2AP_PROTOCOL_CAUSES,
  misc: tables.X2AP_MISCELLANEOUS_CAUSES,
}
const XNAP_CAUSES: Causes = { radio: tables.XNAP_CAUSES, root: 53, misc: tables.XNAP_MISCELLANEOUS_CAUSES }
const F1AP_CAUSES: Causes = {
  radio: tables.F1AP_CAUSES,
  root: 11,
  transport: tables.F1AP_TRANSPORT_CAUSES,
  misc: tables.SPLIT_MISCELLANEOUS_CAUSES,
}
const E1AP_CAUSES: Causes = {
  radio: tables.E1AP_CAUSES,
  root: 25,
  transport: tables.E1AP_TRANSPORT_CAUSES,
  misc: tables.SPLIT_MISCELLANEOUS_CAUSES,
}

/** UE X2AP ID: TS 36.423 §9.2.24. */
const X2_IDS = 4096
const wideId = types.integer(0, 0xffffffff)
const x2Id = types.integer(0, X2_IDS - 1)
const x2Extension = types.extensibleInteger(0, X2_IDS - 1)

/** Only with its extension does an id name one UE: TS 36.423 §9.2.86. */
function extendIds(fields: Fields): void {
  for (const field of ['old_ue_id', 'new_ue_id']) {
    const [id, extension] = [fields[field], fields[`${field}_extension`]]
    if (typeof id === 'number' && typeof extension === 'number') fields[field] = extension * X2_IDS + id
  }
}

/** Of a UE context that is handed over only the id in the core is told: behind it are keys. */
function contextOf(field: string, most: number): ElementKind {
  return kind('', (per) => {
    per.bits(PREAMBLE)
    const id = per.integer(0, most)
    const isRead = per.fault === ''
    per.skip(per.left)
    return isRead ? { [field]: id } : undefined
  })
}

/** Whether all is reset, or a part: TS 38.423 §9.1.3.11, TS 38.473 §9.2.1.1, TS 37.483 §9.2.1.1. */
const reset = kind('reset', (per) => {
  const alternative = per.bits(2)
  per.skip(per.left)
  return per.fault === '' ? (alternative === 0 ? 'all' : 'part') : undefined
})

/** The extension bit and four for optional components: TS 36.423 §9.1.1.1, TS 38.423 §9.1.1.1. */
const PREAMBLE = 5

const x2ap = described({
  name: 'X2AP',
  title: 'X2 Application Protocol',
  ppids: [27],
  procedures: tables.X2AP_PROCEDURES,
  procedureNames: tables.X2AP_PROCEDURE_NAMES,
  nas: 'EPS',
  names: elements.X2AP_ELEMENTS,
  // Cells, measurements, and who sets up, changes, coordinates or removes the interface of EN-DC.
  begins: [17, 20, 21, 6, 25, 39, 43, 48, 54, 57, 101, 244, 245, 246, 247, 285, 286, 298, 299, 335],
  kinds: {
    5: kind('cause', causeOf(X2AP_CAUSES, { extensible: true })),
    9: kind('new_ue_id', x2Id),
    10: kind('old_ue_id', x2Id),
    14: contextOf('mme_ue_s1ap_id', 0xffffffff),
    111: kind('old_ue_id', x2Id),
    112: kind('new_ue_id', x2Id),
    155: kind('new_ue_id_extension', x2Extension),
    156: kind('old_ue_id_extension', x2Extension),
    157: kind('old_ue_id_extension', x2Extension),
    158: kind('new_ue_id_extension', x2Extension),
    207: kind('new_ue_id', wideId),
  },
  complete: extendIds,
  roles: {
    core: 'old_ue_id',
    ran: 'new_ue_id',
    procedures: {
      begins: [0, 19, 26, 27],
      ends: { 0: [2], 1: [0], 5: [0], 19: [2], 23: [0], 24: [1], 26: [2], 27: [2], 31: [1], 32: [1] },
      reset: 7,
      setup: [6, 36],
    },
  },
})

const xnap = described({
  name: 'XnAP',
  title: 'Xn Application Protocol',
  ppids: [61, 67],
  procedures: tables.XNAP_PROCEDURES,
  procedureNames: tables.XNAP_PROCEDURE_NAMES,
  nas: '5GS',
  names: elements.XNAP_ELEMENTS,
  begins: [10, 14],
  kinds: {
    7: kind('cause', causeOf(XNAP_CAUSES)),
    23: kind('old_ue_id', wideId),
    27: kind('new_ue_id', wideId),
    29: kind('old_ue_id', wideId),
    56: reset,
    71: kind('new_ue_id', wideId),
    73: kind('old_ue_id', wideId),
    79: kind('new_ue_id', wideId),
    83: contextOf('amf_ue_ngap_id', 2 ** 40 - 1),
  },
  roles: {
    core: 'old_ue_id',
    ran: 'new_ue_id',
    procedures: {
      begins: [0, 3, 7],
      ends: { 0: [2], 2: [0], 3: [2], 6: [0], 7: [2], 11: [1], 12: [1] },
      reset: 20,
      setup: [17],
    },
  },
})

const f1ap = described({
  name: 'F1AP',
  title: 'F1 Application Protocol',
  ppids: [62, 68],
  choiceIsExtensible: false,
  procedures: tables.F1AP_PROCEDURES,
  procedureNames: tables.F1AP_PROCEDURE_NAMES,
  nas: '5GS',
  names: elements.F1AP_ELEMENTS,
  begins: [7, 50, 78],
  kinds: {
    0: kind('cause', causeOf(F1AP_CAUSES)),
    40: kind('cu_ue_id', wideId),
    41: kind('du_ue_id', wideId),
    42: kind('du_id', types.integer(0, 2 ** 36 - 1)),
    45: kind('du_name', types.printable(1, 150)),
    47: kind('old_du_ue_id', wideId),
    48: reset,
    64: kind('srb', types.extensibleInteger(0, 3)),
    82: kind('cu_name', types.printable(1, 150)),
    95: kind('c_rnti', types.extensibleInteger(0, 65_535)),
  },
  roles: {
    core: 'cu_ue_id',
    ran: 'du_ue_id',
    procedures: { begins: [11], ends: { 6: [1] }, reset: 0, setup: [1] },
  },
})

const e1ap = described({
  name: 'E1AP',
  title: 'E1 Application Protocol',
  ppids: [64, 69],
  procedures: tables.E1AP_PROCEDURES,
  nas: '5GS',
  names: elements.E1AP_ELEMENTS,
  begins: [1, 7, 57],
  kinds: {
    0: kind('cause', causeOf(E1AP_CAUSES)),
    2: kind('cp_ue_id', wideId),
    3: kind('up_ue_id', wideId),
    4: reset,
  },
  roles: {
    core: 'cp_ue_id',
    ran: 'up_ue_id',
    procedures: { begins: [8], ends: { 8: [2], 11: [1] }, reset: 0, setup: [3, 4] },
  },
})

export const RADIO: readonly Protocol[] = [x2ap, xnap, f1ap, e1ap, ...CORE]
