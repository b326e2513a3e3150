import Type from 'typebox'
import { ROLES } from '../model/nodes.ts'
import { LONGEST_ALIAS, MOST_ALIASES } from '../store/aliases.ts'

const text = Type.Optional(Type.String({ minLength: 1, maxLength: LONGEST_ALIAS }))

const Alias = Type.Object(
  {
    address: Type.String({ maxLength: 64, description: 'An IP address, or a subnet such as 10.0.0.0/24' }),
    name: text,
    group: text,
    role: Type.Optional(Type.String({ enum: [...ROLES] })),
  },
  { additionalProperties: false },
)

export const AliasesBody = Type.Object(
  { aliases: Type.Array(Alias, { maxItems: MOST_ALIASES }) },
  { additionalProperties: false },
)

export const AliasesAnswer = Type.Object({
  aliases: Type.Array(Alias),
  configured: Type.Array(Alias, {
    description: 'Of the file that the configuration names; those above hold over them',
  }),
})
