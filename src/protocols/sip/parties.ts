/** Whom a message is about. */
import { normalizeAddress } from '../../bytes/address.ts'
import type { Party, PartyRole, Where } from '../../model/message.ts'
import { hostOf } from './contact.ts'
import { type Identity, identityOf, imsiOfPrivate } from './identities.ts'
import type { Parsed } from './parsed.ts'

/** Requests between two users; the others serve one, or nobody. */
const BETWEEN_USERS: ReadonlySet<string> = new Set(['INVITE', 'MESSAGE', 'REFER', 'BYE'])

/** Tells the parties of a request, and those whom a response names anew. */
export function tellParties(parsed: Parsed, where: Where): void {
  const { out, method } = parsed
  if (method === 'REGISTER') {
    if (parsed.request || parsed.status === 200) tellServed(parsed)
  } else if (method === 'SUBSCRIBE' || method === 'PUBLISH') {
    if (parsed.request) tell(parsed, 'served', [...parsed.assertedIdentities, parsed.fromUri])
  } else if (parsed.request && parsed.served !== undefined) {
    // The other is where short messages are relayed: TS 24.341 §5.3.
    if (parsed.served === 'callee') tell(parsed, 'served', [parsed.toUri, parsed.calledParty, parsed.requestUri])
    else {
      const served = partyOf('served', [...parsed.assertedIdentities, parsed.fromUri])
      if (served) out.party(withDevice(served, parsed, where))
    }
  } else if (parsed.request && BETWEEN_USERS.has(method)) {
    const caller = partyOf('caller', [...parsed.assertedIdentities, parsed.fromUri])
    if (caller) out.party(withDevice(caller, parsed, where))
    tell(parsed, 'callee', [parsed.toUri, parsed.calledParty, parsed.requestUri])
  } else if (!parsed.request && method === 'INVITE' && parsed.assertedIdentities.length > 0) {
    tell(parsed, 'callee', parsed.assertedIdentities)
  }
}

function tell(parsed: Parsed, role: PartyRole, uris: readonly string[]): void {
  const party = partyOf(role, uris)
  if (party) parsed.out.party(party)
}

/** The first identity is the public one; a number that it lacks may come from the others. */
function partyOf(role: PartyRole, uris: readonly string[]): Party | undefined {
  let first: Identity | undefined
  for (const uri of uris) {
    if (uri === '') continue
    const identity = identityOf(uri)
    if (!identity) continue
    first ??= identity
    if (identity.imsi !== undefined) return { role, impu: first.impu, imsi: identity.imsi }
    if (identity.msisdn !== undefined) return { role, impu: first.impu, msisdn: identity.msisdn }
  }
  return first && { role, impu: first.impu }
}

/** The caller's own device, where its request comes straight from it: one Via, and its address is the sender's. */
function withDevice(caller: Party, parsed: Parsed, where: Where): Party {
  const party = parsed.imei === '' ? caller : { ...caller, imei: parsed.imei }
  if (parsed.accessNetwork === '' || parsed.viaHops !== 1) return party
  const address = normalizeAddress(hostOf(parsed.contactUri))
  return address !== undefined && address === where.source.address ? { ...party, ue_ip: address } : party
}

function tellServed(parsed: Parsed): void {
  const party = partyOf('served', [parsed.toUri, ...parsed.associatedUris]) ?? { role: 'served' as const }
  const impi = parsed.authUsername
  const imsi = party.imsi ?? (impi === '' ? undefined : imsiOfPrivate(impi))
  const address = parsed.contactUri === '' ? undefined : normalizeAddress(hostOf(parsed.contactUri))
  const number = numberOf(parsed.associatedUris)
  parsed.out.party({
    ...party,
    ...(impi !== '' && { impi }),
    ...(imsi !== undefined && { imsi }),
    ...(number !== undefined && { msisdn: number }),
    ...(parsed.imei !== '' && { imei: parsed.imei }),
    ...(address !== undefined && parsed.request && { ue_ip: address }),
  })
}

function numberOf(uris: readonly string[]): string | undefined {
  for (const uri of uris) {
    const msisdn = identityOf(uri)?.msisdn
    if (msisdn !== undefined) return msisdn
  }
  return undefined
}
