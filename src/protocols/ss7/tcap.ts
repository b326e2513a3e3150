// TCAP: ITU-T Q.773; with the operations of MAP (TS 29.002) and CAP (TS 29.078).
import { octets, unsigned } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { type Element, elementAt, elements } from './ber.ts'
import { type Dialogue, dialogueIn } from './dialogue.ts'
import { identityOf } from './identities.ts'
import { ABORT_CAUSES, ERROR_REASONS, PROBLEMS } from './tables-reasons.ts'
import * as tables from './tables.ts'

/** Transaction identifiers, dialogue and component portions, cause of an abort: Q.773 §3.1. */
const ORIGINATING = 0x48
const DESTINATION = 0x49
const P_ABORT_CAUSE = 0x4a
const DIALOGUE = 0x6b
const COMPONENTS = 0x6c
const INTEGER = 2
/** The invocation that another answers. */
const LINKED = 0x80
const SEQUENCE = 0x30
const INVOKE = 0xa1
const RETURN_ERROR = 0xa3
const REJECT = 0xa4
/** Reasons stand right in an error's parameter, or a sequence deeper. */
const MOST_OF_REASON = 2
const MOST_COMPONENTS = 16
export interface Tcap {
  /** MAP, CAP, or TCAP where that is not told. */
  readonly application: string
  /** As in `updateLocation (Begin)`. */
  readonly name: string
}

interface Component {
  readonly type: string
  readonly invoke_id?: number
  readonly opcode?: number
  readonly operation?: string
  readonly error_code?: number
  readonly error?: string
  /** What an error says besides its name. */
  readonly reason?: string
  /** Why a component was rejected. */
  readonly problem?: string
}

/** Reads the message at [from, to) between subsystems; undefined where it is none. */
export function readTcap(
  bytes: Uint8Array,
  { from, to }: { from: number; to: number },
  subsystems: readonly (number | undefined)[],
  out: Out,
): Tcap | undefined {
  const whole = elementAt(bytes, from, to) ?? overrun(bytes, from, to)
  const type = whole && tables.TCAP_MESSAGES[whole.tag]
  if (!whole || type === undefined) return undefined
  const portions = elements(bytes, whole.from, whole.to)
  const portion = portions.find(({ tag }) => tag === DIALOGUE)
  const dialogue = portion ? dialogueIn(bytes, portion) : {}
  const application = applicationOf(dialogue.application, subsystems)
  if (whole.next > to && out.fault === '') out.fault = 'malformed'
  out.open('Transaction Capabilities Application Part', from, whole.to)
  out.put('tcap_type', type, from, from + 1)
  const components: Component[] = []
  for (const { tag, at, from: start, to: end } of portions) {
    if (tag === ORIGINATING) out.put('otid', octets(bytes, start, end), at, end)
    else if (tag === DESTINATION) out.put('dtid', octets(bytes, start, end), at, end)
    else if (tag === P_ABORT_CAUSE && end > start) putAbort(bytes[start]!, at, end, out)
    else if (tag === DIALOGUE) putDialogue(dialogue, at, end, out)
    else if (tag === COMPONENTS) {
      for (const element of elements(bytes, start, end).slice(0, MOST_COMPONENTS)) {
        components.push(component(bytes, element, application, out))
      }
    }
  }
  out.close()
  return { application, name: described(components, type, out) }
}

function putAbort(cause: number, from: number, to: number, out: Out): void {
  out.put('abort_cause', cause, from, to)
  out.put('abort_cause_name', ABORT_CAUSES[cause])
}

function putDialogue({ context, refusal }: Dialogue, from: number, to: number, out: Out): void {
  if (context !== undefined) out.put('application_context', context, from, to)
  if (refusal !== undefined) out.put('dialogue_refused', refusal, from, to)
}

/** A message whose length lies: what is there still says something. */
function overrun(bytes: Uint8Array, from: number, to: number): Element | undefined {
  const first = from + 1 < to ? bytes[from + 1]! : 0
  const start = from + 2 + (first > 0x80 ? first & 0x7f : 0)
  return start < to ? { tag: bytes[from]!, at: from, from: start, to, next: Infinity } : undefined
}

