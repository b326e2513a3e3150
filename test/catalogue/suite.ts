import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApiKey, AuditEntry, Login } from '../../src/model/user.ts'
import type { NewUser } from '../../src/store/catalogue/accounts-contract.ts'
import type { Catalogue, JobsWanted, NewJob } from '../../src/store/catalogue/contract.ts'

const TOTALS = { total_packets: 5, total_bytes: 500, session_count: 1 }
const MEASURES = {
  bytes_read: 600,
  protocols: [],
  types: [],
  hours: [],
  talkers: [],
  talkers_truncated: false,
  kpis: [],
}
const SIP = { protocol: 'SIP', session_count: 1, packet_count: 5, byte_count: 500 }
const OF_SIP = { ...MEASURES, protocols: [SIP, { ...SIP, protocol: 'RTP', packet_count: 0 }] }
const RESULT = { totals: TOTALS, measures: MEASURES }

/** Whole minutes of a day, as the catalogue keeps times. */
function minute(count: number): string {
  return new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString()
}

function jobId(count: number): string {
  return `${String(count).padStart(8, '0')}-0000-4000-8000-000000000000`
}

function aUser(name: string, more: Partial<NewUser> = {}): NewUser {
  return {
    user_id: `id-${name}`,
    username: name,
    email: '',
    roles: ['user'],
    created_at: minute(0),
    password_hash: 'hash',
    ...more,
  }
}

function aLogin(login_id: string, more: Partial<Login> = {}): Login {
  return {
    login_id,
    user_id: 'id-alice',
    kind: 'token',
    refresh_id: 'r1',
    previous_refresh_id: null,
    rotated_at: null,
    created_at: minute(0),
    expires_at: minute(10),
    ...more,
  }
}

function aQuery(query_id: string, more: object = {}) {
  return { query_id, user_id: 'id-alice', name: query_id, type: '', q: 'failed', created_at: minute(0), ...more }
}

function aKey(key_id: string, more: Partial<ApiKey> = {}): ApiKey {
  return {
    key_id,
    user_id: 'id-alice',
    description: '',
    scopes: ['jobs:read'],
    created_at: minute(0),
    expires_at: null,
    last_used: null,
    ...more,
  }
}

function anEntry(at: string): AuditEntry {
  return { at, action: 'login', outcome: 'done', user_id: 'id-alice', username: 'alice', address: '::1', target: '' }
}

async function addJob(catalogue: Catalogue, count: number, more: Partial<NewJob> = {}): Promise<boolean> {
  return catalogue.add({ job_id: jobId(count), created_at: minute(count), capture: 'capture', ...more })
}

async function listed(catalogue: Catalogue, wanted?: JobsWanted): Promise<[total: number, ids: string[]]> {
  const { total, jobs } = await catalogue.list(wanted)
  return [total, jobs.map(({ job_id }) => job_id)]
}

