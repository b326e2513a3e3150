import { describe, expect, it } from 'vitest'
import { without } from './jobs.ts'
import type { Job } from './records.ts'

describe('the list of jobs', () => {
  const jobs = ['a', 'b'].map((job_id) => ({ job_id }) as Job)

  it('is without a job that was deleted, and knows how many there are', () => {
    expect(without({ jobs, total: 2 }, 'a')).toEqual({ jobs: [jobs[1]], total: 1 })
  })

  it('stays as it is where the job was gone already', () => {
    expect(without({ jobs, total: 2 }, 'c')).toEqual({ jobs, total: 2 })
  })
})
