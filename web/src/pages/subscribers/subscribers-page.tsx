import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { PAGE, type Subscribers, type SubscribersWanted, useSubscribers } from '../../client/subscribers.ts'
import { count, inBothZones } from '../../numbers.ts'
import { Failure } from '../../parts/failure.tsx'
import { JobName } from '../../parts/job-name.tsx'
import { JobSelect } from '../../parts/job-select.tsx'
import { useTitle } from '../../shell/title.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { kindName, momentsOf } from './identities.tsx'

/** Who was seen: all, or whoever has an identity. */
export function SubscribersPage() {
  useTitle(t('nav.subscribers'))
  const [search, setSearch] = useSearchParams()
  const wanted = readWanted(search)
  const result = useSubscribers(wanted)
  const change = (some: Partial<SubscribersWanted>): void =>
    setSearch((now) => writeWanted({ ...readWanted(now), page: 1, ...some }))
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="subscribers">
        <div className="head subscriber-search">
          <h1 className="page-title">{t('nav.subscribers')}</h1>
          <span className="grow" />
          <JobSelect value={wanted.job} onChange={(job) => change({ job })} />
        </div>
        <Find value={wanted.find} onFind={(find) => change({ find })} />
        {result.error ? (
          <Failure error={result.error} onRetry={() => void result.refetch()} />
        ) : (
          result.data && <Found found={result.data} wanted={wanted} onPage={(page) => change({ page })} />
        )}
      </div>
    </main>
  )
}

function readWanted(search: URLSearchParams): SubscribersWanted {
  const page = Number(search.get('page') ?? 1)
  return {
    find: search.get('find') ?? '',
    job: search.get('job') ?? '',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

function writeWanted({ find, job, page }: SubscribersWanted): Record<string, string> {
  return { ...(find !== '' && { find }), ...(job !== '' && { job }), ...(page > 1 && { page: String(page) }) }
}

function Find({ value, onFind }: { readonly value: string; readonly onFind: (find: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <form
      role="search"
      className="query-bar"
      onSubmit={(event) => {
        event.preventDefault()
        onFind(text.trim())
      }}
    >
      <label className="query">
        <Search className="icon" aria-hidden="true" />
        <span className="hidden">{t('subscribers.find')}</span>
        <input
          value={text}
          placeholder={t('subscribers.placeholder')}
          maxLength={256}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className="button">
        {t('subscribers.action')}
      </button>
    </form>
  )
}

interface FoundProps {
  readonly found: Subscribers
  readonly wanted: SubscribersWanted
  readonly onPage: (page: number) => void
}

function Found({ found, wanted, onPage }: FoundProps) {
  const { subscribers, total, searched } = found
  if (total === 0) {
    return (
      <div className="nothing mid">
        <p>{t(wanted.find === '' ? 'subscribers.none' : 'subscribers.nobody')}</p>
        {searched.unreadable > 0 && (
          <p className="warn">{t('found.unreadable', { unreadable: count(searched.unreadable) })}</p>
        )}
      </div>
    )
  }
  const { page } = wanted
  return (
    <section className="card scrolls" aria-label={t('nav.subscribers')} tabIndex={0}>
      <table className="plain-table">
        <thead>
          <tr>
            {(['identity', 'kind', 'seen'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`subscribers.${name}`)}
              </th>
            ))}
            {wanted.job === '' && <th scope="col">{t('column.capture')}</th>}
            <th scope="col" className="num">
              {t('figures.sessions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {subscribers.map(({ subscriber_id, kind, value, first_time, last_time, sessions }) => (
            <tr key={subscriber_id}>
              <td className="mono">
                <Link href={`/subscribers/${subscriber_id}`}>
                  <bdi>{visible(value, 64)}</bdi>
                </Link>
              </td>
              <td>{kindName(kind)}</td>
              <td className="mono" title={[first_time, last_time].map(inBothZones).join('\n')}>
                {momentsOf(first_time, last_time)}
              </td>
              {wanted.job === '' && (
                <td>
                  <JobName of={subscriber_id} />
                </td>
              )}
              <td className="num">{count(sessions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="table-foot">
        <span>
          {t('sessions.rows', {
            from: count((page - 1) * PAGE + 1),
            to: count((page - 1) * PAGE + subscribers.length),
            total: count(total),
          })}
        </span>
        {!searched.complete && (
          <span className="warn">
            {t('found.partly', { jobs: searched.jobs - searched.unreadable, of: searched.of })}
          </span>
        )}
        <span className="grow" />
        {page > 1 && (
          <button type="button" className="link" onClick={() => onPage(page - 1)}>
            {t('subscribers.previous')}
          </button>
        )}
        {page * PAGE < total && (
          <button type="button" className="link" onClick={() => onPage(page + 1)}>
            {t('subscribers.next')}
          </button>
        )}
      </div>
    </section>
  )
}
