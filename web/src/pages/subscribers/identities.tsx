import type { Subscriber } from '../../client/subscribers.ts'
import { evidenceName } from '../../evidence-words.ts'
import { dayAndTime, inBothZones, timeOfDay } from '../../numbers.ts'
import { visible } from '../../text.ts'
import { known, t } from '../../words.ts'

const NAMES = ['kind', 'identity', 'seen', 'evidence', 'frame'] as const

/** All identities of a subscriber, when they were theirs, and what says so. */
export function Identities({ subscriber }: { readonly subscriber: Subscriber }) {
  const { identities, identities_truncated: truncated } = subscriber
  return (
    <section className="card">
      <header>
        <h2 id="identities">{t('subscribers.identities')}</h2>
        {truncated && <span className="warn small">{t('subscribers.moreIdentities')}</span>}
      </header>
      <div className="in scrolls" role="region" aria-labelledby="identities" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              {NAMES.map((name) => (
                <th key={name} scope="col" className={name === 'frame' ? 'num' : ''}>
                  {t(`subscribers.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {identities.map(({ kind, value, first_time, last_time, evidence, frame, shared }) => (
              <tr key={`${kind} ${value} ${first_time}`}>
                <td>{kindName(kind)}</td>
                <td className="mono">
                  <bdi>{visible(value, 80)}</bdi>
                  {shared === true && (
                    <>
                      {' '}
                      <span className="tag warn">{t('subscribers.shared')}</span>
                    </>
                  )}
                </td>
                <td className="mono" title={[first_time, last_time].map(inBothZones).join('\n')}>
                  {momentsOf(first_time, last_time)}
                </td>
                <td>{evidenceWords(evidence, `${kind} ${value}`)}</td>
                <td className="num">{frame}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** IMSI, number, address: what an identity is. */
export function kindName(kind: string): string {
  return known(`identity.${kind}`) ? t(`identity.${kind}`) : visible(kind)
}

/** What tied an identity to the subscriber; it may be that a message named it alone. */
function evidenceWords(evidence: string, own: string): string {
  if (evidence === own) return t('subscribers.named')
  const [kind = '', ...rest] = evidence.split(' ')
  if (rest.length > 0) return t('subscribers.with', { kind: kindName(kind), value: visible(rest.join(' '), 64) })
  return evidenceName(evidence)
}

/** 2026-01-31 14:02:11.204 – 14:02:12.000, in UTC; one moment where it was seen once. */
export function momentsOf(first: string, last: string): string {
  const from = dayAndTime(first)
  if (first === last) return from
  return `${from} – ${first.slice(0, 10) === last.slice(0, 10) ? '' : `${last.slice(0, 10)} `}${timeOfDay(last)}`
}
