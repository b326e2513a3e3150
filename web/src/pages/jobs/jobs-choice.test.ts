import { describe, expect, it } from 'vitest'
import type { Job } from '../../client/records.ts'
import { isOfState, ofName, readChoice, STATES, writeChoice } from './jobs-choice.ts'

const JOBS = [
  { status: 'completed', filename: 'Berlin-core.pcapng' },
  { status: 'failed', filename: 'berlin-ims.pcap' },
  { status: 'queued', filename: 'munich.pcap' },
].map((some, i) => ({ job_id: `${i}`, progress: 0, created_at: '', ...some })) as unknown as Job[]

describe('the choice of jobs', () => {
  it('stands in the address, and is read from it', () => {
    const choice = { state: 'failed', name: 'ims', protocol: 'SIP' } as const
    expect(readChoice(new URLSearchParams(writeChoice(choice)))).toEqual(choice)
    expect(writeChoice({ state: 'all', name: '', protocol: '' })).toEqual({})
    expect(readChoice(new URLSearchParams('status=broken'))).toEqual({ state: 'all', name: '', protocol: '' })
  })

  it.each([
    ['', 3],
    ['BERLIN', 2],
    [' .pcapng ', 1],
    ['*', 0],
  ])('by the name %j finds %i', (name, found) => expect(ofName(JOBS, name)).toHaveLength(found))

  it('by state counts each once', () => {
    expect(STATES.map((state) => JOBS.filter((job) => isOfState(job, state)).length)).toEqual([3, 1, 1, 1])
  })
})
