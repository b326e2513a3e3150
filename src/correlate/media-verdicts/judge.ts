import type { MediaVerdict, Severity } from '../../model/session.ts'
import { MEDIA_VERDICTS } from '../../model/session.ts'
import { unreachable } from './addresses.ts'
import type { CallMedia } from './call-media.ts'
import { codecAsymmetry, notNegotiated, ptimeAsymmetry } from './codecs.ts'
import { allStopped, lateMedia, noMedia, oneWay } from './directions.ts'
import type { MediaRule } from './finding.ts'
import { gaps, silences } from './pauses.ts'
import { after, before } from './signalling.ts'
import { betweenPoints, remoteLoss, risingJitter } from './transport.ts'

const RULES: readonly MediaRule[] = [
  oneWay,
  noMedia,
  unreachable,
  allStopped,
  lateMedia,
  gaps,
  silences,
  notNegotiated,
  betweenPoints,
  remoteLoss,
  risingJitter,
  after,
  before,
  codecAsymmetry,
  ptimeAsymmetry,
]

/** Findings told of one call. */
const MOST_FINDINGS = 64
const GRAVITY: readonly Severity[] = ['error', 'warning', 'info']

/** What is wrong with the media of a call, the gravest first; nothing where all is well or the capture shows too little. */
export function judge(media: CallMedia): MediaVerdict[] {
  const seen = new Set<string>()
  const found = RULES.flatMap((rule) => rule(media)).filter(({ kind, streams }) => {
    const name = `${kind} ${streams.toSorted().join(' ')}`
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
  return found.toSorted((a, b) => place(a) - place(b)).slice(0, MOST_FINDINGS)
}

function place({ severity, kind }: MediaVerdict): number {
  return GRAVITY.indexOf(severity) * MEDIA_VERDICTS.length + MEDIA_VERDICTS.indexOf(kind)
}
