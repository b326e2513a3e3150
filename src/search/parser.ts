import { type Comparison, type Token, tokens } from './lexer.ts'
import { QueryError } from './query-error.ts'

/** A value as it was written. */
export interface Literal {
  readonly text: string
  /** In quotes: never a number. */
  readonly quoted: boolean
  readonly at: number
}

/** A query as a tree. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[] }
  | { readonly kind: 'not'; readonly term: Expression }
  /** A field compared with a value, or with any of several. */
  | {
      readonly kind: 'comparison'
      readonly field: Literal
      readonly operator: Comparison
      readonly values: readonly Literal[]
    }
  /** A field alone, or a text that sessions are known by. */
  | { readonly kind: 'alone'; readonly word: Literal }

/** Longest query, deepest nesting, and most comparisons. */
const LONGEST_QUERY = 2000
const DEEPEST = 50
const MOST_TERMS = 100

/** Identifiers may hold signs (RFC 3261 §25.1 `word`): one that is typed alone, with a host, is taken as it stands. */
const IDENTIFIER = /^(?!.*(?:==|!=|&&|\|\|))[^\s"']+@[^\s"']+$/u

const BINDING = { or: 1, and: 2 } as const

/** Reads a query. Throws QueryError. */
export function parseQuery(query: string): Expression {
  if (query.length > LONGEST_QUERY) {
    throw new QueryError(`the query is longer than ${LONGEST_QUERY} characters`, LONGEST_QUERY)
  }
  const alone = query.trim()
  if (IDENTIFIER.test(alone)) {
    return { kind: 'alone', word: { text: alone, quoted: true, at: query.indexOf(alone) } }
  }
  return new Parser(tokens(query)).whole()
}

/** A Pratt parser: `or` binds less than `and`, and both less than `not`. */
class Parser {
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0
  #terms = 0

  constructor(found: readonly Token[]) {
    this.#tokens = found
  }

  whole(): Expression {
    const expression = this.#expression(0)
    const { kind, text, at } = this.#token()
    if (kind !== 'end') throw new QueryError(`expected && or ||, not '${text}'`, at)
    return expression
  }

  #expression(binding: number): Expression {
    let left = this.#prefix()
    for (;;) {
      const { kind, text } = this.#token()
      if (kind !== 'connective' || text === 'not' || BINDING[text] <= binding) return left
      this.#next++
      const right = this.#expression(BINDING[text])
      const earlier = left.kind === text ? left.terms : [left]
      left = { kind: text, terms: [...earlier, right] }
    }
  }

  #prefix(): Expression {
    const token = this.#token()
    if (++this.#depth > DEEPEST) throw new QueryError('the query is nested too deeply', token.at)
    const expression = this.#operand(token)
    this.#depth--
    return expression
  }

  #operand(token: Token): Expression {
    this.#next++
    if (token.kind === 'connective' && token.text === 'not') return { kind: 'not', term: this.#prefix() }
    if (token.kind === 'mark' && token.text === '(') {
      const inner = this.#expression(0)
      this.#expect(')')
      return inner
    }
    if (token.kind !== 'word' && token.kind !== 'string') {
      throw new QueryError(token.kind === 'end' ? 'the query ends too early' : `unexpected '${token.text}'`, token.at)
    }
    if (++this.#terms > MOST_TERMS) throw new QueryError(`the query has more than ${MOST_TERMS} terms`, token.at)
    const word = literal(token)
    const { kind, text } = this.#token()
    if (kind !== 'comparison') return { kind: 'alone', word }
    this.#next++
    return { kind: 'comparison', field: word, operator: text, values: text === 'in' ? this.#set() : [this.#value()] }
  }

  /** `{a, b c}`: commas may be left out. */
  #set(): Literal[] {
    this.#expect('{')
    const values = [this.#value()]
    for (;;) {
      const { kind, text } = this.#token()
      if (kind === 'mark' && text === ',') this.#next++
      if (kind === 'mark' && text === '}') break
      values.push(this.#value())
      if (++this.#terms > MOST_TERMS)
        throw new QueryError(`the query has more than ${MOST_TERMS} terms`, values.at(-1)!.at)
    }
    this.#expect('}')
    return values
  }

  #value(): Literal {
    const token = this.#token()
    if (token.kind !== 'word' && token.kind !== 'string') throw new QueryError('expected a value', token.at)
    this.#next++
    return literal(token)
  }

  #expect(mark: string): void {
    const { kind, text, at } = this.#token()
    if (kind !== 'mark' || text !== mark) throw new QueryError(`expected '${mark}'`, at)
    this.#next++
  }

  #token(): Token {
    return this.#tokens[this.#next]!
  }
}

function literal({ kind, text, at }: Token): Literal {
  return { text, quoted: kind === 'string', at }
}
