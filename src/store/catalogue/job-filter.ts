import { type ExpressionBuilder, sql } from 'kysely'
import type { JobFilter, JobsWanted } from './contract.ts'
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

/** Whether a job is one of those that are listed. */
export function isWanted(where: ExpressionBuilder<Tables, 'jobs'>, wanted: Omit<JobsWanted, 'page'>) {
  const { owner, status, name, protocol } = wanted
  const all = [sql<boolean>`1 = 1`]
  if (owner !== undefined) all.push(sql<boolean>`jobs.owner = ${owner}`)
  if (status !== undefined) all.push(sql<boolean>`jobs.status = ${status}`)
  if (name !== undefined) {
    const pattern = `%${name.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
    all.push(sql<boolean>`lower(coalesce(jobs.filename, jobs.job_id)) like lower(${pattern}) escape '\\'`)
  }
  if (protocol !== undefined) {
    all.push(sql<boolean>`exists (select 1 from job_protocols where job_protocols.job_id = jobs.job_id
      and lower(job_protocols.protocol) = lower(${protocol}) and job_protocols.packet_count > 0)`)
  }
  return where.and(all)
}
