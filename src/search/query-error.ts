/** A query that cannot be understood; the message is a sentence for people. */
export class QueryError extends Error {
  /** Where in the query, in UTF-16 units from 0. */
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}
