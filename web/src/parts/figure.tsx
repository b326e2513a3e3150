import { t } from '../words.ts'

export interface FigureProps {
  /** Names its text. */
  readonly name: string
  readonly value: string
  readonly note?: string | undefined
  readonly bad?: boolean
  /** More than there is room for. */
  readonly title?: string | undefined
}

/** A key figure: its name over its value. */
export function Figure({ name, value, note, bad = false, title }: FigureProps) {
  return (
    <div className="figure" title={title}>
      <dt className="cut">{t(`figures.${name}`)}</dt>
      <dd className={bad ? 'bad' : ''}>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  )
}
