import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KpiRow } from '../../src/model/kpi.ts'
import type { JobMeasures } from '../../src/model/measures.ts'
import type { Catalogue, JobResult, KpisWanted } from '../../src/store/catalogue/contract.ts'

/** Times of a day, as the catalogue keeps them. */
function minute(count: number): string {
  return new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString()
}

function jobId(count: number): string {
  return `${String(count).padStart(8, '0')}-0000-4000-8000-000000000000`
}

const ADDRESS = '10.0.0.1'

function result(packets: number, more: Partial<JobMeasures> = {}): JobResult {
  const counts = { session_count: 1, packet_count: packets, byte_count: packets * 100 }
  return {
    totals: { total_packets: packets, total_bytes: packets * 100, session_count: 1 },
    measures: {
      bytes_read: 1000,
      protocols: [{ protocol: 'SIP', ...counts }],
      types: [{ type: 'VoLTE', sessions: 1, duration_ms: 500 }],
      hours: [{ hour: minute(0), sessions: 1 }],
      talkers: [{ ip_address: ADDRESS, ...counts }],
      talkers_truncated: false,
      kpis: [],
      ...more,
    },
  }
}

/** Of all where no peer is named. */
function figure(kpi: string, value: string, counted: number, latencies: number[] = []): KpiRow {
  return { kpi, dimension: value === '' ? '' : 'peer', value, counted, met: 1, latencies }
}

