// What a call's messages leave behind for its session: times of its transactions (RFC 3261 §17), on the hop nearest the
// one who asked, which is the hop on which the request was seen first.
import { appended } from '../../bytes/appended.ts'
import type { Message } from '../../model/message.ts'
import type { Beats } from './beats.ts'
import { statedReason } from './sip-reasons.ts'
import { askedBinding, type AskedBinding, grantedLifetime } from './sip-binding.ts'

/** Further name of a message of registration that only the IMS has. */
export const OF_THE_IMS = 'SIP registration in the IMS'

const MOST_TRANSACTIONS = 32
const MOST_DIALOGS = 16
const MOST_BRANCHES = 16
const MOST_HOPS = 8
/** What was captured at two places may stand so many ms before what it came from. */
const REORDERED_MS = 5

/** Answers to a request on one hop; times in ms since the epoch of the job. */
export interface Answers {
  trying?: number
  /** First provisional answer above 100, and its status. */
  provisional?: number
  ringing?: number
  /** Final answer: its status, time and frame. */
  status?: number
  at?: number
  frame?: number
  /** Why it refuses, in its own words. */
  stated?: string
  /** Lifetime in seconds that a registrar gave to the binding asked for. */
  granted?: number
}

export interface Transaction {
  readonly method: string
  readonly sequence: number
  /** Ends of the first hop. */
  source: string
  destination: string
  /** When the request was seen first; absent where only answers were. */
  at?: number
  /** Via lines that it had there. */
  vias?: number
  frame?: number
  /** Outside a dialog. */
  initial: boolean
  /** The called side asks: each side counts by itself, so both may use one number (RFC 3261 §12.2.1.1). */
  readonly back?: true
  /** Answers to who asked on that hop, and others for when those were not seen. */
  readonly own: Answers
  readonly other: Answers
  acknowledged?: number
  /** Where an INVITE went on further hops. */
  further?: string[]
  /** Targets that a proxy sent the request to from one place. */
  targets?: string[]
  /** Of a BYE: retransmissions on that hop, and the called side's tags on all, where they are told. */
  repeats?: number
  dialogs?: readonly string[]
  /** Why it ends the call, in its own words. */
  stated?: string
  /** Of a REGISTER. */
  binding?: AskedBinding
}

interface Dialog {
  readonly to_tag: string
  status: number
  early_media?: boolean
  /** Who called was told of its answer: others are known by other tags there. */
  isTold?: true
}

export interface SipDraft {
  call_id: string
  /** From tag of the first message. */
  tag?: string
  from?: string
  to?: string
  request_uri?: string
  transactions: Transaction[]
  dialogs: Dialog[]
  retransmissions: number
  /** Of answers that accept an INVITE: they are repeated until they are acknowledged (RFC 3261 §13.3.1.4). */
  repeated_answers?: number
  cancelled?: number
  cancelled_frame?: number
  icid?: string
  access?: string
  mmtel?: boolean
  tunnelled?: boolean
  held?: boolean
  contact?: string
  expires?: number
  event?: string
  authentication?: string
  /** A registration in the IMS. */
  in_ims?: boolean
  /** The short message, or what is said of one. */
  sms?: Readonly<Record<string, unknown>>
  refer_to?: string
  /** Not a conversation but pings between two peers. */
  heartbeat?: Beats
}

export function newDraft(): SipDraft {
  return { call_id: '', transactions: [], dialogs: [], retransmissions: 0 }
}

export function note(draft: SipDraft, message: Message): void {
  const { also, details, where } = message
  if (also?.includes(OF_THE_IMS)) draft.in_ims = true
  if (details['retransmission'] === true) {
    draft.retransmissions++
    if (isAcceptance(details)) draft.repeated_answers = (draft.repeated_answers ?? 0) + 1
    else if (details['method'] === 'BYE') noteRepeat(draft, message)
    return
  }
  const sequence = typeof details['cseq_number'] === 'number' ? details['cseq_number'] : 0
  const status = details['status']
  const at = where.time / 1e6
  if (draft.call_id === '') begin(draft, message)
  const back = isBack(draft, details)
  describe(draft, details)
  const [source, destination] = [where.source.text, where.destination.text]
  if (typeof status === 'number') {
    const method = text(details['cseq_method'])
    noteAnswer(draft, { method, sequence, back, status, at, frame: where.frame, source, destination, details })
  } else {
    const method = text(details['method'])
    noteRequest(draft, { method, sequence, back, at, frame: where.frame, source, destination, details })
  }
}

