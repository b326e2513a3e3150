import { useEffect, useRef, useState } from 'react'
import { t } from '../../words.ts'
import type { Range } from './field-tree.ts'

export interface HexProps {
  readonly bytes: Uint8Array
  readonly name: string
  readonly field: Range | undefined
  readonly parent: Range | undefined
  readonly fieldName: string
  readonly onPick: (at: number) => void
}

const PER_LINE = 8
const LINE_HEIGHT = 18
/** Lines that are drawn at once; longer buffers are opened further by hand. */
const LINES = 96
const FIRST_VISIBLE = 33
const LAST_VISIBLE = 126

/** Bytes, eight in a line; those of the selected field are marked, and those of what is around it. */
export function Hex({ bytes, name, field, parent, fieldName, onPick }: HexProps) {
  const [limit, setLimit] = useState(LINES)
  const scroller = useRef<HTMLDivElement>(null)
  const needed = field ? Math.ceil(field.to / PER_LINE) : 0
  const lines = Math.min(Math.ceil(bytes.length / PER_LINE), Math.max(limit, needed))
  const first = field ? Math.floor(field.from / PER_LINE) * LINE_HEIGHT : undefined
  useEffect(() => {
    const element = scroller.current
    if (!element || first === undefined) return
    const { scrollTop, clientHeight } = element
    if (first < scrollTop || first + 2 * LINE_HEIGHT > scrollTop + clientHeight) {
      element.scrollTop = first - clientHeight / 3
    }
  }, [first])
  return (
    <section className="hex-pane" aria-label={t('hex.title')}>
      <div className="hex-head">
        <span>{t('hex.size', { name, bytes: bytes.length })}</span>
        <span className="cut">{field && fieldName}</span>
      </div>
      <div
        className="hex"
        ref={scroller}
        tabIndex={0}
        role="group"
        aria-label={t('hex.title')}
        onClick={(event) => {
          const at = event.target instanceof HTMLElement ? event.target.dataset['at'] : undefined
          if (at !== undefined) onPick(Number(at))
        }}
      >
        {Array.from({ length: lines }, (_, line) => (
          <Line key={line} bytes={bytes} from={line * PER_LINE} markOf={(at) => markOf(at, field, parent)} />
        ))}
        {lines * PER_LINE < bytes.length && (
          <button type="button" className="button hex-more" onClick={() => setLimit(Number.POSITIVE_INFINITY)}>
            {t('hex.more', { bytes: bytes.length - lines * PER_LINE })}
          </button>
        )}
      </div>
    </section>
  )
}

type Mark = 'here' | 'around' | ''

function markOf(at: number, field: Range | undefined, parent: Range | undefined): Mark {
  if (field && field.from <= at && at < field.to) return 'here'
  return parent && parent.from <= at && at < parent.to ? 'around' : ''
}

interface LineProps {
  readonly bytes: Uint8Array
  readonly from: number
  readonly markOf: (at: number) => Mark
}

function Line({ bytes, from, markOf }: LineProps) {
  const places = Array.from({ length: Math.min(PER_LINE, bytes.length - from) }, (_, i) => from + i)
  return (
    <div className="hex-line">
      <span className="hex-offset">{from.toString(16).padStart(4, '0')}</span>
      <span className="hex-bytes">
        {places.map((at) => (
          <i key={at} className={markOf(at)} data-at={at}>
            {bytes[at]!.toString(16).padStart(2, '0')}
          </i>
        ))}
      </span>
      <span className="hex-text" aria-hidden="true">
        {places.map((at) => (
          <i key={at} className={markOf(at)} data-at={at}>
            {characterOf(bytes[at]!)}
          </i>
        ))}
      </span>
    </div>
  )
}

function characterOf(byte: number): string {
  return byte >= FIRST_VISIBLE && byte <= LAST_VISIBLE ? String.fromCharCode(byte) : '·'
}
