/** What is found of the procedures in a capture. */
import type { Procedure } from '../../src/model/procedure.ts'
import { withResult } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

/** All of a job, by their beginning: of subscribers, and those that only sessions tell of. */
export async function proceduresOf(...captures: readonly Uint8Array[]): Promise<Procedure[]> {
  return withResult(captures, (result) => {
    const found = new Map<string, Procedure>()
    for (const { procedures = [] } of result.details()) {
      for (const one of procedures) found.set(one.procedure_id, one)
    }
    return [...found.values()].toSorted((a, b) => (a.start_time < b.start_time ? -1 : 1))
  })
}

export async function proceduresIn(make: (wire: Wire) => void): Promise<Procedure[]> {
  const wire = new Wire()
  make(wire)
  return proceduresOf(pcap(wire.packets))
}

/** Type, outcome and duration, then each step with the milliseconds since the beginning. */
export function outline({ type, subtype, outcome, duration_ms, steps, missing_steps }: Procedure): string {
  const told = steps.map(({ name, since_start_ms }) => `${since_start_ms} ${name}`)
  const missing = missing_steps.map(({ name }) => ` -${name}`).join('')
  return `${type}${subtype === undefined ? '' : ` ${subtype}`} ${outcome} ${duration_ms}${missing}: ${told.join(', ')}`
}

/** As `outline`, without steps. */
export function result(one: Procedure): string {
  return outline(one).replace(/:.*/, '')
}
