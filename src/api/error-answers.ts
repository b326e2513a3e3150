import Type from 'typebox'
import { type ErrorCode, statusOf } from './errors.ts'

/** Responses of a route's schema for the errors it may answer with, by status. */
export function errors(...codes: readonly ErrorCode[]): Record<number, ReturnType<typeof errorAnswer>> {
  const byStatus = Map.groupBy(codes, statusOf)
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, errorAnswer(same)]))
}

/** Some errors say more: the field, the limit, the current status. */
function errorAnswer(codes: readonly ErrorCode[]) {
  const code = Type.String({ description: codes.join(', ') })
  return Type.Object({ error: Type.String(), code }, { additionalProperties: true, description: codes.join(', ') })
}
