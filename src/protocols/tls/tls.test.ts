/** Naming what is ciphered: by hellos and headers, never by ports. */
import { describe, expect, it } from 'vitest'
import {
  alpn,
  clientHello,
  datagramClientHello,
  datagramRecord,
  datagramServerHello,
  record,
  serverHello,
  serverName,
} from '../../../test/make/tls.ts'
import { concat, u16, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { dtls } from './dtls.ts'
import { quic } from './quic.ts'
import { tls } from './tls.ts'

const HELLO = clientHello(serverName('AMF.5gc.example'), alpn('h2', 'http/1.1'))

const labels: { it: string; bytes: Uint8Array; want: Record<string, string> }[] = [
  {
    it: 'server name and protocols of a client',
    bytes: HELLO,
    want: { server_name: 'amf.5gc.example', alpn: 'h2|http/1.1' },
  },
  { it: 'the version of a server of TLS 1.2', bytes: serverHello(), want: { version: 'TLS 1.2' } },
  {
    it: 'the version of a server of TLS 1.3',
    bytes: serverHello(concat(u16(43), u16(2), u16(0x0304))),
    want: { version: 'TLS 1.3' },
  },
  { it: 'a name that is none', bytes: clientHello(serverName('<script>')), want: {} },
  { it: 'an extension longer than the hello', bytes: clientHello(concat(u16(16), u16(9000), u8(1))), want: {} },
  { it: 'application data', bytes: record(23, zeros(40)), want: {} },
  { it: 'a record of nothing', bytes: record(22, u8(1)), want: {} },
]

const starts: { it: string; bytes: Uint8Array; want: boolean }[] = [
  { it: 'a hello', bytes: HELLO, want: true },
  { it: 'the first half of a hello', bytes: HELLO.subarray(0, 60), want: true },
  { it: 'application data in midstream', bytes: record(23, zeros(40)), want: true },
  { it: 'an alert and more', bytes: concat(record(21, u8(1, 0)), record(23, zeros(20))), want: true },
  { it: 'a record of a version that never was', bytes: u8(22, 3, 9, 0, 50, 1, 0), want: false },
  { it: 'text', bytes: utf8('GET / HTTP/1.1\r\n'), want: false },
  { it: 'zeros', bytes: zeros(50), want: false },
  { it: 'nothing', bytes: zeros(0), want: false },
]

describe('TLS', () => {
  it.each(labels)('tells $it', ({ bytes, want }) => {
    expect(tls.label!(bytes, 0, bytes.length)).toEqual(want)
  })

  it.each(starts)('$it: $want', ({ bytes, want }) => {
    expect(tls.recognize(bytes, 0, bytes.length)).toBe(want)
  })

  it('a hello that is cut anywhere tells what is there', () => {
    const told = Array.from({ length: HELLO.length }, (_, to) => Object.keys(tls.label!(HELLO, 0, to)).length)
    expect(told.toSorted((a, b) => a - b)).toEqual(told)
    expect(Math.max(...told)).toBe(2)
  })
})

function longHeader(version: Uint8Array, destination = 8, first = 0xc3): Uint8Array {
  return concat(u8(first), version, u8(destination), zeros(8), u8(0), zeros(30))
}

const packets: { it: string; bytes: Uint8Array; want: Record<string, string> | undefined }[] = [
  { it: 'version 1', bytes: longHeader(u8(0, 0, 0, 1)), want: { version: 'version 1' } },
  { it: 'version 2', bytes: longHeader(u8(0x6b, 0x33, 0x43, 0xcf), 8, 0xd3), want: { version: 'version 2' } },
  {
    it: 'a Retry of version 2',
    bytes: longHeader(u8(0x6b, 0x33, 0x43, 0xcf)),
    want: { version: 'version 2', retry: 'address validated by Retry' },
  },
  { it: 'a draft', bytes: longHeader(u8(0xff, 0, 0, 29)), want: {} },
  { it: 'an unknown version', bytes: longHeader(u8(1, 2, 3, 4)), want: undefined },
  { it: 'an identifier that is too long', bytes: longHeader(u8(0, 0, 0, 1), 21), want: undefined },
  { it: 'too short', bytes: longHeader(u8(0, 0, 0, 1)).subarray(0, 12), want: undefined },
]

const HELLO_DTLS = datagramClientHello(serverName('pcscf.ims.example'))
const datagrams: { it: string; bytes: Uint8Array; want: Record<string, string> | undefined }[] = [
  { it: 'a client', bytes: HELLO_DTLS, want: { server_name: 'pcscf.ims.example' } },
  { it: 'a server', bytes: datagramServerHello(), want: { version: 'DTLS 1.2' } },
  {
    it: 'several records',
    bytes: concat(datagramServerHello(), datagramRecord(22, zeros(30))),
    want: { version: 'DTLS 1.2' },
  },
  { it: 'data', bytes: datagramRecord(23, zeros(40), 1), want: {} },
  {
    it: 'a hello of a later epoch, which is ciphered',
    bytes: datagramRecord(22, HELLO_DTLS.subarray(13), 1),
    want: {},
  },
  { it: 'a record that is cut', bytes: HELLO_DTLS.subarray(0, 60), want: undefined },
  { it: 'TLS', bytes: HELLO, want: undefined },
  { it: 'media', bytes: concat(u8(0x80, 0), zeros(160)), want: undefined },
  { it: 'nothing', bytes: zeros(0), want: undefined },
]

describe('DTLS', () => {
  it.each(datagrams)('$it', ({ bytes, want }) => {
    const isKnown = dtls.recognize(bytes, 0, bytes.length)
    expect(isKnown ? dtls.label!(bytes, 0, bytes.length) : undefined).toEqual(want)
  })
})

describe('QUIC', () => {
  it.each(packets)('$it', ({ bytes, want }) => {
    const isKnown = quic.recognize(bytes, 0, bytes.length)
    expect(isKnown ? quic.label!(bytes, 0, bytes.length) : undefined).toEqual(want)
  })
})

/** What the packet detail shows of records. */
function shown(protocol: typeof tls, bytes: Uint8Array): string[] {
  const out = new Kept(true)
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return [
    ...out.shown.flatMap(({ name, value }) => (value === undefined ? [] : [`${name}: ${value as string}`])),
    `depth ${out.depth}`,
  ]
}

describe('the tree of records', () => {
  it('tells what is plain, and that the rest is ciphered', () => {
    expect(shown(tls, record(21, u8(2, 42)))).toContain('Alert: bad certificate (fatal)')
    expect(shown(tls, record(23, zeros(40)))).toContain('Contents: ciphered')
    expect(shown(dtls, concat(datagramClientHello(), datagramRecord(22, zeros(40), 1)))).toEqual([
      'Epoch: 0',
      'Sequence number: 0',
      'Content type: handshake',
      expect.stringMatching(/^Length: /),
      'Handshake: client hello',
      'Epoch: 1',
      'Sequence number: 0',
      'Content type: handshake',
      'Length: 40',
      'Contents: ciphered',
      'depth 0',
    ])
  })

  it('ends where the octets do', () => {
    const bytes = concat(datagramClientHello(), datagramRecord(21, u8(1, 0), 0))
    for (let at = 0; at <= bytes.length; at++) expect(shown(dtls, bytes.slice(0, at)).at(-1)).toBe('depth 0')
    for (let at = 0; at < 7; at++) {
      expect(shown(tls, record(21, u8(2, 42)).slice(0, at)).at(-1)).toBe('depth 0')
    }
  })
})
