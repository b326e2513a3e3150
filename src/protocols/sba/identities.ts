// Whom and what a request or response is about: TS 29.571 (common data types), TS 23.003 §2.2A, §28.
import type { Party } from '../../model/message.ts'
import { partsOf } from './uri.ts'

/** How deep JSON is searched: DOMAIN 3.8. */
const DEEPEST = 10
const MOST_FIELDS = 4000
const LONGEST = 256

/** Plain values, as `details.ids` shows them. */
export interface Identities {
  supi?: string
  suci?: string
  gpsi?: string
  pei?: string
  guti?: string
  dnn?: string
  snssai?: string
  pdu_session_id?: number
  ue_ip?: string
  ue_ipv6?: string
  charging_id?: string
  rat_type?: string
  serving_network?: string
  guami?: string
}

const SUPI = /^(?:imsi-\d{5,15}|nai-.+|gci-.+|gli-.+)$/
const SUCI = /^suci-/
const GPSI = /^(?:msisdn-\d{5,15}|extid-.+)$/
const PEI = /^(?:imei-\d{14,15}|imeisv-\d{16}|mac.+|eui.+)$/
const GUTI = /^5g-guti-/

/** A value whose form tells what it is, wherever it stands. */
export function identify(value: string, into: Identities): void {
  if (value.length > LONGEST) return
  if (SUPI.test(value)) into.supi ??= value
  else if (SUCI.test(value)) {
    into.suci ??= value
    const supi = nullSchemeSupi(value)
    if (supi !== undefined) into.supi ??= supi
  } else if (GPSI.test(value)) into.gpsi ??= value
  else if (PEI.test(value)) into.pei ??= value
  else if (GUTI.test(value)) into.guti ??= value
}

/** SUCI of an IMSI in the null scheme, which hides nothing: TS 23.003 §2.2B, `suci-0-MCC-MNC-routing-0-key-MSIN`. */
function nullSchemeSupi(suci: string): string | undefined {
  const found = /^suci-0-(\d{3})-(\d{2,3})-\d{1,4}-0-\d{1,3}-(\d{1,10})$/.exec(suci)
  return found ? `imsi-${found[1]}${found[2]}${found[3]}` : undefined
}

const QUERY: ReadonlyMap<string, keyof Identities> = new Map(
  Object.entries({
    supi: 'supi',
    gpsi: 'gpsi',
    pei: 'pei',
    dnn: 'dnn',
    'pdu-session-id': 'pdu_session_id',
    ipv4Addr: 'ue_ip',
    ipv4addr: 'ue_ip',
    'ue-ipv4-address': 'ue_ip',
    ipv6Prefix: 'ue_ipv6',
  } as const),
)

