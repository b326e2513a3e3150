import { useState } from 'react'
import { useAccount, useChangePassword } from '../../client/account.ts'
import { Field, written } from '../../parts/field.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { useTitle } from '../../shell/title.ts'
import { t } from '../../words.ts'
import { ApiKeys } from './api-keys.tsx'

export function AccountPage() {
  useTitle(t('account.title'))
  const user = useAccount().data?.user
  if (!user) return <main className="page" id="main" tabIndex={-1} />
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="wrap account">
        <h1 className="page-title">{user.username}</h1>
        <p className="mid">{t('account.roles', { roles: user.roles.join(', ') })}</p>
        <ChangePassword />
        <ApiKeys scopes={user.scopes} />
      </div>
    </main>
  )
}

function ChangePassword() {
  const change = useChangePassword()
  const [isDone, setDone] = useState(false)
  const submit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = event.currentTarget
    const { old_password = '', new_password = '' } = written(form)
    const onSuccess = (): void => {
      form.reset()
      setDone(true)
    }
    change.mutate({ old_password, new_password }, { onSuccess })
  }
  return (
    <section className="card" aria-labelledby="password">
      <header>
        <h2 id="password">{t('account.password')}</h2>
      </header>
      <form className="in form-row" onSubmit={submit}>
        <Field label={t('account.old')} name="old_password" type="password" autoComplete="current-password" />
        <Field label={t('account.new')} name="new_password" type="password" autoComplete="new-password" />
        <button type="submit" className="button" disabled={change.isPending}>
          {t('account.change')}
        </button>
        <FormError error={change.error} />
        {isDone && !change.error && (
          <p className="ok small" role="status">
            {t('account.changed')}
          </p>
        )}
      </form>
    </section>
  )
}
