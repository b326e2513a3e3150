import type { Out } from '../../model/message.ts'

/** Bounds on what one message may say. */
const MOST_ENTRIES = 64
const MOST_RECORDS = 256

export type Fields = Record<string, unknown>

/** Takes something out of an AVP's data at [from, to) beyond what the tables say. */
export type Reader = (reading: Reading, from: number, to: number) => void

/** One message while it is read: where its details go, and what several AVPs tell together. */
export class Reading {
  readonly bytes: Uint8Array
  /** Where the captured bytes end. */
  readonly limit: number
  readonly out: Out
  readonly tree: boolean
  readonly command: number
  readonly application: number
  /** The record that AVPs at hand belong to: undefined for the message itself. */
  record: Fields | undefined
  /** Code of the innermost group, 0 outside of any. */
  group = 0
  /** Groups that are open. */
  depth = 0
  /** Within Failed-AVP: nothing there is true of this message. */
  muted = false

  sessionId = ''
  resultCode = 0
  resultVendor = 0
  experimentalCode = 0
  /** Of the Subscription-Id or User-Equipment-Info at hand. */
  subscriptionType = -1
  subscriptionData = ''
  equipmentType = -1
  imsi = ''
  msisdn = ''
  impi = ''
  impu = ''
  imei = ''
  framedIp = ''
  framedPrefix = ''
  calling = ''
  called = ''
  vectors = 0
  requestType = 0
  /** Feature-List-ID of the group at hand, for the tree. */
  featureList = 0
  readonly #lists: Record<string, unknown[]> = {}
  #records = 0

  constructor(bytes: Uint8Array, limit: number, out: Out, of: { command: number; application: number }) {
    this.bytes = bytes
    this.limit = limit
    this.out = out
    this.tree = out.tree
    this.command = of.command
    this.application = of.application
  }

  /** A field of the record at hand, or of the message. */
  put(field: string, value: unknown): void {
    if (this.record === undefined) this.out.put(field, value)
    else this.record[field] = value
  }

  /** An entry of a list of the record at hand, or of the message. */
  push(field: string, value: unknown): void {
    if (this.record === undefined) this.flat(field, value)
    else append(this.record, field, value)
  }

  /** An entry of a list of the message, once each. */
  flat(field: string, value: unknown): void {
    const list = this.#lists[field]
    if (list === undefined) {
      const made = [value]
      this.#lists[field] = made
      this.out.put(field, made)
    } else if (list.length < MOST_ENTRIES && !list.includes(value)) list.push(value)
  }

  /** Keeps the record of a group where it says something. */
  keep(record: Fields, field: string, many: boolean): void {
    if (this.#records >= MOST_RECORDS || isEmpty(record)) return
    this.#records++
    if (many) this.push(field, record)
    else this.put(field, record)
  }
}

function append(record: Fields, field: string, value: unknown): void {
  const list = record[field] as unknown[] | undefined
  if (list === undefined) record[field] = [value]
  else if (list.length < MOST_ENTRIES) list.push(value)
}

function isEmpty(record: Fields): boolean {
  for (const _ in record) return false
  return true
}
