import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type SessionsWanted, useSessions } from '../../client/sessions.ts'
import { count } from '../../numbers.ts'
import { useKeys } from '../../shell/keys.ts'
import { t } from '../../words.ts'
import { wrongIn } from './wanted.ts'

export interface QueryBarProps {
  readonly jobId: string
  readonly wanted: SessionsWanted
  readonly onChange: (query: string) => void
}

/** Typing is over when nothing came for so long. */
const PAUSE_MS = 400

/** Asks for sessions in the query language; what is wrong with a query is said under it. */
export function QueryBar({ jobId, wanted, onChange }: QueryBarProps) {
  const [text, setText] = useState(wanted.query)
  const input = useRef<HTMLInputElement>(null)
  const { data, error } = useSessions(jobId, wanted, true)
  useKeys({ '/': () => input.current?.focus(), f: () => input.current?.focus() })
  useEffect(() => setText(wanted.query), [wanted.query])
  useEffect(() => {
    if (text.trim() === wanted.query) return undefined
    const timer = setTimeout(() => onChange(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
    // The change is taken when the text rests, not when the page is drawn again.
  }, [text])
  const refused = wrongIn(error)
  return (
    <div>
      <div className="query-bar">
        <label className="query">
          <Search className="icon" aria-hidden="true" />
          <span className="hidden">{t('query.label')}</span>
          <input
            ref={input}
            value={text}
            placeholder={t('query.placeholder')}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={refused !== undefined}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onChange(text.trim())
              if (event.key === 'Escape') event.currentTarget.blur()
            }}
          />
          {data && wanted.query !== '' && !refused && (
            <span className="dim small">{t('query.found', { found: count(data.total) })}</span>
          )}
        </label>
      </div>
      {refused && (
        <p className="bad small" role="alert">
          {refused.message}
          <Place query={wanted.query} at={refused.details['position']} />
        </p>
      )}
    </div>
  )
}

/** The query once more, with the place marked that the server stumbled over. */
function Place({ query, at }: { readonly query: string; readonly at: unknown }) {
  if (typeof at !== 'number') return null
  return (
    <code className="query-place">
      {query.slice(0, at)}
      <mark>{query.slice(at, at + 1) || ' '}</mark>
      {query.slice(at + 1)}
    </code>
  )
}
