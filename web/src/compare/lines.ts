import { bestPairs } from './best-pairs.ts'
import { formOf } from './differences.ts'

/** A line of two texts: alike, unlike as expected, changed, or in one of them. */
export interface Line {
  readonly is: 'same' | 'expected' | 'changed' | 'left' | 'right'
  readonly left?: string
  readonly right?: string
}

/** Lines of a text that are compared; what is behind them is told as cut. */
const MOST_LINES = 1000
const WORTH = { equal: 10, form: 9, name: 1 } as const

/** The lines of two messages side by side, by the names of their headers and the letters of their descriptions. */
export function linesOf(left: string, right: string): Line[] {
  const [lefts, rights] = [split(left), split(right)]
  const [leftForms, rightForms] = [lefts.map(formOfLine), rights.map(formOfLine)]
  const [leftNames, rightNames] = [lefts.map(nameOf), rights.map(nameOf)]
  const fit = (i: number, j: number): number => {
    if (lefts[i] === rights[j]) return WORTH.equal
    if (leftForms[i] === rightForms[j]) return WORTH.form
    return leftNames[i] !== '' && leftNames[i] === rightNames[j] ? WORTH.name : 0
  }
  const lines: Line[] = []
  let [i, j] = [0, 0]
  for (const [a, b] of [...bestPairs(lefts.length, rights.length, fit), [lefts.length, rights.length] as const]) {
    while (i < a) lines.push({ is: 'left', left: lefts[i++]! })
    while (j < b) lines.push({ is: 'right', right: rights[j++]! })
    if (i >= lefts.length || j >= rights.length) continue
    const is = lefts[i] === rights[j] ? 'same' : leftForms[i] === rightForms[j] ? 'expected' : 'changed'
    lines.push({ is, left: lefts[i++]!, right: rights[j++]! })
  }
  return lines
}

function split(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n').slice(0, MOST_LINES)
}

/** `via`, `a=rtpmap`; empty for a line that has no name. */
function nameOf(line: string): string {
  return (/^([a-z]=\w*)/.exec(line)?.[1] ?? /^([\w-]+)\s*:/.exec(line)?.[1] ?? '').toLowerCase()
}

/** Parameters and headers whose values belong to one conversation alone, RFC 3261 §8.1.1 and §20, RFC 7315 §4.6. */
const PARAMETERS =
  /\b(branch|tag|icid-value|rport|received|call-id|to-tag|from-tag|nonce|cnonce|response|opaque)=("?)[^;,\s>"]*/gi
const HEADERS = /^(Call-ID|i|CSeq|RAck|Date|Timestamp|Content-Length|l)(\s*:).*$/i
/** Origin, connection and port of media, RFC 8866 §5, and attributes that are made anew each time. */
const DESCRIBED: readonly (readonly [RegExp, string])[] = [
  [/^(o=).*$/, '$1'],
  [/^(m=\w+ )\d+(?=[ /])(?<!m=\w+ 0)/, '$1#'],
  [/^(a=(?:candidate|ssrc|ssrc-group|crypto|fingerprint|ice-ufrag|ice-pwd|msid|mid|rtcp)\b:?).*$/, '$1'],
]
/** Where form alone counts: who it is about, and where it goes. */
const WHO =
  /^(?:(?:Via|v|From|f|To|t|Contact|m|Route|Record-Route|Path|Service-Route|P-[\w-]*Identity|P-Called-Party-ID|P-Associated-URI|Authorization|Proxy-Authorization|WWW-Authenticate|P-Charging-Vector|Security-[\w-]*|User|Host)\s*:|[A-Z]+ \S+ SIP\/|c=)/i

/** A line without what two conversations never share. */
function formOfLine(line: string): string {
  let form = line.replace(HEADERS, '$1$2').replace(PARAMETERS, '$1=$2')
  for (const [pattern, by] of DESCRIBED) form = form.replace(pattern, by)
  return WHO.test(line) ? formOf(form) : form
}
