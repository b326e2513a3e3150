/** What somebody knows better than the packets tell. */
export interface Hints {
  readonly ports?: readonly PortHint[]
  /** Link types that are to be read as others: those of private use (147–162), or lies. */
  readonly link_types?: readonly { readonly from: number; readonly to: number }[]
  /** Frames before it are left out, and those at or after `end_time`; ISO 8601. */
  readonly start_time?: string
  readonly end_time?: string
  readonly links?: readonly LinkRule[]
}

/**
 * Messages of which a header has the same value are of one call (`leg`), or have to do with each other (`related`). What
 * is compared is the first group of the expression, or all that it matches.
 */
export interface LinkRule {
  readonly header: string
  readonly expression: string
  readonly as: 'leg' | 'related'
}

/** What goes to or from a port is read as this protocol, and tried as no other. */
export interface PortHint {
  readonly port: number
  /** Both where it is not told. */
  readonly transport?: 'udp' | 'tcp'
  /** As events name it, in any case; `RTP` for media. */
  readonly protocol: string
}
