import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useSearchFields } from '../../client/search-fields.ts'
import { ALL_JOBS, type SessionsWanted, useSessions } from '../../client/sessions.ts'
import { count } from '../../numbers.ts'
import { useKeys } from '../../shell/keys.ts'
import { t } from '../../words.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { ListExport } from './list-export.tsx'
import { SavedQueries } from './saved-queries.tsx'
import { type Candidate, complete } from './completion.ts'
import { wrongIn } from './wanted.ts'

export interface QueryBarProps {
  readonly jobId: string
  readonly wanted: SessionsWanted
  readonly onChange: (change: Partial<SessionsWanted>) => void
}

/** Typing is over when nothing came for so long. */
const PAUSE_MS = 400
const LIST = 'query-completions'

/** Asks for sessions in the query language; what is wrong with a query is said under it. */
export function QueryBar({ jobId, wanted, onChange }: QueryBarProps) {
  const { data, error, isPlaceholderData: isOfAnother } = useSessions(jobId, wanted, true)
  const refused = wrongIn(error)
  return (
    <div>
      <div className="query-bar">
        <QueryInput query={wanted.query} isWrong={refused !== undefined} onChange={(query) => onChange({ query })}>
          {data && !isOfAnother && wanted.query !== '' && !refused && (
            <span className="dim small">{t('query.found', { found: count(data.total) })}</span>
          )}
        </QueryInput>
        <SavedQueries wanted={wanted} onChoose={onChange} />
        <ColumnsMenu />
        {jobId !== ALL_JOBS && !refused && <ListExport jobId={jobId} wanted={wanted} />}
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

interface QueryInputProps {
  readonly query: string
  readonly isWrong: boolean
  readonly onChange: (query: string) => void
  readonly children: React.ReactNode
}

function QueryInput({ query, isWrong, onChange, children }: QueryInputProps) {
  const { text, setText, tell } = useRested(query, onChange)
  const input = useRef<HTMLInputElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(0)
  const [caret, setCaret] = useState(0)
  useKeys({ '/': () => input.current?.focus(), f: () => input.current?.focus() })
  const fields = useSearchFields(isOpen)
  const completion = isOpen ? complete(text, caret, fields) : undefined
  const candidates = completion?.candidates ?? []
  const insert = ({ text: inserted }: Candidate): void => {
    if (!completion) return
    setText(`${text.slice(0, completion.from)}${inserted} ${text.slice(completion.to).trimStart()}`)
    setCaret(completion.from + inserted.length + 1)
    input.current?.focus()
  }
  const key = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const candidate = candidates[chosen]
    if (step !== undefined && candidates.length > 0) {
      setChosen((chosen + step + candidates.length) % candidates.length)
    } else if (event.key === 'Tab' && candidate && !event.shiftKey) insert(candidate)
    else if (event.key === 'Enter') {
      setOpen(false)
      return tell(text.trim())
    } else if (event.key === 'Escape') return isOpen && candidate ? setOpen(false) : event.currentTarget.blur()
    else return
    event.preventDefault()
  }
  return (
    <label className="query">
      <Search className="icon" aria-hidden="true" />
      <span className="hidden">{t('query.label')}</span>
      <input
        ref={input}
        role="combobox"
        aria-expanded={candidates.length > 0}
        aria-controls={LIST}
        aria-autocomplete="list"
        aria-activedescendant={candidates.length > 0 ? `${LIST}-${chosen}` : undefined}
        value={text}
        placeholder={t('query.placeholder')}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        onChange={(event) => {
          setText(event.target.value)
          setCaret(event.target.selectionStart ?? event.target.value.length)
          setChosen(0)
          setOpen(true)
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={key}
      />
      {children}
      <Completions from={completion?.from ?? 0} candidates={candidates} chosen={chosen} onChoose={insert} />
    </label>
  )
}

/** A text that is told of once it rests, and follows what is told from elsewhere. */
function useRested(query: string, onChange: (query: string) => void) {
  const [text, setText] = useState(query)
  const told = useRef(query)
  const tell = (wanted: string): void => {
    told.current = wanted
    onChange(wanted)
  }
  // What was told from here stands there already, with the space before the next word.
  useEffect(() => {
    if (query !== told.current) setText(query)
    told.current = query
  }, [query])
  useEffect(() => {
    if (text.trim() === query) return undefined
    const timer = setTimeout(() => tell(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
    // The change is taken when the text rests, not when the page is drawn again.
  }, [text])
  return { text, setText, tell }
}

interface CompletionsProps {
  readonly from: number
  readonly candidates: readonly Candidate[]
  readonly chosen: number
  readonly onChoose: (candidate: Candidate) => void
}

function Completions({ from, candidates, chosen, onChoose }: CompletionsProps) {
  const style = { '--from': from } as React.CSSProperties
  return (
    <div className={candidates.length > 0 ? 'completions' : 'completions none'} style={style}>
      <div id={LIST} role="listbox" aria-label={t('query.completions')}>
        {candidates.map((candidate, i) => (
          <div
            key={candidate.text}
            id={`${LIST}-${i}`}
            role="option"
            aria-selected={i === chosen}
            className="completion"
            onPointerDown={(event) => {
              event.preventDefault()
              onChoose(candidate)
            }}
          >
            <span className="mono">{candidate.text}</span>
            <span className="dim cut">{candidate.means}</span>
            <span className="dim">{candidate.kind}</span>
          </div>
        ))}
      </div>
      <footer aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('hint.choose')}
        </span>
        <span>
          <kbd>Tab</kbd> {t('hint.insert')}
        </span>
        <span>
          <kbd>Esc</kbd> {t('hint.back')}
        </span>
      </footer>
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
