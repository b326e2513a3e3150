/** What AVPs tell beyond a field of their own: whom a message is about, and what it has to do with elsewhere. */
import { u32 } from '../../bytes/octets.ts'
import { releaseCauseAt } from '../gtp/release-cause.ts'
import { timeZone } from '../gtp/values.ts'
import { userLocationAt, areaAt, cellAt } from './location.ts'
import { CLUE, flowEnds } from './clues.ts'
import type { Reader, Reading } from './reading.ts'
import {
  identifyByEquipment,
  identifyBySubscription,
  identifyByUserName,
  isImei,
  isImsi,
  isNumberOfSubscriber,
  learnPublicIdentity,
} from './identities.ts'
import { APPLICATIONS } from './tables-commands.ts'
import { RAT_TYPE_OF_GI } from './tables-avps-charging.ts'
import { addressAt, digitsAt, ipAt, octetsAt, prefixAt, textAt } from './values.ts'
import { resultName } from './results.ts'

const CAPABILITIES_EXCHANGE = 257
const EXPERIMENTAL_RESULT = 297
/** Whom a short message, a trigger or a monitoring request is about: TS 29.336 §6.4.2. */
const USER_IDENTIFIER = 3102
/** Charging-Rule-Definition, QoS-Rule-Definition, ADC-Rule-Definition: a rule has one name. */
const RULE_DEFINITIONS: ReadonlySet<number> = new Set([1003, 1053, 1094])

function isNumber(from: number, to: number): boolean {
  return to - from === 4
}

function sessionId(reading: Reading, from: number, to: number): void {
  if (reading.depth === 0) reading.sessionId = textAt(reading.bytes, from, to)
}

function resultCode(reading: Reading, from: number, to: number): void {
  if (!isNumber(from, to)) return
  const code = u32(reading.bytes, from)
  if (reading.depth === 0) reading.resultCode = code
  else if (reading.record !== undefined) {
    reading.put('result_code', code)
    reading.put('result_name', resultName(0, code))
  }
}

function vendorId(reading: Reading, from: number, to: number): void {
  if (isNumber(from, to) && reading.group === EXPERIMENTAL_RESULT) reading.resultVendor = u32(reading.bytes, from)
}

function experimentalCode(reading: Reading, from: number, to: number): void {
  if (isNumber(from, to) && reading.depth === 1) reading.experimentalCode = u32(reading.bytes, from)
}

/** What a peer says it can: only in the exchange of capabilities is that more than a repetition of the header. */
function application(reading: Reading, from: number, to: number): void {
  if (reading.command !== CAPABILITIES_EXCHANGE || !isNumber(from, to)) return
  const code = u32(reading.bytes, from)
  reading.flat('applications', APPLICATIONS[code] ?? code)
}

function requestType(reading: Reading, from: number, to: number): void {
  if (isNumber(from, to) && reading.depth === 0) reading.requestType = u32(reading.bytes, from)
}

function userName(reading: Reading, from: number, to: number): void {
  if (reading.depth > 0 && reading.group !== USER_IDENTIFIER) return
  identifyByUserName(reading, textAt(reading.bytes, from, to))
}

function framedIp(reading: Reading, from: number, to: number): void {
  const address = ipAt(reading.bytes, from, to)
  if (address !== '0.0.0.0' && address !== '255.255.255.255') reading.framedIp = address
}

function framedPrefix(reading: Reading, from: number, to: number): void {
  reading.framedPrefix = prefixAt(reading.bytes, from, to)
}

function accessPoint(reading: Reading, from: number, to: number): void {
  if (reading.depth === 0 && to > from) reading.out.clue(CLUE.apn, textAt(reading.bytes, from, to))
}

function pdpAddress(reading: Reading, from: number, to: number): void {
  if (reading.framedIp === '') reading.framedIp = addressAt(reading.bytes, from, to)
}

function subscriptionType(reading: Reading, from: number, to: number): void {
  if (isNumber(from, to)) reading.subscriptionType = u32(reading.bytes, from)
}

function subscriptionData(reading: Reading, from: number, to: number): void {
  reading.subscriptionData = textAt(reading.bytes, from, to)
}

function equipmentType(reading: Reading, from: number, to: number): void {
  if (isNumber(from, to)) reading.equipmentType = u32(reading.bytes, from)
}

function equipmentValue(reading: Reading, from: number, to: number): void {
  reading.subscriptionData = digitsAt(reading.bytes, from, to)
}

function imsi(reading: Reading, from: number, to: number): void {
  const digits = digitsAt(reading.bytes, from, to)
  if (isImsi(digits)) reading.imsi = digits
}

function msisdn(reading: Reading, from: number, to: number): void {
  const digits = digitsAt(reading.bytes, from, to)
  if (isNumberOfSubscriber(digits)) reading.msisdn = digits
}

function imei(reading: Reading, from: number, to: number): void {
  const digits = digitsAt(reading.bytes, from, to)
  if (isImei(digits)) reading.imei = digits
}

