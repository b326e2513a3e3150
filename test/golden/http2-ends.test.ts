/** HTTP/2 streams and connections that end otherwise than with a request and its answer: RFC 9113 §5.1, §6.4, §6.8, §8.1. */
import { describe, expect, it } from 'vitest'
import { HpackEncoder } from '../make/hpack.ts'
import { PREFACE } from '../make/http2.ts'
import { concat, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'
import { AMF, eventsOf, sessionsOf, SMF, start, SUPI } from './core-connection.ts'

const PATH = '/nbsf-management/v1/pcfBindings'
const POST = { ':method': 'POST', ':path': PATH, 'content-type': 'application/json' }
const BODY = JSON.stringify({ supi: SUPI, ipv4Addr: '10.45.0.2' })
const NO_ERROR = 0
const CANCEL = 8
const INADEQUATE_SECURITY = 12

describe('a response before the end of its request', () => {
  it('has the whole request before it, and is its answer', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.headers('client', 1, POST))
    http.connection.send(11, 'server', http.response(1, { status: 204 }))
    http.connection.send(12, 'client', http.data(1, utf8(BODY)))
    const [session] = await sessionsOf(wire)
    expect(session?.session_key).toBe(`supi:${SUPI}`)
    expect(session?.events.map(({ details }) => details)).toMatchObject([
      { method: 'POST', json: { supi: SUPI }, body_size: BODY.length },
      { status: 204, request: `POST ${PATH}`, latency_ms: 1 },
    ])
    expect(session?.events[0]?.details).not.toHaveProperty('body_truncated')
  })

  it('and the server that wants no more of it: the request is not whole, and neither has failed', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.headers('client', 1, POST))
    http.connection.send(11, 'server', concat(http.response(1, { status: 204 }), http.reset(1, NO_ERROR)))
    const [session] = await sessionsOf(wire)
    expect(session).toMatchObject({ outcome: 'success', metrics: { requests: 1, no_answer: 0 } })
    expect(session?.metrics).not.toHaveProperty('resets')
    const [request, response] = session!.events
    expect(request?.details).toMatchObject({ body_truncated: true, reset: 'NO_ERROR' })
    expect(response?.details).not.toHaveProperty('reset')
  })

  it.each(['the client', 'the capture'])('is told when %s ends the request without its end', async (who) => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.headers('client', 1, POST))
    http.connection.send(11, 'server', http.response(1, { status: 413 }))
    if (who === 'the client') http.connection.reset(12, 'client')
    const events = await eventsOf(wire)
    expect(events.map(({ message_type }) => message_type)).toEqual([`POST ${PATH}`, '413 Content Too Large'])
    expect(events[0]?.details).toMatchObject({ body_truncated: true })
  })

  it('is told at once where the end of its request may have been lost', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.headers('client', 1, POST))
    http.connection.skip('client', http.data(1, utf8(BODY)).length)
    for (const [i, at] of [20, 1000, 2000, 3000].entries()) {
      http.connection.send(at, 'client', http.request(3 + 2 * i, { path: `/later/${i}` }))
      http.connection.send(at + 1, 'server', http.response(3 + 2 * i, {}))
    }
    http.connection.send(4000, 'server', http.response(1, { status: 204 }))
    http.connection.send(4001, 'client', http.request(11, { path: '/last' }))
    const events = await eventsOf(wire)
    expect(events.find(({ details }) => details['status'] === 204)?.details).toMatchObject({ latency_ms: 3990 })
    expect(events.find(({ details }) => details['method'] === 'POST')?.details).toMatchObject({ body_truncated: true })
  })
})

it('answers wait for requests behind a lost segment, until both ends are closed', async () => {
  const { wire, http } = start()
  http.connection.skip('client', 40)
  for (const [i, at] of [10, 200, 400].entries()) {
    http.connection.send(at, 'client', http.request(3 + 2 * i, { path: `/held/${i}` }))
    http.connection.send(at + 5, 'server', http.response(3 + 2 * i, {}))
  }
  http.connection.close(500, 'server')
  const events = await eventsOf(wire)
  const answers = events.filter(({ details }) => details['status'] === 200)
  expect(answers.map(({ details }) => [details['request'], details['latency_ms']])).toEqual(
    [0, 1, 2].map((i) => [`GET /held/${i}`, 5]),
  )
})

