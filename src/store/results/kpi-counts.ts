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
  /** By figure and dimension, then by value. */
  readonly #sums = new Map<string, Map<string, Sum>>()

  /** @param hour in which the session starts, ISO 8601 UTC */
  add(sample: KpiSample, hour: string): void {
    this.#count(sample, '', '')
    this.#count(sample, 'hour', hour)
    for (const dimension of KPI_DIMENSIONS) {
      const value = sample.of[dimension]
      if (value !== undefined && value !== '') this.#count(sample, dimension, value)
    }
  }

  rows(): KpiRow[] {
    return [...this.#sums].flatMap(([key, values]) => {
      const [kpi = '', dimension = ''] = key.split(' ')
      return [...values].map(([value, { counted, met, latencies }]) => {
        return { kpi, dimension: dimension as Dimension, value, counted, met, latencies: latencies.packed() }
      })
    })
  }

  #count({ kpi, met, latency_ms }: KpiSample, dimension: Dimension, value: string): void {
    const sum = this.#sumOf(`${kpi} ${dimension}`, value, dimension === 'hour' ? MOST_HOURS : MOST_VALUES)
    sum.counted++
    if (met === true) sum.met++
    if (latency_ms !== undefined) sum.latencies.add(latency_ms)
  }

  #sumOf(key: string, wanted: string, most: number): Sum {
    let values = this.#sums.get(key)
    if (!values) this.#sums.set(key, (values = new Map()))
    const value = values.has(wanted) || values.size < most ? wanted : OTHER_VALUES
    let sum = values.get(value)
    if (!sum) values.set(value, (sum = { counted: 0, met: 0, latencies: new Latencies() }))
    return sum
  }
}
