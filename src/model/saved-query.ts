/** A query that a user keeps under a name. `type` and `q` may be empty, as in the API; times are ISO 8601 UTC. */
export interface SavedQuery {
  readonly query_id: string
  /** Empty where the server has no users. */
  readonly user_id: string
  readonly name: string
  readonly type: string
  readonly q: string
  readonly created_at: string
}
