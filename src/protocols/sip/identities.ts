/** What a URI says about a subscriber: TS 23.003 §13, RFC 3966; the rules of DOMAIN 3.1. */
import { bareUri, matches, unescaped } from './values.ts'

export interface Identity {
  /** Public identity: the URI without parameters. */
  readonly impu: string
  /** User part as it stands, unescaped; the number of a tel URI. */
  readonly user: string
  readonly imsi?: string
  readonly msisdn?: string
}

const LONGEST_URI = 256
/** Digits of a subscriber number: E.164 §6. */
const SHORTEST_NUMBER = 7
const LONGEST_NUMBER = 15
const OPEN = 40
const CLOSE = 41
const PLUS = 43
const HYPHEN = 45
const DOT = 46
const COLON = 58
const SEMICOLON = 59
/** 00, but not of an IMSI of the test network 001. */
const INTERNATIONAL_PREFIX = /^00(?=[2-9]|1\d{10}$)/
const ANONYMOUS = /^sips?:(?:anonymous|unavailable)@|@anonymous\.invalid/i
const HOME_NETWORK = /(?:^|\.)mnc(\d{2,3})\.mcc(\d{3})\.3gppnetwork\.org(?::\d+)?$/i

/** The user part of a sip URI without its parameters and password, or the number of a tel URI; '' where none. */
export function userOf(uri: string): string {
  const colon = uri.indexOf(':')
  if (colon === 3 && matches(uri, 0, 'tel')) return unescaped(uri.slice(4))
  const at = uri.indexOf('@')
  if (at < colon || !matches(uri, 0, 'sip')) return ''
  let end = colon + 1
  while (end < at && uri.charCodeAt(end) !== SEMICOLON && uri.charCodeAt(end) !== COLON) end++
  return unescaped(uri.slice(colon + 1, end))
}

/**
 * The digits of a number, with its plus where it has one, without visual separators (RFC 3966 §5.1.1); '' where it is
 * no number.
 */
function numberOf(user: string): string {
  let separated = false
  let count = 0
  for (let i = 0; i < user.length; i++) {
    const code = user.charCodeAt(i)
    if (code >= 48 && code <= 57) count++
    else if (code === HYPHEN || code === DOT || code === OPEN || code === CLOSE) separated = true
    else if (code !== PLUS || i > 0) return ''
  }
  if (count === 0) return ''
  return separated ? user.replace(/[-.()]/g, '') : user
}

/** The IMSI that is the user part of an identity in its own home network's domain, or undefined. */
function imsiOf(user: string, domain: string): string | undefined {
  if ((user.length !== 14 && user.length !== 15) || !/^\d+$/.test(user)) return undefined
  const network = HOME_NETWORK.exec(domain)
  if (!network || !user.startsWith(network[2]!)) return undefined
  const mnc = network[1]!
  const fits = user.startsWith(mnc, 3) || (mnc.startsWith('0') && user.startsWith(mnc.slice(1), 3))
  return fits ? user : undefined
}

/** The IMSI of a private identity `IMSI@ims.mncNNN.mccNNN.3gppnetwork.org`, or undefined. */
export function imsiOfPrivate(impi: string): string | undefined {
  const at = impi.indexOf('@')
  return at < 0 ? undefined : imsiOf(impi.slice(0, at).replace(/^sip:/i, ''), impi.slice(at + 1))
}

/** Undefined where the URI hides who it is, or names nobody. */
export function identityOf(uri: string): Identity | undefined {
  const impu = bareUri(uri)
  if (impu.length > LONGEST_URI || !impu.includes(':') || isAnonymous(impu)) return undefined
  const user = userOf(impu)
  const number = numberOf(user)
  const international = number.charCodeAt(0) === PLUS
  const digits = international ? number.slice(1) : number
  if (digits.length < SHORTEST_NUMBER || digits.length > LONGEST_NUMBER) return { impu, user }
  const imsi = international ? undefined : imsiOf(digits, impu.slice(impu.indexOf('@') + 1))
  if (imsi !== undefined) return { impu, user, imsi }
  return { impu, user, msisdn: digits }
}

/** RFC 3323 §4.1.1.3, TS 23.003 §13.6. */
export function isAnonymous(uri: string): boolean {
  return ANONYMOUS.test(uri)
}

/** A user in the one spelling in which it is compared: a number's digits without `+` or `00`, else lower case. */
export function comparable(user: string): string {
  const number = numberOf(user)
  if (number === '') return user.toLowerCase()
  return number.charCodeAt(0) === PLUS ? number.slice(1) : number.replace(INTERNATIONAL_PREFIX, '')
}
