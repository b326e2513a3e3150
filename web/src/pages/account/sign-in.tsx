import { useState } from 'react'
import { type Account, useLogIn, useRegister } from '../../client/account.ts'
import { Field, written } from '../../parts/field.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { useTitle } from '../../shell/title.ts'
import { t } from '../../words.ts'

/** Asks who is there; the address stays, so that one comes to where one wanted. */
export function SignIn({ account }: { readonly account: Account }) {
  useTitle(t('signIn.title'))
  const [isNew, setNew] = useState(false)
  const logIn = useLogIn()
  const register = useRegister()
  const isBusy = logIn.isPending || register.isPending
  const submit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const { username = '', password = '', email = '' } = written(event.currentTarget)
    const credentials = { username, password }
    if (!isNew) return logIn.mutate(credentials)
    const wanted = { ...credentials, ...(email !== '' && { email }) }
    return register.mutate(wanted, { onSuccess: () => logIn.mutate(credentials) })
  }
  return (
    <main className="page" id="main" tabIndex={-1}>
      <form className="card form" onSubmit={submit} aria-labelledby="sign-in">
        <h1 id="sign-in" className="page-title">
          {t(isNew ? 'signIn.registerTitle' : 'signIn.title')}
        </h1>
        <Field label={t('signIn.username')} name="username" autoComplete="username" />
        <Field
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
        />
        {isNew && <Field label={t('signIn.email')} name="email" type="email" autoComplete="email" required={false} />}
        <FormError error={register.error ?? logIn.error} />
        <button type="submit" className="button primary large" disabled={isBusy}>
          {t(isNew ? 'signIn.register' : 'signIn.action')}
        </button>
        {account.registration && (
          <button type="button" className="link" onClick={() => setNew(!isNew)}>
            {t(isNew ? 'signIn.known' : 'signIn.new')}
          </button>
        )}
      </form>
    </main>
  )
}
