import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Catalogue, JobResult } from '../../src/store/catalogue/contract.ts'

const HOURS = ['2026-01-01T10:00:00.000Z', '2026-01-01T11:00:00.000Z'] as const

/** What a job of so many packets came to: half of them SIP, half RTP, one session in each of two hours. */
export function aResult(packets: number): JobResult {
  const counts = { session_count: 1, packet_count: packets / 2, byte_count: packets * 50 }
  return {
    totals: { total_packets: packets, total_bytes: packets * 100, session_count: 2 },
    measures: {
      bytes_read: packets * 110,
      protocols: ['SIP', 'RTP'].map((protocol) => ({ protocol, ...counts })),
      types: [{ type: 'VoLTE', sessions: 2, duration_ms: 3000 }],
      hours: HOURS.map((hour) => ({ hour, sessions: 1 })),
      talkers: [{ ip_address: '10.0.0.1', session_count: 2, packet_count: packets, byte_count: packets * 100 }],
      talkers_truncated: packets > 100,
    },
  }
}

/** What every catalogue sums over jobs. */
export function statisticsSuite(name: string, open: () => Promise<Catalogue>): void {
  describe(`statistics of ${name}`, () => {
    const ids = ['00000001-0000-4000-8000-000000000000', '00000002-0000-4000-8000-000000000000'] as const
    let catalogue: Catalogue
    beforeEach(async () => {
      catalogue = await open()
      for (const [i, owner] of ['id-alice', 'id-bob'].entries()) {
        const created_at = `2026-02-0${i + 1}T08:15:00.000Z`
        await catalogue.add({ job_id: ids[i]!, created_at, capture: 'capture', owner })
        await catalogue.take(`2026-02-0${i + 1}T08:16:00.000Z`)
        await catalogue.complete(ids[i]!, 1, `2026-02-0${i + 1}T08:16:30.000Z`, aResult(100 * (i + 1)))
      }
    })
    afterEach(async () => catalogue.close())

    it('are sums over all jobs', async () => {
      const { statistics } = catalogue
      expect(await statistics.statuses({})).toEqual([{ status: 'completed', jobs: 2 }])
      expect(await statistics.totals({})).toEqual({ packets: 300, bytes: 30_000 })
      expect(await statistics.types({})).toEqual([{ type: 'VoLTE', sessions: 4, duration_ms: 6000 }])
      const row = { session_count: 2, packet_count: 150, byte_count: 15_000 }
      expect(await statistics.protocols({})).toEqual(['RTP', 'SIP'].map((protocol) => ({ protocol, ...row })))
      expect(await statistics.talkers({}, { by: 'bytes', limit: 1 })).toEqual({
        talkers: [{ ip_address: '10.0.0.1', session_count: 4, packet_count: 300, byte_count: 30_000 }],
        truncated: true,
      })
      expect(await statistics.sessionHours({})).toEqual(HOURS.map((hour) => ({ hour, count: 2 })))
      expect(await statistics.jobHours({})).toEqual([
        { hour: '2026-02-01T08:00:00.000Z', count: 1 },
        { hour: '2026-02-02T08:00:00.000Z', count: 1 },
      ])
      expect(await statistics.runs()).toEqual({ runs: 2, bytes_read: 33_000, milliseconds: 60_000 })
    })

    const filters = [
      { owner: 'id-alice' },
      { job_id: ids[0] },
      { to: '2026-02-02T08:15:00.000Z' },
      { from: '2026-02-01T08:15:00.000Z', to: '2026-02-01T08:15:00.001Z' },
    ]
    it.each(filters)('are of the jobs of %j alone', async (filter) => {
      const { statistics } = catalogue
      expect(await statistics.totals(filter)).toEqual({ packets: 100, bytes: 10_000 })
      expect(await statistics.types(filter)).toMatchObject([{ sessions: 2 }])
      expect(await statistics.protocols(filter)).toMatchObject([{ packet_count: 50 }, { packet_count: 50 }])
      expect(await statistics.talkers(filter, { by: 'packets', limit: 9 })).toMatchObject({ truncated: false })
      expect(await statistics.jobHours(filter)).toMatchObject([{ count: 1 }])
    })

    it('are nothing of somebody who has no jobs', async () => {
      const filter = { owner: 'id-carol' }
      const { statistics } = catalogue
      expect(await statistics.totals(filter)).toEqual({ packets: 0, bytes: 0 })
      expect(await statistics.types(filter)).toEqual([])
      expect((await statistics.talkers(filter, { by: 'packets', limit: 9 })).talkers).toEqual([])
    })

    it('count since installation, whatever is deleted since', async () => {
      await catalogue.count([{ name: 'api_requests', value: 5 }])
      const before = await catalogue.statistics.counters()
      expect(before).toContainEqual({ name: 'packets', label: '', value: 300 })
      expect(before).toContainEqual({ name: 'jobs', label: 'completed', value: 2 })
      for (const id of ids) await catalogue.remove(id)
      expect(await catalogue.statistics.counters()).toEqual(before)
      expect(await catalogue.statistics.totals({})).toEqual({ packets: 0, bytes: 0 })
      await catalogue.count([{ name: 'api_requests', value: 2 }])
      expect(await catalogue.statistics.counters()).toContainEqual({ name: 'api_requests', label: '', value: 7 })
    })
  })
}
