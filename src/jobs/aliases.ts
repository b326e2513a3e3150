import { type Alias, AliasBook } from '../store/aliases.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'

/** The aliases in force: those of the configuration, and over them those that were put. */
export class AliasDesk {
  readonly configured: readonly Alias[]
  readonly #catalogue: Catalogue
  readonly #use: (aliases: readonly Alias[]) => void
  #own: readonly Alias[] = []

  /** @param use told of all in force, at the start and whenever they change */
  constructor(catalogue: Catalogue, configured: readonly Alias[], use: (aliases: readonly Alias[]) => void) {
    this.#catalogue = catalogue
    this.configured = configured
    this.#use = use
  }

  get own(): readonly Alias[] {
    return this.#own
  }

  async load(): Promise<void> {
    this.#own = await this.#catalogue.aliases.list()
    this.#tell()
  }

  async replace(aliases: readonly Alias[]): Promise<void> {
    await this.#catalogue.aliases.replace(aliases)
    await this.load()
  }

  #tell(): void {
    this.#use(new AliasBook([...this.configured, ...this.#own]).all)
  }
}
