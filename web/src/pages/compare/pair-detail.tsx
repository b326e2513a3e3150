import { X } from 'lucide-react'
import { Link } from 'wouter'
import type { Session } from '../../client/records.ts'
import type { Pair } from '../../compare/align.ts'
import { differencesOf, fieldPairs } from '../../compare/differences.ts'
import type { MessageRow } from '../../ladder/rows.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import type { Found } from './comparison.ts'
import { FieldDiff } from './field-diff.tsx'
import { OtherDifferences } from './other-differences.tsx'
import { SessionFigures } from './session-figures.tsx'
import type { Change, CompareState } from './state.ts'
import { TABS } from './state.ts'
import { TextDiff } from './text-diff.tsx'
import { Timing } from './timing.tsx'

export interface PairDetailProps {
  readonly left: Session
  readonly right: Session
  readonly found: Found
  readonly pair: Pair | undefined
  readonly state: CompareState
  readonly change: Change
}

/** What differs in the selected messages, and in the two sessions. */
export function PairDetail({ left, right, found, pair, state, change }: PairDetailProps) {
  return (
    <aside className="detail compare-detail" aria-label={t('compare.detail')}>
      {pair && <PairHead pair={pair} left={left} right={right} change={change} />}
      <div className="detail-body" tabIndex={0} role="group" aria-label={t('compare.detail')}>
        {pair && <Message pair={pair} state={state} change={change} />}
        <SessionFigures left={left} right={right} />
        <OtherDifferences pairs={found.pairs} selected={pair} change={change} />
        <Timing pairs={found.pairs} change={change} />
      </div>
    </aside>
  )
}

type PairHeadProps = Pick<PairDetailProps, 'left' | 'right' | 'change'> & { readonly pair: Pair }

function PairHead({ pair, left, right, change }: PairHeadProps) {
  const row = pair.left ?? pair.right
  return (
    <div className="detail-head">
      <h2>
        {row && <Glyph look={row.look} />}
        <span className="cut">{visible(row?.name ?? '')}</span>
        {pair.left && pair.right && pair.left.name !== pair.right.name && (
          <span className="cut mid">/ {visible(pair.right.name)}</span>
        )}
        <span className="grow" />
        <button
          type="button"
          className="icon-button"
          aria-label={t('action.close')}
          onClick={() => change({ message: '' })}
        >
          <X className="icon" />
        </button>
      </h2>
      <dl className="pairs">
        <dt>{t('compare.left')}</dt>
        <dd>
          <Where row={pair.left} session={left} />
        </dd>
        <dt>{t('compare.right')}</dt>
        <dd>
          <Where row={pair.right} session={right} />
        </dd>
      </dl>
    </div>
  )
}

function Where({ row, session }: { readonly row: MessageRow | undefined; readonly session: Session }) {
  if (!row) return <span className="dim">{t('compare.absent')}</span>
  return (
    <Link href={`/sessions/${session.session_id}?m=${row.event.event_id}`}>
      {t('why.frame', { frame: row.event.frame })}
    </Link>
  )
}

type MessageProps = Pick<PairDetailProps, 'state' | 'change'> & { readonly pair: Pair }

function Message({ pair: { left, right }, state, change }: MessageProps) {
  if (!left || !right) return <p className="in dim small">{t('compare.alone')}</p>
  const differences = differencesOf(left.event, right.event)
  const fields = fieldPairs(left.event, right.event)
  const counts = { differences: differences.filter(({ isExpected }) => !isExpected).length, fields: fields.length }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={t('compare.detail')}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`compare-${one}`}
            aria-controls="compare-panel"
            aria-selected={state.tab === one}
            onClick={() => change({ tab: one })}
          >
            {t(`compare.tab.${one}`)}
            {one !== 'text' && <span className="count">{counts[one]}</span>}
          </button>
        ))}
      </div>
      <div id="compare-panel" role="tabpanel" aria-labelledby={`compare-${state.tab}`}>
        {state.tab === 'text' ? (
          <TextDiff left={left.event} right={right.event} />
        ) : (
          <FieldDiff fields={state.tab === 'fields' ? fields : differences} isWhole={state.tab === 'fields'} />
        )}
      </div>
    </>
  )
}
