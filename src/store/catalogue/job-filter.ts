import { type ExpressionBuilder, sql } from 'kysely'
import type { JobFilter } from './contract.ts'
import type { Tables } from './database.ts'

/** Whether a job is one of those that are summed. */
export function passes(where: ExpressionBuilder<Tables, 'jobs'>, { owner, job_id, from, to }: JobFilter) {
  const all = [sql<boolean>`1 = 1`]
  if (owner !== undefined) all.push(sql<boolean>`jobs.owner = ${owner}`)
  if (job_id !== undefined) all.push(sql<boolean>`jobs.job_id = ${job_id}`)
  if (from !== undefined) all.push(sql<boolean>`jobs.created_at >= ${from}`)
  if (to !== undefined) all.push(sql<boolean>`jobs.created_at < ${to}`)
  return where.and(all)
}
