import { useCoverage, useJobOf } from '../../client/jobs.ts'
import type { Media, Session } from '../../client/records.ts'
import { count, lossText, milliseconds } from '../../numbers.ts'
import { Mos, Unknown } from '../../parts/measures.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Warnings } from '../jobs/warnings.tsx'
import { useMediaChoice } from './media-choice.tsx'
import { factsOf, inputsOf, Facts } from './media-facts.tsx'
import { MediaFindings } from './media-findings.tsx'
import { MediaPlayer } from './media-player.tsx'
import { MediaSeries } from './media-series.tsx'

const HIGH_LOSS = 0.05

/** The streams of a session, and what their quality was reckoned from. */
export function MediaView({ session }: { readonly session: Session }) {
  const { media, media_verdicts: findings = [] } = session
  const { chosen, choice } = useMediaChoice(media)
  const { data: coverage } = useCoverage(useJobOf(session.session_id)?.job_id, true)
  if (media.length === 0) {
    return (
      <div className="page media-page">
        <MediaFindings findings={findings} />
        <p className="nothing mid">{t('media.nothing')}</p>
      </div>
    )
  }
  return (
    <div className="page media-page">
      <MediaFindings findings={findings} />
      <Warnings coverage={coverage} ofMedia />
      <section className="card scrolls" aria-label={t('media.streams')} tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              {HEADS.map(([name, isNumber]) => (
                <th key={name} className={isNumber ? 'num' : ''} scope="col">
                  {t(`stream.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {media.map((stream, i) => (
              <Stream key={keyOf(stream, i)} stream={stream} />
            ))}
          </tbody>
        </table>
        {media.some(({ mos }) => mos === undefined) && <p className="media-note dim small">{t('media.noMos')}</p>}
      </section>
      {choice}
      <MediaPlayer session={session} shown={chosen} />
      <MediaSeries session={session} media={chosen} />
      <div className="media-cards">
        <Facts name="inputs" media={media} factsOf={inputsOf} />
        <Facts name="facts" media={media} factsOf={factsOf} />
      </div>
    </div>
  )
}

const HEADS = [
  ['ends', false],
  ['ssrc', false],
  ['codec', false],
  ['packets', true],
  ['loss', true],
  ['lost', true],
  ['bursts', true],
  ['jitter', true],
  ['jitterMax', true],
  ['reordered', true],
  ['duplicates', true],
  ['r', true],
  ['mos', true],
] as const

function Stream({ stream }: { readonly stream: Media }) {
  const { loss } = stream
  return (
    <tr>
      <td className="mono">
        <bdi>{visible(stream.source)}</bdi>
        <span className="arrow">→</span>
        <bdi>{visible(stream.destination)}</bdi>
      </td>
      <td className="mono">{visible(stream.ssrc)}</td>
      <td>{visible(stream.codec)}</td>
      <td className="num">{count(stream.packets)}</td>
      <td className={loss > HIGH_LOSS ? 'num bad strong' : 'num'}>{lossText(loss)}</td>
      <td className="num">{count(stream.lost)}</td>
      <td className="num">{optional(stream['gaps'])}</td>
      <td className="num">{stream.jitter_mean_ms === undefined ? <Unknown /> : milliseconds(stream.jitter_mean_ms)}</td>
      <td className="num">{stream.jitter_max_ms === undefined ? <Unknown /> : milliseconds(stream.jitter_max_ms)}</td>
      <td className="num">{count(stream.out_of_order)}</td>
      <td className="num">{count(stream.duplicates)}</td>
      <td className="num">{optional(stream.r_factor, 1)}</td>
      <td className="num">
        <Mos mos={stream.mos} />
      </td>
    </tr>
  )
}

function optional(value: unknown, decimals = 0) {
  return typeof value === 'number' ? value.toFixed(decimals) : <Unknown />
}

function keyOf({ ssrc, source, destination }: Media, i: number): string {
  return `${ssrc} ${source} ${destination} ${i}`
}
