/** How each header is read, by its lower-case name: DOMAIN 3.1; RFC 3261 §20 and the RFCs named below. */
import { readAuthorization, readChallenge } from './authorization.ts'
import { readContact } from './contact.ts'
import type { Parsed } from './parsed.ts'
import {
  COMPACT,
  LIST_HEADERS,
  NUMBER_HEADERS,
  ONE_URI_HEADERS,
  OTHER_CALL_ID_HEADERS,
  TEXT_HEADERS,
  URI_HEADERS,
} from './tables.ts'
import {
  bareUri,
  bounded,
  branchOf,
  countItems,
  items,
  leadingNumber,
  MOST_ITEMS,
  parameter,
  readAddress,
  tagOf,
  trimmed,
  unescaped,
} from './values.ts'
import { readAccessNetwork, readChargingVector, readReason } from './ims-headers.ts'

export type HeaderReader = (into: Parsed, value: string) => void

/** Via branches that are kept of one message. */
const MOST_BRANCHES = 8

function readFrom(into: Parsed, value: string): void {
  if (into.fromUri !== '') return
  const { display, uri, rest } = readAddress(value)
  into.fromUri = bounded(bareUri(uri))
  into.fromDisplay = display
  into.fromTag = bounded(tagOf(value, rest))
}

function readTo(into: Parsed, value: string): void {
  if (into.toUri !== '') return
  const { display, uri, rest } = readAddress(value)
  into.toUri = bounded(bareUri(uri))
  into.toDisplay = display
  into.toTag = bounded(tagOf(value, rest))
}

function readCallId(into: Parsed, value: string): void {
  if (into.callId === '') into.callId = bounded(value)
}

function readCseq(into: Parsed, value: string): void {
  if (into.cseq !== '') return
  const number = leadingNumber(value)
  if (number === undefined) return
  let digits = 0
  while (value.charCodeAt(digits) > 47) digits++
  const method = trimmed(value, digits, Math.min(value.length, digits + 64)).slice(0, 32)
  into.cseqMethod = method
  into.cseq = `${number} ${method}`
  into.out.put('cseq', into.cseq)
  into.out.put('cseq_number', number)
  into.out.put('cseq_method', method)
}

function readVia(into: Parsed, value: string): void {
  const list = into.viaHops < MOST_BRANCHES ? items(value) : []
  if (into.viaHops === 0) {
    into.topVia = bounded(list[0] ?? '')
    into.branches = []
  }
  for (const via of list) {
    if (into.branches.length === MOST_BRANCHES) break
    const branch = branchOf(via)
    if (branch !== undefined) into.branches.push(bounded(branch))
  }
  into.viaHops += list.length > 0 && list.length < MOST_ITEMS ? list.length : countItems(value)
}

function readContentType(into: Parsed, value: string): void {
  if (into.contentType === '') into.contentType = bounded(value)
}

function readContentLength(into: Parsed, value: string): void {
  if (into.contentLength < 0) into.contentLength = leadingNumber(value) ?? -1
}

function readExpires(into: Parsed, value: string): void {
  into.expires = leadingNumber(value) ?? -1
}

/** RFC 4028. */
function readSessionExpires(into: Parsed, value: string): void {
  const seconds = leadingNumber(value)
  if (seconds === undefined) return
  into.out.put('session_expires', seconds)
  const refresher = parameter(value, 'refresher', value.indexOf(';') + 1)
  if (refresher !== undefined) into.out.put('refresher', bounded(refresher))
}

function otherCallId(into: Parsed, value: string): void {
  if (value === '') return
  if (into.otherCallIds.length === 0) into.otherCallIds = []
  if (into.otherCallIds.length < MOST_BRANCHES) into.otherCallIds.push(bounded(value))
}

/** RFC 3891. */
function replacesOf(value: string): Record<string, unknown> | undefined {
  const semicolon = value.indexOf(';')
  if (semicolon < 0) return undefined
  return {
    call_id: bounded(value.slice(0, semicolon).trim()),
    to_tag: bounded(parameter(value, 'to-tag', semicolon) ?? ''),
    from_tag: bounded(parameter(value, 'from-tag', semicolon) ?? ''),
    early_only: parameter(value, 'early-only', semicolon) !== undefined,
  }
}

function readReplaces(into: Parsed, value: string): void {
  const replaces = replacesOf(value)
  if (!replaces) return
  into.out.put('replaces', replaces)
  otherCallId(into, String(replaces.call_id))
}

