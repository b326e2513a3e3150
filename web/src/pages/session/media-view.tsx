import type { Media, Session } from '../../client/records.ts'
import { count } from '../../numbers.ts'
import { Mos, Unknown } from '../../parts/measures.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

const HIGH_LOSS = 0.05

/** The streams of a session, and what their quality was reckoned from. */
export function MediaView({ session }: { readonly session: Session }) {
  const { media } = session
  if (media.length === 0) {
    return (
      <div className="page">
        <p className="nothing mid">{t('media.nothing')}</p>
      </div>
    )
  }
  return (
    <div className="page media-page">
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
      </section>
      <Inputs media={media} />
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
      <td className={loss > HIGH_LOSS ? 'num bad strong' : 'num'}>{(loss * 100).toFixed(1)}</td>
      <td className="num">{count(stream.lost)}</td>
      <td className="num">{optional(stream['gaps'])}</td>
      <td className="num">{optional(stream.jitter_mean_ms, 1)}</td>
      <td className="num">{optional(stream.jitter_max_ms, 1)}</td>
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

/** What is told in the table above, or is no input of the quality. */
const ABOVE = new Set([
  'ssrc',
  'source',
  'destination',
  'codec',
  'packets',
  'loss',
  'lost',
  'gaps',
  'jitter_mean_ms',
  'jitter_max_ms',
  'out_of_order',
  'duplicates',
  'r_factor',
  'mos',
  'first_frame',
  'last_frame',
])

/** Everything else that is known of each stream, side by side. */
function Inputs({ media }: { readonly media: readonly Media[] }) {
  const columns = media.map((stream) => new Map(flat(stream)))
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))]
  if (names.length === 0) return null
  return (
    <section className="card scrolls" aria-label={t('media.inputs')} tabIndex={0}>
      <header>
        <h2>{t('media.inputs')}</h2>
        <span className="dim small">{t('media.inputsNote')}</span>
      </header>
      <div className="in">
        <table className="plain-table inputs">
          <thead>
            <tr>
              <th scope="col">{t('media.input')}</th>
              {media.map((stream, i) => (
                <th key={keyOf(stream, i)} scope="col" className="num">
                  <bdi>{visible(stream.source)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row" className="mid">
                  {name.replaceAll('_', ' ')}
                </th>
                {columns.map((column, i) => (
                  <td key={keyOf(media[i]!, i)} className="num">
                    {column.get(name) ?? <Unknown />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Names and values of a stream; those of an object by the names of both. */
function flat(stream: Media): [string, string][] {
  return Object.entries(stream)
    .filter(([name]) => !ABOVE.has(name))
    .flatMap(([name, value]): [string, string][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, one]) => [`${name} ${inner}`, visible(String(one))])
        : [[name, visible(String(value))]],
    )
}

function keyOf({ ssrc, source, destination }: Media, i: number): string {
  return `${ssrc} ${source} ${destination} ${i}`
}
