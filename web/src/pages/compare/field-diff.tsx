import type { Difference } from '../../compare/differences.ts'
import { t } from '../../words.ts'

export interface FieldDiffProps {
  readonly fields: readonly Difference[]
  /** All fields, also those that are alike. */
  readonly isWhole: boolean
}

/** Fields of two messages: what the left one has and the right one has not, and the other way round. */
export function FieldDiff({ fields, isWhole }: FieldDiffProps) {
  const shown = fields.filter(({ isExpected }) => isWhole || !isExpected)
  const expected = fields.filter(({ isExpected, left, right }) => isExpected && left !== right)
  return (
    <div className="diff">
      {shown.length === 0 && <p className="dim small">{t('compare.noDifference')}</p>}
      {shown.map((field) => (
        <Field key={field.path} field={field} />
      ))}
      {!isWhole && expected.length > 0 && (
        <>
          <h3>{t('compare.expected')}</h3>
          <p className="dim small">{expected.map(({ path }) => path).join(', ')}</p>
        </>
      )}
    </div>
  )
}

function Field({ field: { path, left, right, isExpected } }: { readonly field: Difference }) {
  if (left === right) {
    return (
      <div className="diff-same">
        <span className="diff-name">{path}</span> <bdi>{left}</bdi>
      </div>
    )
  }
  return (
    <>
      {left !== undefined && <Half of="left" path={path} value={left} isExpected={isExpected} />}
      {right !== undefined && <Half of="right" path={path} value={right} isExpected={isExpected} />}
    </>
  )
}

interface HalfProps {
  readonly of: 'left' | 'right'
  readonly path: string
  readonly value: string
  readonly isExpected: boolean
}

function Half({ of, path, value, isExpected }: HalfProps) {
  return (
    <div className={isExpected ? 'diff-expected' : `diff-${of}`}>
      <span aria-hidden="true">{of === 'left' ? '−' : '+'} </span>
      <span className="hidden">{t(`compare.${of}`)} </span>
      <span className="diff-name">{path}</span> <bdi>{value}</bdi>
      {isExpected && <span className="hidden"> {t('compare.expectedOne')}</span>}
    </div>
  )
}
