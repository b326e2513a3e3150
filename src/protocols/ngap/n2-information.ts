// N2 SM information, which the service-based core passes between AMF and SMF: TS 29.502 §6.1.6.4.3 (its bytes are the
// transfer IEs of TS 38.413 §9.3.4), TS 29.518 §6.1.6.4.3.
import { Per } from '../../bytes/per.ts'
import { Elements } from '../aper/elements.ts'
import type { Fields, Type } from '../aper/types.ts'
import { quiet } from '../nas/quiet.ts'
import { KINDS, SECRETS } from './element-kinds.ts'
import { ELEMENTS } from './tables.ts'
import * as transfers from './transfers.ts'

/** Which transfer it is, by N2SmInfoType and NgapIeType. */
const TRANSFERS: Readonly<Record<string, Type>> = {
  PDU_RES_SETUP_REQ: transfers.ofElements,
  PDU_RES_SETUP_RSP: transfers.setupResponse,
  PDU_RES_SETUP_FAIL: transfers.unsuccessful,
  PDU_RES_REL_CMD: transfers.onlyCause,
  PDU_RES_REL_RSP: transfers.empty,
  PDU_RES_MOD_REQ: transfers.ofElements,
  PDU_RES_MOD_RSP: transfers.modifyResponse,
  PDU_RES_MOD_FAIL: transfers.unsuccessful,
  PDU_RES_MOD_IND: transfers.modifyIndication,
  PDU_RES_MOD_CFM: transfers.modifyConfirm,
  PDU_RES_NTY: transfers.notify,
  PDU_RES_NTY_REL: transfers.onlyCause,
  PATH_SWITCH_REQ: transfers.pathSwitch,
  PATH_SWITCH_SETUP_FAIL: transfers.onlyCause,
  PATH_SWITCH_REQ_ACK: transfers.pathSwitchAcknowledge,
  PATH_SWITCH_REQ_FAIL: transfers.onlyCause,
  HANDOVER_REQUIRED: transfers.handoverRequired,
  HANDOVER_CMD: transfers.handoverCommand,
  HANDOVER_PREP_FAIL: transfers.onlyCause,
  HANDOVER_REQ_ACK: transfers.handoverAcknowledge,
  HANDOVER_RES_ALLOC_FAIL: transfers.unsuccessful,
}

/** What the information tells; undefined where its type is none of these. Never throws. */
export function readN2Information(type: string, bytes: Uint8Array): Fields | undefined {
  const read = Object.hasOwn(TRANSFERS, type) ? TRANSFERS[type] : undefined
  if (!read) return undefined
  const dictionary = { names: ELEMENTS, kinds: KINDS, nas: '5GS', secrets: SECRETS } as const
  const elements = new Elements(dictionary, bytes, quiet())
  const fields = read(new Per(bytes, 0, bytes.length), elements)
  return typeof fields === 'object' && fields !== null ? (fields as Fields) : undefined
}
