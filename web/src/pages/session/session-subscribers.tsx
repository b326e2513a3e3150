import { Users } from 'lucide-react'
import { Link } from 'wouter'
import type { Session } from '../../client/records.ts'
import { visible } from '../../text.ts'
import { known, t } from '../../words.ts'

const MOST = 2

/** Whose session it is: ways to all that happened to them. */
export function SessionSubscribers({ session }: { readonly session: Session }) {
  const subscribers = session.subscribers ?? []
  if (subscribers.length === 0) return null
  return (
    <nav className="session-subscribers" aria-label={t('nav.subscribers')}>
      <Users className="icon" aria-hidden="true" />
      {subscribers.slice(0, MOST).map(({ subscriber_id, value, role }) => (
        <Link key={`${subscriber_id} ${role}`} href={`/subscribers/${subscriber_id}/ladder`} title={visible(value)}>
          {known(`role.${role}`) ? t(`role.${role}`) : visible(role)}
        </Link>
      ))}
    </nav>
  )
}
