// How messages of RANAP (TS 25.413 §9.3) and RUA (TS 25.468 §9.3) hold their IEs.
import type { Per } from '../../bytes/per.ts'

/** Criticality, then the IEs in an open type. */
export function containerOf(per: Per): Per {
  per.bits(2)
  return per.open()
}

/** The IEs of a container by identifier, `most` of them, each in an open type; what is behind a fault is not read. */
export function* elementsOf(container: Per, most: number): Generator<readonly [id: number, element: Per]> {
  container.bits(2)
  const count = container.integer(0, 65_535)
  for (let i = 0; i < count && i < most; i++) {
    const id = container.integer(0, 65_535)
    container.bits(2)
    const element = container.open()
    if (container.fault !== '') return
    yield [id, element]
  }
}
