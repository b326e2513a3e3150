import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from '../../parts/failure.tsx'
import { t } from '../../words.ts'

export interface SectionProps<Answer> {
  /** Names its texts. */
  readonly name: string
  readonly note: string
  readonly result: UseQueryResult<Answer>
  readonly isEmpty: (answer: Answer) => boolean
  readonly tools?: ReactNode
  readonly children: (answer: Answer) => ReactNode
}

const GHOST_ROWS = 5

/** A card: what it tells, or that there is nothing yet, or why it cannot. */
export function Section<Answer>({ name, note, result, isEmpty, tools, children }: SectionProps<Answer>) {
  const { data, error, refetch } = result
  const id = `analytics-${name}`
  return (
    <section className={`card a-${name}`} aria-labelledby={id} aria-busy={result.isFetching}>
      <header>
        <h2 id={id}>{t(`analytics.${name}.title`)}</h2>
        <span className="dim small">{note}</span>
        <span className="grow" />
        {tools}
      </header>
      {error ? (
        <div className="in">
          <Failure error={error} onRetry={() => void refetch()} />
        </div>
      ) : data === undefined ? (
        <div className="in ghosts" aria-hidden="true">
          {Array.from({ length: GHOST_ROWS }, (_, i) => (
            <i key={i} className="ghost" />
          ))}
        </div>
      ) : isEmpty(data) ? (
        <p className="in mid">{t(`analytics.${name}.none`)}</p>
      ) : (
        children(data)
      )}
    </section>
  )
}
