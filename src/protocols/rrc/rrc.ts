/** Signalling of LTE's radio, as far as it carries NAS: 3GPP TS 36.331, in BASIC-PER, UNALIGNED (ITU-T X.691). */
import { BASE_STATION } from '../../bytes/address.ts'
import { Per } from '../../bytes/per.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { shortOf } from '../aper/short.ts'
import { nameNas } from '../nas/names.ts'
import type { NasMessage } from '../nas/nas.ts'
import { readNas } from '../nas/nas.ts'
import { quiet } from '../nas/quiet.ts'
import { epsTmsi } from '../nas/tell.ts'
import { beginReconfiguration, readTarget } from './handover.ts'
import { type Carried, carriedIn, inPdcp } from './mac.ts'
import { readMeasurements } from './measurements.ts'
import * as tables from './tables.ts'
import { RrcTracker } from './tracker.ts'

type Fields = Record<string, unknown>

const REFUSES = /(?:Reject|Failure)$/

/** One RRC message as it was read. */
interface Read {
  readonly name: string
  readonly fields: Fields
  readonly nas: readonly NasMessage[]
}

/** Whose frames are told by the capture that holds them: a transport block each. */
export const rrc: Protocol = {
  name: 'LTE-RRC',
  group: 'LTE-RRC',
  dissectors: ['mac-lte'],
  recognize: (_bytes, from, to) => from < to,
  decode: (bytes, from, to, wireTo, where, out) => decode(bytes, { from, to, isCut: wireTo > to }, where, out),
  track: () => new RrcTracker((whole, isDown, out) => tell(whole, [inPdcp(whole, 0, whole.length)], isDown, out)),
}

interface Block {
  readonly from: number
  readonly to: number
  readonly isCut: boolean
}

function decode(bytes: Uint8Array, { from, to, isCut }: Block, { source, destination }: Where, out: Out): void {
  out.open('Medium Access Control (LTE)', from, to)
  const isDown = source.address === BASE_STATION
  out.put('rnti', Number(/\d+$/.exec(isDown ? destination.address : source.address)?.[0] ?? 0))
  tell(bytes, carriedIn(bytes, from, to, isDown), isDown, out)
  if (isCut) out.fault = 'cut'
  out.close()
}

/** What is logged of the radio passed between others than those who speak of it: its name is another. */
export const LOGGED = 'LTE RRC'

/** Reads one message of a control channel, by itself: where a phone or a base station logs it. */
export function tellRrc(bytes: Uint8Array, carried: Carried, isDown: boolean, out: Out): void {
  tell(bytes, [carried], isDown, out, LOGGED)
}

/** Reads the messages of a block, or one that came in pieces of several. */
function tell(bytes: Uint8Array, carried: readonly Carried[], isDown: boolean, out: Out, protocol?: string): void {
  const read = carried.map((one) => readMessage(bytes, one, isDown, out))
  const nas = read.flatMap((one) => one.nas)
  for (const { fields } of read) for (const name in fields) out.put(name, fields[name])
  if (read.length > 1)
    out.put(
      'messages',
      read.map(({ name }) => name),
    )
  if (nas.length > 0) out.put('nas', nas)
  if (nas.some((one) => one['failed'] === true) || read.some((one) => REFUSES.test(one.name))) out.put('failed', true)
  if (carried.some(({ isProtected }) => isProtected)) out.put('protected', true)
  const name = read[0]?.name ?? 'MAC PDU'
  out.name(name, shortOf('RRC', name, { nas }), protocol)
  nameNas(nas, out)
  for (const one of protocol === LOGGED ? read : read.slice(1)) out.also(`LTE-RRC ${one.name}`)
  if (read.some(({ fields }) => fields['handover'] === true)) out.also('LTE-RRC Handover command')
}

function readMessage(bytes: Uint8Array, { from, to, isCommon }: Carried, isDown: boolean, out: Out): Read {
  const per = new Per(bytes, from, to)
  const names = isDown ? (isCommon ? tables.DL_CCCH : tables.DL_DCCH) : isCommon ? tables.UL_CCCH : tables.UL_DCCH
  const isLater = per.flag()
  const name = isLater ? 'RRC of a later release' : (names[per.bits(isCommon && !isDown ? 1 : isCommon ? 2 : 4)] ?? '')
  out.open(`Radio Resource Control: ${name}`, from, to)
  const { fields, nas } = per.fault === '' && !isLater ? bodyOf(name, per, out) : NOTHING
  out.close()
  return { name: name === '' ? 'Unknown RRC message' : name, fields, nas }
}

