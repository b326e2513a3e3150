import { RotateCw } from 'lucide-react'
import { isUnknown, Refused } from '../client/request.ts'
import { t } from '../words.ts'

/** What failed, in words; one thing to do about it, where asking again may help; the code for whoever is asked. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const message = error instanceof Error ? error.message : t('error.unknown')
  return (
    <div className="failure" role="alert">
      <p>{message}</p>
      {isUnknown(error) && <p className="mid small">{t('notFound.gone')}</p>}
      {onRetry && !isUnknown(error) && (
        <button type="button" className="button" onClick={onRetry}>
          <RotateCw className="icon" aria-hidden="true" />
          {t('action.retry')}
        </button>
      )}
      {error instanceof Refused && <p className="mono dim">{error.code}</p>}
    </div>
  )
}
