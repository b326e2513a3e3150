/** Keys that come with an upload: used once, for their owner's eyes, and gone when the job ends. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { askHttp2, type Recorded, replay } from '../make/tls-connection.ts'
import { Wire } from '../make/wire.ts'
import { type Answered, type Body, temporaryFolder, TestServer } from './running-server.ts'

const PATH = '/nudm-sdm/v2/imsi-001010000000001/am-data'

let folder = ''
let server: TestServer
let recorded: Recorded
let capture: Uint8Array
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  recorded = await askHttp2([{ path: PATH, method: 'GET' }], { minVersion: 'TLSv1.3' })
  const wire = new Wire()
  replay(wire.connect(0, end('10.1.0.1', 40_001), end('10.1.0.2', 443)), recorded)
  capture = pcap(wire.packets)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** Parts in the order in which they are sent. */
function upload(...parts: readonly (readonly [field: string, value: string | Uint8Array])[]): Promise<Answered> {
  const form = new FormData()
  for (const [field, value] of parts) {
    if (typeof value === 'string') form.append(field, value)
    else form.append(field, new Blob([Uint8Array.from(value)]), 'a.bin')
  }
  return server.ask('/api/v1/upload', { method: 'POST', body: form })
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

async function types(job: string): Promise<unknown[]> {
  const { body } = await server.ask(`/api/v1/jobs/${job}/sessions`)
  return (body['sessions'] as Body[]).map(({ type }) => type)
}

async function warnings(job: string): Promise<unknown> {
  const { body } = await server.ask(`/api/v1/jobs/${job}/coverage`)
  return (body['capture'] as Body)['warnings']
}

/** All files below a folder. */
function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

describe('an upload with a key log', () => {
  const orders = [
    {
      it: 'behind the capture, as a file',
      parts: (log: string) => [
        ['file', capture],
        ['tls_keylog', bytesOf(log)],
      ],
    },
    {
      it: 'before the capture, as a file',
      parts: (log: string) => [
        ['tls_keylog', bytesOf(log)],
        ['file', capture],
      ],
    },
    {
      it: 'as text',
      parts: (log: string) => [
        ['tls_keylog', log],
        ['file', capture],
      ],
    },
  ] as const
  it.each(orders)('$it, is read with it', async ({ parts }) => {
    const { status, body } = await upload(...(parts(recorded.keyLog.join('')) as unknown as [string, string][]))
    expect(status).toBe(201)
    const job = String(body['job_id'])
    expect(await server.ended(job)).toMatchObject({ status: 'completed', keys: ['tls_keylog'] })
    expect(await types(job)).toEqual(['HTTP2'])
  })

  it('leaves no secret anywhere once the job has ended', async () => {
    const { body } = await upload(['file', capture], ['tls_keylog', recorded.keyLog.join('')])
    await server.ended(String(body['job_id']))
    await expect.poll(() => readdirSync(join(folder, 'uploads')).filter((name) => name.includes('.'))).toEqual([])
    const secrets = recorded.keyLog.map((line) => line.trim().split(' ')[2]!)
    for (const file of filesBelow(folder)) {
      const bytes = readFileSync(file)
      for (const secret of secrets) expect([file, bytes.includes(secret)]).toEqual([file, false])
    }
  })

  it('analysed again says that the keys are gone', async () => {
    const { body } = await upload(['file', capture], ['tls_keylog', recorded.keyLog.join('')])
    const job = String(body['job_id'])
    await server.ended(job)
    expect(await warnings(job)).toEqual([])
    const again = String((await server.ask(`/api/v1/jobs/${job}/retry`, { method: 'POST' })).body['job_id'])
    expect(await server.ended(again)).toMatchObject({ status: 'completed', keys: ['tls_keylog'] })
    expect(await warnings(again)).toEqual([{ code: 'KEYS_GONE:tls_keylog' }])
    expect(await types(again)).toEqual(['OTHER'])
  })

  it('that is refused leaves nothing behind', async () => {
    const { status, body } = await upload(['tls_keylog', 'x'], ['file', bytesOf('no capture at all, only text')])
    expect([status, body['code']]).toEqual([400, 'INVALID_FILE_TYPE'])
    const alone = await upload(['tls_keylog', 'x'])
    expect([alone.status, alone.body['code']]).toEqual([400, 'NO_FILE'])
    expect(readdirSync(join(folder, 'uploads')).filter((name) => name.includes('.'))).toEqual([])
  })

  it('that is too long is refused', async () => {
    const { status, body } = await upload(['file', capture], ['tls_keylog', new Uint8Array(65 * 1024 * 1024)])
    expect([status, body['code'], body['field']]).toEqual([400, 'INVALID_REQUEST', 'tls_keylog'])
  })
})

describe('keys on the disk', () => {
  it('are for their owner alone, and swept where no job waits for them', async () => {
    const { writeKeys } = await import('../../src/input/keys.ts')
    const { BlobFolders } = await import('../../src/store/blobs/folders.ts')
    const own = temporaryFolder()
    const blobs = new BlobFolders(join(own, 'uploads'), join(own, 'results'))
    const [awaited, stray] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
    for (const id of [awaited, stray]) await writeKeys(blobs.keys(id, 'nas_keys'), ['any EEA2 00'])
    expect(statSync(blobs.keys(awaited, 'nas_keys')).mode & 0o777).toBe(0o600)
    blobs.sweep({ isCapture: () => true, isJob: () => true, isAwaited: (id) => id === awaited })
    expect([awaited, stray].map((id) => existsSync(blobs.keys(id, 'nas_keys')))).toEqual([true, false])
    rmSync(own, { recursive: true })
  })
})
