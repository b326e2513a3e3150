import { endsOf } from '../session-names.ts'

/** Whom a session is between. */
export function Ends({ session }: { readonly session: Parameters<typeof endsOf>[0] }) {
  const [from, to] = endsOf(session)
  return (
    <>
      <bdi>{from}</bdi>
      {to !== undefined && (
        <>
          <span className="arrow">→</span>
          <bdi>{to}</bdi>
        </>
      )}
    </>
  )
}
