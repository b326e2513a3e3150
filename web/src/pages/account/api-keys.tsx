import { Check, Copy, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { type NewKey, useKeyList, useNewKey, useRevokeKey } from '../../client/account.ts'
import { Confirm, type Question } from '../../parts/confirm.tsx'
import { useCopied } from '../../parts/copy-link.tsx'
import { Field, written } from '../../parts/field.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { Unknown } from '../../parts/measures.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

/** Keys for scripts: made, shown once, revoked. */
export function ApiKeys({ scopes }: { readonly scopes: readonly string[] }) {
  const { data: keys = [] } = useKeyList()
  const revoke = useRevokeKey()
  const [made, setMade] = useState<NewKey>()
  const [question, setQuestion] = useState<Question>()
  return (
    <section className="card" aria-labelledby="keys">
      <header>
        <h2 id="keys">{t('keys.title')}</h2>
        <span className="dim small">{t('keys.note')}</span>
      </header>
      <div className="in">
        {made && <Made made={made} onClose={() => setMade(undefined)} />}
        {keys.length > 0 && (
          <table className="plain-table">
            <TableHead of="keys" names={['description', 'scopes', 'created', 'used', 'expires']} />
            <tbody>
              {keys.map((key) => (
                <tr key={key.key_id}>
                  <td>{visible(key.description) || <Unknown />}</td>
                  <td className="mid">{key.scopes.join(', ')}</td>
                  <td>{key.created_at.slice(0, 10)}</td>
                  <td>{key.last_used?.slice(0, 10) ?? <Unknown />}</td>
                  <td>{key.expires_at?.slice(0, 10) ?? t('keys.never')}</td>
                  <td className="num">
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={t('keys.revokeName', { name: key.description || key.key_id })}
                      onClick={() =>
                        setQuestion({
                          title: t('keys.revokeTitle'),
                          text: t('keys.revokeText', { name: key.description || key.key_id }),
                          action: t('keys.revoke'),
                          onConfirm: () => revoke.mutate(key.key_id),
                        })
                      }
                    >
                      <Trash2 className="icon" />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <NewKeyForm scopes={scopes} onMade={setMade} />
      </div>
      <Confirm question={question} onClose={() => setQuestion(undefined)} />
    </section>
  )
}

function Made({ made, onClose }: { readonly made: NewKey; readonly onClose: () => void }) {
  const [copied, copy] = useCopied()
  return (
    <div className="made" role="status">
      <p>{t('keys.once')}</p>
      <code className="mono">{made.api_key}</code>
      <button type="button" className="button" onClick={() => void copy(made.api_key)}>
        {copied ? <Check className="icon" aria-hidden="true" /> : <Copy className="icon" aria-hidden="true" />}
        {t(copied ? 'export.copied' : 'keys.copy')}
      </button>
      <button type="button" className="button quiet" onClick={onClose}>
        {t('action.close')}
      </button>
    </div>
  )
}

interface NewKeyFormProps {
  readonly scopes: readonly string[]
  readonly onMade: (made: NewKey) => void
}

function NewKeyForm({ scopes, onMade }: NewKeyFormProps) {
  const make = useNewKey()
  const submit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = event.currentTarget
    const { description = '', days = '' } = written(form)
    const wanted = new FormData(form).getAll('scope').map(String)
    const lasts = days === '' ? {} : { expires_in_days: Number(days) }
    const onSuccess = (made: NewKey): void => {
      form.reset()
      onMade(made)
    }
    make.mutate({ description, scopes: wanted, ...lasts }, { onSuccess })
  }
  return (
    <form className="form-row" onSubmit={submit}>
      <Field label={t('keys.description')} name="description" required={false} />
      <Field label={t('keys.days')} name="days" type="number" required={false} />
      <fieldset className="scopes">
        <legend>{t('keys.scopes')}</legend>
        {scopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              className="check"
              name="scope"
              value={scope}
              defaultChecked={scope.endsWith(':read')}
            />
            {scope}
          </label>
        ))}
      </fieldset>
      <button type="submit" className="button" disabled={make.isPending}>
        {t('keys.make')}
      </button>
      <FormError error={make.error} />
    </form>
  )
}
