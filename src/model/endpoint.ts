/** One end of a conversation. Interned: the same address and port give the same object and number. */
export interface Endpoint {
  /** Number under which rows refer to it. */
  readonly id: number
  /** IPv4 dotted, or IPv6 as RFC 5952 writes it. */
  readonly address: string
  /** 0 where there are no ports. */
  readonly port: number
  /** `address:port`, `[address]:port`, or the bare address without a port. */
  readonly text: string
}
