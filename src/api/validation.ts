import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'

/**
 * Checks requests against their schemas. Query strings and paths are text, and are read as what the schema wants; a
 * body has types of its own, and one of another type, or a key that nobody knows, is refused.
 */
export const validate: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const checker = Compile(schema)
  return (value: unknown) => {
    const whole = Value.Default(schema, value)
    const read = httpPart === 'body' ? whole : Value.Convert(schema, whole)
    return checker.Check(read) ? { value: read } : { error: checker.Errors(read) as FastifySchemaValidationError[] }
  }
}

/** What is wrong with a request, as its answer says it. */
export function faultOf(errors: readonly FastifySchemaValidationError[]): { field: string; message: string } {
  const error = telling(errors)
  const field = fieldOf(error)
  return { field, message: `${field === '' ? 'The request' : field} ${wordsOf(error)}` }
}

/** Where several forms are allowed each says what it misses; the one that got furthest into the request is meant. */
function telling(errors: readonly FastifySchemaValidationError[]): FastifySchemaValidationError {
  const said = errors.filter(({ keyword }) => keyword !== 'boolean')
  return said.reduce((best, one) => (depth(one) > depth(best) ? one : best), said[0] ?? errors[0]!)
}

function depth(error: FastifySchemaValidationError): number {
  return fieldOf(error).split('.').filter(Boolean).length
}

function fieldOf({ instancePath, params }: FastifySchemaValidationError): string {
  const extra = [params['additionalProperties'], params['requiredProperties']].flat().find((name) => name)
  return [instancePath.slice(1).replaceAll('/', '.'), extra].filter((part) => part).join('.')
}

function wordsOf({ keyword, params, message }: FastifySchemaValidationError): string {
  if (keyword === 'enum') return `must be one of ${[params['allowedValues']].flat().join(', ')}`
  if (keyword === 'required') return 'is missing'
  if ((keyword === 'minLength' || keyword === 'minItems') && params['limit'] === 1) return 'must not be empty'
  return message ?? 'is invalid'
}
