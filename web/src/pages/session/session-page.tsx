import { useMemo } from 'react'
import { useJobOf } from '../../client/jobs.ts'
import { isUnknown } from '../../client/request.ts'
import { useMoreEvents, useSession } from '../../client/sessions.ts'
import { Failure } from '../../parts/failure.tsx'
import { endsText, typeName } from '../../session-names.ts'
import { NotFound } from '../../shell/not-found.tsx'
import { useTitle } from '../../shell/title.ts'
import { t } from '../../words.ts'
import { isNotKept, NotKept } from '../job/not-kept.tsx'
import { SessionBar } from './session-bar.tsx'
import { MediaView } from './media-view.tsx'
import { useSessionState } from './use-session-state.ts'
import { VerdictBar } from './verdict-bar.tsx'
import { Work, type WorkProps } from './work.tsx'

export function SessionPage({ sessionId }: { readonly sessionId: string }) {
  const { data: session, error, refetch } = useSession(sessionId)
  const { state, view, change } = useSessionState()
  useTitle(session ? titleOf(session) : t('session.title'))
  const job = useJobOf(sessionId)
  if (isUnknown(error)) return <NotFound />
  if (error) {
    return (
      <main className="page" id="main" tabIndex={-1}>
        {isNotKept(error) && job ? (
          <NotKept job={job} error={error} />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )}
      </main>
    )
  }
  if (!session) return <Loading />
  return (
    <main className="session-page" id="main" tabIndex={-1}>
      <SessionBar session={session} state={view} change={change} />
      <VerdictBar session={session} change={change} />
      {state.view === 'media' ? (
        <MediaView session={session} />
      ) : (
        <OwnWork session={session} state={state} view={view} change={change} />
      )}
    </main>
  )
}

function OwnWork(props: Omit<WorkProps, 'more'>) {
  const { isPending, mutate } = useMoreEvents(props.session)
  const more = useMemo(() => ({ isPending, mutate }), [isPending, mutate])
  return <Work {...props} more={more} />
}

function titleOf(session: Parameters<typeof endsText>[0] & { type: string; subtype?: string }): string {
  return `${typeName(session.type, session.subtype)} ${endsText(session)}`
}

const GHOST_ROWS = 14

/** The shape of the page, until there is something in it. */
function Loading() {
  return (
    <main className="session-page" id="main" tabIndex={-1} aria-busy="true">
      <div className="session-bar" />
      <div />
      <div className="work-ghost">
        {Array.from({ length: GHOST_ROWS }, (_, i) => (
          <i key={i} className="ghost" style={{ width: `${30 + ((i * 37) % 50)}%` }} />
        ))}
      </div>
    </main>
  )
}
