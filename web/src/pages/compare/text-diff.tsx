import { useMemo } from 'react'
import { useMay } from '../../client/account.ts'
import { usePacket } from '../../client/packets.ts'
import type { Event } from '../../client/records.ts'
import { type Line, linesOf } from '../../compare/lines.ts'
import { Failure } from '../../parts/failure.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { textOf } from '../session/raw-text.tsx'

const LONGEST_LINE = 2000

/** The texts of two messages line by line, their descriptions too. */
export function TextDiff({ left, right }: { readonly left: Event; readonly right: Event }) {
  const mayRead = useMay('packets:raw')
  const [one, other] = [usePacket(left.packet_id, mayRead), usePacket(right.packet_id, mayRead)]
  const texts = useMemo(
    () => ({
      left: one.data && textOf(one.data, left),
      right: other.data && textOf(other.data, right),
    }),
    [one.data, other.data, left, right],
  )
  const lines = useMemo(
    () => (texts.left !== undefined && texts.right !== undefined ? linesOf(texts.left, texts.right) : undefined),
    [texts],
  )
  if (!mayRead) return <p className="in dim small">{t('needs', { scope: 'packets:raw' })}</p>
  if (one.error ?? other.error) return <Failure error={one.error ?? other.error} />
  if (!one.data || !other.data) return <div className="diff" aria-busy="true" />
  if (!lines) return <p className="in dim small">{t('compare.noText')}</p>
  return (
    <div className="diff">
      {lines.map((line, i) => (
        // Lines have no identity but their place.
        <TextLine key={`${i} ${line.left ?? line.right}`} line={line} />
      ))}
      <h3>{t('compare.legend')}</h3>
      <p className="dim small">{t('compare.legendText')}</p>
    </div>
  )
}

function TextLine({ line: { is, left, right } }: { readonly line: Line }) {
  if (is === 'same') return <div className="diff-same">{shown(left)}</div>
  if (is === 'expected') {
    return (
      <div className="diff-expected">
        <span aria-hidden="true">≈ </span>
        <span className="hidden">{t('compare.expectedOne')} </span>
        {shown(left)}
        <div className="diff-other">{shown(right)}</div>
      </div>
    )
  }
  return (
    <>
      {left !== undefined && (
        <div className="diff-left">
          <span aria-hidden="true">− </span>
          <span className="hidden">{t('compare.left')} </span>
          {shown(left)}
        </div>
      )}
      {right !== undefined && (
        <div className="diff-right">
          <span aria-hidden="true">+ </span>
          <span className="hidden">{t('compare.right')} </span>
          {shown(right)}
        </div>
      )}
    </>
  )
}

function shown(line = ''): string {
  return line === '' ? '\u00a0' : visible(line, LONGEST_LINE)
}
