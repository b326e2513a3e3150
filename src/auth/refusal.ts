export type RefusalCode =
  | 'INVALID_CREDENTIALS'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_INVALID'
  | 'USERNAME_EXISTS'
  | 'EMAIL_EXISTS'
  | 'WEAK_PASSWORD'
  | 'USER_NOT_FOUND'
  | 'INVALID_REQUEST'
  | 'FORBIDDEN'

/** What was asked for is not done, and why: `code` as the API names it. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** Further keys of the answer. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, message?: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message ?? '')
    this.code = code
    this.details = details
  }
}
