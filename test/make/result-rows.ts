import type { Endpoint } from '../../src/model/endpoint.ts'
import type { EventRow, GroupRow } from '../../src/model/rows.ts'

const endpoints = new Map<string, Endpoint>()
export function endpoint(address: string, port = 5060): Endpoint {
  const text = `${address}:${port}`
  const known = endpoints.get(text) ?? { id: endpoints.size, address, port, text }
  endpoints.set(text, known)
  return known
}

export const A = endpoint('10.0.0.1')
export const B = endpoint('10.0.0.2')
export const moment = (milliseconds: number): GroupRow['first'] => ({
  seconds: 1_766_656_800 + Math.floor(milliseconds / 1000),
  nanoseconds: (milliseconds % 1000) * 1_000_000 + 7,
})

/** A message of a group, and what is said of it. */
export function event(group: number, frame: number, more: Partial<EventRow> = {}): EventRow {
  return {
    group,
    at: moment(frame),
    file: 0,
    frame,
    offset: 24,
    protocol: 'SIP',
    message_type: 'INVITE',
    short: 'SIP INVITE',
    source: A,
    destination: B,
    details: { call_id: `${group}@x` },
    fault: '',
    ...more,
  }
}

/** A group of two messages between A and B. */
export function group(number: number, more: Partial<GroupRow> = {}): GroupRow {
  return {
    group: number,
    family: 'sip',
    key: `call:${number}`,
    first: moment(number),
    last: moment(number + 1),
    first_file: 0,
    first_frame: number,
    packets: 2,
    bytes: 900,
    events: 2,
    participants: [A, B],
    draft: { tags: ['a', 'b'], deep: { status: 200 } },
    closed: false,
    ...more,
  }
}
