import Type from 'typebox'
import { ToldEnds } from './node-schemas.ts'
import { Event, Link, ListedSession, Procedure } from './schemas.ts'

const identity = Type.Optional(Type.String({ maxLength: 256 }))
const time = Type.Optional(Type.String({ maxLength: 40, format: 'date-time' }))
const page = Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 })

export const SubscribersQuery = Type.Object({
  imsi: identity,
  supi: identity,
  msisdn: identity,
  impu: identity,
  impi: identity,
  imei: identity,
  /** An address of the user; of IPv6 any within the /64. */
  ip: identity,
  job_id: Type.Optional(Type.String({ maxLength: 64 })),
  page,
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }),
})

export const SubscriberParams = Type.Object({ subscriber_id: Type.String({ maxLength: 64 }) })

const Subscriber = {
  subscriber_id: Type.String(),
  kind: Type.String(),
  value: Type.String(),
  first_time: Type.String(),
  last_time: Type.String(),
  sessions: Type.Integer(),
}

export const SubscribersAnswer = Type.Object({
  page: Type.Integer(),
  limit: Type.Integer(),
  /** Of the jobs looked at. */
  total: Type.Integer(),
  subscribers: Type.Array(Type.Object({ job_id: Type.String(), ...Subscriber })),
  searched: Type.Object({
    jobs: Type.Integer(),
    of: Type.Integer(),
    unreadable: Type.Integer(),
    complete: Type.Boolean(),
  }),
})

export const SubscriberAnswer = Type.Object({
  job_id: Type.String(),
  ...Subscriber,
  identities: Type.Array(
    Type.Object({
      kind: Type.String(),
      value: Type.String(),
      first_time: Type.String(),
      last_time: Type.String(),
      evidence: Type.String(),
      frame: Type.Integer(),
      shared: Type.Optional(Type.Boolean()),
    }),
  ),
  identities_truncated: Type.Optional(Type.Boolean()),
  session_list: Type.Array(
    Type.Object({
      ...ListedSession.properties,
      role: Type.String(),
      linked_by: Type.Array(Link),
    }),
  ),
  sessions_truncated: Type.Optional(Type.Boolean()),
  procedures: Type.Array(Procedure),
  procedures_truncated: Type.Optional(Type.Boolean()),
})

export const LadderQuery = Type.Object({
  /** Names of protocols as on events, with commas. */
  protocol: Type.Optional(Type.String({ maxLength: 256 })),
  start: time,
  end: time,
  page,
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 200 }),
})

export const LadderAnswer = Type.Object({
  subscriber_id: Type.String(),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
  participant_roles: Type.Optional(ToldEnds),
  events: Type.Array(Type.Object({ ...Event.properties, session_id: Type.String() })),
})
