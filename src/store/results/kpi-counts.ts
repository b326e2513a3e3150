import { KPI_DIMENSIONS, type KpiRow, type KpiSample, OTHER_VALUES } from '../../model/kpi.ts'
import { Latencies } from '../../model/latencies.ts'

/** Values of one dimension that are told apart for one figure; what comes later counts as other. */
const MOST_VALUES = 50
/** The same for hours: six weeks. */
const MOST_HOURS = 1000

interface Sum {
  counted: number
  met: number
  readonly latencies: Latencies
}

type Dimension = KpiRow['dimension']

/** Key figures of a job, counted while its sessions are written: over all, by hour and by each dimension. */
export class KpiCounts {
  /** By figure, dimension and value. */
  readonly #sums = new Map<KpiSample['kpi'], Map<Dimension, Map<string, Sum>>>()

  /** @param hour in which the session starts, ISO 8601 UTC */
  add(sample: KpiSample, hour: string): void {
    let dimensions = this.#sums.get(sample.kpi)
    if (!dimensions) this.#sums.set(sample.kpi, (dimensions = new Map()))
    count(dimensions, sample, '', '')
    count(dimensions, sample, 'hour', hour)
    for (const dimension of KPI_DIMENSIONS) {
      const value = sample.of[dimension]
      if (value !== undefined && value !== '') count(dimensions, sample, dimension, value)
    }
  }

  rows(): KpiRow[] {
    return [...this.#sums].flatMap(([kpi, dimensions]) => {
      return [...dimensions].flatMap(([dimension, values]) => {
        return [...values].map(([value, { counted, met, latencies }]) => {
          return { kpi, dimension, value, counted, met, latencies: latencies.packed() }
        })
      })
    })
  }
}

type Values = Map<string, Sum>

function count(dimensions: Map<Dimension, Values>, sample: KpiSample, dimension: Dimension, value: string): void {
  let values = dimensions.get(dimension)
  if (!values) dimensions.set(dimension, (values = new Map()))
  const sum = sumOf(values, value, dimension === 'hour' ? MOST_HOURS : MOST_VALUES)
  sum.counted++
  if (sample.met === true) sum.met++
  if (sample.latency_ms !== undefined) sum.latencies.add(sample.latency_ms)
}

function sumOf(values: Values, wanted: string, most: number): Sum {
  const known = values.get(wanted)
  if (known) return known
  const value = values.size < most ? wanted : OTHER_VALUES
  let sum = values.get(value)
  if (!sum) values.set(value, (sum = { counted: 0, met: 0, latencies: new Latencies() }))
  return sum
}
