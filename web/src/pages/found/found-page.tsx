import { ALL_JOBS, useSessions } from '../../client/sessions.ts'
import { count } from '../../numbers.ts'
import { typeName } from '../../session-names.ts'
import { useTitle } from '../../shell/title.ts'
import { t } from '../../words.ts'
import { QueryBar } from '../job/query-bar.tsx'
import { SessionsTable } from '../job/sessions-table.tsx'
import { useUnderstood, useWanted } from '../job/wanted.ts'

/** Sessions of all jobs that one may see. */
export function FoundPage() {
  useTitle(t('found.title'))
  const { wanted: asked, change } = useWanted()
  const wanted = { ...asked, sort: asked.sort === '' ? 'start_time' : asked.sort }
  const understood = useUnderstood(ALL_JOBS, wanted)
  return (
    <main className="page found-page" id="main" tabIndex={-1}>
      <div className="head">
        <h1>{t('found.title')}</h1>
        <Searched wanted={understood} />
      </div>
      {wanted.type !== '' && (
        <div className="chips">
          <button type="button" className="chip" aria-pressed="true" onClick={() => change({ type: '' })}>
            <span>{typeName(wanted.type)}</span>
            <span aria-hidden="true">×</span>
            <span className="hidden">{t('sessions.dropType', { type: typeName(wanted.type) })}</span>
          </button>
        </div>
      )}
      <QueryBar jobId={ALL_JOBS} wanted={wanted} onChange={change} />
      <SessionsTable jobId={ALL_JOBS} wanted={understood} change={change} />
    </main>
  )
}

/** How far it was looked. */
function Searched({ wanted }: { readonly wanted: Parameters<typeof useSessions>[1] }) {
  const { searched } = useSessions(ALL_JOBS, wanted, true).data ?? {}
  if (!searched) return null
  const { jobs, of, unreadable } = searched
  return (
    <>
      <span className="dim small">
        {jobs < of
          ? t('found.partly', { jobs: count(jobs), of: count(of) })
          : t('found.jobs', { jobs: count(jobs), count: jobs })}
      </span>
      {unreadable > 0 && <span className="warn small">{t('found.unreadable', { unreadable: count(unreadable) })}</span>}
    </>
  )
}
