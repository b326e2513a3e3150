// What a message does to its connection: TS 29.274 §7.2, TS 29.060 §7.3.
import type { Connection } from './connection.ts'
import { listOf } from './elements.ts'
import {
  CREATE_PDP,
  CREATE_PDP_RESPONSE,
  CREATE_SESSION,
  CREATE_SESSION_RESPONSE,
  DELETE_BEARER,
  DELETE_PDP,
  DELETE_SESSION,
  DELETE_SET,
} from './procedures.ts'
import { numberOf, type Seen } from './seen.ts'
import type { Transaction } from './transactions.ts'

export function isCreation({ version, type }: Seen): boolean {
  return type === (version === 2 ? CREATE_SESSION : CREATE_PDP)
}

export function isCreationAnswer({ version, type }: Seen): boolean {
  return type === (version === 2 ? CREATE_SESSION_RESPONSE : CREATE_PDP_RESPONSE)
}

/** Handover indication: the connection comes from the other kind of access, TS 29.274 §8.12. */
export function isHandover({ indication }: Seen['details']): boolean {
  return ((indication as readonly string[] | undefined) ?? []).includes('HI')
}

/** The default bearer is the one that is to be created; what is to be removed comes as instance 1. */
export function defaultBearer({ details, ebis }: Seen): number {
  const created = listOf(details['bearers']).find(({ instance }) => instance === undefined)
  return numberOf(created?.['ebi'] ?? details['nsapi'], ebis[0] ?? -1)
}

/** Whether the connection ends when this request is accepted. */
export function isEnding({ version, type, details, ebis }: Seen, connection: Connection): boolean {
  if (version !== 2) {
    const rest = connection.bearers.filter((ebi) => !ebis.includes(ebi))
    return type === DELETE_PDP && (details['teardown'] === true || rest.length === 0)
  }
  if (type === DELETE_BEARER) return details['linked_ebi'] !== undefined
  // Scope indication: only the SGW that was left forgets the connection, TS 29.274 §8.12.
  const flags = (details['indication'] as readonly string[] | undefined) ?? []
  return type === DELETE_SESSION && !flags.includes('SI')
}

/** Bearers that are gone when this request is accepted. */
export function removedBearers({ version, type, ebis }: Seen): readonly number[] {
  return type === (version === 2 ? DELETE_BEARER : DELETE_PDP) ? ebis : []
}

/** Refusals that say that there is nothing to delete: TS 29.274 Table 8.4-1, TS 29.060 Table 38. */
const NOT_FOUND: ReadonlySet<unknown> = new Set([64, 192, 210])

/** Whether all the connections of a set are over with this answer. */
export function isSetOver({ details }: Seen, transaction: Transaction | undefined): boolean {
  return transaction?.type === DELETE_SET && details['failed'] !== true
}

/** The bearer that a context beside the first one of a connection would be, or −1: TS 29.060 §7.3.1. */
export function secondaryBearer(seen: Seen): number {
  const isSecondary = seen.version !== 2 && isCreation(seen) && seen.details['linked_nsapi'] !== undefined
  return isSecondary ? numberOf(seen.details['nsapi'], -1) : -1
}

/** Whether the connection is over with this answer: not where a further context of it is refused. */
export function isOver(seen: Seen, transaction: Transaction | undefined): boolean {
  const { failed, cause_code } = seen.details
  if (isCreationAnswer(seen)) return failed === true && (transaction?.secondary ?? -1) < 0
  return transaction?.ends === true && (failed !== true || NOT_FOUND.has(cause_code))
}
