/** Whom a message is about: Subscription-Id (RFC 8506 §8.46), User-Name, Public-Identity, and what is written in them. */
import type { Party } from '../../model/message.ts'
import { identityOf, imsiOfPrivate } from '../sip/identities.ts'
import type { Reading } from './reading.ts'

/** Subscription-Id-Type: RFC 8506 §8.47. */
const E164 = 0
const IMSI = 1
const SIP_URI = 2
const NAI = 3
const PRIVATE = 4
/** User-Equipment-Info-Type: RFC 8506 §8.50. */
const IMEISV = 0

const IMSI_DIGITS = /^\d{6,15}$/
/** With or without check digit, or software version: TS 23.003 §6.2. */
const IMEI_DIGITS = /^\d{14,16}$/
const NUMBER_DIGITS = /^\d{1,15}$/
/** Of EAP-AKA, EAP-SIM, EAP-AKA', emergency and fast re-authentication, before the IMSI: TS 23.003 §19.3. */
const NAI_PREFIX = /^[0-8](?=\d{14,15}@)/

export function isImsi(digits: string): boolean {
  return IMSI_DIGITS.test(digits)
}

export function isImei(digits: string): boolean {
  return IMEI_DIGITS.test(digits)
}

export function isNumberOfSubscriber(digits: string): boolean {
  return NUMBER_DIGITS.test(digits)
}

/** At the end of a Subscription-Id. */
export function identifyBySubscription(reading: Reading): void {
  const { subscriptionType: type, subscriptionData: data } = reading
  reading.subscriptionType = -1
  reading.subscriptionData = ''
  if (data === '') return
  if (type === E164) {
    const digits = data.startsWith('+') ? data.slice(1) : data
    if (isNumberOfSubscriber(digits)) reading.msisdn = digits
  } else if (type === IMSI) {
    if (isImsi(data)) reading.imsi = data
  } else if (type === SIP_URI) learnPublicIdentity(reading, data)
  else if (type === NAI || type === PRIVATE) learnPrivateIdentity(reading, data)
}

/** At the end of a User-Equipment-Info. */
export function identifyByEquipment(reading: Reading): void {
  if (reading.equipmentType === IMEISV && isImei(reading.subscriptionData)) {
    reading.imei = reading.subscriptionData
  }
  reading.equipmentType = -1
  reading.subscriptionData = ''
}

/** S6a and its like have the IMSI alone; Cx a private identity; EAP a NAI with a digit before the IMSI. */
export function identifyByUserName(reading: Reading, name: string): void {
  if (isImsi(name)) reading.imsi = name
  else if (name.includes('@')) learnPrivateIdentity(reading, name)
}

function learnPrivateIdentity(reading: Reading, identity: string): void {
  const plain = identity.replace(NAI_PREFIX, '')
  const imsi = imsiOfPrivate(identity) ?? (plain === identity ? undefined : imsiOfPrivate(plain))
  if (imsi !== undefined) reading.imsi = imsi
  reading.impi = identity
}

export function learnPublicIdentity(reading: Reading, uri: string): void {
  const identity = identityOf(uri)
  if (identity === undefined) {
    if (reading.impu === '') reading.impu = uri
    return
  }
  if (reading.impu === '') reading.impu = identity.impu
  if (identity.imsi !== undefined && reading.imsi === '') reading.imsi = identity.imsi
  if (identity.msisdn !== undefined && reading.msisdn === '') reading.msisdn = identity.msisdn
}

const LOCATION_INFO = 302

/** Tells who was found. */
export function tellParties(reading: Reading): void {
  const { out, imsi, msisdn, impi, impu, imei, framedIp, calling, called } = reading
  const party: Party = {
    role: reading.command === LOCATION_INFO ? 'target' : 'served',
    ...(imsi !== '' && { imsi }),
    ...(msisdn !== '' && { msisdn }),
    ...(impi !== '' && { impi }),
    ...(impu !== '' && { impu }),
    ...(imei !== '' && { imei }),
    ...(framedIp !== '' && { ue_ip: framedIp }),
  }
  if (Object.keys(party).length > 1) out.party(party)
  if (calling !== '') tellParty(reading, 'caller', calling)
  if (called !== '') tellParty(reading, 'callee', called)
}

function tellParty({ out }: Reading, role: 'caller' | 'callee', uri: string): void {
  const identity = identityOf(uri)
  if (identity === undefined) return
  const { impu, imsi, msisdn } = identity
  out.party({ role, impu, ...(imsi !== undefined && { imsi }), ...(msisdn !== undefined && { msisdn }) })
}
