import { Popover } from '@mantine/core'
import { Bookmark, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { type SavedQuery, useSavedQueries, useSaveQuery } from '../../client/saved-queries.ts'
import type { SessionsWanted } from '../../client/sessions.ts'
import { FormError } from '../../parts/form-error.tsx'
import { t } from '../../words.ts'
import { Saved, wordsOf } from './saved-query.tsx'

export interface SavedQueriesProps {
  readonly wanted: SessionsWanted
  readonly onChoose: (query: Pick<SessionsWanted, 'type' | 'query'>) => void
}

/** Queries under names: to ask them again, to save the one that stands there, to call one otherwise, give it on, forget it. */
export function SavedQueries({ wanted, onChoose }: SavedQueriesProps) {
  const [opened, setOpened] = useState(false)
  /** Id of the one that is called otherwise just now. */
  const [named, setNamed] = useState('')
  const queries = useSavedQueries(opened)
  const choose = ({ type, q }: SavedQuery): void => {
    setOpened(false)
    onChoose({ type, query: q })
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      onClose={() => setNamed('')}
      closeOnEscape={named === ''}
      position="bottom-end"
      trapFocus
      withinPortal
      returnFocus
    >
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
        <SaveForm wanted={wanted} queries={queries} />
        {queries.length === 0 ? (
          <p className="dim small">{t('saved.none')}</p>
        ) : (
          <ul>
            {queries.map((query) => (
              <Saved
                key={query.query_id}
                query={query}
                isNamed={query.query_id === named}
                onName={(isNamed) => setNamed(isNamed ? query.query_id : '')}
                onChoose={() => choose(query)}
              />
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

interface SaveFormProps {
  readonly wanted: SessionsWanted
  readonly queries: readonly SavedQuery[]
}

function SaveForm({ wanted, queries }: SaveFormProps) {
  const save = useSaveQuery()
  const [name, setName] = useState('')
  const replaced = queries.find((query) => query.name === name.trim())
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
        {t(replaced ? 'saved.replace' : 'saved.save')}
      </button>
      <p className="warn small" role="status">
        {replaced && t('saved.replaces', { words: wordsOf(replaced) })}
      </p>
      <FormError error={save.error} />
    </form>
  )
}