describe('a stream that is given up', () => {
  it('by whom asked, without an answer, tells how long that was waited for', async () => {
    const { wire, http } = start()
    const path = `/nudm-sdm/v2/${SUPI}/am-data`
    http.connection.send(10, 'client', http.request(1, { path }))
    http.connection.send(1010, 'client', http.reset(1, CANCEL))
    const [session] = await sessionsOf(wire)
    expect(session?.events.at(-1)).toMatchObject({
      message_type: 'RST_STREAM',
      details: { error: 'CANCEL', sent_by: 'client', request: `GET ${path}`, waited_ms: 1000 },
    })
    expect(session).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'reset', name: 'CANCEL', request: `GET ${path}` },
      metrics: { resets: 1, no_answer: 1 },
    })
  })

  it('while it is answered, or where nobody asked, is no event of its own', async () => {
    const { wire, http } = start()
    http.connection.send(10, 'client', http.request(1, { path: '/long' }))
    http.connection.send(11, 'server', http.promise(1, 2, { ':method': 'GET', ':path': '/style' }))
    http.connection.send(12, 'client', http.reset(2, CANCEL))
    http.connection.send(
      13,
      'server',
      concat(http.headers('server', 1, { ':status': '200' }), http.data(1, utf8('x'), false)),
    )
    http.connection.send(14, 'client', http.reset(1, CANCEL))
    const [session] = await sessionsOf(wire)
    expect(session?.events.map(({ message_type }) => message_type)).toEqual(['GET /long', 'GET /style', '200 OK'])
    expect(session?.events[2]?.details).toMatchObject({ reset: 'CANCEL', body_truncated: true })
    expect(session?.metrics).toMatchObject({ resets: 1 })
  })
})

describe('a server that refuses a connection by its first frame', () => {
  const refusal = Uint8Array.of(0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, INADEQUATE_SECURITY)

  it.each([
    ['before its client says anything', false],
    ['and its client that goes on', true],
  ])('%s', async (_when, isAsked) => {
    const wire = new Wire()
    const connection = wire.connect(0, AMF, SMF)
    const block = new HpackEncoder().encode([
      [':method', 'GET'],
      [':path', '/x'],
    ])
    const request = concat(Uint8Array.of(0, 0, block.length, 1, 5, 0, 0, 0, 1), block)
    connection.send(1, 'server', refusal)
    if (isAsked) connection.send(2, 'client', concat(PREFACE, Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 0, 0), request))
    connection.close(3, 'server')
    const [session] = await sessionsOf(wire)
    expect(session?.events.some(({ details }) => details['error'] === 'INADEQUATE_SECURITY')).toBe(true)
    expect(session).toMatchObject({
      session_key: `conn:${AMF.address}:${AMF.port}-${SMF.address}:${SMF.port}`,
      outcome: 'failed',
      verdict: { kind: 'reset', name: 'INADEQUATE_SECURITY' },
    })
  })
})

it('what a server pushes was not asked for, and is no time to answer', async () => {
  const { wire, http } = start()
  http.connection.send(10, 'client', http.request(1, { path: '/page' }))
  http.connection.send(14, 'server', http.promise(1, 2, { ':method': 'GET', ':path': '/style' }))
  http.connection.send(15, 'server', concat(http.response(2, { body: utf8('x') }), http.response(1, {})))
  const [session] = await sessionsOf(wire)
  expect(session?.metrics).toMatchObject({ latency_ms: 5 })
  expect(session?.metrics).not.toHaveProperty('latency_max_ms')
  expect(session?.events.at(-2)?.details).toMatchObject({ pushed: true, request: 'GET /style' })
})
