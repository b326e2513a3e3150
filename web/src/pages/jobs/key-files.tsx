import { X } from 'lucide-react'
import { useId } from 'react'
import { useValue } from '../../client/listeners.ts'
import { KEY_FIELDS, type KeyField } from '../../client/uploads.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { chooseKey, keys, setKey } from './uploading.ts'

/** Keys for what is ciphered in the captures that are uploaded next: files that go with each of them. */
export function KeyFiles() {
  const chosen = useValue(keys)
  const names = KEY_FIELDS.flatMap((field) => chosen[field]?.name ?? [])
  return (
    <details className="key-files small">
      <summary>
        {names.length === 0 ? t('keyFiles.title') : t('keyFiles.with', { names: visible(names.join(', ')) })}
      </summary>
      <p className="dim">{t('keyFiles.text')}</p>
      {KEY_FIELDS.map((field) => (
        <KeyFile key={field} field={field} />
      ))}
    </details>
  )
}

function KeyFile({ field }: { readonly field: KeyField }) {
  const id = useId()
  const file = useValue(keys)[field]
  const label = t(`keyFiles.${field}.label`)
  return (
    <div className="key-file">
      <button type="button" className="button" aria-describedby={id} onClick={() => chooseKey(field)}>
        {t('keyFiles.choose', { label })}
      </button>
      {file && (
        <span>
          <bdi className="mono">{visible(file.name)}</bdi>
          <button
            type="button"
            className="icon-button"
            aria-label={t('keyFiles.forget', { name: visible(file.name) })}
            title={t('keyFiles.forgetTitle')}
            onClick={() => setKey(field, undefined)}
          >
            <X className="icon" />
          </button>
        </span>
      )}
      <span id={id} className="dim">
        {t(`keyFiles.${field}.hint`)}
      </span>
    </div>
  )
}
