// What a REGISTER asks for and what its registrar grants: RFC 3261 §10.
import type { SipDraft, Transaction } from './sip-draft.ts'

/** What a REGISTER asks for: the binding, and its lifetime in seconds; 0 takes it back (RFC 3261 §10.2.2). */
export interface AskedBinding {
  readonly contact: string
  readonly seconds?: number
}

type Details = Readonly<Record<string, unknown>>

/** Of several contacts the longest lifetime: only where each is 0 nothing is left of them. */
export function askedBinding(details: Details): AskedBinding {
  const lifetimes = lifetimesOf(details)
  const contact = typeof details['contact'] === 'string' ? ` ${details['contact']}`.slice(1) : ''
  if (lifetimes.length === 0 || lifetimes.some((seconds) => seconds === null)) return { contact }
  return { contact, seconds: Math.max(...lifetimes.map(Number)) }
}

function lifetimesOf({ contacts_expires, expires }: Details): readonly (number | null)[] {
  if (Array.isArray(contacts_expires)) return contacts_expires as readonly (number | null)[]
  return typeof expires === 'number' ? [expires] : []
}

/**
 * The lifetime that an answer gives to the binding asked for, in seconds: it tells all bindings of the address of
 * record (RFC 3261 §10.3), which need not be spelled as they were asked for (§19.1.4).
 */
export function grantedLifetime(details: Details, asked: AskedBinding | undefined): number | undefined {
  const { contacts, contact, expires } = details
  const all = Array.isArray(contacts) ? (contacts as readonly string[]) : typeof contact === 'string' ? [contact] : []
  const lifetimes = lifetimesOf(details)
  const place = placeOf(asked?.contact ?? '', all)
  if (place >= 0) return lifetimes[place] ?? undefined
  return all.length === 0 && typeof expires === 'number' ? expires : undefined
}

function placeOf(asked: string, all: readonly string[]): number {
  if (all.length === 1) return 0
  const exact = all.indexOf(asked)
  if (exact >= 0 || asked === '') return exact
  const bare = bareOf(asked)
  return all.findIndex((one) => bareOf(one) === bare)
}

/** Without parameters. */
function bareOf(uri: string): string {
  const end = uri.indexOf(';', uri.indexOf('@'))
  return (end < 0 ? uri : uri.slice(0, end)).toLowerCase()
}

/** The REGISTERs that were seen. */
export function registersOf({ transactions }: SipDraft): Transaction[] {
  return transactions.filter(({ method, at }) => method === 'REGISTER' && at !== undefined)
}

export function takesBack({ binding }: Transaction): boolean {
  return binding?.seconds === 0
}

/** All that was asked for is that the binding goes. */
export function isTakenBack(draft: SipDraft): boolean {
  const asked = registersOf(draft)
  return asked.length > 0 && asked.every(takesBack)
}
