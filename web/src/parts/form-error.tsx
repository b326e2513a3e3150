import { Refused } from '../client/request.ts'
import { t } from '../words.ts'

/** Why a form was not taken, in the server's words, and what it misses. */
export function FormError({ error }: { readonly error: unknown }) {
  if (!error) return null
  const words = error instanceof Error ? error.message : t('error.unknown')
  const missing = error instanceof Refused ? error.details['missing'] : undefined
  return (
    <p className="bad small" role="alert">
      {words}
      {Array.isArray(missing) && `: ${missing.map(String).join(', ')}`}
    </p>
  )
}