/** Whether it belongs to what the called side asks. */
function isBack({ tag }: SipDraft, details: Readonly<Record<string, unknown>>): boolean {
  return tag !== undefined && details['to_tag'] === tag
}

function noteRepeat(draft: SipDraft, { details, where }: Message): void {
  const sequence = Number(details['cseq_number'])
  const known = find(draft, { method: 'BYE', sequence, back: isBack(draft, details) })
  if (known?.source === where.source.text) known.repeats = (known.repeats ?? 0) + 1
}

function isAcceptance({ status, cseq_method }: Readonly<Record<string, unknown>>): boolean {
  return cseq_method === 'INVITE' && typeof status === 'number' && status >= 200 && status < 300
}

interface Seen {
  readonly method: string
  readonly sequence: number
  readonly back: boolean
  readonly at: number
  readonly frame: number
  readonly source: string
  readonly destination: string
  readonly details: Readonly<Record<string, unknown>>
}

function begin(draft: SipDraft, { details }: Message): void {
  draft.call_id = kept(details['call_id'])
  if (typeof details['from_tag'] === 'string') draft.tag = kept(details['from_tag'])
  draft.from = kept(details['from'])
  draft.to = kept(details['to'])
  if (details['request_uri'] !== undefined) draft.request_uri = kept(details['request_uri'])
}

/** What the headers tell of the call besides its course. */
function describe(draft: SipDraft, details: Readonly<Record<string, unknown>>): void {
  const access = details['p_access_network_info'] as { access_type?: string } | string | undefined
  const accessType = typeof access === 'string' ? access : access?.access_type
  if (accessType !== undefined) draft.access ??= kept(accessType)
  const vector = details['p_charging_vector'] as { icid?: string } | undefined
  if (vector?.icid !== undefined) draft.icid ??= kept(vector.icid)
  if (details['tunnel'] !== undefined) draft.tunnelled = true
  const tags = details['feature_tags']
  if (!draft.mmtel && Array.isArray(tags) && tags.some((tag) => String(tag).includes('mmtel'))) draft.mmtel = true
  if (details['sms'] !== undefined) draft.sms ??= details['sms'] as Readonly<Record<string, unknown>>
  if (details['refer_to'] !== undefined) draft.refer_to ??= kept(details['refer_to'])
}

function find(draft: SipDraft, { method, sequence, back }: Which): Transaction | undefined {
  return draft.transactions.findLast(
    (one) => one.sequence === sequence && one.method === method && (one.back === true) === back,
  )
}

type Which = Pick<Seen, 'method' | 'sequence' | 'back'>

function noteRequest(draft: SipDraft, seen: Seen): void {
  const { method, sequence, back, at, frame, source, destination, details } = seen
  if (method === 'CANCEL') {
    draft.cancelled ??= at
    draft.cancelled_frame ??= frame
    return
  }
  const place = { sequence, ...(back && { back }), source, destination, own: {}, other: {} } as const
  if (method === 'ACK') {
    const invite = find(draft, { method: 'INVITE', sequence, back })
    if (invite) invite.acknowledged ??= at
    else add(draft, { method: 'INVITE', ...place, initial: false, acknowledged: at })
    return
  }
  const known = find(draft, seen)
  const first = {
    at,
    frame,
    ...(typeof details['via_hops'] === 'number' && { vias: details['via_hops'] }),
    initial: details['to_tag'] === undefined,
    ...(method === 'INVITE' && { targets: [kept(details['request_uri'])] }),
    ...(method === 'REGISTER' && { binding: askedBinding(details) }),
    ...(method === 'BYE' && { ...dialogOf(seen), ...statedIn(details) }),
  }
  if (!known) {
    add(draft, { method, ...place, ...first })
    noteRegistration(draft, details)
    return
  }
  // A capture may have an answer before its request.
  if (known.at === undefined) Object.assign(known, { source, destination, ...first })
  else if (leads(known, seen)) lead(known, { source, destination, ...first })
  if (method === 'BYE') noteDialogOf(known, seen)
  if (method === 'INVITE') noteHop(known, destination)
  const target = text(details['request_uri'])
  const targets = known.targets
  if (targets && targets.length < MOST_BRANCHES && !targets.includes(target)) targets.push(kept(target))
}

