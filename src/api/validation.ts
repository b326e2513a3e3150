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
  const { keyword, instancePath, params, message } = errors.find((one) => one.keyword !== 'boolean') ?? errors[0]!
  const extra = [params['additionalProperties'], params['requiredProperties']].flat().find((name) => name)
  const field = [instancePath.slice(1).replaceAll('/', '.'), extra].filter((part) => part).join('.')
  const allowed = keyword === 'enum' ? [params['allowedValues']].flat().map(String) : []
  const wrong = allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : (message ?? 'is invalid')
  return { field, message: `${field} ${wrong}`.trim() }
}
