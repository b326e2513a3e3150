/** What a URI says about a subscriber: TS 23.003 §13, RFC 3966; the rules of DOMAIN 3.1. */
import { bareUri, unescaped } from './values.ts'

export interface Identity {
  /** Public identity: the URI without parameters. */
  readonly impu: string
  /** User part as it stands, unescaped; the number of a tel URI. */
  readonly user: string
  readonly imsi?: string
  readonly msisdn?: string
}

const LONGEST_URI = 256
const NUMBER = /^\+?\d{7,15}$/
const HOME_NETWORK = /(?:^|\.)mnc(\d{2,3})\.mcc(\d{3})\.3gppnetwork\.org(?::\d+)?$/i

/** The user part of a sip URI without its parameters and password, or the number of a tel URI; '' where none. */
export function userOf(uri: string): string {
  const colon = uri.indexOf(':')
  const scheme = uri.slice(0, colon).toLowerCase()
  if (scheme === 'tel') return unescaped(uri.slice(colon + 1))
  const at = uri.indexOf('@')
  if (at < 0 || (scheme !== 'sip' && scheme !== 'sips')) return ''
  const user = uri.slice(colon + 1, at)
  const end = user.search(/[;:]/)
  return unescaped(end < 0 ? user : user.slice(0, end))
}

/** A number without its visual separators (RFC 3966 §5.1.1). */
function unseparated(user: string): string {
  const code = user.charCodeAt(0)
  return code === 43 || code === 40 || (code >= 48 && code <= 57) ? user.replace(/[-.()]/g, '') : user
}

/** The IMSI that is the user part of an identity in its own home network's domain, or undefined. */
export function imsiOf(user: string, domain: string): string | undefined {
  if (!/^\d{14,15}$/.test(user)) return undefined
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
  const number = unseparated(user)
  if (!NUMBER.test(number)) return { impu, user }
  const imsi = imsiOf(number, impu.slice(impu.indexOf('@') + 1))
  if (imsi !== undefined) return { impu, user, imsi }
  return { impu, user, msisdn: number.replace('+', '') }
}

/** RFC 3323 §4.1.1.3, TS 23.003 §13.6. */
export function isAnonymous(uri: string): boolean {
  const lower = uri.toLowerCase()
  return lower.includes('anonymous@') || lower.endsWith('@anonymous.invalid') || lower.startsWith('sip:unavailable@')
}

/** A user in the one spelling in which it is compared: a number's digits without `+` or `00`, else lower case. */
export function comparable(user: string): string {
  const number = unseparated(user)
  if (!/^\+?\d+$/.test(number)) return user.toLowerCase()
  return number.startsWith('+') ? number.slice(1) : number.replace(/^00(?=[1-9])/, '')
}
