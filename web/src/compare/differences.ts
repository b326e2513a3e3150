import type { Event } from '../client/records.ts'
import { visible } from '../text.ts'

/** A field that two messages do not have alike. */
export interface Difference {
  readonly path: string
  readonly left: string | undefined
  readonly right: string | undefined
  /** Two sessions never share it: it says nothing. */
  readonly isExpected: boolean
}

/** Names of fields that identify one conversation: between two of them they differ. */
const CONVERSATION: ReadonlySet<string> = new Set(
  `call_id icid cseq cseq_number rseq rack via_top via_branch sequence hop_by_hop end_to_end stream_id session_id
  origin_session_id origin_version ssrc ssrcs charging_id otid dtid id ids correlation_id latency_ms count
  content_length body_size date retransmission pti rand autn auts res guti tmsi m_tmsi p_tmsi crypto fingerprint ice_ufrag`.split(
    /\s+/,
  ),
)
/** Times, tags, tunnels and numbers of contexts, as the protocols name them. */
const NUMBERED = /(?:^|_)(?:timestamp|tag|teid|seid|fteid|fseid|branch|ue_id|port|ports)$/
/** Names of fields that say who and where: only their form is compared. */
const WHO: ReadonlySet<string> = new Set(
  `from to from_display to_display request_uri contact caller callee calling called imsi supi msisdn impi impu imei imeisv
  public_identity p_preferred_identity p_asserted_identity ip ue_ip ue_ipv4 ue_ipv6 address ip_address username
  source destination authority path`.split(/\s+/),
)

/** Fields in which two messages differ, in the order of the left one's, and then what only the right one has. */
export function differencesOf(left: Pick<Event, 'details'>, right: Pick<Event, 'details'>): Difference[] {
  return fieldPairs(left, right).filter((pair) => pair.left !== pair.right)
}

/** All fields of two messages, side by side. */
export function fieldPairs(left: Pick<Event, 'details'>, right: Pick<Event, 'details'>): Difference[] {
  const [lefts, rights] = [flat(left.details), flat(right.details)]
  const paths = new Set([...lefts.keys(), ...rights.keys()])
  return [...paths].map((path) => {
    const [one, other] = [lefts.get(path), rights.get(path)]
    return { path, left: one, right: other, isExpected: isExpected(path, one, other) }
  })
}

/** What is on one side only is no matter of identity. */
function isExpected(path: string, left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const names = path.split(/[.[\]]+/).filter((name) => name !== '' && !/^\d+$/.test(name))
  if (names.some((name) => CONVERSATION.has(name) || NUMBERED.test(name))) return true
  return names.some((name) => WHO.has(name)) && formOf(left) === formOf(right)
}

/** Addresses and numbers by their form: `sip:+#@ims.example`. */
export function formOf(text: string): string {
  return text
    .replace(/\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\]?/gi, '[#]')
    .replace(/\d+(?:\.\d+){3}/g, '#.#')
    .replace(/\d+/g, '#')
}

const DEEPEST = 12

/** Values by their paths; of a list of plain values the list. */
function flat(details: Readonly<Record<string, unknown>>): Map<string, string> {
  const fields = new Map<string, string>()
  const note = (path: string, value: unknown, depth: number): void => {
    if (value === undefined || value === null) return
    const isList = Array.isArray(value)
    if (typeof value !== 'object' || depth === DEEPEST || (isList && value.every((item) => typeof item !== 'object'))) {
      fields.set(visible(path), visible(isList ? value.join(', ') : typeof value === 'string' ? value : plain(value)))
      return
    }
    for (const [name, inner] of Object.entries(value)) {
      note(isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`, inner, depth + 1)
    }
  }
  note('', details, 0)
  return fields
}

function plain(value: unknown): string {
  return JSON.stringify(value) ?? ''
}
