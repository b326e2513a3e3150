import { rounded } from '../analytics/queries.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'

const KEEP_MS = 10_000

/** Counts the requests to the API; how many there were stays in the catalogue. */
export class RequestMeter {
  readonly #catalogue: Catalogue
  readonly #timer: NodeJS.Timeout
  /** Counted here and not in the catalogue yet. */
  #unkept = 0
  #keeping: Promise<void> = Promise.resolve()
  #answered = 0
  #milliseconds = 0

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue
    this.#timer = setInterval(() => void this.#keep(), KEEP_MS)
    this.#timer.unref()
  }

  /** @param milliseconds from the request to the end of its answer */
  answered(milliseconds: number): void {
    this.#unkept++
    this.#answered++
    this.#milliseconds += milliseconds
  }

  /** Since the server started; 0 before the first. */
  get averageMilliseconds(): number {
    return this.#answered === 0 ? 0 : rounded(this.#milliseconds / this.#answered, 3)
  }

  /** Since installation. */
  async total(): Promise<number> {
    await this.#keep()
    const counters = await this.#catalogue.statistics.counters()
    return (counters.find(({ name }) => name === 'api_requests')?.value ?? 0) + this.#unkept
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#keep()
  }

  /** One after the other: what a failed one did not keep is tried again. */
  async #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(async () => {
      const value = this.#unkept
      this.#unkept = 0
      await this.#catalogue.count([{ name: 'api_requests', value }]).catch(() => {
        this.#unkept += value
      })
    })
    await this.#keeping
  }
}
