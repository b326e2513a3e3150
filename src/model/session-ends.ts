import { shownName } from './columns.ts'

interface Between {
  readonly correlation_key: Readonly<Record<string, unknown>>
  readonly participants: readonly string[]
  readonly participant_roles?: Readonly<Record<string, { readonly role?: string; readonly name?: string }>>
}

interface Ends {
  readonly from: string
  /** Empty where nothing is known of another end. */
  readonly to: string
}

/** A longer name, as that of a phone's software, would leave no room for the other end. */
const LONGEST_NAME = 24

/**
 * Whom a session is between, whole, as URI or `address:port`: caller and callee where these are known, else the one who
 * was the first to send and the last whom its messages reached.
 */
export function endsOf({ correlation_key: key, participants }: Between): Ends {
  const last = participants.length > 1 ? participants.at(-1) : undefined
  return { from: firstText(key['caller'], participants[0]), to: firstText(key['callee'], last) }
}

function firstText(...candidates: unknown[]): string {
  return candidates.find((one): one is string => typeof one === 'string' && one !== '') ?? ''
}

/** The same for a line of a list: the user or number of a URI, of an address what is there and how that is called. */
export function namedEndsOf(session: Between): Ends {
  const { from, to } = endsOf(session)
  return { from: named(from, session), to: named(to, session) }
}

function named(end: string, { participant_roles: roles = {} }: Between): string {
  const { role, name } = (Object.hasOwn(roles, end) && roles[end]) || {}
  const called = shownName({ ...(role && { role }), ...(name && { name }) })
  const isShort = called !== '' && called.length <= LONGEST_NAME
  return [role, isShort ? called : userOf(end)].filter(Boolean).join(' ')
}

/** The user or number of a SIP or tel URI; what is no URI stays. */
export function userOf(uri: string): string {
  const match = /^(?:<?(?:sips?|tel):)([^@;>]+)/i.exec(uri)
  return match?.[1] ?? uri
}
