import type { Coverage } from '../../client/records.ts'
import { lookOf } from '../../looks.ts'
import { count } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { typeName } from '../../session-names.ts'
import { t } from '../../words.ts'

export interface TypeChipsProps {
  readonly coverage: Coverage | undefined
  readonly value: string
  readonly onChange: (type: string) => void
}

/** One chip a type of session, with how many there are. */
export function TypeChips({ coverage, value, onChange }: TypeChipsProps) {
  const types = Object.entries(coverage?.sessions.by_type ?? {}).filter(([, n]) => n > 0)
  // What nobody claims comes last, however much of it there is.
  const sorted = types.sort(([a, n], [b, m]) => Number(a === 'OTHER') - Number(b === 'OTHER') || m - n)
  return (
    <div className="chips" role="group" aria-label={t('sessions.type')}>
      <button type="button" className="chip" aria-pressed={value === ''} onClick={() => onChange('')}>
        <span>{t('sessions.all')}</span>
        {coverage && <span className="count">{count(coverage.sessions.total)}</span>}
      </button>
      {sorted.map(([type, n]) => (
        <button
          key={type}
          type="button"
          className="chip"
          aria-pressed={value.toLowerCase() === type.toLowerCase()}
          onClick={() => onChange(type)}
        >
          <Glyph look={lookOf(type)} />
          <span>{typeName(type)}</span>
          <span className="count">{count(n)}</span>
        </button>
      ))}
    </div>
  )
}
