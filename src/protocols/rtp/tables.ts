import type { PayloadFormat } from '../../model/message.ts'

/** Static payload types: RFC 3551 tables 4 and 5. G722's clock is 8000 although it samples at 16 kHz (§4.5.2). */
const STATIC: readonly (readonly [payloadType: number, codec: string, clockRate: number, channels?: number])[] = [
  [0, 'PCMU', 8000],
  [3, 'GSM', 8000],
  [4, 'G723', 8000],
  [5, 'DVI4', 8000],
  [6, 'DVI4', 16000],
  [7, 'LPC', 8000],
  [8, 'PCMA', 8000],
  [9, 'G722', 8000],
  [10, 'L16', 44100, 2],
  [11, 'L16', 44100],
  [12, 'QCELP', 8000],
  [13, 'CN', 8000],
  [14, 'MPA', 90000],
  [15, 'G728', 8000],
  [16, 'DVI4', 11025],
  [17, 'DVI4', 22050],
  [18, 'G729', 8000],
  [19, 'CN', 8000],
  [25, 'CelB', 90000],
  [26, 'JPEG', 90000],
  [28, 'nv', 90000],
  [31, 'H261', 90000],
  [32, 'MPV', 90000],
  [33, 'MP2T', 90000],
  [34, 'H263', 90000],
]

export const STATIC_FORMATS: ReadonlyMap<number, PayloadFormat> = new Map(
  STATIC.map(([payload_type, codec, clock_rate, channels = 1]) => [
    payload_type,
    { payload_type, codec, clock_rate, channels },
  ]),
)

/** RTCP packet types: RFC 3550 §12.1, RFC 2032, RFC 5450, RFC 4585, RFC 3611, RFC 5760. */
export const RTCP_TYPES: Readonly<Record<number, string>> = {
  192: 'FIR',
  193: 'NACK',
  194: 'SMPTETC',
  195: 'IJ',
  200: 'SR',
  201: 'RR',
  202: 'SDES',
  203: 'BYE',
  204: 'APP',
  205: 'RTPFB',
  206: 'PSFB',
  207: 'XR',
  208: 'AVB',
  209: 'RSI',
  210: 'TOKEN',
}

/** Transport-layer feedback by FMT: RFC 4585 §6.2, RFC 5104, RFC 6051, RFC 6285, RFC 6679. */
export const TRANSPORT_FEEDBACK: Readonly<Record<number, string>> = {
  1: 'NACK',
  3: 'TMMBR',
  4: 'TMMBN',
  5: 'SR-REQ',
  6: 'RAMS',
  8: 'ECN',
  15: 'TWCC',
}

/** Payload-specific feedback by FMT: RFC 4585 §6.3, RFC 5104. */
export const PAYLOAD_FEEDBACK: Readonly<Record<number, string>> = {
  1: 'PLI',
  2: 'SLI',
  3: 'RPSI',
  4: 'FIR',
  5: 'TSTR',
  6: 'TSTN',
  7: 'VBCM',
  15: 'AFB',
}

/** Digits of telephone events 0–16: RFC 4733 §3.2; `!` is the flash hook. */
export const DTMF_DIGITS = '0123456789*#ABCD!'
