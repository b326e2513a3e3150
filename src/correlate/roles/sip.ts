// Users and servers of SIP: RFC 3261 §8, §16; of the IMS: TS 24.229 §5.1 to §5.7, TS 23.228 §5.2.
import { normalizeAddress } from '../../bytes/address.ts'
import {
  byName,
  type Ends,
  type Fields,
  hostIn,
  isName,
  type Reading,
  roleOfHost,
  type RoleRules,
  type Telling,
  textOf,
} from './role-rules.ts'

/** Of a network that keeps to 3GPP: it tells its access, challenges by AKA, or has its domain. */
function isIms(details: Fields): boolean {
  const algorithm =
    (details['auth'] as Fields | undefined)?.['algorithm'] ??
    (details['authorization'] as Fields | undefined)?.['algorithm']
  const own = [details['request_uri'], details['from'], details['to']].some((uri) =>
    String(uri).includes('3gppnetwork.org'),
  )
  return own || details['access_network'] !== undefined || String(algorithm).startsWith('AKA')
}

/** Straight from the device: one Via, and it wants to be reached where it sent from. */
function isFromDevice(details: Fields, { source }: Ends): boolean {
  return details['via_hops'] === 1 && addressIn(details['contact']) === source
}

/** It answers for itself. */
function isOwnAnswer(details: Fields, { source }: Ends): boolean {
  return details['cseq_method'] === 'INVITE' && addressIn(details['contact']) === source
}

function isToDevice(details: Fields, { destination }: Ends): boolean {
  return Number(details['via_hops']) > 1 && addressIn(details['request_uri']) === destination
}

/** Not for another: a third party's registration names the server in From, RFC 3261 §10.2. */
function isOwnRegistration(details: Fields): boolean {
  return details['via_hops'] === 1 && details['from'] === details['to']
}

type Test = (details: Fields, ends: Ends) => boolean
const ims =
  (test: Test): Test =>
  (details, ends) =>
    test(details, ends) && isIms(details)
const plain =
  (test: Test): Test =>
  (details, ends) =>
    test(details, ends) && !isIms(details)
const isRelayed: Test = ({ via_hops }) => Number(via_hops) > 1
const tellsAccess: Test = (details, ends) => isFromDevice(details, ends) && details['access_network'] !== undefined

const ONE_VIA = 'one Via, and its Contact is its address'
const LAST_HOP = 'its address is in the Request-URI'
const RELAYED: Telling = { source: 'SIP server', strength: 1, when: plain(isRelayed), because: 'several Vias' }

const FROM_USER: readonly Telling[] = [
  { source: 'UE', destination: 'P-CSCF', when: tellsAccess, because: `P-Access-Network-Info, ${ONE_VIA}` },
  { source: 'UE', strength: 1, when: ims(isFromDevice), because: ONE_VIA },
  { source: 'UA', strength: 1, when: plain(isFromDevice), because: ONE_VIA },
]

const TO_USER: readonly Telling[] = [
  { source: 'P-CSCF', destination: 'UE', strength: 1, when: ims(isToDevice), because: LAST_HOP },
  { destination: 'UA', strength: 1, when: plain(isToDevice), because: LAST_HOP },
  RELAYED,
]

const ANSWER: readonly Telling[] = [
  { source: 'UE', strength: 1, when: ims(isOwnAnswer), because: 'its Contact is its address' },
  { source: 'UA', strength: 1, when: plain(isOwnAnswer), because: 'its Contact is its address' },
]

/** A P-Served-User goes from the S-CSCF to its application servers: TS 24.229 §5.4.3.2, RFC 5502. */
const TO_SERVER: readonly Telling[] = [
  { source: 'S-CSCF', destination: 'AS', when: ({ p_served_user: of }) => of !== undefined, because: 'P-Served-User' },
]

/** UE, P-CSCF, I-CSCF, S-CSCF: each adds a Via to the registration, TS 24.229 §5.2.2, §5.3.1. */
const imsVia = (hops: number) => (details: Fields) =>
  details['via_hops'] === hops && isIms(details) && details['path'] !== undefined
const REGISTER: readonly Telling[] = [
  { source: 'UE', destination: 'P-CSCF', when: ims(isOwnRegistration), because: 'one Via' },
  { source: 'UA', destination: 'Registrar', strength: 1, when: plain(isOwnRegistration), because: 'one Via' },
  { source: 'P-CSCF', destination: 'I-CSCF', when: imsVia(2), because: 'two Vias, Path' },
  { source: 'I-CSCF', destination: 'S-CSCF', when: imsVia(3), because: 'three Vias, Path' },
  RELAYED,
]

const REQUEST = [...FROM_USER, ...TO_USER, ...TO_SERVER]
const NONE: readonly Telling[] = []

/** What relays short messages to the UE is an application server, the IP-SM-GW: TS 23.204 §5.3; RP types, TS 24.011 §8.2.2. */
function isToMobile(details: Fields, ends: Ends): boolean {
  const type = (details['sms'] as Fields | undefined)?.['rp_type_code']
  return typeof type === 'number' && type % 2 === 1 && isFromDevice(details, ends)
}
const TO_MOBILE: readonly Telling[] = [
  { source: 'AS', strength: 2, when: isToMobile, because: 'a short message to the UE, one Via' },
]

const kindOf = byName({
  REGISTER,
  INVITE: REQUEST,
  MESSAGE: [...TO_MOBILE, ...REQUEST],
  SUBSCRIBE: REQUEST,
  NOTIFY: TO_USER,
  '100 Trying': NONE,
  '180 Ringing': ANSWER,
  '183 Session Progress': ANSWER,
  '200 OK': ANSWER,
  '401 Unauthorized': NONE,
})
/** Every user registers, and tells that it is one; answers only hint. */
const READS: Readonly<Record<string, number>> = { REGISTER: 3000, INVITE: 1000 }
const FEW = 100

const isRequest = (kind: string): boolean => !/^\d/.test(kind)

export const sipRoles: RoleRules = {
  protocol: 'SIP',
  kind(message) {
    const kind = kindOf(message)
    return (
      kind && {
        ...kind,
        ...(READS[message] !== undefined ? { reads: READS[message] } : !isRequest(message) && { reads: FEW }),
      }
    )
  },
  isRequest,
  read,
  agent: 'SIP server',
  // Functions of the IMS stand between too, and what they do there tells more of them.
  agent_strength: 2,
  // Within a dialog a request may go past all servers: RFC 3261 §12.2.1.1.
  isDirect: ({ to_tag }) => to_tag !== undefined,
}

/** The next hop stands on top of a request's Route, the last one on top of its Record-Route: RFC 3261 §16.6. */
function read(details: Fields): Reading {
  const next = named(first(details['route']))
  const last = details['status'] === undefined ? named(first(details['record_route'])) : undefined
  const product = details['status'] === undefined ? undefined : textOf(details['server'])
  const role = product === undefined ? undefined : roleOfHost(product)
  const agent = textOf(details['user_agent']) ?? textOf(details['server'])
  return {
    destination_host: next,
    source_host: last,
    // Proxies pass on what others say of themselves; only who answers at once has said it itself.
    ...(details['status'] === 100 && role !== undefined && { source_host: product }),
    ...(Number(details['via_hops']) === 1 && details['status'] === undefined && { source_name: agent }),
  }
}

function addressIn(uri: unknown): string | undefined {
  const host = hostIn(uri)
  return host === undefined ? undefined : normalizeAddress(host)
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : list
}

function named(uri: unknown): string | undefined {
  const host = hostIn(uri)
  return host !== undefined && isName(host) ? host : undefined
}
