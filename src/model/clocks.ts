/** Where packets were captured: an interface of a capture. */
export interface Tap {
  /** Ordinal of the capture in the job. */
  readonly file: number
  /** Number of the interface in its section; 0 where a capture has no interfaces. */
  readonly interface: number
}

/** A tap whose clock is ahead of another's, as the packets tell that both have seen. */
export interface TapClock extends Tap {
  /** Nanoseconds; less than 0 where it is behind. */
  readonly ahead: number
  /** Whose clock is taken for right. */
  readonly reference: Tap
}
