/** Browsers draw no element higher than some 16 million pixels right; beyond this one scrolls by shares. */
export const TALLEST = 12_000_000

/** A height, and what it is scrolled as. All values in pixels. */
export interface Tall {
  /** Of all the rows. */
  readonly real: number
  /** Of the element that stands for them. */
  readonly physical: number
}

export function tall(real: number): Tall {
  return { real, physical: Math.min(real, TALLEST) }
}

/** Where in the rows the window begins, from where the element is scrolled to. */
export function offsetOf({ real, physical }: Tall, scrolled: number, view: number): number {
  if (real <= physical) return scrolled
  const room = physical - view
  return room <= 0 ? 0 : (scrolled / room) * (real - view)
}

/** The other way round. */
export function scrolledOf({ real, physical }: Tall, offset: number, view: number): number {
  if (real <= physical) return offset
  const room = real - view
  return room <= 0 ? 0 : (offset / room) * (physical - view)
}
