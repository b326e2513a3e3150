import { QueryError } from './query-error.ts'

/** What two operands can be compared by; words mean the same as signs, as in Wireshark's display filters. */
const COMPARISONS = {
  '==': '==',
  '=': '==',
  eq: '==',
  '!=': '!=',
  ne: '!=',
  '<': '<',
  lt: '<',
  '<=': '<=',
  le: '<=',
  '>': '>',
  gt: '>',
  '>=': '>=',
  ge: '>=',
  contains: 'contains',
  starts_with: 'starts_with',
  in: 'in',
} as const
export type Comparison = (typeof COMPARISONS)[keyof typeof COMPARISONS]

const CONNECTIVES = { '&&': 'and', and: 'and', '||': 'or', or: 'or', '!': 'not', not: 'not' } as const
type Connective = (typeof CONNECTIVES)[keyof typeof CONNECTIVES]

export type Token = { readonly at: number } & (
  | { readonly kind: 'word' | 'string'; readonly text: string }
  | { readonly kind: 'comparison'; readonly text: Comparison }
  | { readonly kind: 'connective'; readonly text: Connective }
  | { readonly kind: 'mark'; readonly text: '(' | ')' | '{' | '}' | ',' }
  | { readonly kind: 'end'; readonly text: '' }
)

const SIGN = /==|!=|<=|>=|&&|\|\||[<>!=]/y
const MARK = /[(){},]/y
/** Everything that is no sign, mark or quote: numbers, names, addresses, URIs and Call-IDs need no quotes. */
const WORD = /(?:(?!!=|&&|\|\||[=<>(){},"'\s]).)+/suy
const STRING = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/suy

/** The words and signs of a query, with their positions; the last is `end`. Throws QueryError. */
export function tokens(query: string): Token[] {
  const found: Token[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(query)
  }
  for (;;) {
    at += take(/\s*/y)![0].length
    if (at === query.length) break
    const match = take(STRING) ?? take(MARK) ?? take(SIGN) ?? take(WORD)
    if (!match) throw new QueryError('the quoted text has no end', at)
    found.push(tokenOf(match, at))
    at += match[0].length
  }
  return [...found, { kind: 'end', text: '', at }]
}

function tokenOf(match: RegExpExecArray, at: number): Token {
  const [text, double, single] = match
  const quoted = double ?? single
  if (quoted !== undefined) return { kind: 'string', text: quoted.replaceAll(/\\(.)/gsu, '$1'), at }
  if (isKey(COMPARISONS, text)) return { kind: 'comparison', text: COMPARISONS[text], at }
  if (isKey(CONNECTIVES, text)) return { kind: 'connective', text: CONNECTIVES[text], at }
  if (isMark(text)) return { kind: 'mark', text, at }
  return { kind: 'word', text, at }
}

function isKey<Table extends object>(table: Table, text: string): text is keyof Table & string {
  return Object.hasOwn(table, text)
}

function isMark(text: string): text is '(' | ')' | '{' | '}' | ',' {
  return '(){},'.includes(text)
}
