import type { Out } from '../../model/message.ts'

/** What one message says, gathered while its lines are read. */
export interface Parsed {
  readonly out: Out
  /** The message, one character a byte. */
  readonly text: string
  /** No byte above 127: values need not be spelled. */
  readonly ascii: boolean
  request: boolean
  /** Of the request, or by CSeq the one that is answered. */
  method: string
  /** 0 for requests. */
  status: number
  requestUri: string
  callId: string
  fromUri: string
  fromTag: string
  fromDisplay: string
  toUri: string
  toTag: string
  toDisplay: string
  cseq: string
  cseqMethod: string
  viaHops: number
  topVia: string
  branches: string[]
  contactUri: string
  imei: string
  expires: number
  contactExpires: number
  /** Behind the first. */
  furtherContacts: { readonly uri: string; readonly expires: number }[]
  contentType: string
  contentLength: number
  assertedIdentities: string[]
  associatedUris: string[]
  calledParty: string
  authUsername: string
  accessNetwork: string
  icid: string
  /** It is authenticated by a SIM: RFC 3310. */
  isAka: boolean
  otherCallIds: string[]
  /** Whom a REFER asks to call. */
  referTo: string
  sessionIds: string[]
  /** Repeated and comma lists by their names in `details`. */
  lists: { readonly name: string; readonly entries: string[] }[]
  /** Position of the body in `text`; −1 where the header has no end. */
  bodyStart: number
  /** Which of both it serves, where the other is no user. */
  served?: 'caller' | 'callee'
}

const NONE: string[] = []
const NO_CONTACTS: Parsed['furtherContacts'] = []
const NO_LISTS: Parsed['lists'] = []

export function blank(out: Out, text: string, ascii: boolean): Parsed {
  return {
    out,
    text,
    ascii,
    request: false,
    method: '',
    status: 0,
    requestUri: '',
    callId: '',
    fromUri: '',
    fromTag: '',
    fromDisplay: '',
    toUri: '',
    toTag: '',
    toDisplay: '',
    cseq: '',
    cseqMethod: '',
    viaHops: 0,
    topVia: '',
    branches: NONE,
    contactUri: '',
    imei: '',
    expires: -1,
    contactExpires: -1,
    furtherContacts: NO_CONTACTS,
    contentType: '',
    contentLength: -1,
    assertedIdentities: NONE,
    associatedUris: NONE,
    calledParty: '',
    authUsername: '',
    accessNetwork: '',
    icid: '',
    isAka: false,
    otherCallIds: NONE,
    referTo: '',
    sessionIds: NONE,
    lists: NO_LISTS,
    bodyStart: -1,
  }
}
