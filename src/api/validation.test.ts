import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import type { FastifySchemaValidationError } from 'fastify'
import { faultOf } from './validation.ts'

const closed = { additionalProperties: false }
const Port = Type.Object({ port: Type.Integer({ maximum: 65_535 }), protocol: Type.String({ minLength: 1 }) }, closed)
const Hints = Type.Union([Type.Null(), Type.Object({ ports: Type.Optional(Type.Array(Port)) }, closed)])
const Named = Type.Object({
  name: Type.String({ maxLength: 2 }),
  tags: Type.Optional(Type.Array(Port, { minItems: 1 })),
})
const Kind = Type.Object({ kind: Type.Enum(['a', 'b']) })

const cases: { it: string; schema: TSchema; value: unknown; want: { field: string; message: string } }[] = [
  { it: 'a key that is missing', schema: Named, value: {}, want: { field: 'name', message: 'name is missing' } },
  {
    it: 'a key that nobody knows',
    schema: Hints,
    value: { pots: [] },
    want: { field: 'pots', message: 'pots must not have additional properties' },
  },
  {
    it: 'what is wrong in one of several forms, and not that it is none of the others',
    schema: Hints,
    value: { ports: [{ port: 99_999, protocol: 'SIP' }] },
    want: { field: 'ports.0.port', message: 'ports.0.port must be <= 65535' },
  },
  {
    it: 'a text that is empty',
    schema: Hints,
    value: { ports: [{ port: 1, protocol: '' }] },
    want: { field: 'ports.0.protocol', message: 'ports.0.protocol must not be empty' },
  },
  {
    it: 'a list that is empty',
    schema: Named,
    value: { name: 'a', tags: [] },
    want: { field: 'tags', message: 'tags must not be empty' },
  },
  { it: 'no object at all', schema: Named, value: 3, want: { field: '', message: 'The request must be object' } },
  {
    it: 'none of few',
    schema: Kind,
    value: { kind: 'c' },
    want: { field: 'kind', message: 'kind must be one of a, b' },
  },
]

describe('the answer to a wrong request names', () => {
  it.each(cases)('$it', ({ schema, value, want }) => {
    expect(faultOf(Compile(schema).Errors(value) as FastifySchemaValidationError[])).toEqual(want)
  })
})
