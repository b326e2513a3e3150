import type { MediaVerdictKind, Severity } from '../model/session.ts'

/** How grave each finding is, the gravest first. */
export const SEVERITY: Readonly<Record<MediaVerdictKind, Severity>> = {
  one_way_audio: 'error',
  no_media: 'error',
  unreachable_address: 'error',
  media_stopped: 'warning',
  late_media: 'warning',
  media_gap: 'warning',
  silence: 'warning',
  codec_not_negotiated: 'warning',
  loss_between_points: 'warning',
  remote_loss: 'warning',
  rising_jitter: 'warning',
  rtp_after_signalling: 'warning',
  rtp_before_signalling: 'info',
  codec_asymmetry: 'info',
  ptime_asymmetry: 'info',
  incomplete: 'info',
}

/** A number that a rule turns on. */
interface Threshold {
  readonly value: number
  readonly unit: 'ms' | 'packets' | 'share' | 'times' | 'reports'
  readonly why: string
  /** No standard gives it: a planning value of ours. */
  readonly assumed: boolean
}

/** Every number of the rules; docs/media.md lists them. */
export const THRESHOLDS = {
  shortest_talk: {
    value: 5000,
    unit: 'ms',
    why: 'a shorter conversation may end before both have spoken or their gateways have started',
    assumed: true,
  },
  most_of_none: {
    value: 5,
    unit: 'packets',
    why: 'so few are what opens a NAT or ends an early dialog, and no media',
    assumed: true,
  },
  fewest: {
    value: 50,
    unit: 'packets',
    why: 'a second of speech at 20 ms: enough to say that a direction has media, and which codec',
    assumed: true,
  },
  late: {
    value: 2000,
    unit: 'ms',
    why: 'longer than the handshakes of ICE and DTLS usually take; a caller hears the clipping',
    assumed: true,
  },
  gap: {
    value: 1000,
    unit: 'ms',
    why: 'above any pause of a codec that sends silence descriptors (AMR 160 ms, TS 26.093; Opus 400 ms)',
    assumed: true,
  },
  stopped: {
    value: 5000,
    unit: 'ms',
    why: 'longer than a gap, and than the media that a hang-up leaves out',
    assumed: true,
  },
  silence: {
    value: 10_000,
    unit: 'ms',
    why: 'nobody is silent to the sample for so long with a microphone that is open',
    assumed: true,
  },
  descriptors: {
    value: 30_000,
    unit: 'ms',
    why: 'a listener is silent for long: descriptors alone say so where there was never a word',
    assumed: true,
  },
  silent_share: {
    value: 0.95,
    unit: 'share',
    why: 'of the conversation: who speaks at all is not silent',
    assumed: true,
  },
  early_rtp: {
    value: 500,
    unit: 'ms',
    why: 'media may outrun its description (RFC 3264 §5.1), by the transit time of signalling',
    assumed: true,
  },
  late_rtp: {
    value: 5000,
    unit: 'ms',
    why: 'packets in flight and the time to release resources after a BYE',
    assumed: true,
  },
  loss_share: {
    value: 0.01,
    unit: 'share',
    why: 'of the packets: less is heard as little, and the edges of two observations differ by some packets',
    assumed: true,
  },
  loss_packets: {
    value: 10,
    unit: 'packets',
    why: 'so that a share of a short stream is not made of chance',
    assumed: true,
  },
  reports: {
    value: 3,
    unit: 'reports',
    why: 'receiver reports come every 5 s (RFC 3550 §6.2): one alone may be of a burst',
    assumed: true,
  },
  jitter_rise: {
    value: 2,
    unit: 'times',
    why: 'of the mean of the later part over that of the earlier',
    assumed: true,
  },
  jitter: {
    value: 20,
    unit: 'ms',
    why: 'one packet of speech: below it any jitter buffer hides it',
    assumed: true,
  },
  jitter_packets: {
    value: 500,
    unit: 'packets',
    why: 'ten seconds of speech, so that both parts are means and not bursts',
    assumed: true,
  },
  same_packet: {
    value: 500,
    unit: 'ms',
    why: 'the most that a packet may take from one observation point to the next',
    assumed: true,
  },
  same_part: {
    value: 0.8,
    unit: 'share',
    why: 'of the time of a stream that two points must both have seen to be compared',
    assumed: true,
  },
} as const satisfies Readonly<Record<string, Threshold>>

/** Codecs that never pause, or send silence descriptors: what does not come is missing. Others may pause as they like. */
export const CONTINUOUS: ReadonlySet<string> = new Set([
  'PCMU',
  'PCMA',
  'G722',
  'L16',
  'GSM',
  'ILBC',
  'AMR',
  'AMR-WB',
  'EVS',
  'OPUS',
])
