import { X } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import { useMay } from '../../client/account.ts'
import { usePacket } from '../../client/packets.ts'
import { useSettled } from '../../client/settled.ts'
import type { Event, Link as Evidence, Session } from '../../client/records.ts'
import type { MediaRow, MessageRow } from '../../ladder/rows.ts'
import { lookOf } from '../../looks.ts'
import { duration } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { typeName } from '../../session-names.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Inspector } from './inspector.tsx'
import { RawText, textOf } from './raw-text.tsx'
import { type Change, type Tab, TABS } from './state.ts'
import { Why } from './why.tsx'

export interface MessageDetailProps {
  readonly row: MessageRow | MediaRow
  readonly session: Session
  /** Shown where the message has it. */
  readonly wanted: Tab
  readonly change: Change
}

/** All of one message: what it says, and why it is here. */
export const MessageDetail = memo(function MessageDetail(props: MessageDetailProps) {
  const { event } = props.row
  return event ? <Detail {...props} event={event} /> : null
})

/** Keys may fly through messages faster than they can be read again. */
const REST_MS = 200

function Detail({ row, event, session, wanted, change }: MessageDetailProps & { readonly event: Event }) {
  const mayRead = useMay('packets:raw')
  const packetId = useSettled(event.packet_id, REST_MS)
  const read = usePacket(packetId, mayRead)
  const packet = packetId === event.packet_id ? read.data : undefined
  const links = linksOf(event, session)
  const text = packet ? textOf(packet, event) : undefined
  const shown = TABS.filter((one) => one !== 'text' || text !== undefined)
  const tab: Tab = shown.includes(wanted) ? wanted : 'fields'
  return (
    <aside className="detail" aria-label={t('detail.title')}>
      <div className="detail-head">
        <h2>
          <Glyph look={lookOf(event.protocol)} />
          <span className="cut">{visible(event.message_type)}</span>
          <span className="grow" />
          {row.kind === 'message' && row.fails && <span className="tag bad">{t('detail.failing')}</span>}
          {event.fault !== undefined && <span className="tag warn">{t(`fault.${event.fault}`)}</span>}
          <button
            type="button"
            className="icon-button"
            aria-label={t('action.close')}
            onClick={() => change({ message: '' })}
          >
            <X className="icon" />
          </button>
        </h2>
        <Ends event={event} session={session} row={row} />
      </div>
      <div className="tabs" role="tablist" aria-label={t('detail.title')}>
        {shown.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            aria-controls="detail-panel"
            aria-selected={tab === one}
            onClick={() => change({ tab: one })}
          >
            {t(`tab.${one}`)}
            {one === 'why' && <span className="count">{links.length}</span>}
          </button>
        ))}
      </div>
      <div className="detail-body" id="detail-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {tab === 'fields' && !packet && <WhyLittle error={mayRead ? read.error : undefined} mayRead={mayRead} />}
        {tab === 'fields' && (
          <Inspector key={event.event_id} event={event} packet={packet}>
            <Why links={links} session={session} change={change} />
          </Inspector>
        )}
        {tab === 'text' && text !== undefined && (
          <RawText text={text} isFailing={row.kind === 'message' && row.fails} />
        )}
        {tab === 'why' && <Why links={links} session={session} change={change} />}
      </div>
    </aside>
  )
}

/** Why no more is shown than what was kept of the message. */
function WhyLittle({ error, mayRead }: { readonly error: Error | null | undefined; readonly mayRead: boolean }) {
  if (!mayRead) return <p className="dim small unread">{t('detail.forbidden')}</p>
  return error ? (
    <p className="warn small unread" role="status">
      {t('detail.unread', { reason: error.message })}
    </p>
  ) : null
}

/** What holds the message here: its own evidence, where it tells; else the session's. */
function linksOf(event: Event, session: Session): readonly Evidence[] {
  return event.linked_by ?? session.linked_by
}

interface EndsProps {
  readonly event: Event
  readonly session: Session
  readonly row: MessageRow | MediaRow
}

function Ends({ event, session, row }: EndsProps) {
  const others = [...(session.members ?? []), ...session.related_sessions]
  const member = others.find(({ session_id }) => session_id === event.via_session)
  const again = row.kind === 'message' ? row.again : []
  return (
    <dl className="pairs">
      <dt>{t('detail.ends')}</dt>
      <dd className="mono">
        <bdi>{visible(event.source)}</bdi>
        <span className="arrow">→</span>
        <bdi>{visible(event.destination)}</bdi>
      </dd>
      <dt>{t('detail.frame')}</dt>
      <dd>
        {framesOf(event)} <span className="dim">{t('detail.at', { time: event.timestamp })}</span>
      </dd>
      {member && (
        <>
          <dt>{t('member.of')}</dt>
          <dd>
            <Link href={`/sessions/${member.session_id}?m=${event.event_id}`}>{typeName(member.type)}</Link>
            {event.linked_by?.some(({ ambiguous }) => ambiguous) && (
              <span className="warn small"> {t('member.ambiguous')}</span>
            )}
          </dd>
        </>
      )}
      {again.length > 0 && (
        <>
          <dt>{t('detail.again')}</dt>
          <dd>{again.map(({ frame }) => frame).join(', ')}</dd>
        </>
      )}
      {row.kind === 'media' && row.lanes[0]?.length !== undefined && (
        <>
          <dt>{t('fact.length')}</dt>
          <dd>{duration(row.lanes[0].length)}</dd>
        </>
      )}
    </dl>
  )
}

function framesOf({ frame, frames }: Event): string {
  return frames && frames.length > 1 ? frames.join(', ') : String(frame)
}
