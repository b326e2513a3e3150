/** Codec names told apart; hostile signalling may invent many. */
const MOST_NAMES = 4096

/** Numbers for codec names, from 1, which fit into records; 0 is the unknown codec. */
export class CodecNames {
  readonly #names: string[] = ['']
  readonly #numbers = new Map<string, number>([['', 0]])

  number(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined || this.#names.length >= MOST_NAMES) return known ?? 0
    this.#numbers.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }

  name(number: number): string {
    return this.#names[number] ?? ''
  }
}