/** Puts what the components say; gives the name of the message. */
function described(components: readonly Component[], type: string, out: Out): string {
  const first = components.find(({ opcode }) => opcode !== undefined) ?? components[0]
  if (components.length > 0) out.put('components', components)
  if (first?.opcode !== undefined) out.put('opcode', first.opcode)
  if (first?.operation !== undefined) out.put('operation', first.operation)
  const failed = components.find(({ error_code }) => error_code !== undefined)
  if (failed) {
    out.put('error_code', failed.error_code)
    out.put('error', failed.error)
    if (failed.reason !== undefined) out.put('error_reason', failed.reason)
  }
  const rejected = components.find(({ problem }) => problem !== undefined)
  if (rejected) out.put('problem', rejected.problem)
  if (failed || type === 'Abort' || components.some((one) => one.type === 'reject')) out.put('failed', true)
  const name = first?.operation ?? failed?.error ?? first?.type
  return name === undefined ? type : `${name} (${type})`
}

function component(bytes: Uint8Array, element: Element, application: string, out: Out): Component {
  const type = tables.COMPONENTS[element.tag] ?? `component 0x${element.tag.toString(16)}`
  const parts = elements(bytes, element.from, element.to)
  const [id, ...all] = parts
  const rest = all.filter(({ tag }) => tag !== LINKED)
  // In a result the operation stands in a sequence with what it gives.
  const sequence = rest.find(({ tag }) => tag === SEQUENCE)
  const isInvoke = element.tag === INVOKE
  const code = isInvoke ? rest[0] : sequence && elements(bytes, sequence.from, sequence.to)[0]
  const found: { -readonly [name in keyof Component]: Component[name] } = { type }
  if (id?.tag === INTEGER) found.invoke_id = numberAt(bytes, id)
  if (code?.tag === INTEGER && element.tag !== RETURN_ERROR) {
    found.opcode = numberAt(bytes, code)
    const operations = application === 'CAP' ? tables.CAP_OPERATIONS : tables.MAP_OPERATIONS
    const known = application === 'TCAP' ? undefined : operations[found.opcode]
    found.operation = known ?? `operation ${found.opcode}`
  }
  if (element.tag === RETURN_ERROR && rest[0]?.tag === INTEGER) {
    found.error_code = numberAt(bytes, rest[0])
    found.error = (application === 'MAP' && tables.MAP_ERRORS[found.error_code]) || `error ${found.error_code}`
    const reason = application === 'MAP' ? reasonIn(bytes, rest.slice(1), found.error_code, 0) : undefined
    if (reason !== undefined) found.reason = reason
  }
  if (element.tag === REJECT) {
    const problem = problemIn(bytes, rest)
    if (problem !== undefined) found.problem = problem
  }
  if (out.tree) out.show(type, found.operation ?? found.error ?? found.problem ?? '', element.at, element.next)
  if (isInvoke && found.opcode !== undefined) {
    const party = identityOf(bytes, { application, opcode: found.opcode, parts: rest.slice(1) })
    if (party) out.party({ role: 'served', ...party })
  }
  return found
}

/** The reason in the parameter of an error: TS 29.002 §17.7.7. */
function reasonIn(bytes: Uint8Array, parts: readonly Element[], error: number, depth: number): string | undefined {
  const reason = ERROR_REASONS[error]
  if (reason === undefined) return undefined
  for (const part of parts) {
    if (part.tag === reason.tag) return reason.names[numberAt(bytes, part)]
    const inner = part.tag === SEQUENCE && depth < MOST_OF_REASON ? elements(bytes, part.from, part.to) : []
    const found = reasonIn(bytes, inner, error, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** `invoke: mistypedParameter`. */
function problemIn(bytes: Uint8Array, parts: readonly Element[]): string | undefined {
  const part = parts.find(({ tag }) => PROBLEMS[tag] !== undefined)
  if (!part) return undefined
  const { of, names } = PROBLEMS[part.tag]!
  const code = numberAt(bytes, part)
  return `${of}: ${names[code] ?? code}`
}

function numberAt(bytes: Uint8Array, { from, to }: Element): number {
  return unsigned(bytes, from, Math.min(4, to - from))
}

/** By the application context that the dialogue begins with, else by the subsystems. */
function applicationOf(context: string | undefined, subsystems: readonly (number | undefined)[]): string {
  if (context !== undefined) return context
  if (subsystems.some((one) => one !== undefined && tables.CAP_SUBSYSTEMS.has(one))) return 'CAP'
  return subsystems.some((one) => one !== undefined && tables.MAP_SUBSYSTEMS.has(one)) ? 'MAP' : 'TCAP'
}
