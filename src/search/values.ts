import { SESSION_TYPES } from '../model/session.ts'
import type { Field } from './fields.ts'
import type { Literal } from './parser.ts'
import { QueryError } from './query-error.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i
/** ISO 8601 with a date; what is left out is 0, and UTC where no zone is told. */
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i

/** What a literal means to a field, as SQL compares it. Throws QueryError. */
export function valueFor(field: Field, literal: Literal, isWhole: boolean): string | number {
  if (field.type === 'number') return numberOf(field, literal)
  if (field.type === 'time') return timeOf(literal)
  if (field.type === 'choice' && isWhole) return choiceOf(field, literal)
  return literal.text
}

function numberOf({ name }: Field, { text, at }: Literal): number {
  if (!NUMBER.test(text)) throw new QueryError(`${name} is compared with a number, not '${text}'`, at)
  return Number(text)
}

function timeOf({ text, at }: Literal): string {
  const zoned = /[T ]\d/i.test(text) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? `${text}Z` : text
  const time = TIME.test(text) ? new Date(zoned) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime())) {
    throw new QueryError(`expected a time such as 2026-01-31T10:00:00Z, not '${text}'`, at)
  }
  return time.toISOString()
}

/** What a field can be; nothing where that is open. */
export function choicesOf({ choices = [] }: Field): readonly string[] {
  return choices === 'types' ? SESSION_TYPES : choices
}

/** Names of a closed list, in any case. */
function choiceOf(field: Field, { text, at }: Literal): string {
  const { name } = field
  const known = choicesOf(field)
  const found = known.find((one) => one.toLowerCase() === text.toLowerCase())
  if (found === undefined) throw new QueryError(`unknown ${name} '${text}'; known are ${known.join(', ')}`, at)
  return found
}
