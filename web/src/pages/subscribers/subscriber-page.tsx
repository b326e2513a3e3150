import { ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { Link, useLocation } from 'wouter'
import { nameOf, useJob } from '../../client/jobs.ts'
import { isUnknown } from '../../client/request.ts'
import { type Subscriber, useSubscriber, useTimeline } from '../../client/subscribers.ts'
import { lookOf } from '../../looks.ts'
import { count, dayAndTime, inBothZones } from '../../numbers.ts'
import { Failure } from '../../parts/failure.tsx'
import { Glyph } from '../../parts/glyph.tsx'
import { Outcome } from '../../parts/measures.tsx'
import { Segments } from '../../parts/segments.tsx'
import { typeName } from '../../session-names.ts'
import { NotFound } from '../../shell/not-found.tsx'
import { useTitle } from '../../shell/title.ts'
import { visible } from '../../text.ts'
import { verdictWords } from '../../verdict.ts'
import type { ServedExport } from '../../parts/served-exports.tsx'
import { known, t } from '../../words.ts'
import { useSessionState } from '../session/use-session-state.ts'
import { ExportMenu } from '../session/export-menu.tsx'
import { Work } from '../session/work.tsx'
import { Identities, kindName, momentsOf } from './identities.tsx'
import { Procedures } from './procedures.tsx'
import { storyOf } from './story.ts'

export interface SubscriberPageProps {
  readonly subscriberId: string
  /** All that happened to them, and not who they are. */
  readonly isStory: boolean
}

/** Who somebody is, and all that happened to them. */
export function SubscriberPage({ subscriberId, isStory }: SubscriberPageProps) {
  const { data, error, refetch } = useSubscriber(subscriberId)
  useTitle(data ? visible(data.value, 64) : t('nav.subscribers'))
  if (isUnknown(error)) return <NotFound />
  if (error || !data) {
    return (
      <main className="page" id="main" tabIndex={-1} aria-busy={!error}>
        {error && <Failure error={error} onRetry={() => void refetch()} />}
      </main>
    )
  }
  return (
    <main className="session-page" id="main" tabIndex={-1}>
      <Bar subscriber={data} isStory={isStory} />
      <p className="subscriber-note small mid">
        {t('subscribers.note', { seen: momentsOf(data.first_time, data.last_time) })}
      </p>
      {isStory ? (
        <Story subscriber={data} />
      ) : (
        <div className="page">
          <div className="subscribers">
            <Procedures subscriber={data} />
            <Identities subscriber={data} />
            <SessionList subscriber={data} />
          </div>
        </div>
      )}
    </main>
  )
}

const VIEWS = ['who', 'ladder', 'table'] as const

function Bar({ subscriber, isStory }: { readonly subscriber: Subscriber; readonly isStory: boolean }) {
  const { subscriber_id, job_id, kind, value, sessions } = subscriber
  const job = useJob((one) => one.job_id === job_id)
  const { view: state } = useSessionState()
  const [, go] = useLocation()
  const path = `/subscribers/${subscriber_id}`
  return (
    <div className="session-bar">
      <nav className="crumb wide" aria-label={t('nav.where')}>
        <Link href="/subscribers">{t('nav.subscribers')}</Link>
        <ChevronRight className="icon" aria-hidden="true" />
        {job && (
          <>
            <Link className="cut" href={`/jobs/${job_id}`}>
              <bdi>{visible(nameOf(job), 40)}</bdi>
            </Link>
            <ChevronRight className="icon" aria-hidden="true" />
          </>
        )}
      </nav>
      <h1 className="cut">
        <bdi>{visible(value, 64)}</bdi>
      </h1>
      <span className="mid cut">{kindName(kind)}</span>
      <span className="grow" />
      <span className="dim small wide">{t('subscribers.sessionCount', { count: sessions })}</span>
      <Segments
        label={t('session.view')}
        choices={VIEWS.map((one) => ({ value: one, label: t(`subscribers.view.${one}`) }))}
        value={isStory ? (state.view === 'table' ? 'table' : 'ladder') : 'who'}
        onChange={(view) => go(view === 'who' ? path : `${path}/ladder?view=${view}`)}
      />
      {isStory && <Exports subscriber={subscriber} />}
    </div>
  )
}

/** The story as it is shown, and its packets: all of them. */
function Exports({ subscriber }: { readonly subscriber: Subscriber }) {
  const { story } = useStory(subscriber)
  const { view: state } = useSessionState()
  if (!story) return null
  const query = new URLSearchParams({ q: `subscriber_id == "${subscriber.subscriber_id}"` })
  const pcap = `/api/v1/jobs/${subscriber.job_id}/pcap?${query}`
  const served: readonly ServedExport[] = [
    { name: 'pcap', href: pcap },
    { name: 'signalling', href: `${pcap}&media=0` },
  ]
  return <ExportMenu session={story} state={state} served={served} />
}

function useStory(subscriber: Subscriber) {
  const timeline = useTimeline(subscriber.subscriber_id, true)
  const story = useMemo(() => timeline.data && storyOf(subscriber, timeline.data.pages), [subscriber, timeline.data])
  return { timeline, story }
}

/** One ladder of all sessions. */
function Story({ subscriber }: { readonly subscriber: Subscriber }) {
  const { timeline, story } = useStory(subscriber)
  const shown = useSessionState()
  const { isFetchingNextPage: isPending, fetchNextPage } = timeline
  const more = useMemo(() => ({ isPending, mutate: () => void fetchNextPage() }), [isPending, fetchNextPage])
  if (timeline.error) return <Failure error={timeline.error} onRetry={() => void timeline.refetch()} />
  if (!story) return <div className="work-ghost" aria-busy="true" />
  return <Work session={story} more={more} {...shown} />
}

const NAMES = ['type', 'outcome', 'verdict', 'role', 'start', 'why'] as const

function SessionList({ subscriber }: { readonly subscriber: Subscriber }) {
  const { session_list: sessions, sessions_truncated: truncated } = subscriber
  return (
    <section className="card">
      <header>
        <h2 id="sessions">{t('sessions.title')}</h2>
        {truncated && (
          <span className="warn small">{t('subscribers.moreSessions', { shown: count(sessions.length) })}</span>
        )}
      </header>
      <div className="in scrolls" role="region" aria-labelledby="sessions" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              {NAMES.map((name) => (
                <th key={name} scope="col">
                  {t(known(`column.${name}`) ? `column.${name}` : `subscribers.${name}`)}
                </th>
              ))}
              <th scope="col" className="num">
                {t('column.events')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.session_id}>
                <td>
                  <Link href={`/sessions/${session.session_id}`}>
                    <Glyph look={lookOf(session.type)} /> {typeName(session.type, session.subtype)}
                  </Link>
                </td>
                <td>
                  <Outcome outcome={session.outcome} />
                </td>
                <td>{verdictWords(session.outcome, session.verdict)}</td>
                <td>{known(`role.${session.role}`) ? t(`role.${session.role}`) : visible(session.role)}</td>
                <td className="mono" title={inBothZones(session.start_time)}>
                  {dayAndTime(session.start_time)}
                </td>
                <td>
                  {session.linked_by
                    .map(({ evidence, value }) => `${kindName(evidence)} ${visible(value, 40)}`)
                    .join(', ')}
                </td>
                <td className="num">{count(session.events_count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
