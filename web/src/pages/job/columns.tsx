import type { ReactNode } from 'react'
import type { ListedSession } from '../../client/records.ts'
import { lookOf } from '../../looks.ts'
import { count, dayAndTime, duration, inBothZones, lossText, milliseconds, timeOfDay } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { JobName } from '../../parts/job-name.tsx'
import { Mos, Outcome, Unknown } from '../../parts/measures.tsx'
import { Ends } from '../../parts/ends.tsx'
import { endsText, typeName } from '../../session-names.ts'
import { verdictWords } from '../../verdict.ts'
import { t } from '../../words.ts'

export interface Column {
  readonly name: string
  /** A CSS grid track. */
  readonly width: string
  /** What the server sorts it by; absent where it does not. */
  readonly sort?: string
  readonly isNumber?: boolean
  readonly cell: (session: ListedSession) => ReactNode
  /** Whole, where the cell may be cut. */
  readonly title?: (session: ListedSession) => string
}

const HIGH_LOSS = 0.05

function metric({ metrics }: ListedSession, name: string): number | undefined {
  const value = metrics[name]
  return typeof value === 'number' ? value : undefined
}

function number(value: number | undefined, write: (value: number) => string): ReactNode {
  return value === undefined ? <Unknown /> : write(value)
}

function Loss({ loss }: { readonly loss: number | undefined }) {
  if (loss === undefined) return <Unknown />
  const text = lossText(loss)
  return loss > HIGH_LOSS ? <b className="bad">{text}</b> : text
}

export const COLUMNS: readonly Column[] = [
  {
    name: 'type',
    width: '126px',
    sort: 'type',
    cell: ({ type, subtype }) => (
      <>
        <Glyph look={lookOf(type)} /> {typeName(type, subtype)}
      </>
    ),
  },
  { name: 'outcome', width: '104px', sort: 'outcome', cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  {
    name: 'verdict',
    width: 'minmax(160px, 1.1fr)',
    cell: ({ outcome, verdict }) => (verdict ? verdictWords(outcome, verdict) : <Unknown />),
    title: ({ outcome, verdict }) => verdictWords(outcome, verdict),
  },
  {
    name: 'participants',
    width: 'minmax(200px, 1.4fr)',
    cell: (session) => <Ends session={session} />,
    title: endsText,
  },
  {
    name: 'start',
    width: '116px',
    sort: 'start_time',
    cell: ({ start_time }) => <span className="mono">{timeOfDay(start_time)}</span>,
    title: ({ start_time }) => inBothZones(start_time),
  },
  {
    name: 'setup',
    width: '88px',
    sort: 'setup_time_ms',
    isNumber: true,
    cell: (session) => number(metric(session, 'setup_time_ms'), count),
  },
  {
    name: 'length',
    width: '84px',
    sort: 'duration_ms',
    isNumber: true,
    cell: (session) => number(metric(session, 'duration_ms'), duration),
  },
  { name: 'mos', width: '70px', sort: 'mos', isNumber: true, cell: (session) => <Mos mos={metric(session, 'mos')} /> },
  {
    name: 'loss',
    width: '72px',
    sort: 'rtp_loss',
    isNumber: true,
    cell: (session) => <Loss loss={metric(session, 'rtp_loss')} />,
  },
  {
    name: 'jitter',
    width: '80px',
    sort: 'rtp_jitter_ms',
    isNumber: true,
    cell: (session) => number(metric(session, 'rtp_jitter_ms'), milliseconds),
  },
  {
    name: 'events',
    width: '90px',
    sort: 'events',
    isNumber: true,
    cell: (session) => count(session.events_count),
  },
]

const START = COLUMNS.find(({ name }) => name === 'start')!

/** The start where sessions of several days are listed. */
const DATED_START: Column = {
  ...START,
  width: '182px',
  cell: ({ start_time }) => <span className="mono">{dayAndTime(start_time)}</span>,
}

const CAPTURE: Column = {
  name: 'capture',
  width: 'minmax(120px, 0.7fr)',
  cell: ({ session_id }) => <JobName of={session_id} />,
}

/** What is listed, as far as columns depend on it. */
export interface Listed {
  readonly severalDays: boolean
  readonly severalCaptures: boolean
}

/** Columns that tell sessions apart also where these are of several days or captures. */
export function fitting(columns: readonly Column[], { severalDays, severalCaptures }: Listed): readonly Column[] {
  const dated = severalDays ? columns.map((column) => (column === START ? DATED_START : column)) : columns
  return severalCaptures ? [...dated, CAPTURE] : dated
}

/** What a screen reader says of a column that sorts. */
export function sortLabel(name: string): string {
  return t('sessions.sortBy', { column: t(`column.${name}`) })
}
