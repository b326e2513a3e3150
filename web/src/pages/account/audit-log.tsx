import { useState } from 'react'
import { type Audit, useAudit } from '../../client/account.ts'
import { count } from '../../numbers.ts'
import { Failure } from '../../parts/failure.tsx'
import { Unknown } from '../../parts/measures.tsx'
import { visible } from '../../text.ts'
import { known, t } from '../../words.ts'

const COLUMNS = ['at', 'who', 'what', 'target', 'from'] as const

/** Who did what, newest first: logins, changes, deletions, and whoever took packets or audio; for admins. */
export function AuditLog() {
  const [page, setPage] = useState(1)
  const { data, error, refetch } = useAudit(page)
  const pages = data ? Math.ceil(data.total / data.limit) : 1
  return (
    <section className="card scrolls" aria-labelledby="audit" tabIndex={0}>
      <header>
        <h2 id="audit">{t('audit.title')}</h2>
        <span className="dim small">{data && t('audit.total', { total: count(data.total), count: data.total })}</span>
        <span className="grow" />
        <button type="button" className="button" disabled={page <= 1} onClick={() => setPage(page - 1)}>
          {t('audit.newer')}
        </button>
        <button type="button" className="button" disabled={page >= pages} onClick={() => setPage(page + 1)}>
          {t('audit.older')}
        </button>
      </header>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <table className="plain-table">
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {t(`audit.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(data?.entries ?? []).map((entry) => (
            <Entry key={`${entry.at} ${entry.action} ${entry.target} ${entry.user_id}`} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Entry({ entry }: { readonly entry: Audit['entries'][number] }) {
  const { at, action, outcome, user_id, username, address } = entry
  // Who signs in is told already.
  const target = entry.target === user_id ? '' : entry.target
  const words = known(`audit.action.${action}`) ? t(`audit.action.${action}`) : visible(action)
  return (
    <tr>
      <td className="mono">{at.slice(0, 19).replace('T', ' ')}</td>
      <td>{visible(username) || <Unknown />}</td>
      <td className={outcome === 'refused' ? 'bad' : ''}>
        {outcome === 'refused' ? t('audit.refused', { action: words }) : words}
      </td>
      <td className="mono cut audit-target" title={visible(target)}>
        {visible(target) || <Unknown />}
      </td>
      <td className="mono">{visible(address)}</td>
    </tr>
  )
}
