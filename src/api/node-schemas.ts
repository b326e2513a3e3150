import Type from 'typebox'

const Evidence = {
  evidence: Type.String(),
  count: Type.Integer({ description: 'Messages that said so; of contents, of those that were read' }),
  frame: Type.Integer({ description: 'Of the first' }),
}
const Same = Type.Array(Type.Object({ address: Type.String(), ...Evidence }))

const EndRole = {
  role: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  node: Type.Optional(Type.String({ description: 'Ends of one node have this in common' })),
  group: Type.Optional(Type.String({ description: 'The group that an alias names' })),
}

/** By end, `address:port`. */
export const EndRoles = Type.Record(Type.String(), Type.Object(EndRole))

export const ToldEnds = Type.Record(
  Type.String(),
  Type.Object({
    ...EndRole,
    evidence: Type.Optional(Type.String()),
    also: Type.Optional(Type.Array(Type.String())),
    same_as: Type.Optional(Same),
  }),
)

export const NodesQuery = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  role: Type.Optional(Type.String({ maxLength: 32, description: 'As it was inferred' })),
})

export const NodesAnswer = Type.Object({
  job_id: Type.String(),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
  nodes: Type.Array(
    Type.Object({
      address: Type.String(),
      port: Type.Optional(Type.Integer({ description: 'Where ports of one address have roles of their own' })),
      ports: Type.Optional(Type.Array(Type.Integer(), { description: 'All of them, where several are of one role' })),
      ...EndRole,
      alias: Type.Optional(Type.Boolean()),
      roles: Type.Array(Type.Object({ role: Type.String(), evidence: Type.Array(Type.Object(Evidence)) })),
      same_as: Same,
    }),
  ),
})