function statedIn(details: Readonly<Record<string, unknown>>): { readonly stated?: string } {
  const stated = statedReason(details)
  return stated === undefined ? {} : { stated: kept(stated) }
}

/** Of a dialog that the called side tells by its tag. */
function dialogOf({ back, details }: Seen): { readonly dialogs?: readonly string[] } {
  const tag = text(details[back ? 'from_tag' : 'to_tag'])
  return tag === '' ? {} : { dialogs: [kept(tag)] }
}

/** The next hop may know the dialog by another tag. */
function noteDialogOf(known: Transaction, seen: Seen): void {
  const { dialogs } = dialogOf(seen)
  if (!dialogs) delete known.dialogs
  else if (known.dialogs && known.dialogs.length < MOST_HOPS && !known.dialogs.includes(dialogs[0]!)) {
    known.dialogs = appended(known.dialogs, dialogs[0]!)
  }
}

/**
 * Whether a request seen later is that of an earlier hop, as where hops were captured at several places: each hop adds a
 * Via (RFC 3261 §16.6), but one that hides where a request comes from takes some away (TS 24.229 §5.10.4).
 */
function leads(known: Transaction, { at, source, details }: Seen): boolean {
  const { vias } = known
  const own = details['via_hops']
  if (vias === undefined || typeof own !== 'number' || own >= vias) return false
  return at - known.at! <= REORDERED_MS && source !== known.destination
}

function lead(known: Transaction, first: Pick<Transaction, 'source' | 'destination'>): void {
  const { own, other, destination } = known
  // Answers so far came to the one that is first no more.
  Object.assign(other, { ...own, ...other })
  Object.assign(known, { ...first, targets: known.targets, own: {} })
  if (known.method === 'INVITE') noteHop(known, destination)
}

function noteHop(known: Transaction, destination: string): void {
  if (destination === known.destination || known.further?.includes(destination) === true) return
  if ((known.further ??= []).length < MOST_HOPS) known.further = appended(known.further, destination)
}

function noteRegistration(draft: SipDraft, details: Readonly<Record<string, unknown>>): void {
  if (details['contact'] !== undefined) draft.contact ??= kept(details['contact'])
  if (typeof details['expires'] === 'number') draft.expires = details['expires']
  if (details['event'] !== undefined) draft.event ??= kept(details['event'])
  const auth = details['auth'] as { algorithm?: string; scheme?: string } | undefined
  // The first request may not know the algorithm yet: RFC 3310 §3.
  if (auth?.algorithm !== undefined) draft.authentication = kept(auth.algorithm)
  else if (auth?.scheme !== undefined) draft.authentication ??= kept(auth.scheme)
}

function noteAnswer(draft: SipDraft, seen: Seen & { readonly status: number }): void {
  const { method, sequence, back, status, at, frame, source, destination, details } = seen
  let transaction = find(draft, seen)
  if (!transaction) {
    // The request went the other way.
    const place = { source: destination, destination: source, ...(back && { back }) } as const
    transaction = { method, sequence, ...place, initial: false, own: {}, other: {} }
    add(draft, transaction)
  }
  // Whoever asked may have asked several: the branches of a fork.
  const answers = transaction.source === destination ? transaction.own : transaction.other
  if (status === 100) answers.trying ??= at
  else if (status < 200) {
    answers.provisional ??= at
    if (status === 180) answers.ringing ??= at
  } else if (outweighs(status, answers.status)) {
    delete answers.stated
    Object.assign(answers, { status, at, frame, ...(status >= 300 && statedIn(details)) })
    if (method === 'REGISTER' && status < 300) {
      const granted = grantedLifetime(details, transaction.binding)
      if (granted !== undefined) answers.granted = granted
    }
  }
  const isTold = answers === transaction.own
  if (method === 'INVITE' && status > 100 && !back) noteDialog(draft, { status, isTold, details })
}

