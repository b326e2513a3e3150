import type { Session } from '../../client/records.ts'
import { count, duration, percent } from '../../numbers.ts'
import { visible } from '../../text.ts'
import { verdictWords } from '../../verdict.ts'
import { t } from '../../words.ts'

type Write = (value: number) => string

const METRICS: readonly (readonly [name: string, write: Write])[] = [
  ['setup_time_ms', duration],
  ['pdd_ms', duration],
  ['talk_time_ms', duration],
  ['rtp_loss', percent],
  ['rtp_jitter_ms', duration],
  ['mos', (mos) => mos.toFixed(2)],
  ['retransmissions', count],
]

/** How the two ended, and what was measured of them. */
export function SessionFigures({ left, right }: { readonly left: Session; readonly right: Session }) {
  const lines = [
    line('length', left.duration_ms, right.duration_ms, duration),
    line('messages', left.events_count, right.events_count, count),
    ...METRICS.map(([name, write]) => line(name, left.metrics[name], right.metrics[name], write)),
  ].filter((one) => one !== undefined)
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
              <th scope="row">{t(`compare.figure.${name}`)}</th>
              <td className={one === other ? 'num dim' : 'num'}>{one}</td>
              <td className={one === other ? 'num dim' : 'num strong'}>{other}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function line(name: string, left: unknown, right: unknown, write: Write) {
  if (typeof left !== 'number' && typeof right !== 'number') return undefined
  const told = (value: unknown): string => (typeof value === 'number' ? write(value) : '–')
  return { name, one: told(left), other: told(right) }
}
