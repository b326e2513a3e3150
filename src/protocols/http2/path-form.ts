// The form of a path: what instances of one resource have in common. TS 29.501 §4.4.1, TS 29.571 §5.3.2, TS 23.003 §28.

/** Segments and characters that are told of one path. */
const MOST_SEGMENTS = 24
const LONGEST = 200

/** A segment that need not be looked at closer: it has no digit, and does not begin as an identity may. */
const PLAIN = /^(?!(?:nai|gci|gli|extid|urn)[-:])\D*$/i

/** Identities that hide anything behind their first word. */
const WHOLE: readonly (readonly [pattern: RegExp, stands: string])[] = [
  [/^(?:nai|gci|gli)-.+$/i, '{supi}'],
  [/^extid-.+$/i, '{gpsi}'],
  [/^(?:\d+|urn:.+)$/i, '{id}'],
  // Tokens made at random.
  [/^(?=.*[a-z])(?=.*[A-Z])(?=(?:.*\d){3})[\w=-]{16,}$/, '{id}'],
]

/** Identities within a segment: some name what they keep for a subscriber `imsi-001010000000001-5`. */
const WITHIN: readonly (readonly [pattern: RegExp, stands: string])[] = [
  [/imsi-\d{5,15}/gi, '{supi}'],
  [/suci-\d(?:-[0-9a-f]+){3,6}/gi, '{suci}'],
  [/msisdn-\d{5,15}/gi, '{gpsi}'],
  [/imei(?:sv)?-\d{14,16}/gi, '{pei}'],
  [/5g-guti(?:-[0-9a-f]+)+/gi, '{guti}'],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}'],
  [/(?<![0-9a-z])(?=[a-f]*\d)[0-9a-f]{8,}(?![0-9a-z])/gi, '{id}'],
  [/\d{5,}/g, '{id}'],
  [/(?<=\}[-:;.])\d+$/, '{id}'],
]

/** A path's segments without what names one instance: `/nudm-sdm/v2/{supi}/am-data`. */
export function pathForm(segments: readonly string[]): string {
  const form = segments.slice(0, MOST_SEGMENTS).map(segmentForm).join('/')
  const isWhole = segments.length <= MOST_SEGMENTS && form.length <= LONGEST
  return isWhole ? form : `${form.slice(0, LONGEST)}…`
}

export function segmentForm(segment: string): string {
  if (PLAIN.test(segment)) return segment
  for (const [pattern, stands] of WHOLE) if (pattern.test(segment)) return stands
  let form = segment
  for (const [pattern, stands] of WITHIN) form = form.replace(pattern, stands)
  return form
}
