/** What somebody knows better than the packets tell. */
export interface Hints {
  readonly ports?: readonly PortHint[]
  /** Link types that are to be read as others: those of private use (147–162), or lies. */
  readonly link_types?: readonly { readonly from: number; readonly to: number }[]
  /** Frames before it are left out, and those at or after `end_time`; ISO 8601. */
  readonly start_time?: string
  readonly end_time?: string
}

/** What goes to or from a port is read as this protocol, and tried as no other. */
export interface PortHint {
  readonly port: number
  /** Both where it is not told. */
  readonly transport?: 'udp' | 'tcp'
  /** As events name it, in any case; `RTP` for media. */
  readonly protocol: string
}