/** What a path and its query name. */
export function identifyPath(path: string, into: Identities): void {
  const [plain = '', query = ''] = path.split('?', 2)
  for (const segment of plain.split('/', 32)) {
    const text = decode(segment)
    identify(text, into)
    // Some name what they keep for a subscriber after the subscriber: `imsi-001010000000001-5`.
    const [, supi] = /^(imsi-\d{5,15})[-:;.]/.exec(text) ?? []
    if (supi !== undefined) into.supi ??= supi
  }
  for (const [name, value] of [...new URLSearchParams(query)].slice(0, 64)) {
    const field = QUERY.get(name)
    if (field === 'pdu_session_id') putNumber(into, value)
    else if (field === 'dnn' || field === 'ue_ip' || field === 'ue_ipv6') into[field] ??= value.slice(0, LONGEST)
    else if (field) identify(value, into)
    else if (name === 'snssai' || name === 'single-nssai') putSlice(into, parsed(value))
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function putNumber(into: Identities, value: unknown): void {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0 && number <= 255) into.pdu_session_id ??= number
}

/** SST, and SD where there is one: `1/010203`. */
function putSlice(into: Identities, value: unknown): void {
  const { sst, sd } = (value ?? {}) as { sst?: unknown; sd?: unknown }
  if (typeof sst !== 'number') return
  into.snssai ??= typeof sd === 'string' ? `${sst}/${sd.toLowerCase()}` : `${sst}`
}

type Reader = (into: Identities, value: unknown) => void

function textOf(name: 'dnn' | 'ue_ip' | 'ue_ipv6' | 'charging_id' | 'rat_type'): Reader {
  return (into, value) => {
    if ((typeof value === 'string' && value.length <= LONGEST) || typeof value === 'number') into[name] ??= `${value}`
  }
}

const network: Reader = (into, value) => {
  const { mcc, mnc } = (value ?? {}) as { mcc?: unknown; mnc?: unknown }
  if (typeof mcc === 'string' && typeof mnc === 'string') into.serving_network ??= `${mcc}-${mnc}`
}

const guami: Reader = (into, value) => {
  const { plmnId, amfId } = (value ?? {}) as { plmnId?: { mcc?: string; mnc?: string }; amfId?: string }
  if (plmnId && typeof amfId === 'string') into.guami ??= `${plmnId.mcc ?? ''}-${plmnId.mnc ?? ''}-${amfId}`
}

/** Fields by name; identities are known by their form. */
const FIELDS: ReadonlyMap<string, Reader> = new Map<string, Reader>(
  Object.entries({
    dnn: textOf('dnn'),
    sNssai: putSlice,
    snssai: putSlice,
    singleNssai: putSlice,
    sliceInfo: putSlice,
    pduSessionId: putNumber,
    pduSessionID: putNumber,
    ueIpv4: textOf('ue_ip'),
    ueIpv4Addr: textOf('ue_ip'),
    ipv4Address: textOf('ue_ip'),
    pduIPv4Address: textOf('ue_ip'),
    ueIpv6AddressPrefix: textOf('ue_ipv6'),
    ipv6AddressPrefix: textOf('ue_ipv6'),
    chargingId: textOf('charging_id'),
    ratType: textOf('rat_type'),
    servingNetwork: network,
    guami,
  }),
)

/** Names under which identities stand: others (lists of a profile's ranges, say) are of somebody else. */
const IDENTITY_FIELDS: ReadonlySet<string> = new Set([
  'supi',
  'supiOrSuci',
  'suci',
  'gpsi',
  'gpsis',
  'pei',
  'ueId',
  'varUeId',
  'subscriberIdentifier',
  'servedGPSI',
  'servedPEI',
  'nfUeId',
])

const URI_FIELD = /(?:ur[il]|callbackreference|href|location)$/i

const MOST_FLOWS = 32
/** The IMS's charging identifier, as policy is told it; and rules of flows: TS 29.514 §5.6.2, TS 29.512 §5.6.2. */
const ICID = 'afChargId'
const RULES: ReadonlySet<string> = new Set(['fDescs', 'fDesc', 'flowDescription', 'flowDescriptions'])

/** What JSON tells of a call besides whom it is about: descriptions of flows, and the charging identifier of the call. */
export interface CallClues {
  readonly flows: string[]
  icid?: string
}

/** Searches JSON for identities; gives the URIs in it, callbacks for the most part. In bounds. */
export function searchJson(json: unknown, ids: Identities, clues?: CallClues): string[] {
  const uris: string[] = []
  let left = MOST_FIELDS
  const field = (name: string, value: unknown): void => {
    if (typeof value === 'string') {
      if (IDENTITY_FIELDS.has(name)) identify(value, ids)
      else if (clues && RULES.has(name) && clues.flows.length < MOST_FLOWS) clues.flows.push(value)
      else if (clues && name === ICID) clues.icid ??= value.slice(0, LONGEST)
      else if (uris.length < 16 && URI_FIELD.test(name) && (value.startsWith('/') || partsOf(value))) uris.push(value)
    }
    FIELDS.get(name)?.(ids, value)
  }
  const walk = (value: unknown, name: string, depth: number): void => {
    if (left-- <= 0 || depth > DEEPEST) return
    if (Array.isArray(value)) for (const item of value.slice(0, 64)) walk(item, name, depth + 1)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, key, depth + 1)
      FIELDS.get(name)?.(ids, value)
    } else field(name, value)
  }
  walk(json, '', 0)
  return uris
}

/** Of JSON that is not whole: what can still be told. */
export function searchText(text: string, ids: Identities): void {
  const named = /"(\w{3,24})"\s*:\s*"([^"\\]{3,256})"/g
  for (const [, name, value] of text.matchAll(named)) {
    if (IDENTITY_FIELDS.has(name!)) identify(value!, ids)
    else if (name === 'dnn') ids.dnn ??= value!
  }
}

/** Undefined where nobody is named. */
export function partyOf({ supi, gpsi, pei, ue_ip }: Identities): Party | undefined {
  const imsi = supi?.match(/^imsi-(\d+)$/)?.[1]
  const msisdn = gpsi?.match(/^msisdn-(\d+)$/)?.[1]
  const imei = pei?.match(/^imei(?:sv)?-(\d+)$/)?.[1]
  if (supi === undefined && msisdn === undefined && imei === undefined) return undefined
  return {
    role: 'served',
    ...(supi !== undefined && { supi }),
    ...(imsi !== undefined && { imsi }),
    ...(msisdn !== undefined && { msisdn }),
    ...(imei !== undefined && { imei }),
    ...(ue_ip !== undefined && { ue_ip }),
  }
}
