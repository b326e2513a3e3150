// The PDU that S1AP, NGAP and their kin have in common: TS 36.413 §9.3.3, TS 38.413 §9.4.3.
import { Per } from '../../bytes/per.ts'
import type { Out, Protocol } from '../../model/message.ts'
import { type Roles, UeContexts } from './contexts.ts'
import { type Dictionary, Elements } from './elements.ts'
import { nameNas } from '../nas/names.ts'
import { shortOf } from './short.ts'
import type { Fields } from './types.ts'

/** Names of the initiating message, the successful and the unsuccessful outcome of a procedure. */
export type Procedure = readonly [initiating: string, successful?: string, unsuccessful?: string]

/** Of a procedure whose messages are called as usual. */
export function answered(name: string): Procedure {
  return [`${name}Request`, `${name}Response`, `${name}Failure`]
}

export interface Application {
  readonly name: string
  readonly title: string
  readonly ppids: readonly number[]
  readonly dissector: string
  readonly procedures: Readonly<Record<number, Procedure>>
  /** What those are called that are not called as their first message is, without its last word. */
  readonly procedureNames?: Readonly<Record<number, string>>
  /** False where the PDU's choice has an alternative for extensions instead: TS 38.473 §9.4.3. */
  readonly choiceIsExtensible?: boolean
  readonly dictionary: Dictionary
  /** IEs that its messages begin with: tells it from its kin where no identifier does. */
  readonly beginnings: ReadonlySet<number>
  /** Puts together what several IEs tell of one thing. */
  readonly complete?: (fields: Fields) => void
  /** What the fields of a message tell besides, by the type of its PDU. */
  readonly tell?: (fields: Fields, out: Out, pdu: number) => void
  /** Where its UEs are followed. */
  readonly roles: Roles
}

const PDU_NAMES = ['initiatingMessage', 'successfulOutcome', 'unsuccessfulOutcome'] as const
const UNSUCCESSFUL = 2
/** Of a PDU before its value's length; more IEs than that no message has. */
const HEADER = 3
const MOST_ELEMENTS = 512

export function applicationProtocol(application: Application): Protocol {
  const { name, ppids, dissector, roles, procedures } = application
  const named = { ...application, procedureNames: procedureNames(procedures, application.procedureNames) }
  const answered = new Set(
    Object.keys(procedures)
      .map(Number)
      .filter((code) => procedures[code]!.length > 1),
  )
  return {
    name,
    group: name,
    ppids,
    dissectors: [dissector],
    recognize: (bytes, from, to) => recognize(application, bytes, from, to),
    decode: (bytes, from, to, wireTo, _where, out) => decode(named, new Per(bytes, from, to, wireTo), out),
    track: (help) => new UeContexts(roles, answered, help),
  }
}

/** A known message whose length is right, and that begins with an IE of such. */
function recognize(application: Application, bytes: Uint8Array, from: number, to: number): boolean {
  const { procedures, beginnings, choiceIsExtensible = true } = application
  const [shift, spare] = choiceIsExtensible ? [5, 0x9f] : [6, 0x3f]
  if (to - from < HEADER + 6 || (bytes[from]! & spare) !== 0 || (bytes[from + 2]! & 0x3f) !== 0) return false
  if (procedures[bytes[from + 1]!]?.[bytes[from]! >> shift] === undefined) return false
  const per = new Per(bytes, from + HEADER, to)
  const value = per.open()
  if (per.fault !== '' || value.flag()) return false
  const count = value.integer(0, 65_535)
  const begins = beginnings.has(value.integer(0, 65_535)) && value.fault === ''
  return begins && count > 0 && count <= MOST_ELEMENTS && (per.at === to || isWhole(value, count))
}

/** Whether so many IEs fill the value, of whose first the id was read: some send messages with anything behind them. */
function isWhole(value: Per, count: number): boolean {
  for (let left = count; left > 0 && value.left > 0; left--) {
    if (left < count) value.bits(16)
    value.bits(2)
    value.open()
  }
  return value.fault === '' && value.left === 0
}

function decode(application: Application, per: Per, out: Out): void {
  const { bytes, at: from, end: to } = per
  const isExtended = application.choiceIsExtensible !== false && per.flag()
  const pdu = per.bits(2)
  const code = per.integer(0, 255)
  if (per.fault !== '') {
    out.fault = per.fault
    return out.name('Unknown', `${application.name} message`)
  }
  per.bits(2)
  const value = per.open()
  const name = nameOf(application, isExtended ? PDU_NAMES.length : pdu, code)
  out.open(application.title, from, to)
  out.put('procedure_code', code, from + 1, Math.min(from + 2, to))
  out.put('procedure', application.procedureNames?.[code])
  out.put('pdu_type', pdu, from, Math.min(from + 1, to))
  const elements = new Elements(application.dictionary, bytes, out)
  const fields: Fields = {}
  if (value.at < value.end && !isPrivate(name)) {
    const hasAdditions = value.flag()
    elements.container(value, fields)
    if (hasAdditions) value.skipAdditions()
  }
  out.fault = per.fault === '' ? elements.fault : per.fault
  out.close()
  hand({ application, elements, fields, name, pdu }, out)
}

interface Read {
  readonly application: Application
  readonly elements: Elements
  readonly fields: Fields
  readonly name: string
  readonly pdu: number
}

/** Hands over what was read. */
function hand({ application, elements, fields, name, pdu }: Read, out: Out): void {
  const { nas, unknown } = elements
  application.complete?.(fields)
  for (const field in fields) out.put(field, fields[field])
  if (nas.length > 0) out.put('nas', nas)
  if (unknown.length > 0) out.put('unknown_ies', unknown)
  // What cannot be refused, as it cannot be read, is answered so.
  const isFailure = pdu === UNSUCCESSFUL || name === 'ErrorIndication' || nas.some((one) => one['failed'] === true)
  if (isFailure) out.put('failed', true)
  out.name(name, shortOf(application.name, name, { ...fields, nas }))
  nameNas(nas, out)
  nameCauses(fields, out)
  application.tell?.(fields, out, pdu)
}

interface WithCause {
  readonly cause?: { readonly name?: string }
}

/** Why, of the whole or of some of its bearers. */
function nameCauses(fields: Fields, out: Out): void {
  const parts = (fields['erabs'] ?? fields['pdu_sessions'] ?? []) as readonly WithCause[]
  for (const { cause } of [fields as WithCause, ...parts])
    if (cause?.name !== undefined) out.also(`cause ${cause.name}`)
}

function nameOf({ procedures }: Application, pdu: number, code: number): string {
  return procedures[code]?.[pdu] ?? `Procedure ${code} (${PDU_NAMES[pdu] ?? 'extension'})`
}

/** Those that are answered are called as their first message without its last word, for the most part. */
export function procedureNames(
  procedures: Readonly<Record<number, Procedure>>,
  others: Readonly<Record<number, string>> = {},
): Readonly<Record<number, string>> {
  const names = Object.entries(procedures).map(([code, [first, answer]]) => {
    return [code, answer === undefined ? first : first.replace(/(?:Request|Command)$/, '')]
  })
  return { ...(Object.fromEntries(names) as Record<number, string>), ...others }
}

/** Its IEs are of its own kind. */
function isPrivate(name: string): boolean {
  return /^private/i.test(name)
}