/** RFC 3515; with a Replaces inside the URI the transfer is attended. */
function readReferTo(into: Parsed, value: string): void {
  const { uri } = readAddress(value)
  into.out.put('refer_to', bounded(uri))
  into.referTo = uri
  const question = uri.indexOf('?')
  if (question < 0) return
  const header = uri
    .slice(question + 1, question + 1024)
    .split('&')
    .find((part) => part.toLowerCase().startsWith('replaces='))
  const replaces = header && replacesOf(unescaped(header.slice(9)))
  if (!replaces) return
  into.out.put('refer_to_replaces', replaces)
  otherCallId(into, String(replaces.call_id))
}

const NIL_UUID = '0'.repeat(32)

/** RFC 7989: the local UUID, and the peer's as a parameter. */
function readSessionId(into: Parsed, value: string): void {
  into.out.put('session_id', bounded(value))
  const semicolon = value.indexOf(';')
  const local = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
  const remote = semicolon < 0 ? undefined : parameter(value, 'remote', semicolon + 1)
  into.sessionIds = [local, remote ?? '']
    .map((uuid) => uuid.toLowerCase())
    .filter((uuid) => /^[0-9a-f]{32}$/.test(uuid) && uuid !== NIL_UUID)
}

function readOtherCallIds(into: Parsed, value: string): void {
  for (const item of items(value)) otherCallId(into, item)
}

function list(into: Parsed, name: string): string[] {
  for (const known of into.lists) if (known.name === name) return known.entries
  const entries: string[] = []
  if (into.lists.length === 0) into.lists = []
  into.lists.push({ name, entries })
  return entries
}

function listReader(name: string): HeaderReader {
  return (into, value) => {
    const entries = list(into, name)
    if (entries.length === MOST_ITEMS) return
    for (const item of items(value)) if (entries.length < MOST_ITEMS) entries.push(bounded(item))
  }
}

function uriListReader(name: string): HeaderReader {
  return (into, value) => {
    const entries = list(into, name)
    if (entries.length === MOST_ITEMS) return
    for (const item of items(value)) {
      if (entries.length < MOST_ITEMS) entries.push(bounded(bareUri(readAddress(item).uri)))
    }
    if (name === 'p_asserted_identity') into.assertedIdentities = entries
    else into.associatedUris = entries
  }
}

function oneUriReader(name: string): HeaderReader {
  return (into, value) => {
    const uri = bounded(bareUri(readAddress(value).uri))
    into.out.put(name, uri)
    if (name === 'p_called_party_id') into.calledParty = uri
  }
}

function textReader(name: string): HeaderReader {
  return (into, value) => into.out.put(name, bounded(value))
}

function numberReader(name: string): HeaderReader {
  return (into, value) => {
    const number = leadingNumber(value)
    if (number !== undefined) into.out.put(name, number)
  }
}

function each(
  table: Readonly<Record<string, string>>,
  reader: (name: string) => HeaderReader,
): [string, HeaderReader][] {
  return Object.entries(table).map(([header, name]) => [header, reader(name)])
}

/** All readers by lower-case name, full and compact. */
export const READERS: ReadonlyMap<string, HeaderReader> = withCompact(
  new Map<string, HeaderReader>([
    ...each(TEXT_HEADERS, textReader),
    ...each(NUMBER_HEADERS, numberReader),
    ...each(LIST_HEADERS, listReader),
    ...each(URI_HEADERS, uriListReader),
    ...each(ONE_URI_HEADERS, oneUriReader),
    ...OTHER_CALL_ID_HEADERS.map((header): [string, HeaderReader] => [header, readOtherCallIds]),
    ['call-id', readCallId],
    ['from', readFrom],
    ['to', readTo],
    ['cseq', readCseq],
    ['via', readVia],
    ['contact', readContact],
    ['expires', readExpires],
    ['content-type', readContentType],
    ['content-length', readContentLength],
    ['session-expires', readSessionExpires],
    ['replaces', readReplaces],
    ['refer-to', readReferTo],
    ['session-id', readSessionId],
    ['reason', readReason],
    ['p-access-network-info', readAccessNetwork],
    ['p-charging-vector', readChargingVector],
    ['authorization', readAuthorization],
    ['proxy-authorization', readAuthorization],
    ['www-authenticate', readChallenge],
    ['proxy-authenticate', readChallenge],
  ]),
)

function withCompact(readers: Map<string, HeaderReader>): ReadonlyMap<string, HeaderReader> {
  for (const [letter, name] of Object.entries(COMPACT)) {
    const reader = readers.get(name)
    if (reader) readers.set(letter, reader)
  }
  return readers
}
