/** What a scenario put on the wire, and the product has to find. Times are milliseconds since the capture's start. */
export interface StreamTruth {
  /** `0x` and eight digits. */
  readonly ssrc: string
  /** As seen on the wire. */
  readonly source: string
  readonly destination: string
  /** All that passed, repeats too. */
  readonly packets: number
  readonly lost: number
  readonly duplicates: number
  readonly out_of_order: number
  /** RFC 3550 A.8: mean of the estimate after each packet but the first, and its largest value. */
  readonly jitter_mean_ms: number
  readonly jitter_max_ms: number
}

export interface SessionTruth {
  readonly type: string
  readonly key: string
  /** Of its first message. */
  readonly start: number
  /** All Call-IDs of its legs. */
  readonly call_ids: readonly string[]
  readonly outcome?: string
  /** Signalling messages of its own, as they passed: each hop, repeats too. */
  readonly messages: number
  /** Metrics that must have this value, in the product's names. */
  readonly metrics: Readonly<Record<string, number>>
  /** Metrics that must not be told. */
  readonly unknown?: readonly string[]
  readonly streams: readonly StreamTruth[]
}
