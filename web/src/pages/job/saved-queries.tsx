import { Popover } from '@mantine/core'
import { Bookmark, ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import { type SavedQuery, useForgetQuery, useSavedQueries, useSaveQuery } from '../../client/saved-queries.ts'
import type { SessionsWanted } from '../../client/sessions.ts'
import { FormError } from '../../parts/form-error.tsx'
import { typeName } from '../../session-names.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

export interface SavedQueriesProps {
  readonly wanted: SessionsWanted
  readonly onChoose: (query: Pick<SessionsWanted, 'type' | 'query'>) => void
}

/** Queries under names: to ask them again, to save the one that stands there, to forget one. */
export function SavedQueries({ wanted, onChoose }: SavedQueriesProps) {
  const [opened, setOpened] = useState(false)
  const queries = useSavedQueries(opened)
  const choose = ({ type, q }: SavedQuery): void => {
    setOpened(false)
    onChoose({ type, query: q })
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus withinPortal returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="button query-button"
          aria-label={t('saved.title')}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <Bookmark className="icon" aria-hidden="true" />
          <span className="wide">{t('saved.button')}</span>
          <ChevronDown className="icon wide" aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="saved" aria-label={t('saved.title')}>
        <SaveForm wanted={wanted} />
        {queries.length === 0 ? (
          <p className="dim small">{t('saved.none')}</p>
        ) : (
          <ul>
            {queries.map((query) => (
              <Saved key={query.query_id} query={query} onChoose={() => choose(query)} />
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function SaveForm({ wanted }: { readonly wanted: SessionsWanted }) {
  const save = useSaveQuery()
  const [name, setName] = useState('')
  const isEmpty = wanted.query === '' && wanted.type === ''
  const submit = (event: React.FormEvent): void => {
    event.preventDefault()
    const query = { name: name.trim(), type: wanted.type, q: wanted.query }
    save.mutate(query, { onSuccess: () => setName('') })
  }
  if (isEmpty) return <p className="dim small">{t('saved.empty')}</p>
  return (
    <form className="saved-form" onSubmit={submit}>
      <input
        aria-label={t('saved.name')}
        placeholder={t('saved.name')}
        value={name}
        maxLength={64}
        required
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="button" disabled={save.isPending || name.trim() === ''}>
        {t('saved.save')}
      </button>
      <FormError error={save.error} />
    </form>
  )
}

function Saved({ query, onChoose }: { readonly query: SavedQuery; readonly onChoose: () => void }) {
  const forget = useForgetQuery()
  const words = [query.type === '' ? '' : typeName(query.type), query.q].filter(Boolean).join(' · ')
  return (
    <li>
      <button type="button" className="saved-query" onClick={onChoose}>
        <span className="strong cut">{visible(query.name, 64)}</span>
        <span className="mono dim cut">{visible(words)}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('saved.forget', { name: visible(query.name, 64) })}
        disabled={forget.isPending}
        onClick={() => forget.mutate(query.query_id)}
      >
        <X className="icon" />
      </button>
    </li>
  )
}
