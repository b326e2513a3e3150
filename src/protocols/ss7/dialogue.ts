// The dialogue portion of TCAP: ITU-T Q.773 §3.2; application contexts of MAP (TS 29.002 §17.3.3) and CAP (TS 29.078).
import { unsigned } from '../../bytes/octets.ts'
import { type Element, elements } from './ber.ts'
import { CONTEXTS, DIAGNOSTICS } from './tables-reasons.ts'

const OBJECT_IDENTIFIER = 6
const CONSTRUCTED = 0x20
const DIALOGUE_RESPONSE = 0x61
const DIAGNOSTIC = 0xa3
/** Where an application context name starts: itu-t identified-organization etsi mobileDomain. */
const MOBILE_DOMAIN = [0x04, 0x00, 0x00, 0x01]
/** Arcs below: gsm-Network (0), where 50 is CAP's, and CAP's own of phases 3 and 4 (21 to 23). */
const GSM_NETWORK = 0
const CAP_IN_GSM_NETWORK = 50
const CAP_ARCS: ReadonlySet<number> = new Set([21, 22, 23])
/** An object identifier lies this deep in the dialogue portion. */
const MOST_DEPTH = 8

export interface Dialogue {
  /** MAP or CAP, where a context tells. */
  readonly application?: string
  /** `networkLocUpContext-v3`, or the identifier itself. */
  readonly context?: string
  /** Why the other end does not want it. */
  readonly refusal?: string
}

/** What the portion says of the dialogue. */
export function dialogueIn(bytes: Uint8Array, portion: Element): Dialogue {
  const found: { -readonly [name in keyof Dialogue]: Dialogue[name] } = {}
  search(bytes, portion, 0, found)
  return found
}

type Found = { -readonly [name in keyof Dialogue]: Dialogue[name] }

function search(bytes: Uint8Array, { from, to }: Element, depth: number, found: Found): void {
  for (const element of elements(bytes, from, to)) {
    if (element.tag === OBJECT_IDENTIFIER && found.context === undefined) readContext(bytes, element, found)
    if (element.tag === DIALOGUE_RESPONSE) readDiagnostic(bytes, element, found)
    if ((bytes[element.at]! & CONSTRUCTED) !== 0 && depth < MOST_DEPTH) search(bytes, element, depth + 1, found)
  }
}

function readContext(bytes: Uint8Array, { from, to }: Element, found: Found): void {
  const arcs = from + MOBILE_DOMAIN.length
  if (to - arcs < 2 || MOBILE_DOMAIN.some((octet, i) => bytes[from + i] !== octet)) return
  const [network, context] = [bytes[arcs]!, bytes[arcs + 1]!]
  const isCap = CAP_ARCS.has(network) || (network === GSM_NETWORK && context === CAP_IN_GSM_NETWORK)
  const name = network === GSM_NETWORK && to - arcs === 3 ? CONTEXTS[context] : undefined
  found.application = isCap ? 'CAP' : 'MAP'
  found.context =
    name === undefined ? `0.4.0.0.1.${[...bytes.subarray(arcs, to)].join('.')}` : `${name}Context-v${bytes[arcs + 2]!}`
}

function readDiagnostic(bytes: Uint8Array, { from, to }: Element, found: Found): void {
  const diagnostic = elements(bytes, from, to).find(({ tag }) => tag === DIAGNOSTIC)
  const [source] = diagnostic ? elements(bytes, diagnostic.from, diagnostic.to) : []
  const [value] = source ? elements(bytes, source.from, source.to) : []
  if (!source || !value || value.to - value.from > 4) return
  const name = DIAGNOSTICS[source.tag]?.[unsigned(bytes, value.from, value.to - value.from)]
  if (name !== undefined && name !== '') found.refusal = name
}
