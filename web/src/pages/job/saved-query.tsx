import { Pencil, X } from 'lucide-react'
import { useState } from 'react'
import { type SavedQuery, useForgetQuery, useRenameQuery } from '../../client/saved-queries.ts'
import { LinkIcon, useCopied } from '../../parts/copy-link.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { typeName } from '../../session-names.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { writeWanted } from './wanted.ts'

export function wordsOf({ type, q }: SavedQuery): string {
  return visible([type === '' ? '' : typeName(type), q].filter(Boolean).join(' · '))
}

/** The page one is on, with what the query asks for there: whoever may see the page is shown the same. */
function linkOf({ type, q }: SavedQuery): string {
  const { origin, pathname } = location
  return `${origin}${pathname}?${new URLSearchParams(writeWanted({ type, query: q, sort: '' }))}`
}

export interface SavedProps {
  readonly query: SavedQuery
  readonly isNamed: boolean
  readonly onName: (isNamed: boolean) => void
  readonly onChoose: () => void
}

/** A saved query, and what can be done with it. */
export function Saved({ query, isNamed, onName, onChoose }: SavedProps) {
  const forget = useForgetQuery()
  const [copied, copy] = useCopied()
  const name = visible(query.name, 64)
  if (isNamed) return <Rename query={query} onDone={() => onName(false)} />
  return (
    <li>
      <button type="button" className="saved-query" onClick={onChoose}>
        <span className="strong cut">{name}</span>
        <span className="mono dim cut">{wordsOf(query)}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t(copied ? 'saved.copied' : 'saved.link', { name })}
        title={t('export.copy')}
        onClick={() => void copy(linkOf(query))}
      >
        <LinkIcon copied={copied} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('saved.rename', { name })}
        title={t('saved.renameTitle')}
        onClick={() => onName(true)}
      >
        <Pencil className="icon" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('saved.forget', { name })}
        title={t('action.delete')}
        disabled={forget.isPending}
        onClick={() => forget.mutate(query.query_id)}
      >
        <X className="icon" />
      </button>
    </li>
  )
}

function Rename({ query, onDone }: { readonly query: SavedQuery; readonly onDone: () => void }) {
  const rename = useRenameQuery()
  const [name, setName] = useState(query.name)
  const submit = (event: React.FormEvent): void => {
    event.preventDefault()
    rename.mutate({ id: query.query_id, name: name.trim() }, { onSuccess: onDone })
  }
  /** Only this is given up, not all that is open. */
  const leave = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onDone()
  }
  return (
    <li>
      <form className="saved-form" onSubmit={submit} onKeyDown={leave}>
        <input
          aria-label={t('saved.newName', { name: visible(query.name, 64) })}
          value={name}
          maxLength={64}
          required
          autoFocus
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={rename.isPending || name.trim() === ''}>
          {t('saved.renameTitle')}
        </button>
        <FormError error={rename.error} />
      </form>
    </li>
  )
}
