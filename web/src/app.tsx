import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { forgetUser, useAccount } from './client/account.ts'
import { useJobs } from './client/jobs.ts'
import { ended } from './client/request.ts'
import { useLive } from './client/live.ts'
import { queryClient } from './client/query-client.ts'
import { AccountPage } from './pages/account/account-page.tsx'
import { SignIn } from './pages/account/sign-in.tsx'
import { UsersPage } from './pages/account/users-page.tsx'
import { ComparePage } from './pages/compare/compare-page.tsx'
import { FoundPage } from './pages/found/found-page.tsx'
import { JobPage } from './pages/job/job-page.tsx'
import { JobsPage } from './pages/jobs/jobs-page.tsx'
import { SessionPage } from './pages/session/session-page.tsx'
import { SubscriberPage } from './pages/subscribers/subscriber-page.tsx'
import { SubscribersPage } from './pages/subscribers/subscribers-page.tsx'
import { copyText } from './parts/clipboard.ts'
import { Failure } from './parts/failure.tsx'
import { Guarded } from './shell/boundary.tsx'
import { Help } from './shell/help.tsx'
import { useKeys } from './shell/keys.ts'
import { NotFound } from './shell/not-found.tsx'
import { switchTheme } from './shell/looks-chosen.ts'
import { Themed } from './shell/theme.tsx'
import { Top } from './shell/top.tsx'
import { WaitingNote } from './shell/waiting.tsx'
import { DropAnywhere } from './pages/jobs/drop.tsx'
import { t } from './words.ts'

/** Charts come when somebody looks at them. */
const AnalyticsPage = lazy(async () => {
  const { AnalyticsPage: page } = await import('./pages/analytics/analytics-page.tsx')
  return { default: page }
})

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Themed>
        <Shell />
      </Themed>
    </QueryClientProvider>
  )
}

function Shell() {
  const [help, setHelp] = useState(false)
  const { data: account, error, refetch } = useAccount()
  useEffect(() => ended.listen(forgetUser), [])
  useCommonKeys(() => setHelp(true))
  const isAsked = account?.users === true && account.user === null
  return (
    <div className="app">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <Top onHelp={() => setHelp(true)} />
      {isAsked ? <SignIn account={account} /> : account ? <Pages /> : <Unready error={error} onRetry={refetch} />}
      <WaitingNote />
      <Help opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}

function Pages() {
  const { data } = useJobs()
  useLive(data?.jobs)
  return (
    <>
      <Guarded>
        <Switch>
          <Route path="/" component={JobsPage} />
          <Route path="/jobs/:id">{({ id }) => <JobPage key={id} jobId={id} />}</Route>
          <Route path="/sessions" component={FoundPage} />
          <Route path="/compare" component={ComparePage} />
          <Route path="/sessions/:id">{({ id }) => <SessionPage key={id} sessionId={id} />}</Route>
          <Route path="/subscribers" component={SubscribersPage} />
          <Route path="/subscribers/:id">
            {({ id }) => <SubscriberPage key={id} subscriberId={id} isStory={false} />}
          </Route>
          <Route path="/subscribers/:id/ladder">
            {({ id }) => <SubscriberPage key={id} subscriberId={id} isStory={true} />}
          </Route>
          <Route path="/analytics">
            <Suspense fallback={<main className="page" id="main" tabIndex={-1} aria-busy="true" />}>
              <AnalyticsPage />
            </Suspense>
          </Route>
          <Route path="/account" component={AccountPage} />
          <Route path="/users" component={UsersPage} />
          <Route component={NotFound} />
        </Switch>
      </Guarded>
      <DropAnywhere />
    </>
  )
}

/** Before it is known who is there: nothing, or why that cannot be known. */
function Unready({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => Promise<unknown> }) {
  return (
    <main className="page" id="main" tabIndex={-1}>
      {error && <Failure error={error} onRetry={() => void onRetry()} />}
    </main>
  )
}

const SECOND_KEY_MS = 1000
/** Where `g` and one of these lead. */
const PLACES: Readonly<Record<string, string>> = { j: '/', s: '/subscribers', a: '/analytics' }
const LONG_AGO = Number.NEGATIVE_INFINITY

/** Keys that do the same everywhere; `g` waits for a second one. */
function useCommonKeys(help: () => void): void {
  const [, go] = useLocation()
  const before = useRef(LONG_AGO)
  useKeys({
    '?': help,
    T: switchTheme,
    y: () => void copyText(location.href),
    g: () => {
      before.current = performance.now()
    },
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const place = PLACES[event.key]
      if (performance.now() - before.current > SECOND_KEY_MS || place === undefined) return
      before.current = LONG_AGO
      event.stopPropagation()
      event.preventDefault()
      go(place)
    }
    addEventListener('keydown', press, true)
    return () => removeEventListener('keydown', press, true)
  }, [go])
}
