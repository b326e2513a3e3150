import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useAccount, type UserAction, type Users, useUserAction, useUserList } from '../../client/account.ts'
import { Confirm, type Question } from '../../parts/confirm.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Field, written } from '../../parts/field.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { Unknown } from '../../parts/measures.tsx'
import { TableHead } from '../../parts/table-head.tsx'
import { useTitle } from '../../shell/title.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { AuditLog } from './audit-log.tsx'

const ROLES = ['user', 'readonly', 'admin'] as const

/** Who may use the server; for admins. */
export function UsersPage() {
  useTitle(t('users.title'))
  const { data, error, refetch } = useUserList()
  const action = useUserAction()
  const [question, setQuestion] = useState<Question>()
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="wrap account">
        <h1 className="page-title">{t('users.title')}</h1>
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        <section className="card scrolls" aria-label={t('users.title')} tabIndex={0}>
          <table className="plain-table">
            <TableHead of="users" names={['username', 'roles', 'email', 'created', 'login', 'active']} />
            <tbody>
              {(data?.users ?? []).map((user) => (
                <UserRow key={user.user_id} user={user} act={action.mutate} ask={setQuestion} />
              ))}
            </tbody>
          </table>
        </section>
        <FormError error={action.error} />
        <AddUser />
        <AuditLog />
      </div>
      <Confirm question={question} onClose={() => setQuestion(undefined)} />
    </main>
  )
}

interface UserRowProps {
  readonly user: Users['users'][number]
  readonly act: (action: UserAction) => void
  readonly ask: (question: Question) => void
}

function UserRow({ user, act, ask }: UserRowProps) {
  const { user_id: id, username, roles, email, created_at, last_login, is_active } = user
  const isSelf = useAccount().data?.user?.user_id === id
  const name = visible(username)
  return (
    <tr>
      <td className="strong">{name}</td>
      <td>
        <Roles
          label={t('users.rolesOf', { name })}
          value={roles}
          disabled={isSelf}
          onChange={(chosen) => act({ do: 'change', id, change: { roles: chosen } })}
        />
      </td>
      <td>{visible(email) || <Unknown />}</td>
      <td>{created_at.slice(0, 10)}</td>
      <td>{last_login?.slice(0, 16).replace('T', ' ') ?? <Unknown />}</td>
      <td>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          aria-label={t('users.activeOf', { name })}
          checked={is_active}
          disabled={isSelf}
          onChange={(event) => act({ do: 'change', id, change: { is_active: event.target.checked } })}
        />
      </td>
      <td className="num">
        {!isSelf && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('users.removeOf', { name })}
            onClick={() =>
              ask({
                title: t('users.removeTitle'),
                text: t('users.removeText', { name }),
                action: t('action.delete'),
                onConfirm: () => act({ do: 'remove', id }),
              })
            }
          >
            <Trash2 className="icon" />
          </button>
        )}
      </td>
    </tr>
  )
}

interface RolesProps {
  readonly label: string
  readonly value: readonly string[]
  readonly disabled: boolean
  readonly onChange: (roles: string[]) => void
}

/** Of several roles each counts; the last one stays, as an account without any may do nothing. */
function Roles({ label, value, disabled, onChange }: RolesProps) {
  const toggled = (role: string): string[] => ROLES.filter((one) => value.includes(one) !== (one === role))
  return (
    <div className="chips" role="group" aria-label={label}>
      {ROLES.map((role) => (
        <button
          key={role}
          type="button"
          className="chip"
          aria-pressed={value.includes(role)}
          disabled={disabled || toggled(role).length === 0}
          onClick={() => onChange(toggled(role))}
        >
          {role}
        </button>
      ))}
    </div>
  )
}

function AddUser() {
  const action = useUserAction()
  const submit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = event.currentTarget
    const { username = '', password = '', role = 'user' } = written(form)
    action.mutate({ do: 'add', user: { username, password, roles: [role] } }, { onSuccess: () => form.reset() })
  }
  return (
    <section className="card" aria-labelledby="add-user">
      <header>
        <h2 id="add-user">{t('users.add')}</h2>
      </header>
      <form className="in form-row" onSubmit={submit}>
        <Field label={t('signIn.username')} name="username" />
        <Field label={t('signIn.password')} name="password" type="password" autoComplete="new-password" />
        <div className="form-field">
          <label htmlFor="new-role">{t('users.role')}</label>
          <select id="new-role" name="role">
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {role}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" className="button" disabled={action.isPending}>
          {t('users.addAction')}
        </button>
        <FormError error={action.error} />
      </form>
    </section>
  )
}
