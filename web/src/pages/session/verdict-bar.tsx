import { ChevronRight, CircleAlert, X } from 'lucide-react'
import { memo } from 'react'
import type { Event, Session } from '../../client/records.ts'
import { fails } from '../../ladder/messages.ts'
import { lookOf } from '../../looks.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { visible } from '../../text.ts'
import { firstFrameOf, verdictWords } from '../../verdict.ts'
import { known, t } from '../../words.ts'
import type { Change } from './state.ts'

const MOST_STEPS = 3
/** What a verdict says besides of a session that succeeded all the same. */
const DOUBTS = [
  'media',
  'unacknowledged',
  'unanswered_release',
  'unanswered_later',
  'unanswered_requests',
  'refused_later',
  'challenged_later',
  'refused_service',
] as const

export interface VerdictBarProps {
  readonly session: Session
  readonly change: Change
}

/** What became of it, and the steps that led there: each a way to its message. */
export const VerdictBar = memo(function VerdictBar({ session, change }: VerdictBarProps) {
  const { outcome, verdict, media_verdicts: findings = [] } = session
  const steps = outcome === 'failed' ? stepsOf(session) : []
  const category = verdict?.['category']
  const clause = verdict?.['clause']
  const isDoubtful = outcome === 'incomplete' || DOUBTS.some((name) => verdict?.[name] !== undefined)
  const tone = outcome === 'failed' ? 'bad' : isDoubtful ? 'warn' : 'plain'
  return (
    <div className={`verdict ${tone}`} role="status">
      <span className="verdict-mark">
        {tone === 'bad' ? <X aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      </span>
      <div className="verdict-text">
        <p>
          <b>{visible(verdictWords(outcome, verdict))}</b>
        </p>
        {findings.length > 0 && (
          <div className="steps">
            <button type="button" className="step" onClick={() => change({ view: 'media' })}>
              <Glyph look={lookOf('RTP')} />
              {t('media.findings.count', { count: findings.length })}
            </button>
          </div>
        )}
        {steps.length > 0 && (
          <div className="steps">
            {steps.map((event, i) => (
              <Step key={event.event_id} event={event} isFirst={i === 0} onOpen={() => open(event, change)} />
            ))}
          </div>
        )}
      </div>
      <span className="grow" />
      <div className="verdict-where">
        {typeof category === 'string' && (
          <span>
            {t('verdict.category')} <b>{known(`category.${category}`) ? t(`category.${category}`) : category}</b>
          </span>
        )}
        {typeof clause === 'string' && <span>{visible(clause)}</span>}
      </div>
    </div>
  )
})

function open(event: Event, change: Change): void {
  change({ message: event.event_id, view: 'ladder' })
}

interface StepProps {
  readonly event: Event
  readonly isFirst: boolean
  readonly onOpen: () => void
}

function Step({ event, isFirst, onOpen }: StepProps) {
  return (
    <>
      {!isFirst && <ChevronRight className="icon" aria-hidden="true" />}
      <button type="button" className="step" onClick={onOpen}>
        <Glyph look={lookOf(event.protocol)} />
        {visible(event.message_type, 48)}
      </button>
    </>
  )
}

/** What failed first, and what it led to: one step a kind of message. */
function stepsOf({ events, verdict }: Session): Event[] {
  const frame = firstFrameOf(verdict)
  const failing = events.filter(fails)
  const first = failing.findIndex((event) => event.frame === frame)
  const kinds = new Set<string>()
  const steps = failing.slice(Math.max(0, first)).filter(({ protocol, message_type }) => {
    const kind = `${protocol} ${message_type}`
    return !kinds.has(kind) && kinds.add(kind)
  })
  return steps.slice(0, MOST_STEPS)
}
