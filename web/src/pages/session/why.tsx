import type { Link, Session } from '../../client/records.ts'
import { evidenceName } from '../../evidence-words.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import type { Change } from './state.ts'

export interface WhyProps {
  readonly links: readonly Link[]
  readonly session: Session
  readonly change: Change
}

const SURE = 0.9

/** The evidence that joins what is shown: what, its value, how sure, and the frame that says so. */
export function Why({ links, session, change }: WhyProps) {
  return (
    <section className="evidence">
      <h3>{t('why.title')}</h3>
      {links.length === 0 && <p className="dim small">{t('why.key', { key: visible(session.session_key) })}</p>}
      <ul>
        {links.map(({ evidence, value, confidence, frame }) => (
          <li key={`${evidence} ${value} ${frame}`}>
            <span>{evidenceName(evidence)}</span>
            <span className={confidence >= SURE ? 'ok mono' : 'warn mono'}>{confidence.toFixed(2)}</span>
            <span className="said">
              <bdi>{visible(value)}</bdi> · <Frame frame={frame} session={session} change={change} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FrameProps {
  readonly frame: number
  readonly session: Session
  readonly change: Change
}

/** A frame; a way to its message where it is one of the session. */
function Frame({ frame, session, change }: FrameProps) {
  const event = session.events.find((one) => one.frame === frame)
  const text = t('why.frame', { frame })
  if (!event) return <span>{text}</span>
  return (
    <button type="button" className="link" onClick={() => change({ message: event.event_id })}>
      {text}
    </button>
  )
}