/** What every catalogue must sum and count. */
export function measureSuite(name: string, open: () => Promise<Catalogue>): void {
  let catalogue: Catalogue
  beforeEach(async () => {
    catalogue = await open()
  })
  afterEach(async () => catalogue.close())

  /** A job created in minute `count` that ran for one. */
  async function completed(count: number, of: JobResult, owner?: string): Promise<void> {
    const [job_id, created_at] = [jobId(count), minute(count)]
    await catalogue.add({ job_id, created_at, capture: 'c', ...(owner !== undefined && { owner }) })
    await catalogue.take(minute(count))
    await catalogue.complete(job_id, 1, minute(count + 1), of)
  }

  async function counted(name: string): Promise<Record<string, number>> {
    const counters = await catalogue.statistics.counters()
    return Object.fromEntries(counters.filter((one) => one.name === name).map(({ label, value }) => [label, value]))
  }

  describe(`sums of ${name}`, () => {
    beforeEach(async () => {
      await completed(1, result(5), 'id-alice')
      await completed(2, result(7, { hours: [{ hour: minute(60), sessions: 1 }] }), 'id-bob')
      await catalogue.add({ job_id: jobId(3), created_at: minute(3), capture: 'c', owner: 'id-alice' })
    })

    it('are of all jobs, of those of one owner, of one job, or of a time whose end is not in it', async () => {
      const { statistics } = catalogue
      const packets = async (filter: object) => (await statistics.totals(filter)).packets
      expect(await packets({})).toBe(12)
      expect(await packets({ owner: 'id-alice' })).toBe(5)
      expect(await packets({ job_id: jobId(2) })).toBe(7)
      expect(await packets({ job_id: jobId(2), owner: 'id-alice' })).toBe(0)
      expect(await packets({ from: minute(2) })).toBe(7)
      expect(await packets({ to: minute(2) })).toBe(5)
    })

    it('are by status, type, protocol and address', async () => {
      const { statistics } = catalogue
      const statuses = await statistics.statuses({ owner: 'id-alice' })
      expect(statuses.toSorted((a, b) => (a.status < b.status ? -1 : 1))).toEqual([
        { status: 'completed', jobs: 1 },
        { status: 'queued', jobs: 1 },
      ])
      expect(await statistics.types({})).toEqual([{ type: 'VoLTE', sessions: 2, duration_ms: 1000 }])
      const counts = { session_count: 2, packet_count: 12, byte_count: 1200 }
      expect(await statistics.protocols({})).toEqual([{ protocol: 'SIP', ...counts }])
      expect(await statistics.talkers({}, { by: 'bytes', limit: 1 })).toEqual({
        talkers: [{ ip_address: ADDRESS, ...counts }],
        truncated: false,
      })
    })

    it('are by hour', async () => {
      const { statistics } = catalogue
      expect(await statistics.jobHours({})).toEqual([{ hour: minute(0), count: 3 }])
      expect(await statistics.sessionHours({})).toEqual([
        { hour: minute(0), count: 1 },
        { hour: minute(60), count: 1 },
      ])
      expect(await statistics.sessionHours({ from: minute(90) })).toEqual([{ hour: minute(60), count: 1 }])
      expect(await statistics.sessionHours({ to: minute(60) })).toEqual([{ hour: minute(0), count: 1 }])
    })

    it('of key figures are added up, of each the values that count most', async () => {
      const own = [figure('asr', '', 2), figure('asr', '10.0.0.1', 2), figure('sdd', '', 2, [1, 10, 1, 20])]
      await catalogue.remove(jobId(3))
      await completed(6, result(1, { kpis: own }), 'id-carol')
      await completed(7, result(1, { kpis: [figure('asr', '10.0.0.2', 5), figure('sdd', '', 1, [1, 15])] }), 'id-carol')
      const sums = async (wanted: KpisWanted) => {
        const { rows, truncated } = await catalogue.statistics.kpis({ owner: 'id-carol' }, wanted)
        return [
          truncated,
          ...rows.map(({ kpi, value, counted, met, latencies }) => [kpi, value, counted, met, latencies.packed()]),
        ]
      }
      expect(await sums({ dimension: '', limit: 1 })).toEqual([
        false,
        ['asr', '', 2, 1, []],
        ['sdd', '', 3, 2, [1, 10, 1, 15, 1, 20]],
      ])
      expect(await sums({ dimension: 'peer', limit: 1 })).toEqual([true, ['asr', '10.0.0.2', 5, 1, []]])
      expect(await sums({ dimension: 'peer', kpis: ['sdd'], limit: 9 })).toEqual([false])
      await catalogue.remove(jobId(7))
      expect(await sums({ dimension: '', kpis: ['sdd'], limit: 1 })).toEqual([false, ['sdd', '', 2, 1, [1, 10, 1, 20]]])
    })

    it('say when some job could not tell all of its addresses', async () => {
      await catalogue.remove(jobId(3))
      await completed(4, result(1, { talkers_truncated: true }), 'id-bob')
      const truncated = async (owner: string) =>
        (await catalogue.statistics.talkers({ owner }, { by: 'packets', limit: 9 })).truncated
      expect([await truncated('id-alice'), await truncated('id-bob')]).toEqual([false, true])
    })

    it('lose what a removed job measured; what was counted stays', async () => {
      await catalogue.remove(jobId(2))
      expect(await catalogue.statistics.totals({})).toEqual({ packets: 5, bytes: 500 })
      expect(await catalogue.statistics.protocols({})).toMatchObject([{ packet_count: 5 }])
      expect(await catalogue.statistics.sessionHours({})).toHaveLength(1)
      expect([await counted('packets'), await counted('protocol_sessions')]).toEqual([{ '': 12 }, { SIP: 2 }])
    })

    it('hold as many rows as a job may have', async () => {
      await catalogue.remove(jobId(3))
      const talkers = Array.from({ length: 2000 }, (_, i) => ({
        ip_address: `10.1.${i >> 8}.${i & 255}`,
        session_count: 1,
        packet_count: 1,
        byte_count: 1,
      }))
      await completed(5, result(1, { talkers }))
      expect((await catalogue.statistics.talkers({}, { by: 'packets', limit: 5000 })).talkers).toHaveLength(2001)
    })
  })

  describe(`counters of ${name}`, () => {
    it('add up', async () => {
      await catalogue.count([{ name: 'api_requests', value: 2 }])
      await catalogue.count([{ name: 'api_requests', value: 3 }])
      expect(await counted('api_requests')).toEqual({ '': 5 })
    })

    it('count each time a job comes to a status, also after its run was lost', async () => {
      await completed(1, result(5))
      await catalogue.add({ job_id: jobId(2), created_at: minute(2), capture: 'c' })
      await catalogue.take(minute(2))
      await catalogue.recover(minute(3), 2)
      await catalogue.take(minute(4))
      await catalogue.recover(minute(5), 2)
      await catalogue.add({ job_id: jobId(3), created_at: minute(6), capture: 'c' })
      await catalogue.fail(jobId(3), minute(7), 'Cancelled')
      await catalogue.fail(jobId(3), minute(8), 'again')
      expect(await counted('jobs')).toEqual({ queued: 4, running: 3, completed: 1, failed: 2 })
    })

    it('do not count what an attempt measured that does not run any more', async () => {
      await catalogue.add({ job_id: jobId(1), created_at: minute(1), capture: 'c' })
      await catalogue.take(minute(1))
      expect(await catalogue.complete(jobId(1), 7, minute(2), result(5))).toBe(false)
      expect(await counted('packets')).toEqual({})
      expect(await catalogue.statistics.protocols({})).toEqual([])
    })
  })

  describe(`runs of ${name}`, () => {
    it('are the last hundred, also of jobs that are gone', async () => {
      expect(await catalogue.statistics.runs()).toEqual({ runs: 0, bytes_read: 0, milliseconds: 0 })
      for (let count = 1; count <= 101; count++) {
        await completed(count, result(1, { bytes_read: count === 1 ? 1_000_000 : 10 }))
        await catalogue.remove(jobId(count))
      }
      expect(await catalogue.statistics.runs()).toEqual({ runs: 100, bytes_read: 1000, milliseconds: 6_000_000 })
    })
  })
}