/** Which final answer of several branches tells how it went: RFC 3261 §16.7. One that was cancelled tells least. */
function outweighs(status: number, known: number | undefined): boolean {
  if (known === undefined) return true
  if (known < 300) return false
  return status < 300 || (known < 600 && status >= 600) || (known === 487 && status !== 487)
}

interface DialogAnswer extends Pick<Seen, 'details'> {
  readonly status: number
  readonly isTold: boolean
}

/** Early and confirmed dialogs of one INVITE: RFC 3261 §12. */
function noteDialog(draft: SipDraft, { status, isTold, details }: DialogAnswer): void {
  const tag = text(details['to_tag'])
  if (tag === '') return
  let dialog = draft.dialogs.find((one) => one.to_tag === tag)
  if (!dialog) {
    if (draft.dialogs.length >= MOST_DIALOGS) return
    dialog = { to_tag: kept(tag), status }
    draft.dialogs = appended(draft.dialogs, dialog)
  }
  if (isDecided(dialog, status)) dialog.status = status
  if (isTold && status >= 200) dialog.isTold = true
  if (status < 200 && details['sdp'] !== undefined) dialog.early_media = true
}

/** Whether an answer decides on the dialog: who refused one attempt may accept the next. */
function isDecided(dialog: Dialog, status: number): boolean {
  return dialog.status < 200 || (dialog.status >= 300 && status >= 200)
}

/** Room is made by forgetting what is neither first nor latest: session refreshes. */
function add(draft: SipDraft, transaction: Transaction): void {
  if (draft.transactions.length >= MOST_TRANSACTIONS) draft.transactions.splice(MOST_TRANSACTIONS / 2, 1)
  draft.transactions = appended(draft.transactions, transaction)
}

/** One draft of the pieces of one call, in order. */
export function mergeDrafts(pieces: readonly SipDraft[]): SipDraft {
  const [first, ...rest] = pieces
  if (!first || rest.length === 0) return first ?? newDraft()
  const merged: SipDraft = {
    ...first,
    transactions: [...first.transactions],
    dialogs: first.dialogs.map((one) => ({ ...one })),
  }
  for (const piece of rest) {
    // One that begins with the called side takes that for the caller.
    const isTurned = piece.tag !== merged.tag && merged.dialogs.some(({ to_tag }) => to_tag === piece.tag)
    const dialogs = isTurned ? [] : piece.dialogs
    for (const transaction of piece.transactions) mergeTransaction(merged, isTurned ? turned(transaction) : transaction)
    for (const dialog of dialogs) mergeDialog(merged, dialog)
    const retransmissions = merged.retransmissions + piece.retransmissions
    Object.assign(merged, { ...piece, ...merged, retransmissions })
  }
  return merged
}

function mergeDialog(merged: SipDraft, { to_tag, status, early_media, isTold }: Dialog): void {
  const known = merged.dialogs.find((one) => one.to_tag === to_tag)
  if (!known) merged.dialogs.push({ to_tag, status, ...(early_media && { early_media }), ...(isTold && { isTold }) })
  else {
    if (isDecided(known, status)) known.status = status
    if (isTold) known.isTold = true
  }
}

function turned({ back, ...transaction }: Transaction): Transaction {
  return back ? transaction : { ...transaction, back: true }
}

function mergeTransaction(merged: SipDraft, transaction: Transaction): void {
  const { method, sequence, back = false } = transaction
  const known = find(merged, { method, sequence, back })
  if (!known) {
    merged.transactions.push(transaction)
    return
  }
  Object.assign(known.own, { ...transaction.own, ...known.own })
  Object.assign(known.other, { ...transaction.other, ...known.other })
  if (transaction.acknowledged !== undefined) known.acknowledged ??= transaction.acknowledged
  if (transaction.repeats !== undefined) known.repeats = (known.repeats ?? 0) + transaction.repeats
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A copy: a slice of a message would keep all of the message in memory for as long as the call lasts. */
function kept(value: unknown): string {
  return ` ${text(value)}`.slice(1)
}
