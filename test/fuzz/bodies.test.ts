/** Bodies of HTTP that want more stack, memory or time than they are worth. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { type Headers, Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const DEEP = 5000
const BOMB_BYTES = 10_000_000
const NAS = Uint8Array.of(0x2e, 5, 1, 0xd6, 0x24)
const PART = concat(utf8('--gap\r\nContent-Type: application/vnd.3gpp.5gnas\r\n\r\n'), NAS, utf8('\r\n'))
const GZIP = { 'content-encoding': 'gzip' }
const PARTS = { 'content-type': 'multipart/related; boundary=gap' }

interface Case {
  readonly it: string
  readonly body: Uint8Array
  readonly headers?: Headers
  /** What is told of it, of `body_size` (always), `json`, `compressed`, `nas` … */
  readonly want: Readonly<Record<string, unknown>>
}

const cases: Case[] = [
  { it: 'arrays in arrays', body: utf8('['.repeat(DEEP) + ']'.repeat(DEEP)), want: { json: undefined } },
  { it: 'objects in objects', body: utf8(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`), want: { json: undefined } },
  {
    it: 'brackets in a text, which nest nothing',
    body: utf8(JSON.stringify({ cause: '[{"\\'.repeat(200) })),
    want: { json: { cause: '[{"\\'.repeat(200) } },
  },
  { it: 'a bomb in gzip', body: gzipSync(new Uint8Array(BOMB_BYTES)), headers: GZIP, want: { compressed: 'gzip' } },
  {
    it: 'a bomb of JSON in gzip',
    body: gzipSync(`"${'a'.repeat(BOMB_BYTES)}"`),
    headers: GZIP,
    want: { compressed: 'gzip', json: undefined },
  },
  {
    it: 'more parts than are read',
    body: concat(...Array.from({ length: 200 }, () => PART), utf8('--gap--')),
    headers: PARTS,
    want: { nas: Array.from({ length: 16 }, () => expect.objectContaining({ message_type: '5GSM status' })) },
  },
  { it: 'a boundary and nothing else', body: utf8('--gap'.repeat(2000)), headers: PARTS, want: { nas: undefined } },
]

describe('bodies', () => {
  it.each(cases)('$it', async ({ body, headers = {}, want }) => {
    const wire = new Wire()
    const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.2', 7777))
    const type = { 'content-type': 'application/json', ...headers }
    const path = '/nsmf-pdusession/v1/sm-contexts'
    http.exchange(10, { method: 'POST', path, headers: type, body: new Uint8Array(body) }, { status: 201 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const [request, response] = sessions.flatMap(({ events }) => events)
    expect(request!.details).toMatchObject({ method: 'POST', body_size: body.length })
    for (const [name, value] of Object.entries(want)) expect(request!.details[name]).toEqual(value)
    expect(response!.details).toMatchObject({ status: 201 })
  })
})
