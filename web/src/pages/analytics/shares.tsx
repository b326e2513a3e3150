import { Link } from 'wouter'
import { type ProtocolShare, useProtocols, useTalkers } from '../../client/analytics.ts'
import { lookOf } from '../../looks.ts'
import { bytes, count } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { Segments } from '../../parts/segments.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Section } from './section.tsx'
import { type AnalyticsWanted, type ChangeWanted, ORDERS, sessionsLink } from './wanted.ts'

interface OfJob {
  readonly wanted: AnalyticsWanted
}

const UNCLAIMED = 'OTHER'
/** What flows in tunnels and is not known counts as this, and has no message that a query could find. */
const TUNNELS = 'GTP'

/** What the packets are, with a bar for the share of each. */
export function ProtocolsCard({ wanted }: OfJob) {
  const result = useProtocols({ job_id: wanted.job })
  return (
    <Section
      name="protocols"
      note={t('analytics.protocols.note')}
      result={result}
      isEmpty={({ protocols }) => protocols.length === 0}
    >
      {({ protocols }) => (
        <div className="in scrolls">
          <table className="plain-table">
            <Heads names={['protocol', 'share', 'percent', 'packets', 'bytes', 'sessions']} texts={2} />
            <tbody>
              {protocols.map((share) => (
                <Share key={share.protocol} share={share} job={wanted.job} />
              ))}
            </tbody>
          </table>
          {protocols.some(({ protocol }) => protocol === UNCLAIMED || protocol === TUNNELS) && (
            <p className="dim small table-note">{t('analytics.protocols.unclaimed')}</p>
          )}
        </div>
      )}
    </Section>
  )
}

function Share({ share, job }: { readonly share: ProtocolShare; readonly job: string }) {
  const { protocol, percentage, packet_count, byte_count, session_count } = share
  const look = lookOf(protocol)
  return (
    <tr>
      <th scope="row">
        <Glyph look={look} /> {protocol === UNCLAIMED ? t('protocol.other') : visible(protocol)}
      </th>
      <td className="share-cell" aria-hidden="true">
        <span className={`bar p-${look}`}>
          <i style={{ width: `${percentage}%` }} />
        </span>
      </td>
      <td className="num strong">{percentage.toFixed(1)}</td>
      <td className="num">{count(packet_count)}</td>
      <td className="num">{bytes(byte_count)}</td>
      <td className="num">
        {protocol === UNCLAIMED || session_count === 0 ? (
          count(session_count)
        ) : (
          <Link href={sessionsLink(job, { q: queryOf(protocol) })}>{count(session_count)}</Link>
        )}
      </td>
    </tr>
  )
}

/** Messages of GTP are of one of its versions, all of which begin so. */
function queryOf(protocol: string): string {
  return `protocol ${protocol === TUNNELS ? 'starts_with' : '=='} ${JSON.stringify(protocol)}`
}

/** Addresses with the most traffic. */
export function TalkersCard({ wanted, change }: OfJob & { readonly change: ChangeWanted }) {
  const result = useTalkers({ job_id: wanted.job, sort_by: wanted.by })
  return (
    <Section
      name="talkers"
      note={t('analytics.talkers.note')}
      result={result}
      isEmpty={({ top_talkers }) => top_talkers.length === 0}
      tools={
        <Segments
          label={t('analytics.order')}
          choices={ORDERS.map((value) => ({ value, label: t(`analytics.orders.${value}`) }))}
          value={wanted.by}
          onChange={(by) => change({ by })}
        />
      }
    >
      {({ top_talkers, approximate }) => (
        <div className="in scrolls">
          <table className="plain-table">
            <Heads names={['address', 'packets', 'bytes', 'sessions']} texts={1} />
            <tbody>
              {top_talkers.map(({ ip_address, packet_count, byte_count, session_count }) => (
                <tr key={ip_address}>
                  <th scope="row" className="mono">
                    <Link
                      href={sessionsLink(wanted.job, { q: `ip == ${JSON.stringify(ip_address)}` })}
                      title={t('analytics.talkers.open')}
                    >
                      {visible(ip_address)}
                    </Link>
                  </th>
                  <td className="num">{count(packet_count)}</td>
                  <td className="num">{bytes(byte_count)}</td>
                  <td className="num">{count(session_count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="dim small table-note">
            {t('analytics.talkers.means')} {approximate && t('analytics.talkers.approximate')}
          </p>
        </div>
      )}
    </Section>
  )
}

/** Heads of columns; all after the first ones are of numbers. */
function Heads({ names, texts }: { readonly names: readonly string[]; readonly texts: number }) {
  return (
    <thead>
      <tr>
        {names.map((name, i) => (
          <th key={name} scope="col" className={i >= texts ? 'num' : ''}>
            {t(`analytics.head.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  )
}
