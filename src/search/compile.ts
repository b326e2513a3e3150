import type { Condition } from '../store/results/condition.ts'
import { METRIC_COLUMNS } from '../store/results/condition.ts'
import { type Field, fieldOf, FIELDS, operatorsOf } from './fields.ts'
import { identified } from './identified.ts'
import type { Comparison } from './lexer.ts'
import { nearest } from './nearest.ts'
import { type Expression, type Literal, parseQuery } from './parser.ts'
import { QueryError } from './query-error.ts'
import { valueFor } from './values.ts'

/** The condition on sessions that a query stands for; all of them where it is blank. Throws QueryError. */
export function compileQuery(query: string): Condition {
  if (query.trim() === '') return { where: '1', parameters: [] }
  return compile(parseQuery(query))
}

/** Every condition is 0 or 1, never NULL: what is not known fits no comparison, and `!` of it holds. */
function compile(expression: Expression): Condition {
  switch (expression.kind) {
    case 'not': {
      const { where, parameters } = compile(expression.term)
      return { where: `NOT (${where})`, parameters }
    }
    case 'and':
    case 'or': {
      const terms = expression.terms.map(compile)
      return {
        where: `(${terms.map((term) => term.where).join(expression.kind === 'and' ? ' AND ' : ' OR ')})`,
        parameters: terms.flatMap((term) => term.parameters),
      }
    }
    case 'alone':
      return alone(expression.word)
    default:
      return comparison(expression.field, expression.operator, expression.values)
  }
}

/** A field alone asks whether it is true, or there at all; any other word is an identifier. */
function alone(word: Literal): Condition {
  const field = word.quoted ? undefined : fieldOf(word.text)
  if (!field) return identified(word)
  if ('holds' in field.place) return { where: `(${field.place.holds})`, parameters: [] }
  return within(field, ({ value }) => ({ where: `${value} IS NOT NULL`, parameters: [] }))
}

function comparison(name: Literal, operator: Comparison, literals: readonly Literal[]): Condition {
  const field = name.quoted ? undefined : fieldOf(name.text)
  if (!field) throw new QueryError(`unknown field '${name.text}'${hintFor(name.text)}`, name.at)
  if (!operatorsOf(field).includes(operator)) {
    throw new QueryError(`${field.name} (${field.type}) cannot be compared by ${operator}`, name.at)
  }
  // Of several values none may fit: not that one of them is another.
  if (operator === '!=') {
    const { where, parameters } = comparison(name, '==', literals)
    return { where: `NOT (${where})`, parameters }
  }
  const isWhole = operator !== 'contains' && operator !== 'starts_with'
  const values = literals.map((literal) => valueFor(field, literal, isWhole))
  if ('frames' in field.place) return ofFrames(operator, values)
  return within(field, ({ value }) => compared(value, operator, values))
}

function hintFor(name: string): string {
  const meant = nearest(name, FIELD_NAMES)
  return meant === undefined ? '' : `; did you mean '${meant}'?`
}

const FIELD_NAMES = FIELDS.map(({ name }) => name)

const SIGNS = { '==': '=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

function compared(value: string, operator: Exclude<Comparison, '!='>, values: readonly (string | number)[]): Condition {
  const [first = ''] = values
  if (operator === 'in') return { where: `${value} IN (${values.map(() => '?').join()})`, parameters: values }
  if (operator === 'contains') return { where: `instr(lower(${value}), lower(?))`, parameters: [first] }
  // A range, so that an index serves.
  if (operator === 'starts_with') {
    return { where: `${value} >= ? AND ${value} < ? || char(1114111)`, parameters: [first, first] }
  }
  return { where: `${value} ${SIGNS[operator]} ?`, parameters: [first] }
}

/** Tests a value, which an SQL expression gives. */
type Test = (of: { readonly value: string }) => Condition

/** Puts the test of a field's value where the value is. */
function within({ place }: Field, test: Test): Condition {
  if ('column' in place) return known(place.column, test)
  if ('metric' in place) {
    return known(METRIC_COLUMNS.has(place.metric) ? place.metric : `(metrics ->> '$.${place.metric}')`, test)
  }
  if ('path' in place) return known(`(body ->> '${place.path}')`, test)
  if ('list' in place) {
    const { where, parameters } = test({ value: 'named.value' })
    return { where: `EXISTS (SELECT 1 FROM json_each(body, '${place.list}') named WHERE ${where})`, parameters }
  }
  if ('figure' in place) {
    const { where, parameters } = known(`(place.value ->> '$.${place.dimension}')`, test)
    const figures = `SELECT named.value FROM json_each(place.value, '$.kpis') named`
    const counted = `'${place.figure}' IN (${figures})`
    return {
      where: `EXISTS (SELECT 1 FROM json_each(body, '$.kpi_places') place WHERE ${counted} AND ${where})`,
      parameters,
    }
  }
  if ('identifiers' in place) {
    const { where, parameters } = test({ value: 'value' })
    const kinds = place.identifiers.map((kind) => `'${kind}'`).join()
    return { where: `id IN (SELECT session FROM identifiers WHERE ${where} AND kind IN (${kinds}))`, parameters }
  }
  if ('stream' in place) {
    const { where, parameters } = test({ value: `(s.body ->> '$.${place.stream}')` })
    return { where: `id IN (${OF_GROUPS} streams s ON s.grp = g.grp WHERE ${where})`, parameters }
  }
  if ('subscriber' in place) {
    const { where, parameters } = test({ value: `u.${place.subscriber}` })
    return { where: `id IN (${OF_SUBSCRIBERS} WHERE ${where})`, parameters }
  }
  if ('event' in place) return ofEvents(place.event, test)
  return { where: 'holds' in place ? place.holds : 'events_count > 0', parameters: [] }
}

const OF_SUBSCRIBERS = 'SELECT o.session FROM subscribers u JOIN subscriber_sessions o ON o.subscriber = u.id'
const OF_GROUPS = 'SELECT g.session FROM session_groups g JOIN'

/** Events are in no table: functions of the result's reader look at them. */
function ofEvents(column: 'protocol' | 'message_type', test: Test): Condition {
  const { where, parameters } = test({ value: column })
  return { where: `has_event(id, (SELECT group_concat(id) FROM names WHERE ${where}))`, parameters }
}

function ofFrames(operator: Exclude<Comparison, '!='>, values: readonly (string | number)[]): Condition {
  const sign = operator in SIGNS ? SIGNS[operator as keyof typeof SIGNS] : '='
  const any = values.map(() => `has_frame(id, '${sign}', ?)`).join(' OR ')
  return { where: `(${any})`, parameters: values }
}

function known(value: string, test: Test): Condition {
  const { where, parameters } = test({ value })
  return { where: `(${value} IS NOT NULL AND ${where})`, parameters }
}