const NOTHING: Omit<Read, 'name'> = { fields: {}, nas: [] }

function bodyOf(name: string, per: Per, out: Out): Omit<Read, 'name'> {
  switch (name) {
    case 'RRCConnectionRequest':
      return { fields: request(per, out), nas: [] }
    case 'RRCConnectionSetupComplete':
      return { fields: {}, nas: begins(per, true) ? setupComplete(per, out) : [] }
    case 'ULInformationTransfer':
      return { fields: {}, nas: begins(per, false) ? transfer(per, out) : [] }
    case 'DLInformationTransfer':
      return { fields: {}, nas: begins(per, true) ? transfer(per, out) : [] }
    case 'RRCConnectionReconfiguration':
      return reconfiguration(per, out)
    case 'SecurityModeCommand':
      return { fields: begins(per, true) ? security(per) : {}, nas: [] }
    case 'RRCConnectionRelease':
      return { fields: begins(per, true) ? released(per) : {}, nas: [] }
    default:
      return NOTHING
  }
}

/** The transaction's number where there is one, then the choice of this release: false where it is a later one. */
function begins(per: Per, hasTransaction: boolean): boolean {
  if (hasTransaction) per.bits(2)
  return !per.flag() && per.bits(2) === 0
}

function request(per: Per, out: Out): Fields {
  if (per.flag()) return {}
  const hasRandom = per.flag()
  const mmec = hasRandom ? 0 : per.bits(8)
  const value = per.bits(hasRandom ? 40 : 32)
  const establishment_cause = tables.ESTABLISHMENT_CAUSES[per.bits(3)]
  if (per.fault !== '') return {}
  if (hasRandom) return { establishment_cause }
  const m_tmsi = `0x${value.toString(16).padStart(8, '0')}`
  out.clue('tmsi', epsTmsi(mmec, m_tmsi))
  return { s_tmsi: { mmec, m_tmsi }, establishment_cause }
}

function setupComplete(per: Per, out: Out): readonly NasMessage[] {
  const hasEntity = per.flag()
  per.flag()
  per.bits(3)
  if (hasEntity) {
    if (per.flag()) {
      if (per.flag()) per.bits(12)
      per.bits(per.flag() ? 12 : 8)
    }
    per.bits(24)
  }
  return nasIn(per, out)
}

function transfer(per: Per, out: Out): readonly NasMessage[] {
  per.flag()
  // The others are of CDMA2000.
  return per.bits(2) === 0 ? nasIn(per, out) : []
}

const MOST_NAS = 11

/** Its list of NAS messages is read where no handover stands before it, and all of the measurements is known. */
function reconfiguration(per: Per, out: Out): Omit<Read, 'name'> {
  const begun = beginReconfiguration(per)
  if (!begun) return NOTHING
  const { hasMeasurements, hasHandover, hasNas } = begun
  const measured = hasMeasurements ? readMeasurements(per) : undefined
  const fields = {
    ...(measured && { measured_frequencies: measured.frequencies, measured_events: measured.events }),
    ...(hasHandover && { handover: true, ...((measured || !hasMeasurements) && readTarget(per)) }),
  }
  if (!hasNas) return { fields, nas: [] }
  if (hasHandover || (hasMeasurements && !measured)) return { fields: { ...fields, nas_unread: true }, nas: [] }
  const count = per.bits(4) + 1
  const nas: NasMessage[] = []
  for (let i = 0; i < Math.min(count, MOST_NAS) && per.fault === ''; i++) nas.push(...nasIn(per, out))
  return { fields, nas }
}

function security(per: Per): Fields {
  per.flag()
  per.flag()
  const ciphering = per.flag() ? undefined : tables.CIPHERING[per.bits(3)]
  return ciphering === undefined || per.fault !== '' ? {} : { ciphering }
}

function released(per: Per): Fields {
  per.bits(3)
  const release_cause = tables.RELEASE_CAUSES[per.bits(2)]
  return per.fault === '' ? { release_cause } : {}
}

/** An octet string, whose octets stand anywhere between bits. */
function nasIn(per: Per, out: Out): readonly NasMessage[] {
  const isLong = per.flag()
  const length = isLong ? per.bits(15) : per.bits(7)
  if (per.fault !== '' || length > 0x3fff || length > per.left + 1) return []
  const bytes = Uint8Array.from({ length }, () => per.bits(8))
  if (per.fault !== '') return []
  const told: Out = { ...quiet(), clue: (kind, value) => out.clue(kind, value), party: (party) => out.party(party) }
  return readNas(bytes, { from: 0, to: length, wireTo: length }, 'EPS', told).messages
}