/** What every catalogue must do; a back end calls this with what opens an empty one. */
export function catalogueSuite(name: string, open: () => Promise<Catalogue>): void {
  let catalogue: Catalogue
  beforeEach(async () => {
    catalogue = await open()
  })
  afterEach(async () => catalogue.close())

  describe(`jobs of ${name}`, () => {
    it('are kept with their owner and file name, and found by the first digits of their id', async () => {
      expect(await addJob(catalogue, 1, { owner: 'id-alice', filename: 'a.pcap' })).toBe(true)
      const job = { job_id: jobId(1), status: 'queued', progress: 0, owner: 'id-alice', filename: 'a.pcap' }
      expect(await catalogue.get(jobId(1))).toMatchObject(job)
      expect(await catalogue.byPrefix('000000010000')).toMatchObject(job)
      expect(await catalogue.get(jobId(2))).toBeUndefined()
    })

    it.each<[string, JobsWanted, number[]]>([
      ['a status', { status: 'queued' }, [4, 3]],
      ['a name, in any case', { name: 'BERLIN' }, [2, 1]],
      ['a name with what patterns are made of', { name: '_100%' }, [3]],
      ['a backslash', { name: String.raw`\x` }, [2]],
      ['the id where there is no name', { name: jobId(4) }, [4]],
      ['a protocol', { protocol: 'sip' }, [2, 1]],
      ['a protocol that was not seen', { protocol: 'RTP' }, []],
      [
        'all of these, by page',
        { protocol: 'SIP', name: 'berlin', owner: 'id-alice', page: { page: 1, limit: 5 } },
        [1],
      ],
    ])('are found by %s', async (_, wanted, want) => {
      await addJob(catalogue, 1, { filename: 'Berlin.pcap', owner: 'id-alice' })
      await addJob(catalogue, 2, { filename: String.raw`berlin\x.pcap` })
      for (const count of [1, 2]) {
        await catalogue.take(minute(5))
        expect(await catalogue.complete(jobId(count), 1, minute(6), { totals: TOTALS, measures: OF_SIP })).toBe(true)
      }
      await addJob(catalogue, 3, { filename: 'load_100%.pcap' })
      await addJob(catalogue, 4)
      expect(await listed(catalogue, wanted)).toEqual([want.length, want.map(jobId)])
    })

    it('have ids that differ in their first digits', async () => {
      await addJob(catalogue, 1)
      expect(await addJob(catalogue, 1)).toBe(false)
      const other = { job_id: '00000001-0000-4000-8000-000000000001', created_at: minute(0), capture: 'capture' }
      expect(await catalogue.add(other)).toBe(false)
    })

    it('are listed newest first, by pages, all or of one owner', async () => {
      for (const count of [1, 2, 3, 4]) await addJob(catalogue, count, count % 2 === 0 ? { owner: 'id-alice' } : {})
      expect(await listed(catalogue)).toEqual([4, [4, 3, 2, 1].map(jobId)])
      expect(await listed(catalogue, { page: { page: 2, limit: 3 } })).toEqual([4, [jobId(1)]])
      expect(await listed(catalogue, { owner: 'id-alice' })).toEqual([2, [4, 2].map(jobId)])
      expect(await listed(catalogue, { owner: 'id-alice', page: { page: 2, limit: 1 } })).toEqual([2, [jobId(2)]])
      expect(await listed(catalogue, { owner: 'nobody' })).toEqual([0, []])
    })

    it('are taken oldest first, once each, and ended by the attempt that runs', async () => {
      for (const count of [2, 1]) await addJob(catalogue, count)
      expect(await catalogue.take(minute(5))).toMatchObject({ job_id: jobId(1), status: 'running', attempt: 1 })
      await catalogue.progress(jobId(1), 1, 40)
      await catalogue.progress(jobId(1), 1, 30)
      expect(await catalogue.get(jobId(1))).toMatchObject({ progress: 40 })
      expect(await catalogue.complete(jobId(1), 2, minute(6), RESULT)).toBe(false)
      expect(await catalogue.complete(jobId(1), 1, minute(6), RESULT)).toBe(true)
      expect(await catalogue.get(jobId(1))).toMatchObject({ status: 'completed', progress: 100, ...TOTALS })
      expect(await catalogue.fail(jobId(1), minute(7), 'late')).toBe(false)
      expect(await catalogue.take(minute(8))).toMatchObject({ job_id: jobId(2) })
      expect(await catalogue.take(minute(9))).toBeUndefined()
    })

    it('that were lost are queued again, and failed when that was too often', async () => {
      await addJob(catalogue, 1)
      await catalogue.take(minute(1))
      await catalogue.recover(minute(2), 2)
      expect(await catalogue.get(jobId(1))).toMatchObject({ status: 'queued', attempt: 1 })
      await catalogue.take(minute(3))
      await catalogue.recover(minute(4), 2)
      expect(await catalogue.get(jobId(1))).toMatchObject({ status: 'failed', attempt: 2 })
    })

    it('are removed unless they run, and counted by capture until then', async () => {
      for (const count of [1, 2]) await addJob(catalogue, count)
      await catalogue.take(minute(3))
      expect(await catalogue.remove(jobId(1))).toBe(false)
      expect(await catalogue.jobsOn('capture')).toBe(2)
      expect(await catalogue.remove(jobId(2))).toBe(true)
      expect(await catalogue.jobsOn('capture')).toBe(1)
      await catalogue.fail(jobId(1), minute(4), 'x')
      expect(await catalogue.endedBefore(minute(4))).toEqual([])
      expect(await catalogue.endedBefore(minute(5))).toMatchObject([{ job_id: jobId(1), error: 'x' }])
    })
  })

  describe(`users of ${name}`, () => {
    it('have names and addresses of their own, in whatever case', async () => {
      const { users } = catalogue
      expect(await users.add(aUser('Alice', { email: 'A@example.com' }))).toBeUndefined()
      expect(await users.add(aUser('bob', { username: 'ALICE' }))).toBe('USERNAME_EXISTS')
      expect(await users.add(aUser('bob', { email: 'a@EXAMPLE.com' }))).toBe('EMAIL_EXISTS')
      expect(await users.add(aUser('bob'))).toBeUndefined()
      expect(await users.add(aUser('carol'))).toBeUndefined()
      expect(await users.byName('aLICE')).toEqual({
        password_hash: 'hash',
        user: {
          user_id: 'id-Alice',
          username: 'Alice',
          email: 'A@example.com',
          roles: ['user'],
          is_active: true,
          created_at: minute(0),
          last_login: null,
        },
      })
      expect(await users.update('id-bob', { email: 'A@example.com' })).toBe('EMAIL_EXISTS')
      expect(await users.update('id-bob', { email: '' })).toBeUndefined()
    })

    it('are listed oldest first, by pages', async () => {
      for (const [name_, at] of [
        ['c', 1],
        ['a', 3],
        ['b', 2],
      ] as const) {
        await catalogue.users.add(aUser(name_, { created_at: minute(at) }))
      }
      const { total, users } = await catalogue.users.list({ page: 2, limit: 2 })
      expect([total, users.map(({ username }) => username)]).toEqual([3, ['a']])
      expect((await catalogue.users.list()).users.map(({ username }) => username)).toEqual(['c', 'b', 'a'])
    })

    it('are changed as asked and no further', async () => {
      const { users } = catalogue
      await users.add(aUser('alice', { email: 'a@example.com' }))
      expect(await users.update('id-alice', { roles: ['readonly', 'user'] })).toBeUndefined()
      await users.setPassword('id-alice', 'other')
      await users.loggedIn('id-alice', minute(3))
      expect(await users.byName('alice')).toMatchObject({
        password_hash: 'other',
        user: { email: 'a@example.com', roles: ['readonly', 'user'], is_active: true, last_login: minute(3) },
      })
      expect(await users.update('nobody', { is_active: false })).toBe('USER_NOT_FOUND')
      expect(await users.remove('nobody')).toBe('USER_NOT_FOUND')
    })

    it('keep their last active admin', async () => {
      const { users } = catalogue
      for (const one of ['root', 'boss']) await users.add(aUser(one, { roles: ['admin', 'user'] }))
      expect(await users.update('id-boss', { is_active: false })).toBeUndefined()
      expect(await users.update('id-root', { is_active: false })).toBe('LAST_ADMIN')
      expect(await users.update('id-root', { roles: ['user'] })).toBe('LAST_ADMIN')
      expect(await users.remove('id-root')).toBe('LAST_ADMIN')
      expect(await users.get('id-root')).toMatchObject({ is_active: true, roles: ['admin', 'user'] })
      expect(await users.update('id-boss', { is_active: true })).toBeUndefined()
      expect(await users.remove('id-root')).toBeUndefined()
      expect(await users.get('id-root')).toBeUndefined()
    })

    it.each(['disabled', 'removed'])('lose logins and keys when they are %s', async (how) => {
      const { users, logins, keys } = catalogue
      for (const one of ['alice', 'bob']) {
        await users.add(aUser(one))
        await logins.add(aLogin(`login-${one}`, { user_id: `id-${one}` }))
        await keys.add(aKey(`key-${one}`, { user_id: `id-${one}` }), `hash-${one}`)
      }
      if (how === 'disabled') await users.update('id-alice', { is_active: false })
      else await users.remove('id-alice')
      expect(await logins.get('login-alice')).toBeUndefined()
      expect(await keys.byHash('hash-alice')).toBeUndefined()
      expect((await logins.get('login-bob'))?.user.username).toBe('bob')
      expect((await keys.byHash('hash-bob'))?.user.username).toBe('bob')
    })
  })

  describe(`API keys of ${name}`, () => {
    it('are found by their hash, listed newest first, noted when used, and removed by their owner', async () => {
      const { keys } = catalogue
      await catalogue.users.add(aUser('alice'))
      await keys.add(aKey('old'), 'hash-old')
      await keys.add(aKey('new', { created_at: minute(1), expires_at: minute(9) }), 'hash-new')
      await keys.add(aKey('other', { user_id: 'id-bob' }), 'hash-other')
      await keys.used('old', minute(2))
      expect(await keys.byHash('hash-old')).toMatchObject({
        key: aKey('old', { last_used: minute(2) }),
        user: { username: 'alice' },
      })
      expect((await keys.list('id-alice')).map(({ key_id }) => key_id)).toEqual(['new', 'old'])
      expect((await keys.list()).length).toBe(3)
      expect(await keys.remove('old', 'id-bob')).toBe(false)
      expect(await keys.remove('old', 'id-alice')).toBe(true)
      expect(await keys.remove('other')).toBe(true)
      expect(await keys.byHash('hash-old')).toBeUndefined()
    })
  })

  describe(`saved queries of ${name}`, () => {
    it('are listed by name, one of a name taking the place of the other, and removed by their owner', async () => {
      const { queries } = catalogue
      expect(await queries.save(aQuery('b'), 3)).toEqual(aQuery('b'))
      await queries.save(aQuery('a', { type: 'VoLTE', q: '' }), 3)
      await queries.save(aQuery('other', { user_id: 'id-bob', name: 'b' }), 3)
      expect(await queries.save(aQuery('new', { name: 'b', q: 'mos < 3' }), 3)).toEqual(aQuery('b', { q: 'mos < 3' }))
      expect((await queries.list('id-alice')).map(({ name: one, q }) => [one, q])).toEqual([
        ['a', ''],
        ['b', 'mos < 3'],
      ])
      expect(await queries.rename('b', 'id-bob', 'c')).toBe('unknown')
      expect(await queries.rename('b', 'id-alice', 'a')).toBe('taken')
      expect(await queries.rename('b', 'id-alice', 'b')).toMatchObject({ query_id: 'b', name: 'b' })
      expect(await queries.rename('b', 'id-alice', 'c')).toEqual(aQuery('b', { name: 'c', q: 'mos < 3' }))
      expect(await queries.remove('b', 'id-bob')).toBe(false)
      expect(await queries.remove('b', 'id-alice')).toBe(true)
      expect((await queries.list('id-bob')).map(({ query_id }) => query_id)).toEqual(['other'])
    })

    it('are so many at most, and go with their user', async () => {
      const { queries, users } = catalogue
      await users.add(aUser('alice'))
      await queries.save(aQuery('a'), 1)
      expect(await queries.save(aQuery('b'), 1)).toBeUndefined()
      expect(await queries.save(aQuery('again', { name: 'a', q: 'mos < 3' }), 1)).toMatchObject({ query_id: 'a' })
      await users.remove('id-alice')
      expect(await queries.list('id-alice')).toEqual([])
    })
  })

  describe(`logins of ${name}`, () => {
    beforeEach(async () => void (await catalogue.users.add(aUser('alice'))))

    it('exchange a refresh token once', async () => {
      const { logins } = catalogue
      await logins.add(aLogin('one'))
      const exchange = { from: 'r1', to: 'r2', at: minute(1), expires_at: minute(20) }
      expect(await logins.rotate('one', exchange)).toBe(true)
      expect(await logins.rotate('one', exchange)).toBe(false)
      const want = { refresh_id: 'r2', previous_refresh_id: 'r1', rotated_at: minute(1), expires_at: minute(20) }
      expect((await logins.get('one'))?.login).toEqual(aLogin('one', want))
      await logins.endRefresh('one')
      expect((await logins.get('one'))?.login).toMatchObject({ refresh_id: null, previous_refresh_id: null })
    })

    it('are ended one by one, all but one, or when they have expired', async () => {
      const { logins } = catalogue
      for (const one of ['a', 'b', 'c', 'd']) await logins.add(aLogin(one))
      await logins.add(aLogin('old', { expires_at: minute(1) }))
      await logins.add(aLogin('other', { user_id: 'id-bob' }))
      await catalogue.users.add(aUser('bob'))
      const left = async (): Promise<string> => {
        const found: string[] = []
        for (const one of ['a', 'b', 'c', 'd', 'old', 'other']) if (await logins.get(one)) found.push(one)
        return found.join(' ')
      }
      await logins.removeExpired(minute(2))
      expect(await left()).toBe('a b c d other')
      await logins.remove('a')
      expect(await left()).toBe('b c d other')
      await logins.removeAll('id-alice', 'c')
      expect(await left()).toBe('c other')
      await logins.removeAll('id-alice')
      expect(await left()).toBe('other')
    })
  })

  describe(`the audit log of ${name}`, () => {
    it('is read newest first, by pages, and forgets what is old', async () => {
      const { audit } = catalogue
      for (const at of [1, 3, 2]) await audit.add(anEntry(minute(at)))
      expect(await audit.list({ page: 1, limit: 2 })).toEqual({ total: 3, entries: [3, 2].map(minute).map(anEntry) })
      await audit.removeBefore(minute(2))
      expect((await audit.list({ page: 1, limit: 9 })).entries.map(({ at }) => at)).toEqual([3, 2].map(minute))
    })
  })

  describe(`aliases of ${name}`, () => {
    it('are replaced as a whole, and told by address', async () => {
      expect(await catalogue.aliases.list()).toEqual([])
      const many = Array.from({ length: 2500 }, (_, i) => ({ address: `10.0.${i >> 8}.${i & 255}`, name: `n${i}` }))
      await catalogue.aliases.replace(many)
      expect(await catalogue.aliases.list()).toHaveLength(2500)
      const few = [
        { address: '10.0.0.0/24', group: 'pool' },
        { address: '10.0.0.1', name: 'mme-1', role: 'MME' as const },
      ]
      await catalogue.aliases.replace(few.toReversed())
      expect(await catalogue.aliases.list()).toEqual(few)
    })
  })
}
