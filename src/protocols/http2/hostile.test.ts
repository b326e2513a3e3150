/** What a connection does with bytes that lie: it never throws, never hangs, and lets go of all it held. */
import { describe, expect, it } from 'vitest'
import { HpackEncoder } from '../../../test/make/hpack.ts'
import { frame, Http2, PREFACE } from '../../../test/make/http2.ts'
import { end } from '../../../test/make/internet.ts'
import { concat, utf8 } from '../../../test/make/octets.ts'
import { Random } from '../../../test/make/random.ts'
import { Wire } from '../../../test/make/wire.ts'
import { Bench } from './fixture.ts'
import { http2 } from './http2.ts'

const SETTINGS = frame(4, 0, 0, new Uint8Array(0))

function conversation(): { client: Uint8Array; server: Uint8Array } {
  const http = new Http2(new Wire(), end('10.0.0.1', 40_000), end('10.0.0.2', 80))
  const json = { supi: 'imsi-001010000000001', list: [1, { deep: true }], smContextStatusUri: 'http://a/b/c' }
  const path = '/nsmf-pdusession/v1/sm-contexts?pdu-session-id=5'
  const headers = { authorization: 'Bearer x', 'content-type': 'multipart/related; boundary=b' }
  const body = utf8(`--b\r\ncontent-type:application/json\r\n\r\n${JSON.stringify(json)}\r\n--b--`)
  const client = concat(
    PREFACE,
    SETTINGS,
    http.request(1, { method: 'POST', path, headers, body }, { frames: 3 }),
    http.request(3, { path, json }, { padding: 7, priority: true }),
    http.reset(3, 2),
  )
  const server = concat(
    SETTINGS,
    http.response(1, { status: 400, json: { cause: 'X' }, trailers: { 'grpc-status': '1' } }),
    http.goAway(3, 2),
  )
  return { client, server }
}

const TEXT = utf8(
  'POST /oauth2/token HTTP/1.1\r\nHost: nrf\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n' +
    'GET / HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
)
const SWITCHED = utf8('HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n')

function survive(client: Uint8Array, server: Uint8Array): Bench {
  const bench = new Bench()
  bench.feed(bench.client, client)
  bench.feed(bench.server, server)
  bench.close()
  http2.recognize(client, 0, client.length)
  return bench
}

describe('HTTP/2 from outside', () => {
  it('tells all of a conversation that is whole', () => {
    const { client, server } = conversation()
    expect(survive(client, server).told.map(({ name, fault }) => `${name}${fault}`)).toEqual([
      'POST /nsmf-pdusession/v1/sm-contexts',
      'GET /nsmf-pdusession/v1/sm-contexts',
      'RST_STREAM',
      '400 Bad Request',
      'GOAWAY',
    ])
  })

  it('survives a cut at every byte', () => {
    const { client, server } = conversation()
    for (let at = 0; at <= client.length; at++) expect(survive(client.subarray(0, at), server).held).toBe(0)
    for (let at = 0; at <= server.length; at++) expect(survive(client, server.subarray(0, at)).held).toBe(0)
    for (let at = 0; at <= TEXT.length; at++) expect(survive(TEXT.subarray(0, at), SWITCHED).held).toBe(0)
  })

  it('survives changed bytes anywhere', () => {
    const random = new Random(7)
    const { client, server } = conversation()
    const damaged = (bytes: Uint8Array): Uint8Array => {
      const copy = bytes.slice()
      for (let i = 0; i < 4; i++) copy[random.below(copy.length)] = random.below(256)
      return copy
    }
    for (let i = 0; i < 1500; i++) {
      expect(survive(damaged(client), damaged(server)).held).toBe(0)
      expect(survive(damaged(TEXT), concat(SWITCHED, damaged(server))).held).toBe(0)
    }
  })

  it('a flood of CONTINUATION frames is bounded', () => {
    const bench = new Bench()
    const hpack = new HpackEncoder()
    const entering = frame(1, 4, 1, hpack.encode([['x-old', 'known']]))
    const more = Array.from({ length: 2000 }, () => frame(9, 0, 1, new Uint8Array(1000).fill(0x82)))
    bench.feed(bench.client, concat(PREFACE, entering, frame(1, 0, 1, new Uint8Array(10).fill(0x82)), ...more))
    expect(bench.most).toBeLessThanOrEqual(262_144)
    // The flood may have entered headers into the table: what was there before is not known any more.
    const next = hpack.encode([
      [':path', '/after'],
      ['x-old', 'known'],
    ])
    bench.feed(bench.client, frame(1, 5, 3, next))
    bench.close()
    const after = bench.told.find(({ name }) => name === 'request /after')
    expect(after?.details).toMatchObject({ hpack_state: 'partial' })
    expect(after?.details).not.toHaveProperty('headers.x-old')
  })

  it('streams that never end, and bodies, are bounded', () => {
    const bench = new Bench()
    const block = new HpackEncoder({ indexing: false }).encode([[':method', 'POST']])
    bench.feed(bench.client, PREFACE)
    for (let stream = 1; stream < 6000; stream += 2) {
      bench.feed(bench.client, concat(frame(1, 4, stream, block), frame(0, 0, stream, new Uint8Array(100))))
    }
    expect(bench.held).toBeLessThanOrEqual(1024 * 100)
    for (let i = 0; i < 100; i++) bench.feed(bench.client, frame(0, 0, 5999, new Uint8Array(16_000)))
    expect(bench.held).toBeLessThanOrEqual(1024 * 100 + 262_144)
    bench.close()
    expect(bench.told).toHaveLength(3000)
    expect(bench.told.at(-1)?.details).toMatchObject({ body_size: 1_600_100, body_truncated: true })
  })

  it('WebSocket frames that lie about their length are passed over', () => {
    const lying = Uint8Array.from([0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3])
    expect(survive(TEXT, concat(SWITCHED, lying)).handed).toEqual([])
  })
})

const starts: { it: string; bytes: Uint8Array; want: boolean }[] = [
  { it: 'a preface', bytes: PREFACE, want: true },
  { it: 'half a preface', bytes: PREFACE.subarray(0, 9), want: true },
  { it: 'SETTINGS of a server', bytes: SETTINGS, want: true },
  { it: 'SETTINGS with an unknown identifier', bytes: frame(4, 0, 0, Uint8Array.of(9, 9, 0, 0, 0, 1)), want: false },
  { it: 'a TLS record', bytes: Uint8Array.from([22, 3, 1, 0, 4, 1, 0, 0, 0, 3, 3, 1]), want: false },
  { it: 'zeros', bytes: new Uint8Array(40), want: false },
  { it: 'HTTP/1.1 of the web', bytes: utf8('GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n'), want: false },
  { it: 'HTTP/1.1 of the core', bytes: utf8('GET /nudm-sdm/v2/imsi-1/am-data HTTP/1.1\r\n\r\n'), want: true },
  { it: 'a WebSocket of others', bytes: utf8('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n'), want: false },
  { it: 'nothing', bytes: new Uint8Array(0), want: false },
]

describe('recognising HTTP/2', () => {
  it.each(starts)('$it: $want', ({ bytes, want }) => {
    expect(http2.recognize(bytes, 0, bytes.length)).toBe(want)
  })
})
