import { useMemo, useState } from 'react'
import type { Media } from '../../client/records.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { MOST_LINES } from './media-lines.ts'

interface Choosing {
  readonly chosen: readonly Media[]
  /** The way to choose others; nothing where all are shown. */
  readonly choice: React.ReactNode
}

/** As many streams as can be told apart, the first ones until somebody chooses others. */
export function useMediaChoice(media: readonly Media[]): Choosing {
  const [ids, setIds] = useState<ReadonlySet<string>>(
    () => new Set(media.slice(0, MOST_LINES).map(({ stream_id }) => stream_id)),
  )
  const chosen = useMemo(() => media.filter(({ stream_id }) => ids.has(stream_id)), [media, ids])
  if (media.length <= MOST_LINES) return { chosen: media, choice: null }
  const toggle = (id: string): void => {
    const next = new Set(ids)
    if (!next.delete(id)) next.add(id)
    setIds(next)
  }
  return { chosen, choice: <Choice media={media} ids={ids} toggle={toggle} /> }
}

interface ChoiceProps {
  readonly media: readonly Media[]
  readonly ids: ReadonlySet<string>
  readonly toggle: (id: string) => void
}

function Choice({ media, ids, toggle }: ChoiceProps) {
  const isFull = ids.size >= MOST_LINES
  return (
    <section className="card" aria-label={t('media.choice.title')}>
      <header>
        <h2>{t('media.choice.title')}</h2>
        <span className="dim small">
          {t('media.choice.note', { shown: ids.size, all: media.length, most: MOST_LINES })}
        </span>
      </header>
      <div
        className="in media-choice media-streams scrolls"
        tabIndex={0}
        role="group"
        aria-label={t('media.choice.title')}
      >
        {media.map(({ stream_id, source, destination, ssrc }) => (
          <label key={stream_id} className="small">
            <input
              type="checkbox"
              checked={ids.has(stream_id)}
              disabled={isFull && !ids.has(stream_id)}
              onChange={() => toggle(stream_id)}
            />
            <bdi>{visible(source)}</bdi> → <bdi>{visible(destination)}</bdi>{' '}
            <span className="dim">{visible(ssrc)}</span>
          </label>
        ))}
      </div>
    </section>
  )
}
