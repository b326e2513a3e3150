/** What the MME has besides: SBc-AP (warnings, TS 29.168), LCS-AP (location, TS 29.171), M3AP and M2AP (broadcasts, TS 36.444, 36.443). */
import { tbcd } from '../../bytes/digits.ts'
import { unsigned } from '../../bytes/octets.ts'
import type { Out, Protocol } from '../../model/message.ts'
import * as common from '../aper/common.ts'
import type { Fields, Type } from '../aper/types.ts'
import * as types from '../aper/types.ts'
import { lppaName, lppName } from '../positioning/positioning.ts'
import { described, kind } from './described.ts'
import { PROTOCOL_CAUSES } from '../s1ap/tables.ts'
import * as tables from './tables-core.ts'

const SUCCESSFUL = 1
/** No id tells a UE. */
const NOBODY = { core: 'no_ue', ran: 'no_ue' } as const
/** No procedure is such. */
const NEVER = -1

/** INTEGER (0..255), 0 where all is well: TS 29.168 §4.3.4.3. */
const warningCause: Type = (per) => {
  const value = per.integer(0, 255)
  if (per.fault !== '' || value === 0) return undefined
  return { cause: { group: 'sbc', value, name: tables.WARNING_CAUSES[value] ?? `cause ${value}` } }
}

const sbcap = described({
  name: 'SBc-AP',
  title: 'SBc Application Part',
  ppids: [24],
  procedures: tables.SBCAP_PROCEDURES,
  nas: 'EPS',
  names: tables.SBCAP_ELEMENTS,
  begins: [14, 28],
  kinds: {
    1: kind('', warningCause),
    5: kind('warning_message', types.bitNumber(16)),
    11: kind('warning_serial', types.bitNumber(16)),
    16: kind('warning', common.bounded(1, 9600)),
    18: kind('warning_type', types.octetString(2)),
  },
  // Its responses tell refusals too.
  tell: ({ cause }, out) => {
    if (cause !== undefined) out.put('failed', true)
  },
  roles: { ...NOBODY, procedures: { begins: [], ends: {}, reset: NEVER, setup: [] } },
})

/** Four octets: TS 29.171 §7.4.28. */
const correlation: Type = (per) => {
  const at = per.skip(4)
  return per.fault === '' ? unsigned(per.bytes, at, 4) : undefined
}

/** Digits two an octet, of this many octets. */
function digits(least: number, most: number): Type {
  return (per) => {
    const octets = per.octets(least, most)
    return per.fault === '' ? tbcd(octets.bytes, octets.at, octets.end) : undefined
  }
}

const lcsCause = common.cause(
  [
    { group: 'radioNetwork', names: ['unspecified'], root: 1 },
    { group: 'transport', names: ['transport-resource-unavailable', 'unspecified'], root: 2 },
    { group: 'protocol', names: tables.LCS_PROTOCOL_CAUSES, root: 7 },
    { group: 'misc', names: tables.LCS_MISCELLANEOUS_CAUSES, root: 4 },
  ],
  { extensible: false },
)

/** What is carried to or from a phone or its eNodeB. */
const carried: Type = (per) => {
  const octets = per.open()
  if (per.fault !== '') return undefined
  const { bytes, at, end } = octets
  return { lpp: lppName(bytes, at, end), lppa: lppaName(bytes, at, end) }
}

/** Which of the two it is, its type tells; it says what whoever is told of has to do. */
function nameCarried(fields: Fields): void {
  const { payload_type, positioning } = fields as { payload_type?: string; positioning?: Fields }
  if (positioning === undefined) return
  const name = positioning[payload_type === 'LPPa' ? 'lppa' : 'lpp']
  delete fields['positioning']
  if (name !== undefined) fields['carried'] = name
}

/** A response with a cause tells that nobody found out where the phone is: TS 29.171 §6.2. */
function tellSubscriber({ imsi, cause, carried: name }: Fields, out: Out, pdu: number): void {
  if (pdu === SUCCESSFUL && cause !== undefined) out.put('failed', true)
  if (typeof imsi === 'string') out.party({ role: 'served', imsi })
  if (typeof name === 'string') out.also(name)
}

const lcsap = described({
  name: 'LCS-AP',
  title: 'LCS Application Protocol',
  ppids: [29],
  procedures: tables.LCSAP_PROCEDURES,
  nas: 'EPS',
  names: tables.LCSAP_ELEMENTS,
  begins: [11],
  kinds: {
    1: kind('positioning', carried),
    2: kind('correlation_id', correlation),
    6: kind('imei', digits(8, 8)),
    7: kind('imsi', digits(3, 8)),
    11: kind('cause', lcsCause),
    15: kind('payload_type', types.enumerated(['LPP', 'LPPa'], 2)),
  },
  complete: nameCarried,
  tell: tellSubscriber,
  roles: {
    core: 'correlation_id',
    ran: 'no_ue',
    procedures: { begins: [0], ends: { 0: [1, 2], 3: [0] }, reset: 4, setup: [] },
  },
})

interface Names {
  readonly names: readonly string[]
  readonly root: number
}

/** Of broadcasts: the groups of causes are the same, their names nearly. */
function broadcastCause(radio: Names, misc: readonly string[]): Type {
  return common.cause(
    [
      { group: 'radioNetwork', ...radio },
      { group: 'transport', names: ['transport-resource-unavailable', 'unspecified'], root: 2 },
      { group: 'nas', names: ['unspecified'], root: 1 },
      { group: 'protocol', names: PROTOCOL_CAUSES, root: 7 },
      { group: 'misc', names: misc, root: misc.length },
    ],
    { extensible: true },
  )
}

const m3Cause = broadcastCause({ names: tables.M3_RADIO_CAUSES, root: 8 }, tables.M3_MISCELLANEOUS_CAUSES)
const m2Cause = broadcastCause({ names: tables.M2_RADIO_CAUSES, root: 6 }, tables.M2_MISCELLANEOUS_CAUSES)

const m3ap = described({
  name: 'M3AP',
  title: 'M3 Application Protocol',
  ppids: [44],
  procedures: tables.M3AP_PROCEDURES,
  nas: 'EPS',
  names: { 9: 'Cause' },
  begins: [0, 1, 2],
  kinds: { 9: kind('cause', m3Cause) },
  roles: { ...NOBODY, procedures: { begins: [], ends: {}, reset: 4, setup: [7] } },
})

const m2ap = described({
  name: 'M2AP',
  title: 'M2 Application Protocol',
  ppids: [43],
  procedures: tables.M2AP_PROCEDURES,
  nas: 'EPS',
  names: { 9: 'Cause' },
  begins: [0, 1, 2],
  kinds: { 9: kind('cause', m2Cause) },
  roles: { ...NOBODY, procedures: { begins: [], ends: {}, reset: 4, setup: [5] } },
})

export const CORE: readonly Protocol[] = [sbcap, lcsap, m3ap, m2ap]
