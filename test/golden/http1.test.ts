/** HTTP/1.1 and 1.0 of the core, as servers and clients send it: where messages end, and which answers which. */
import { describe, expect, it } from 'vitest'
import { Http2, PREFACE } from '../make/http2.ts'
import { concat, utf8 } from '../make/octets.ts'
import { type Connection, Wire } from '../make/wire.ts'
import { AMF, eventsOf, SMF } from './core-connection.ts'

const asked = (what: string, more = ''): Uint8Array => utf8(`${what} HTTP/1.1\r\nHost: udm\r\n${more}\r\n`)
const answer = (status: string, ...more: string[]): Uint8Array =>
  utf8(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${more.join('')}`)
const lengthOf = (body: string): string => `Content-Length: ${body.length}\r\n\r\n`

const GET = 'GET /nudm-sdm/v2/imsi-001010000000001/am-data'
const HEAD = 'HEAD /nudm-sdm/v2/imsi-001010000000001/am-data'
const PUT = 'PUT /nudm-uecm/v1/imsi-001010000000001/registrations/amf-3gpp-access'
const JSON_BODY = '{"subscriber":"one"}'
const NO_SETTINGS = Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 0, 0)
const MIB = 1024 * 1024
const FIN = 1
const ACK = 16

interface Told {
  readonly request?: string | undefined
  readonly status?: number
  readonly [detail: string]: unknown
}

const cases: { it: string; say: (connection: Connection) => void; tells: readonly Told[] }[] = [
  {
    it: 'the answer to HEAD has no body, whatever length it tells',
    say: (connection) => {
      connection.send(1, 'client', asked(HEAD))
      connection.send(2, 'server', answer('200 OK', lengthOf(JSON_BODY)))
      connection.send(3, 'client', asked(GET))
      connection.send(4, 'server', answer('404 Not Found', lengthOf(JSON_BODY), JSON_BODY))
    },
    tells: [
      { request: HEAD, status: 200, body_size: undefined, latency_ms: 1 },
      { request: GET, status: 404, body_size: JSON_BODY.length, latency_ms: 1 },
    ],
  },
  {
    it: 'requests sent at once are answered in their order, HEAD among them',
    say: (connection) => {
      connection.send(1, 'client', utf8([GET, HEAD, PUT].map((what) => `${what} HTTP/1.1\r\n\r\n`).join('')))
      connection.send(2, 'server', answer('200 OK', lengthOf(JSON_BODY), JSON_BODY))
      connection.send(3, 'server', answer('200 OK', lengthOf(JSON_BODY)))
      connection.send(4, 'server', answer('201 Created', 'Content-Length: 0\r\n\r\n'))
    },
    tells: [
      { request: GET, status: 200 },
      { request: HEAD, status: 200, body_size: undefined },
      { request: PUT, status: 201, latency_ms: 3 },
    ],
  },
  {
    it: 'a body without a length goes until the connection is closed',
    say: (connection) => {
      connection.send(1, 'client', utf8(`${GET} HTTP/1.0\r\n\r\n`))
      connection.send(2, 'server', utf8('HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"subscri'))
      connection.send(3, 'server', utf8('ber":"one"}'))
      connection.close(4, 'server')
    },
    tells: [{ request: GET, status: 200, http_version: '1.0', json: { subscriber: 'one' }, body_truncated: undefined }],
  },
  {
    it: 'what left out the length of no body is followed by the next answer',
    say: (connection) => {
      connection.send(1, 'client', asked(PUT))
      connection.send(2, 'server', answer('201 Created', '\r\n'))
      connection.send(3, 'client', asked(GET))
      connection.send(4, 'server', answer('200 OK', lengthOf(JSON_BODY), JSON_BODY))
    },
    tells: [
      { request: PUT, status: 201, body_size: undefined, body_truncated: undefined },
      { request: GET, status: 200, json: { subscriber: 'one' } },
    ],
  },
  {
    it: 'trailers behind chunks, cut anywhere',
    say: (connection) => {
      connection.send(1, 'client', asked(GET))
      const chunks =
        'Transfer-Encoding: chunked\r\n\r\n5\r\n{"sub\r\n00F;x=y\r\nscriber":"one"}\r\n0\r\nX-Check: good\r\n\r\n'
      const bytes = answer('200 OK', chunks)
      connection.send(
        2,
        'server',
        bytes,
        Array.from({ length: Math.ceil(bytes.length / 3) - 1 }, (_, i) => i * 3 + 3),
      )
      connection.send(60, 'client', asked(HEAD))
      connection.send(61, 'server', answer('200 OK', lengthOf(JSON_BODY)))
    },
    tells: [
      { request: GET, status: 200, body_size: 20, json: { subscriber: 'one' }, trailers: { 'x-check': 'good' } },
      { request: HEAD, status: 200 },
    ],
  },
  {
    it: 'a body of several mebibytes is counted, and what follows is read',
    say: (connection) => {
      connection.send(1, 'client', asked(GET))
      const body = 'x'.repeat(64 * 1024 - 200)
      const times = Math.ceil((3 * MIB) / body.length)
      connection.send(2, 'server', answer('200 OK', `Content-Length: ${body.length * times}\r\n\r\n`))
      for (let i = 0; i < times; i++) connection.send(3, 'server', utf8(body), [20_000, 40_000])
      connection.send(4, 'client', asked(PUT))
      connection.send(5, 'server', answer('204 No Content', '\r\n'))
    },
    tells: [
      { request: GET, status: 200, body_size: (64 * 1024 - 200) * 49, body_truncated: true },
      { request: PUT, status: 204 },
    ],
  },
  {
    it: 'whoever has closed its own direction is answered',
    say: (connection) => {
      connection.send(1, 'client', asked(GET))
      connection.segment(2, 'client', { flags: FIN | ACK })
      connection.send(1001, 'server', answer('200 OK', lengthOf(JSON_BODY), JSON_BODY))
    },
    tells: [{ request: GET, status: 200, latency_ms: 1000 }],
  },
  {
    it: 'a server that breaks off leaves a body that is not whole, and nothing that the capture lost',
    say: (connection) => {
      connection.send(1, 'client', asked(GET))
      connection.send(2, 'server', answer('200 OK', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"sub\r\n'))
      connection.reset(3, 'server')
    },
    tells: [{ request: GET, status: 200, body_size: 5, body_truncated: true, fault: undefined }],
  },
  {
    it: 'a lost answer leaves its request without one, and the others theirs',
    say: (connection) => {
      for (let i = 0; i < 6; i++) {
        connection.send(500 * i + 1, 'client', asked(i === 1 ? HEAD : GET))
        const bytes = answer(`20${i} Some`, lengthOf(i === 1 ? '' : JSON_BODY), i === 1 ? '' : JSON_BODY)
        if (i === 1) connection.skip('server', bytes.length)
        else connection.send(500 * i + 3, 'server', bytes)
      }
    },
    tells: [200, 202, 203, 204, 205].map((status) => ({ request: GET, status, latency_ms: 2 })),
  },
  {
    it: 'what a proxy says of a tunnel answers nothing within it',
    say: (connection) => {
      connection.send(1, 'client', utf8('CONNECT udm:7777 HTTP/1.1\r\nHost: udm:7777\r\n\r\n'))
      connection.send(2, 'server', utf8('HTTP/1.1 200 Connection established\r\n\r\n'))
      connection.send(3, 'client', asked(GET))
      connection.send(4, 'server', answer('200 OK', lengthOf(JSON_BODY), JSON_BODY))
      connection.send(5, 'client', asked(PUT))
      connection.send(6, 'server', answer('204 No Content', '\r\n'))
    },
    tells: [
      { request: GET, status: 200, latency_ms: 1, json: { subscriber: 'one' } },
      { request: PUT, status: 204, latency_ms: 1 },
    ],
  },
  {
    it: 'nor where HTTP/2 is spoken within it',
    say: (connection) => {
      const http = new Http2(new Wire(), AMF, SMF)
      connection.send(1, 'client', utf8('CONNECT udm:7777 HTTP/1.1\r\nHost: udm:7777\r\n\r\n'))
      connection.send(2, 'server', utf8('HTTP/1.1 200 Connection established\r\n\r\n'))
      connection.send(3, 'client', concat(PREFACE, NO_SETTINGS, http.request(1, { path: GET.slice(4) })))
      connection.send(4, 'server', concat(NO_SETTINGS, http.response(1, { json: { subscriber: 'one' } })))
    },
    tells: [{ request: GET, stream_id: 1, status: 200, latency_ms: 1, json: { subscriber: 'one' } }],
  },
  {
    it: 'a piece of a body that the capture lost leaves the rest in step',
    say: (connection) => {
      connection.send(1, 'client', asked(GET))
      connection.send(2, 'server', answer('200 OK', 'Content-Length: 300\r\n\r\n', 'x'.repeat(100)))
      connection.skip('server', 100)
      connection.send(3, 'server', utf8('x'.repeat(100)))
      for (let i = 0; i < 4; i++) {
        connection.send(500 + 500 * i, 'client', asked(PUT))
        connection.send(501 + 500 * i, 'server', answer('204 No Content', '\r\n'))
      }
    },
    tells: [
      { request: GET, status: 200, body_size: 200, body_truncated: true },
      ...Array.from({ length: 4 }, () => ({ request: PUT, status: 204, latency_ms: 1 })),
    ],
  },
]

describe('HTTP/1.1 of the core', () => {
  it.each(cases)('$it', async ({ say, tells }) => {
    const wire = new Wire()
    say(wire.connect(0, AMF, SMF))
    const answers = (await eventsOf(wire)).filter(({ details }) => details['status'] !== undefined)
    const found = answers.map(({ details, fault }, i) => {
      const all: Record<string, unknown> = { ...details, fault }
      return Object.fromEntries(Object.keys(tells[i] ?? {}).map((name) => [name, all[name]]))
    })
    expect(found).toEqual(tells)
  })

  it('a lost request takes nobody else’s answer, and what follows is paired as before', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, AMF, SMF)
    for (let i = 0; i < 8; i++) {
      const bytes = asked(`${GET}/${i}`)
      if (i === 1) connection.skip('client', bytes.length)
      else connection.send(500 * i + 1, 'client', bytes)
      connection.send(500 * i + 3, 'server', answer(`20${i} Some`, lengthOf(JSON_BODY), JSON_BODY))
    }
    const answers = (await eventsOf(wire)).filter(({ details }) => details['status'] !== undefined)
    const paired = answers.filter(({ details }) => details['request'] !== undefined)
    expect(answers).toHaveLength(8)
    expect(paired.map(({ details }) => [details['request'], details['latency_ms'], details['status']])).toEqual(
      [0, 2, 3, 4, 5, 6, 7].map((i) => [`${GET}/${i}`, 2, 200 + i]),
    )
  })
})
