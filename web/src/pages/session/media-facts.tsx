import type { Media } from '../../client/records.ts'
import { Unknown } from '../../parts/measures.tsx'
import { visible } from '../../text.ts'
import { known, t } from '../../words.ts'

type Fact = readonly [name: string, value: string]

/** What the table of streams tells already. */
const ABOVE = new Set(
  `ssrc source destination codec packets loss lost gaps jitter_mean_ms jitter_max_ms out_of_order duplicates r_factor mos
  mos_inputs mos_model`.split(/\s+/),
)
/** Where a number comes from is told under the table. */
const SOURCE = 'source'

/** What the E-model was given. */
export function inputsOf(stream: Media): Fact[] {
  const inputs = inputsIn(stream)
  const model = stream['mos_model']
  const facts = Object.entries(inputs).filter(([name]) => name !== SOURCE)
  return [...(typeof model === 'string' ? [['mos_model', model] as const] : []), ...facts.map(asFact)]
}

/** What else is known of a stream. */
export function factsOf(stream: Media): Fact[] {
  return Object.entries(stream)
    .filter(([name]) => !ABOVE.has(name))
    .map(asFact)
}

function inputsIn(stream: Media): Readonly<Record<string, unknown>> {
  const inputs = stream['mos_inputs']
  return typeof inputs === 'object' && inputs !== null ? (inputs as Record<string, unknown>) : {}
}

function asFact([name, value]: readonly [string, unknown]): Fact {
  if (typeof value !== 'object' || value === null) return [name, visible(String(value))]
  const parts = Object.entries(value).map(([inner, one]) => (Array.isArray(value) ? String(one) : `${inner} ${one}`))
  return [name, visible(parts.join(', '))]
}

export interface FactsProps {
  readonly name: 'inputs' | 'facts'
  readonly media: readonly Media[]
  readonly factsOf: (stream: Media) => readonly Fact[]
}

/** Facts of all streams side by side. */
export function Facts({ name, media, factsOf: read }: FactsProps) {
  const columns = media.map((stream) => new Map(read(stream)))
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))]
  const sources = name === 'inputs' ? [...new Set(media.map((stream) => inputsIn(stream)[SOURCE]))] : []
  if (names.length === 0) return null
  return (
    <section className="card scrolls" aria-label={t(`media.${name}Title`)} tabIndex={0}>
      <header>
        <h2>{t(`media.${name}Title`)}</h2>
        <span className="dim small">{t(`media.${name}Note`)}</span>
      </header>
      <div className="in">
        <table className="plain-table facts-table">
          <thead>
            <tr>
              <th scope="col">{t('media.fact')}</th>
              {media.map(({ source }, i) => (
                <th key={`${i} ${source}`} scope="col" className="num">
                  <bdi>{visible(source)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((fact) => (
              <tr key={fact}>
                <th scope="row" className="mid">
                  {known(`mediaFact.${fact}`) ? t(`mediaFact.${fact}`) : fact.replaceAll('_', ' ')}
                </th>
                {columns.map((column, i) => (
                  <td key={`${i} ${fact}`} className="num">
                    {column.get(fact) ?? <Unknown />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {sources.map((source) =>
          typeof source === 'string' ? (
            <p key={source} className="dim note">
              {source}
            </p>
          ) : null,
        )}
      </div>
    </section>
  )
}
