import Type from 'typebox'
import { EMAIL, ROLES, SCOPES, USERNAME } from '../model/user.ts'

const closed = { additionalProperties: false }

const text = Type.String()
const Username = Type.String({ pattern: USERNAME })
/** Long ones are told that they are too long by the rules, not by this bound. */
const Password = Type.String({ maxLength: 1024 })
/** Empty where there is none. */
const Email = Type.String({ pattern: `^$|${EMAIL}` })
const Roles = Type.Array(Type.Enum(ROLES), {
  minItems: 1,
  maxItems: ROLES.length,
  uniqueItems: true,
})
const Scopes = Type.Array(Type.Enum(SCOPES), {
  minItems: 1,
  maxItems: SCOPES.length,
  uniqueItems: true,
})
const roles = Type.Array(text)
const nullable = Type.Union([text, Type.Null()])

export const Credentials = Type.Object(
  { username: Type.String({ maxLength: 256 }), password: Type.String({ maxLength: 1024 }) },
  closed,
)
export const Registration = Type.Object({ username: Username, password: Password, email: Type.Optional(Email) }, closed)
export const NewUserBody = Type.Object(
  { username: Username, password: Password, email: Type.Optional(Email), roles: Type.Optional(Roles) },
  closed,
)
export const UserChangeBody = Type.Object(
  {
    email: Type.Optional(Email),
    roles: Type.Optional(Roles),
    is_active: Type.Optional(Type.Boolean()),
    password: Type.Optional(Password),
  },
  closed,
)
export const PasswordChange = Type.Object({ old_password: Password, new_password: Password }, closed)
export const RefreshBody = Type.Object({ refresh_token: Type.String({ maxLength: 4096 }) }, closed)
export const NewKeyBody = Type.Object(
  {
    description: Type.String({ maxLength: 256, default: '' }),
    scopes: Scopes,
    expires_in_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500 })),
  },
  closed,
)
export const TicketBody = Type.Object({ job_id: Type.String({ maxLength: 64 }) }, closed)

export const UserParams = Type.Object({ user_id: Type.String({ maxLength: 64 }) })
export const KeyParams = Type.Object({ key_id: Type.String({ maxLength: 64 }) })
export const PageQuery = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }),
})

const UserSummary = Type.Object({ user_id: text, username: text, roles })
export const CreatedUser = Type.Object({ user_id: text, username: text, email: text, roles, created_at: text })
export const Me = Type.Object({ ...CreatedUser.properties, last_login: nullable })
export const ChangedUser = Type.Object({
  user_id: text,
  username: text,
  email: text,
  roles,
  is_active: Type.Boolean(),
})
const ListedUser = Type.Object({ ...Me.properties, is_active: Type.Boolean() })
export const UsersAnswer = Type.Object({
  users: Type.Array(ListedUser),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
})

const renewed = { access_token: text, token_type: text, expires_in: Type.Integer() }
export const LoginAnswer = Type.Object({ ...renewed, refresh_token: text, user: UserSummary })
export const RefreshAnswer = Type.Object(renewed)

const key = { key_id: text, description: text, scopes: Type.Array(text), created_at: text, expires_at: nullable }
export const CreatedKey = Type.Object({ ...key, api_key: text })
export const KeysAnswer = Type.Object({ api_keys: Type.Array(Type.Object({ ...key, last_used: nullable })) })

const SessionUser = Type.Object({ ...UserSummary.properties, email: text, scopes: Type.Array(text) })
export const WebSession = Type.Object({ expires_in: Type.Integer(), user: SessionUser })
export const WebSessionState = Type.Object({
  users: Type.Boolean(),
  registration: Type.Boolean(),
  user: Type.Union([SessionUser, Type.Null()]),
})

export const TicketAnswer = Type.Object({ ticket: text, expires_at: text })
export const Done = Type.Object({ message: text })
export const AuditAnswer = Type.Object({
  entries: Type.Array(
    Type.Object({
      at: text,
      action: text,
      outcome: text,
      user_id: text,
      username: text,
      address: text,
      target: text,
    }),
  ),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
})
