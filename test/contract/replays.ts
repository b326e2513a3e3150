import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { end } from '../make/internet.ts'
import { zeros } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'
import type { Answered, Body, TestServer } from '../api/running-server.ts'

/** A server with something in it. */
export interface Scene {
  readonly server: TestServer
  /** Ended jobs. */
  readonly completed: string
  readonly failed: string
}

export type Replay = (scene: Scene) => Promise<Answered>

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const LONG_PACKETS = 150_000

export function aCall(): Uint8Array {
  const wire = new Wire()
  answeredCall(wire, { packets: 50 })
  return pcap(wire.packets)
}

let long: Uint8Array | undefined

/** A capture that takes a while; made once. */
function aLongCapture(): Uint8Array {
  return (long ??= makeLong())
}

function makeLong(): Uint8Array {
  const wire = new Wire()
  wire.udp(0, end('10.0.0.1', 1), end('10.0.0.2', 2), zeros(20))
  const { bytes } = wire.packets[0]!
  return pcap(Array.from({ length: LONG_PACKETS }, (_, at): TimedPacket => ({ at, bytes })))
}

const get =
  (path: (scene: Scene) => string): Replay =>
  (scene) =>
    scene.server.ask(path(scene))

async function firstSession({ server, completed }: Scene): Promise<string> {
  const { body } = await server.ask(`/api/v1/jobs/${completed}/sessions`)
  return String((body['sessions'] as Body[])[0]!['session_id'])
}

/** Asks while one job runs and another waits for it. */
async function whileRunning(
  { server }: Scene,
  ask: (jobs: { running: string; queued: string }) => Promise<Answered>,
): Promise<Answered> {
  const running = String((await server.upload(aLongCapture())).body['job_id'])
  const queued = String((await server.upload(aCall())).body['job_id'])
  for (;;) {
    const { body } = await server.ask(`/api/v1/jobs/${running}/status`)
    if (body['status'] !== 'queued') break
  }
  const answered = await ask({ running, queued })
  // Nobody waits for what it would find.
  await server.ask(`/api/v1/jobs/${running}/cancel`, { method: 'POST' })
  await server.ended(queued)
  return answered
}

/** Listens to a job; the first event of a type, as an answer. */
async function eventOf({ server }: Scene, jobId: string, type: string): Promise<Answered> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/jobs/${jobId}/events`)
  const said: Body[] = []
  socket.addEventListener('message', (message) => said.push(JSON.parse(String(message.data)) as Body))
  await new Promise((resolve) => socket.addEventListener('close', resolve))
  return { status: 101, body: said.find((event) => event['type'] === type) ?? {} }
}

async function eventOfNew(scene: Scene, type: string): Promise<Answered> {
  const { body } = await scene.server.upload(aLongCapture())
  return eventOf(scene, String(body['job_id']), type)
}

const analytics = '/api/v1/analytics'
const job = '/api/v1/jobs/{job_id}'
const events = 'WS /ws/jobs/{job_id}/events'

/** How each example is asked for: by endpoint, then by label. */
export const REPLAYS: Readonly<Record<string, Readonly<Record<string, Replay>>>> = {
  'GET /health': { 'Response 200 (OK)': get(() => '/health') },
  'POST /api/v1/upload': {
    'Response 201 (Created)': ({ server }) => server.upload(aCall()),
    'Response 400 (Bad Request)': ({ server }) => server.upload(aCall(), { field: 'other' }),
    'Response 413 (Payload Too Large)': ({ server }) => server.upload(zeros(17 * 1024 * 1024)),
  },
  'GET /api/v1/jobs': {
    'Response 200 (OK)': (scene) => whileRunning(scene, () => scene.server.ask('/api/v1/jobs')),
  },
  [`GET ${job}/status`]: {
    'Response 200 (OK) - Queued': (scene) =>
      whileRunning(scene, ({ queued }) => scene.server.ask(`/api/v1/jobs/${queued}/status`)),
    'Response 200 (OK) - Running': (scene) =>
      whileRunning(scene, ({ running }) => scene.server.ask(`/api/v1/jobs/${running}/status`)),
    'Response 200 (OK) - Completed': get(({ completed }) => `/api/v1/jobs/${completed}/status`),
    'Response 200 (OK) - Failed': get(({ failed }) => `/api/v1/jobs/${failed}/status`),
    'Response 404 (Not Found)': get(() => `/api/v1/jobs/${UNKNOWN}/status`),
  },
  [`GET ${job}/sessions`]: {
    'Response 200 (OK)': get(({ completed }) => `/api/v1/jobs/${completed}/sessions`),
    'Response 400 (Bad Request) - Job not completed': (scene) =>
      whileRunning(scene, ({ running }) => scene.server.ask(`/api/v1/jobs/${running}/sessions`)),
  },
  'GET /api/v1/sessions/{session_id}': {
    'Response 200 (OK)': async (scene) => scene.server.ask(`/api/v1/sessions/${await firstSession(scene)}`),
    'Response 404 (Not Found)': get(() => `/api/v1/sessions/${UNKNOWN}`),
  },
  [`DELETE ${job}`]: {
    'Response 200 (OK)': async ({ server }) => {
      const jobId = await server.analyzed(aCall())
      return server.ask(`/api/v1/jobs/${jobId}`, { method: 'DELETE' })
    },
    'Response 400 (Bad Request) - Job still running': (scene) =>
      whileRunning(scene, ({ running }) => scene.server.ask(`/api/v1/jobs/${running}`, { method: 'DELETE' })),
  },
  [`GET ${analytics}/summary`]: { 'Response 200 (OK)': get(() => `${analytics}/summary`) },
  [`GET ${analytics}/protocols`]: { 'Response 200 (OK)': get(() => `${analytics}/protocols`) },
  [`GET ${analytics}/top-talkers`]: { 'Response 200 (OK)': get(() => `${analytics}/top-talkers`) },
  [`GET ${analytics}/performance`]: { 'Response 200 (OK)': get(() => `${analytics}/performance`) },
  [`GET ${analytics}/timeseries`]: { 'Response 200 (OK)': get(() => `${analytics}/timeseries?metric=sessions`) },
  [`POST ${analytics}/cache/clear`]: {
    'Response 200 (OK)': ({ server }) => server.ask(`${analytics}/cache/clear`, { method: 'POST' }),
  },
  [events]: {
    'Progress Event': (scene) => eventOfNew(scene, 'progress'),
    'Status Event': (scene) => eventOfNew(scene, 'status'),
    'Completion Event': (scene) => eventOf(scene, scene.completed, 'completed'),
    'Error Event': (scene) => eventOf(scene, scene.failed, 'error'),
  },
}
