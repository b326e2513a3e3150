import { useSyncExternalStore } from 'react'

/** A value outside of React that parts of the page follow. */
export class Listeners<Value> {
  #value: Value
  readonly #listeners = new Set<() => void>()

  constructor(value: Value) {
    this.#value = value
  }

  get value(): Value {
    return this.#value
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of this.#listeners) listener()
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export function useValue<Value>(listeners: Listeners<Value>): Value {
  return useSyncExternalStore(listeners.listen, () => listeners.value)
}
