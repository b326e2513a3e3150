/** What opens records: which keys hold when, and which record is which. */
import { describe, expect, it } from 'vitest'
import { concat, u16, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { clientHello, record, serverHello } from '../../../test/make/tls.ts'
import { Sealer } from '../../../test/make/tls-records.ts'
import { Budget } from '../../bytes/memory.ts'
import { ciphers } from '../../input/helpers.ts'
import { KeyLog } from './key-log.ts'
import { TlsConnection } from './opened.ts'

const CHOOSES_13 = concat(u16(43), u16(2), u16(0x0304))
const DATA = 23
const HANDSHAKE = 22
const KEY_UPDATE = u8(24, 0, 0, 1, 0)
const secretOf = (octet: number): Uint8Array => new Uint8Array(32).fill(octet)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const LABELS: Readonly<Record<string, number>> = {
  CLIENT_EARLY_TRAFFIC_SECRET: 1,
  CLIENT_HANDSHAKE_TRAFFIC_SECRET: 2,
  CLIENT_TRAFFIC_SECRET_0: 3,
  SERVER_HANDSHAKE_TRAFFIC_SECRET: 4,
  SERVER_TRAFFIC_SECRET_0: 5,
}

function keyLog(without?: string): KeyLog {
  const keys = new KeyLog(new Budget())
  const lines = Object.entries(LABELS).filter(([label]) => label !== without)
  const text = lines.map(([label, octet]) => `${label} ${'00'.repeat(32)} ${hex(secretOf(octet))}`).join('\n')
  const bytes = utf8(text)
  for (let at = 0; at < bytes.length; at += 50) keys.take(bytes, at, Math.min(bytes.length, at + 50))
  keys.end()
  return keys
}

/** A connection whose hellos have passed, and what its sides say. */
function begun(keys = keyLog()): {
  connection: TlsConnection
  hear: (bytes: Uint8Array, isClient?: boolean) => string
} {
  const connection = new TlsConnection(keys, ciphers)
  const hear = (bytes: Uint8Array, isClient = true): string => {
    const opened = connection[isClient ? 'client' : 'server'].take({ bytes, from: 0, to: bytes.length })
    return opened ? Buffer.from(opened).toString() : ''
  }
  hear(clientHello())
  hear(serverHello(CHOOSES_13), false)
  return { connection, hear }
}

const data = (sealer: Sealer, text: string): Uint8Array => sealer.seal(DATA, utf8(text))

describe('records of TLS 1.3', () => {
  it('with padding, and those of nothing but padding', () => {
    const { hear } = begun()
    const sealer = new Sealer(secretOf(LABELS['CLIENT_TRAFFIC_SECRET_0']!))
    expect(hear(sealer.seal(DATA, utf8('padded'), 100))).toBe('padded')
    expect(hear(sealer.seal(0, zeros(0), 40))).toBe('')
    expect(hear(data(sealer, 'next'))).toBe('next')
  })

  it('from the keys of the handshake to those of the data, without a finished message read', () => {
    const { hear } = begun()
    const finished = new Sealer(secretOf(LABELS['SERVER_HANDSHAKE_TRAFFIC_SECRET']!))
    const sealer = new Sealer(secretOf(LABELS['SERVER_TRAFFIC_SECRET_0']!))
    expect(hear(finished.seal(HANDSHAKE, concat(u8(20, 0, 0, 32), zeros(32))), false)).toBe('')
    expect(hear(data(sealer, 'a'), false) + hear(data(sealer, 'b'), false)).toBe('ab')
  })

  it('where the secrets of the handshake are not known', () => {
    const { hear } = begun(keyLog('SERVER_HANDSHAKE_TRAFFIC_SECRET'))
    const finished = new Sealer(secretOf(LABELS['SERVER_HANDSHAKE_TRAFFIC_SECRET']!))
    const sealer = new Sealer(secretOf(LABELS['SERVER_TRAFFIC_SECRET_0']!))
    for (let i = 0; i < 5; i++) hear(finished.seal(HANDSHAKE, zeros(100)), false)
    expect(hear(data(sealer, 'data'), false)).toBe('data')
  })

  it('of keys that are updated, in one direction by itself', () => {
    const { hear } = begun()
    const sealers = { client: new Sealer(secretOf(3)), server: new Sealer(secretOf(5)) }
    expect(hear(data(sealers.client, '1')) + hear(data(sealers.server, '2'), false)).toBe('12')
    for (let i = 0; i < 3; i++) {
      hear(sealers.client.seal(HANDSHAKE, KEY_UPDATE))
      sealers.client.update()
      expect(hear(data(sealers.client, `c${i}`)) + hear(data(sealers.server, `s${i}`), false)).toBe(`c${i}s${i}`)
    }
  })

  it('behind a gap, in which the keys may have been updated', () => {
    for (const isUpdated of [false, true]) {
      const { connection, hear } = begun()
      const sealer = new Sealer(secretOf(3))
      expect(hear(data(sealer, 'before'))).toBe('before')
      for (let i = 0; i < 40; i++) data(sealer, 'lost')
      if (isUpdated) sealer.update()
      connection.client.lose()
      expect(hear(data(sealer, 'behind'))).toBe('behind')
      expect(hear(data(sealer, 'next'))).toBe('next')
    }
  })

  it('data that a client sends at once, before the server has chosen', () => {
    const connection = new TlsConnection(keyLog(), ciphers)
    const hear = (side: 'client' | 'server', bytes: Uint8Array): string =>
      Buffer.from(connection[side].take({ bytes, from: 0, to: bytes.length }) ?? []).toString()
    const early = new Sealer(secretOf(1))
    hear('client', clientHello())
    hear('client', record(20, u8(1)))
    expect(hear('client', data(early, 'early'))).toBe('early')
    hear('server', serverHello(CHOOSES_13))
    expect(hear('client', data(early, 'more'))).toBe('more')
    expect(hear('client', new Sealer(secretOf(2)).seal(HANDSHAKE, concat(u8(20, 0, 0, 32), zeros(32))))).toBe('')
    expect(hear('client', data(new Sealer(secretOf(3)), 'data'))).toBe('data')
  })

  it('keys that come late count from where they come', () => {
    const keys = new KeyLog(new Budget())
    const { hear, connection } = begun(keys)
    const sealer = new Sealer(secretOf(3))
    expect(hear(data(sealer, 'unread'))).toBe('')
    expect(connection.client.reason).toBe('no key for it')
    const line = utf8(`CLIENT_TRAFFIC_SECRET_0 ${'00'.repeat(32)} ${hex(secretOf(3))}\n`)
    keys.take(line, 0, line.length)
    expect(hear(data(sealer, 'read'))).toBe('read')
    expect(connection.client.reason).toBe('')
  })

  it('records that fit no key are not tried for ever', () => {
    const { hear, connection } = begun()
    const other = new Sealer(secretOf(9))
    for (let i = 0; i < 40; i++) hear(data(other, 'x'))
    expect(connection.client.reason).toBe('the keys for it do not fit')
  })

  it('bytes of any kind never throw', () => {
    const { hear } = begun()
    for (let i = 0; i < 2000; i++) {
      const length = i % 60
      const bytes = Uint8Array.from({ length: 5 + length }, (_, at) => (at * 7 + i * 13) & 255)
      bytes.set([20 + (i % 4), 3, 3, 0, length])
      expect(hear(bytes, i % 2 === 0)).toBe('')
    }
  })
})

describe('a key log', () => {
  it('has bounds, and says so', () => {
    const budget = new Budget(1024 * 1024)
    const keys = new KeyLog(budget)
    for (let i = 0; i < 1000; i++) {
      const line = utf8(`CLIENT_RANDOM ${i.toString(16).padStart(64, '0')} ${'ab'.repeat(48)}\r\n`)
      keys.take(line, 0, line.length)
    }
    expect(keys.size).toBeLessThan(400)
    expect(budget.reached().get('tls-keys')).toBe(1000 - keys.size)
  })

  const lines: { it: string; line: string; want: number }[] = [
    { it: 'a comment', line: '# SSL/TLS secrets log file', want: 0 },
    { it: 'a label nobody knows', line: `EXPORTER_SECRET ${'0'.repeat(64)} ${'0'.repeat(64)}`, want: 0 },
    { it: 'a secret cut short', line: `CLIENT_RANDOM ${'0'.repeat(64)} ${'0'.repeat(40)}`, want: 0 },
    { it: 'a label of objects', line: `CONSTRUCTOR ${'0'.repeat(64)} ${'0'.repeat(64)}`, want: 0 },
    { it: 'a line that never ends', line: 'A'.repeat(100_000), want: 0 },
    { it: 'capitals', line: `CLIENT_RANDOM ${'AB'.repeat(32)} ${'CD'.repeat(48)}`, want: 1 },
  ]
  it.each(lines)('$it: $want', ({ line, want }) => {
    const keys = new KeyLog(new Budget())
    const bytes = utf8(`${line}\n`)
    keys.take(bytes, 0, bytes.length)
    expect(keys.size).toBe(want)
  })
})