function publicIdentity(reading: Reading, from: number, to: number): void {
  learnPublicIdentity(reading, textAt(reading.bytes, from, to))
}

function callingParty(reading: Reading, from: number, to: number): void {
  if (reading.calling === '') reading.calling = textAt(reading.bytes, from, to)
}

function calledParty(reading: Reading, from: number, to: number): void {
  reading.called = textAt(reading.bytes, from, to)
}

/** A charging identifier is a number of four octets; some networks write other things. */
function chargingId(field: string): Reader {
  return (reading, from, to) => {
    const { bytes } = reading
    const id = isNumber(from, to) ? u32(bytes, from) : octetsAt(bytes, from, to)
    reading.put(field, id)
    if (id !== 0) reading.out.clue(CLUE.chargingId, String(id))
  }
}

function ratType(reading: Reading, from: number, to: number): void {
  if (to - from !== 1) return
  const code = reading.bytes[from]!
  reading.put('rat_type', RAT_TYPE_OF_GI[code] ?? code)
}

function userLocation(reading: Reading, from: number, to: number): void {
  const location = userLocationAt(reading.bytes, from, to)
  if (location !== undefined) reading.put('user_location', location)
}

function cell(reading: Reading, from: number, to: number): void {
  if (to - from === 7) reading.put('ecgi', cellAt(reading.bytes, from))
}

function area(reading: Reading, from: number, to: number): void {
  if (to - from === 5) reading.put('tai', areaAt(reading.bytes, from))
}

function releaseCause(reading: Reading, from: number, to: number): void {
  const cause = releaseCauseAt(reading.bytes, from, to)
  if (cause !== undefined) reading.push('ran_nas_release_cause', cause)
}

function timeZoneOfUser(reading: Reading, from: number, to: number): void {
  if (to - from === 2) reading.put('ue_time_zone', timeZone(reading.bytes, from, to))
}

function ruleName(reading: Reading, from: number, to: number): void {
  const name = octetsAt(reading.bytes, from, to)
  reading.flat('rule_names', name)
  if (reading.record === undefined) return
  if (RULE_DEFINITIONS.has(reading.group)) reading.put('name', name)
  else reading.push('names', name)
}

function flowDescription(reading: Reading, from: number, to: number): void {
  for (const end of flowEnds(textAt(reading.bytes, from, to))) reading.out.clue(CLUE.flowEnd, end)
}

function icid(reading: Reading, from: number, to: number): void {
  if (to > from) reading.out.clue(CLUE.icid, textAt(reading.bytes, from, to))
}

function userSessionId(reading: Reading, from: number, to: number): void {
  if (to > from) reading.out.clue(CLUE.callId, textAt(reading.bytes, from, to))
}

/** Profiles are long; the tree shows them. */
function userData(reading: Reading, from: number, to: number): void {
  reading.put('user_data_bytes', to - from)
}

function vector(reading: Reading): void {
  reading.vectors++
}

function reSynchronization(reading: Reading): void {
  reading.put('re_synchronization', true)
}

/** By vendor and code. Of a group when it was read. */
export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['0/1', userName],
  ['0/8', framedIp],
  ['0/30', accessPoint],
  ['0/97', framedPrefix],
  ['0/258', application],
  ['0/259', application],
  ['0/263', sessionId],
  ['0/266', vendorId],
  ['0/268', resultCode],
  ['0/298', experimentalCode],
  ['0/416', requestType],
  ['0/443', identifyBySubscription],
  ['0/444', subscriptionData],
  ['0/450', subscriptionType],
  ['0/458', identifyByEquipment],
  ['0/459', equipmentType],
  ['0/460', equipmentValue],
  ['0/654', imei],
  ['0/658', imei],
  ['0/660', msisdn],
  ['0/661', imsi],
  ['10415/1', imsi],
  ['10415/2', chargingId('charging_id')],
  ['10415/20', imei],
  ['10415/21', ratType],
  ['10415/22', userLocation],
  ['10415/23', timeZoneOfUser],
  ['10415/503', chargingId('access_network_charging_id')],
  ['10415/505', icid],
  ['10415/507', flowDescription],
  ['10415/601', publicIdentity],
  ['10415/606', userData],
  ['10415/701', msisdn],
  ['10415/702', userData],
  ['10415/830', userSessionId],
  ['10415/831', callingParty],
  ['10415/832', calledParty],
  ['10415/841', icid],
  ['10415/1005', ruleName],
  ['10415/1054', ruleName],
  ['10415/1096', ruleName],
  ['10415/1227', pdpAddress],
  ['10415/1402', imei],
  ['10415/1411', reSynchronization],
  ['10415/1414', vector],
  ['10415/1415', vector],
  ['10415/1416', vector],
  ['10415/1602', cell],
  ['10415/1603', area],
  ['10415/2819', releaseCause],
  ['10415/2050', chargingId('pdn_connection_charging_id')],
])
