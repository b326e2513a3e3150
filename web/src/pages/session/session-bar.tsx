import { memo } from 'react'
import type { Session } from '../../client/records.ts'
import { qualityOf } from '../../looks.ts'
import { count, duration } from '../../numbers.ts'
import { JobCrumb } from '../../parts/job-crumb.tsx'
import { Segments } from '../../parts/segments.tsx'
import { figuresOf } from '../../session-metrics.ts'
import { Ends } from '../../parts/ends.tsx'
import { typeName } from '../../session-names.ts'
import { narrow } from '../../shell/back.ts'
import type { ServedExport } from '../../parts/served-exports.tsx'
import { t } from '../../words.ts'
import { CompareMenu } from '../compare/compare-menu.tsx'
import { ExportMenu } from './export-menu.tsx'
import { SessionFigures } from './session-figures.tsx'
import { SessionSubscribers } from './session-subscribers.tsx'
import { type Change, type SessionState, VIEWS } from './state.ts'

export interface SessionBarProps {
  readonly session: Session
  readonly state: SessionState
  readonly change: Change
}

/** Where one is, what it is, and its figures. */
export const SessionBar = memo(function SessionBar({ session, state, change }: SessionBarProps) {
  return (
    <div className="session-bar">
      <JobCrumb sessionId={session.session_id} />
      <h1>{typeName(session.type, session.subtype)}</h1>
      <span className="mono mid cut">
        <Ends session={session} />
      </span>
      <SessionSubscribers session={session} />
      <span className="grow" />
      <Facts session={session} />
      <Segments
        label={t('session.view')}
        choices={VIEWS.map((value) => ({
          value,
          label: t(`view.${value === 'table' && narrow.matches ? 'list' : value}`),
        }))}
        value={state.view}
        onChange={(view) => change({ view })}
      />
      <CompareMenu session={session} hasKey={state.view !== 'media'} />
      <ExportMenu session={session} state={state} served={servedOf(session.session_id)} />
    </div>
  )
})

function servedOf(sessionId: string): ServedExport[] {
  const path = `/api/v1/sessions/${sessionId}`
  return [
    { name: 'csv', href: `${path}/export?format=csv` },
    { name: 'json', href: `${path}/export?format=json` },
    { name: 'pcap', href: `${path}/pcap` },
    { name: 'signalling', href: `${path}/pcap?media=0` },
  ]
}

function Facts({ session }: { readonly session: Session }) {
  const { setup_time_ms: setup, mos } = session.metrics
  return (
    <div className="facts">
      {typeof setup === 'number' && (
        <span>
          {t('fact.setup')} <b>{duration(setup)}</b>
        </span>
      )}
      <span>
        {t('fact.length')} <b>{duration(session.duration_ms)}</b>
      </span>
      {typeof mos === 'number' && (
        <span>
          {t('fact.mos')} <b className={qualityOf(mos)}>{mos.toFixed(2)}</b>
        </span>
      )}
      <span>
        <b>{count(session.events_count)}</b> {t('fact.events', { count: session.events_count })}
      </span>
      {figuresOf(session.metrics).length > 0 && <SessionFigures session={session} />}
    </div>
  )
}
