import type { DatabaseSync } from 'node:sqlite'
import type { EventReader } from './event-reader.ts'

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/**
 * What conditions on sessions may ask of their events, which are in no table:
 * `has_event(session, names)`, names as numbers with commas between; `has_frame(session, sign, frame)`.
 */
export function addEventFunctions(database: DatabaseSync, events: EventReader): void {
  let [asked, names]: [unknown, ReadonlySet<number>] = ['', new Set()]
  database.function('has_event', (session, given) => {
    if (given !== asked) {
      const numbers = typeof given === 'string' ? given.split(',').map(Number) : []
      ;[asked, names] = [given, new Set(numbers)]
    }
    return Number(names.size > 0 && events.some(Number(session), (name) => names.has(name)))
  })
  database.function('has_frame', (session, sign, wanted) => {
    const compare = COMPARE[String(sign)]
    const number = Number(wanted)
    return Number(compare !== undefined && events.some(Number(session), (_, frame) => compare(frame, number)))
  })
}
