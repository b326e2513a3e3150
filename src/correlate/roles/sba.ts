// Services of the 5G core and who asks for them: TS 23.501 §7.2; a service's first letters name its producer, TS 29.501.
import type { Role } from '../../model/nodes.ts'
import {
  type Fields,
  type MessageKind,
  type Reading,
  ROLE_NAMES,
  roleOfHost,
  type RoleRules,
  type Telling,
  textOf,
} from './role-rules.ts'

/** Paths after the version, the kind's name, and the consumer that alone asks so. The first that fits holds. */
const CONSUMERS: readonly (readonly [path: RegExp, name: string, consumer: Role])[] = [
  [/^nausf-auth\//, 'nausf-auth', 'AMF'],
  [/^nudm-ueau\//, 'nudm-ueau', 'AUSF'],
  [/^nudm-uecm\/.*\/amf-/, 'nudm-uecm amf registration', 'AMF'],
  [/^nudm-uecm\/.*\/smf-registrations/, 'nudm-uecm smf registration', 'SMF'],
  [/^nudm-sdm\/.*\/(?:am-data|nssai|smf-select-data|ue-context-in-smf-data)/, 'nudm-sdm access data', 'AMF'],
  [/^nudm-sdm\/.*\/sm-data/, 'nudm-sdm session data', 'SMF'],
  [/^nudr-dr\/v\d+\/subscription-data\//, 'nudr-dr subscription data', 'UDM'],
  [/^nudr-dr\/v\d+\/policy-data\//, 'nudr-dr policy data', 'PCF'],
  [/^npcf-am-policy-control\//, 'npcf-am-policy-control', 'AMF'],
  [/^npcf-ue-policy-control\//, 'npcf-ue-policy-control', 'AMF'],
  [/^npcf-smpolicycontrol\//, 'npcf-smpolicycontrol', 'SMF'],
  [/^nsmf-pdusession\/v\d+\/sm-contexts/, 'nsmf-pdusession sm-contexts', 'AMF'],
  [/^nsmf-pdusession\/v\d+\/pdu-sessions/, 'nsmf-pdusession pdu-sessions', 'SMF'],
  [/^namf-comm\/v\d+\/ue-contexts\/[^/]+\/n1-n2-messages/, 'namf-comm n1-n2-messages', 'SMF'],
  [/^nchf-convergedcharging\//, 'nchf-convergedcharging', 'SMF'],
  [/^nbsf-management\/v\d+\/pcfBindings/, 'nbsf-management bindings', 'PCF'],
  [/^nnssf-nsselection\//, 'nnssf-nsselection', 'AMF'],
]

const REQUEST = /^[A-Z]+ \/(?:[^/]+\/)*?((n[a-z0-9]+|n5g-eir)-[a-z0-9-]+\/v\d+(?:\/.*)?)$/
const TOKEN = /^POST \/oauth2\/token$/
/** Names of producers as services spell them, where the function's own differs. */
const PRODUCERS: Readonly<Record<string, Role>> = { 'n5g-eir': '5G-EIR', n32c: 'SEPP', n32f: 'SEPP' }

function producerOf(prefix: string): Role | undefined {
  return PRODUCERS[prefix] ?? ROLE_NAMES.get(prefix.slice(1).toUpperCase())
}

function kind(message: string): MessageKind | undefined {
  if (TOKEN.test(message)) return { name: 'oauth2/token', tellings: [{ destination: 'NRF' }] }
  // What goes back to a consumer goes by names of the producer's service.
  if (message.includes('notify') && !message.includes('-callback/')) return undefined
  const [, path, prefix] = REQUEST.exec(message) ?? []
  if (path === undefined || prefix === undefined) return undefined
  const destination = producerOf(prefix)
  const found = CONSUMERS.find(([pattern]) => pattern.test(path))
  const name = found?.[1] ?? path.slice(0, path.indexOf('/'))
  const tellings: Telling[] = [{ destination: 'SCP', when: isForFinder, because: '3gpp-Sbi-Discovery' }]
  if (found) tellings.push({ source: found[2], strength: 2, when: isFirstHop })
  if (destination !== undefined) tellings.push({ destination, when: isLastHop })
  return { name, tellings }
}

function headersOf({ headers }: Fields): Fields {
  return (headers as Fields | undefined) ?? {}
}

/** Whoever is asked to look a producer up is an SCP: TS 29.500 §6.10.3. */
function isForFinder(details: Fields): boolean {
  return headersOf(details)['3gpp-sbi-discovery-target-nf-type'] !== undefined
}

/** An agent, SCP or SEPP, is told where the request is to go on to: TS 29.500 §5.2.3.2.5. */
function isLastHop(details: Fields): boolean {
  return headersOf(details)['3gpp-sbi-target-apiroot'] === undefined && !isForFinder(details)
}

/** Agents add themselves to Via: TS 29.500 §6.10.10. */
function isFirstHop(details: Fields): boolean {
  return headersOf(details)['via'] === undefined
}

function read(details: Fields): Reading {
  const consumer = textOf(details['nf_consumer'])
  const authority = textOf(details['authority'])?.replace(/:\d+$/, '')
  const role = consumer === undefined ? undefined : ROLE_NAMES.get(consumer.replace('_', '-'))
  return {
    ...(role !== undefined && { source_role: role, source_because: 'User-Agent' }),
    ...(authority !== undefined && roleOfHost(authority) !== undefined && { destination_host: authority }),
  }
}

export const sbaRoles: RoleRules = { protocol: 'HTTP2', kind, read, agent: 'SCP' }
