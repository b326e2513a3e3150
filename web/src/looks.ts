/** How a protocol looks: a colour and a shape, never colour alone. */
export type Look = 'sip' | 'diameter' | 'gtp' | 's1ap' | 'pfcp' | 'http2' | 'rtp' | 'other'

/** Names as events, sessions and counters use them, by their beginning, to what they look like. */
const LOOKS: readonly (readonly [beginning: string, look: Look])[] = [
  ['SIP', 'sip'],
  ['VOLTE', 'sip'],
  ['DIAMETER', 'diameter'],
  ['GTP', 'gtp'],
  ['S1AP', 's1ap'],
  ['NGAP', 's1ap'],
  ['NAS', 's1ap'],
  ['X2AP', 's1ap'],
  ['XNAP', 's1ap'],
  ['F1AP', 's1ap'],
  ['E1AP', 's1ap'],
  ['PFCP', 'pfcp'],
  ['HTTP', 'http2'],
  ['RTP', 'rtp'],
  ['RTCP', 'rtp'],
]

export function lookOf(name: string): Look {
  const upper = name.toUpperCase()
  return LOOKS.find(([beginning]) => upper.startsWith(beginning))?.[1] ?? 'other'
}

/** Outlines in a square of 10: what stands at an arrow's tail, in chips and legends. */
export const SHAPES: Readonly<Record<Look, string>> = {
  sip: 'M1 5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  diameter: 'M1.2 1.2h7.6v7.6h-7.6z',
  gtp: 'M5 .4L9.6 5L5 9.6L.4 5z',
  s1ap: 'M5 .8L9.6 9H.4z',
  pfcp: 'M5 9.2L9.6 1H.4z',
  http2: 'M2.7 1h4.6L9.6 5L7.3 9H2.7L.4 5z',
  rtp: 'M.5 2h9v2.2h-9zM.5 5.8h9v2.2h-9z',
  other: 'M3.6 .8h2.8v2.8h2.8v2.8h-2.8v2.8h-2.8v-2.8h-2.8v-2.8h2.8z',
}

/** Quality by the mean opinion score: the number is always written beside the colour. */
export type Quality = 'mos5' | 'mos4' | 'mos3' | 'mos2' | 'mos1'

const QUALITY: readonly (readonly [least: number, quality: Quality])[] = [
  [4.2, 'mos5'],
  [4, 'mos4'],
  [3.6, 'mos3'],
  [3.1, 'mos2'],
]

export function qualityOf(mos: number): Quality {
  return QUALITY.find(([least]) => mos >= least)?.[1] ?? 'mos1'
}
