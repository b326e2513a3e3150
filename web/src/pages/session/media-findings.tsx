import type { Session } from '../../client/records.ts'
import { visible } from '../../text.ts'
import { known, t } from '../../words.ts'

type Finding = NonNullable<Session['media_verdicts']>[number]

/** Colours of tags by how grave a finding is. */
const TONE: Readonly<Record<string, string>> = { error: 'tag bad', warning: 'tag warn', info: 'tag' }

/** What is wrong with the media, and what that rests on. */
export function MediaFindings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <section className="card" aria-label={t('media.findings.title')}>
      <header>
        <h2>{t('media.findings.title')}</h2>
        <span className="dim small">{t('media.findings.note')}</span>
      </header>
      <ul className="in media-findings">
        {findings.map((finding, i) => (
          <li key={`${finding.kind} ${i}`}>
            <p>
              <span className={TONE[finding.severity] ?? 'tag'}>{severityName(finding.severity)}</span>{' '}
              <b>{kindName(finding.kind)}</b> <span>{visible(finding.text, 400)}</span>
            </p>
            <p className="dim small mono">
              {[...Object.entries(finding.evidence).map(asText), ...placeOf(finding)].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function severityName(severity: string): string {
  const key = `media.findings.severity.${severity}`
  return known(key) ? t(key) : severity
}

function kindName(kind: string): string {
  const key = `media.findings.kind.${kind}`
  return known(key) ? t(key) : kind.replaceAll('_', ' ')
}

function asText([name, value]: [string, unknown]): string {
  return visible(`${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
}

function placeOf({ frame, streams }: Finding): string[] {
  const place = frame === undefined ? [] : [t('media.findings.frame', { frame: String(frame) })]
  return streams.length > 0 ? [...place, visible(streams.join(' '))] : place
}
