import type { Ink } from './pen.ts'

/** Tokens as the page has them now: the theme decides. */
export class Colors {
  readonly #known = new Map<Ink, string>()
  readonly #probe: HTMLElement

  constructor() {
    this.#probe = document.createElement('i')
    this.#probe.hidden = true
    document.body.append(this.#probe)
  }

  of(ink: Ink): string {
    const known = this.#known.get(ink)
    if (known !== undefined) return known
    this.#probe.style.color = `var(--${ink})`
    const color = getComputedStyle(this.#probe).color
    this.#known.set(ink, color)
    return color
  }

  /** A variable that is no colour. */
  font(mono: boolean): string {
    return getComputedStyle(document.documentElement)
      .getPropertyValue(mono ? '--mono' : '--font')
      .trim()
  }

  /** Width of a message's line, in pixels. */
  arrow(): number {
    return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--arrow'))
  }

  dispose(): void {
    this.#probe.remove()
  }
}
