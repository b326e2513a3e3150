import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { AMR_WB } from '../make/sdp.ts'
import { Wire } from '../make/wire.ts'
import { People } from './people.ts'
import { type Body, temporaryFolder } from './running-server.ts'

const STREAM = '0x11111111-1'
const OTHER_STREAM = '0x22222222-1'

let folder = ''
let people: People
let [heard, unheard] = ['', '']
beforeAll(async () => {
  folder = temporaryFolder()
  people = await People.start(folder)
  await people.make('alice', 'user')
  await people.make('rita', 'readonly')
  const wire = new Wire()
  answeredCall(wire, { packets: 100, media: { forth: { lost: (i) => i === 50 } } })
  answeredCall(wire, { at: 20_000, callId: 'wide', codecs: [AMR_WB], media: { payloadType: 96, clock: 16_000 } })
  const job = await people.analyzed('alice', pcap(wire.packets))
  const { body } = await people.send('GET', `/api/v1/jobs/${job}/sessions`, { headers: await people.bearer('alice') })
  ;[heard, unheard] = (body['sessions'] as Body[]).map(({ session_id }) => String(session_id)) as [string, string]
})
afterAll(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

async function ask(path: string): Promise<{ status: number; body: Body }> {
  return people.send('GET', `/api/v1/sessions/${path}`, { headers: await people.bearer('alice') })
}

it('names each stream of a session', async () => {
  const { body } = await ask(`${heard}/media`)
  expect((body['media'] as Body[]).map(({ stream_id }) => stream_id)).toEqual([STREAM, OTHER_STREAM])
})

it('gives a stream over time', async () => {
  const { status, body } = await ask(`${heard}/media/${STREAM}/series?points=4`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ session_id: heard, stream_id: STREAM, bucket_ms: 500 })
  const buckets = body['buckets'] as Record<string, number>[]
  expect(buckets.map(({ at_ms, packets, lost }) => [at_ms, packets, lost])).toEqual([
    [0, 25, 0],
    [500, 25, 0],
    [1000, 24, 1],
    [1500, 25, 0],
  ])
})

it('gives a stream to hear, and notes who heard it', async () => {
  const path = `/api/v1/sessions/${heard}/media/${STREAM}/audio`
  const response = await fetch(people.server.url + path, { headers: await people.bearer('alice') })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('audio/wav')
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="session-${heard}-${STREAM}.wav"`)
  expect((await response.arrayBuffer()).byteLength).toBe(44 + 2 * 100 * 160)
  await expect
    .poll(async () => {
      const { body } = await people.send('GET', '/api/v1/audit', { headers: await people.bearer('admin') })
      return (body['entries'] as Body[]).filter(({ target }) => target === path)
    })
    .toMatchObject([{ action: 'download', username: 'alice' }])
})

describe('is refused', () => {
  const cases = [
    { path: 'HEARD/media/0x11111111-2/series', status: 404, code: 'STREAM_NOT_FOUND' },
    { path: 'HEARD/media/..%2f..%2f/series', status: 404, code: 'STREAM_NOT_FOUND' },
    { path: 'HEARD/media/0x11111111-2/audio', status: 404, code: 'STREAM_NOT_FOUND' },
    { path: 'UNHEARD/media/0x11111111-1/audio', status: 422, code: 'AUDIO_UNAVAILABLE' },
    { path: 'HEARD/media/0x11111111-1/series?points=2001', status: 400, code: 'INVALID_REQUEST' },
    { path: 'HEARD/media/0x11111111-1/series?points=0', status: 400, code: 'INVALID_REQUEST' },
    { path: 'nobody/media/0x11111111-1/series', status: 404, code: 'SESSION_NOT_FOUND' },
    { path: 'nobody/media/0x11111111-1/audio', status: 404, code: 'SESSION_NOT_FOUND' },
  ]
  it.each(cases)('$path: $code', async ({ path, status, code }) => {
    const asked = path.replace('UNHEARD', unheard).replace('HEARD', heard)
    expect(await ask(asked)).toMatchObject({ status, body: { code } })
  })

  it('saying of media that cannot be heard why', async () => {
    const { body } = await ask(`${unheard}/media/${STREAM}/audio`)
    expect(body).toMatchObject({ reason: 'codec', codec: 'AMR-WB' })
  })
})
