import type { Session } from '../../client/records.ts'
import { METRICS } from '../../../../src/model/tables-metrics.ts'
import { count, duration } from '../../numbers.ts'
import { figureText } from '../../session-metrics.ts'
import { visible } from '../../text.ts'
import { verdictWords } from '../../verdict.ts'
import { t } from '../../words.ts'

/** How the two ended, and what was measured of them. */
export function SessionFigures({ left, right }: { readonly left: Session; readonly right: Session }) {
  const lines = [
    { name: t('compare.figure.length'), one: duration(left.duration_ms), other: duration(right.duration_ms) },
    { name: t('compare.figure.events'), one: count(left.events_count), other: count(right.events_count) },
    ...METRICS.map(({ metric, name }) => ({
      name,
      one: figureText(metric, left.metrics[metric]),
      other: figureText(metric, right.metrics[metric]),
    })),
  ].filter(({ one, other }) => one !== undefined || other !== undefined)
  return (
    <section className="evidence">
      <h3>{t('compare.sessions')}</h3>
      <dl className="compare-causes">
        <dt>{t('compare.left')}</dt>
        <dd>{visible(verdictWords(left.outcome, left.verdict))}</dd>
        <dt>{t('compare.right')}</dt>
        <dd>{visible(verdictWords(right.outcome, right.verdict))}</dd>
      </dl>
      <table className="compare-figures">
        <thead>
          <tr>
            <th scope="col">{t('compare.figures')}</th>
            <th scope="col" className="num">
              {t('compare.left')}
            </th>
            <th scope="col" className="num">
              {t('compare.right')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, one, other }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={one === other ? 'num dim' : 'num'}>{one ?? '–'}</td>
              <td className={one === other ? 'num dim' : 'num strong'}>{other ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
