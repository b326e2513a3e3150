import { type IdentityKind, spelled } from '../correlate/identity-graph.ts'
import { subscriberAddress } from '../correlate/subscriber-address.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { SubscriberList, SubscriberPage } from '../store/results/subscriber-reader.ts'

/** Identities that a subscriber must all have, as people write them. */
export type AskedIdentities = Readonly<Partial<Record<IdentityKind | 'ip', string>>>

/** The subscribers who have these identities, in whatever spelling. */
export function findSubscribers(
  result: ResultReader,
  { identities, ...page }: { readonly identities: AskedIdentities; readonly from: number; readonly limit: number },
): SubscriberList {
  return result.subscribers.list({ ...page, identities: wantedOf(identities) })
}

function wantedOf(asked: AskedIdentities): SubscriberPage['identities'] {
  return Object.entries(asked).map(([name, value]) => {
    if (name === 'ip') return { kind: 'ue_ip', value: subscriberAddress(value) ?? value }
    const [kind, normal] = spelled(name as IdentityKind, value)
    return { kind, value: normal }
  })
}
