/** TLS whose keys are known is read as what it carries; where they are not, it is said why. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { oneSession } from '../../src/store/results/condition.ts'
import { type Analysis, analyzeWith, type Keys, ownEvents } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { pcap, pcapng, rawBlock } from '../make/capture-file.ts'
import { avp, diameterMessage } from '../make/diameter.ts'
import { end } from '../make/internet.ts'
import { concat, utf8 } from '../make/octets.ts'
import { sipMessage } from '../make/sip.ts'
import { askHttp2, converse, type Dialogue, type Recorded, replay, type Terms } from '../make/tls-connection.ts'
import { Wire } from '../make/wire.ts'

const CLIENT = end('10.1.0.1', 40_001)
const SERVER = end('10.1.0.2', 7777)
const HANDSHAKE_FAILURE = 40
const V13: Terms = { minVersion: 'TLSv1.3' }
const V12: Terms = { maxVersion: 'TLSv1.2' }

/** Of OpenSSL: the extension of RFC 7366 is neither asked for nor granted. */
const NO_ENCRYPT_THEN_MAC = 1 << 19

/** Versions that OpenSSL refuses unless it is told that nothing matters. */
function old(version: 'TLSv1' | 'TLSv1.1', ciphers: string, secureOptions = 0): Terms {
  return { minVersion: version, maxVersion: version, ciphers: `${ciphers}:@SECLEVEL=0`, secureOptions }
}

const SUITES: { it: string; terms: Terms }[] = [
  ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_CCM_SHA256'].map(
    (ciphers) => ({ it: ciphers, terms: { ...V13, ciphers } }),
  ),
  ...[
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'AES128-GCM-SHA256',
    'AES128-CCM',
    'AES256-CCM8:@SECLEVEL=0',
    'ECDHE-RSA-AES128-SHA',
    'ECDHE-RSA-AES256-SHA384',
    'ECDHE-RSA-AES128-SHA256',
    'AES256-SHA256',
    'AES128-SHA',
    'ECDHE-RSA-CAMELLIA128-SHA256',
  ].map((ciphers) => ({ it: `TLS 1.2 with ${ciphers}`, terms: { ...V12, ciphers } })),
  ...(['TLSv1', 'TLSv1.1'] as const).flatMap((version) =>
    ['AES128-SHA', 'ECDHE-RSA-AES256-SHA'].flatMap((ciphers) =>
      [0, NO_ENCRYPT_THEN_MAC].map((secureOptions) => ({
        it: `${version} with ${ciphers}${secureOptions === 0 ? '' : ', authenticated before it is ciphered'}`,
        terms: old(version, ciphers, secureOptions),
      })),
    ),
  ),
  ...['ECDHE-RSA-AES256-SHA384', 'AES128-SHA'].map((ciphers) => ({
    it: `TLS 1.2 with ${ciphers}, authenticated before it is ciphered`,
    terms: { ...V12, ciphers, secureOptions: NO_ENCRYPT_THEN_MAC },
  })),
]

/** Packets of a connection. */
function packetsOf(recorded: Recorded, size = 1400): Wire['packets'] {
  const wire = new Wire()
  const connection = wire.connect(0, CLIENT, SERVER)
  connection.close(replay(connection, recorded, { size }) + 1, 'client')
  return wire.packets
}

function keysOf({ keyLog }: Recorded): Required<Pick<Keys, 'tls'>> {
  return { tls: keyLog.join('') }
}

/** A block of decryption secrets: a key log in a capture. */
function secrets(keyLog: string): Uint8Array {
  const log = utf8(keyLog)
  const numbers = new Uint8Array(8)
  new DataView(numbers.buffer).setUint32(0, 0x544c534b, true)
  new DataView(numbers.buffer).setUint32(4, log.length, true)
  return rawBlock(10, concat(numbers, log))
}

const names = ({ sessions }: Analysis): string[] => ownEvents(sessions).map(({ message_type }) => message_type)

const labelOf = ({ sessions }: Analysis): unknown => sessions[0]?.correlation_key['label']

const PATH = '/nudm-sdm/v2/imsi-001010000000001/am-data'
/** What a request for it is called. */
const ASKED = 'GET /nudm-sdm/v2/{supi}/am-data'
const GPSI = { gpsis: ['msisdn-491701234567'] }
const ask = (terms: Terms): Promise<Recorded> => askHttp2([{ path: PATH, method: 'GET', answer: GPSI }], terms)

const REGISTER = sipMessage('REGISTER sip:ims.example SIP/2.0', [
  ['Via', 'SIP/2.0/TLS 10.1.0.1:40001;branch=z9hG4bK1'],
  ['From', '<sip:alice@ims.example>;tag=1'],
  ['To', '<sip:alice@ims.example>'],
  ['Call-ID', 'tls-1'],
  ['CSeq', '1 REGISTER'],
  ['Contact', '<sip:alice@10.1.0.1>'],
])
const REGISTERED = sipMessage('SIP/2.0 200 OK', [
  ['Via', 'SIP/2.0/TLS 10.1.0.1:40001;branch=z9hG4bK1'],
  ['From', '<sip:alice@ims.example>;tag=1'],
  ['To', '<sip:alice@ims.example>;tag=2'],
  ['Call-ID', 'tls-1'],
  ['CSeq', '1 REGISTER'],
])
const SIP: Dialogue = [
  ['client', REGISTER],
  ['server', REGISTERED],
]
const AIR = { command: 318, application: 16_777_251, hopByHop: 7 }
const DIAMETER: Dialogue = [
  ['client', diameterMessage({ ...AIR, request: true }, avp(263, 'mme;1;2'), avp(1, '001010000000001'))],
  ['server', diameterMessage({ ...AIR, request: false }, avp(263, 'mme;1;2'), avp(268, 2001))],
]

describe('TLS with a key log', () => {
  it.each(SUITES)('HTTP/2 in $it', async ({ terms }) => {
    const recorded = await ask(terms)
    const analysis = await analyzeWith(keysOf(recorded), pcap(packetsOf(recorded)))
    expect(names(analysis)).toEqual([ASKED, '200 OK'])
    expect(analysis.sessions).toHaveLength(1)
    expect(analysis.sessions).toMatchObject([
      { type: 'HTTP2', correlation_key: { supi: 'imsi-001010000000001', gpsi: 'msisdn-491701234567' } },
    ])
    expect(analysis.sessions[0]?.events[1]?.details).toMatchObject({ decrypted: true, json: GPSI })
    expect(analysis.capture.warnings).toEqual([])
    expect(analysis.coverage.undecoded).toBe(0)
  })

  const dialogues: { it: string; dialogue: Dialogue; terms: Terms; want: readonly [string, string[]] }[] = [
    { it: 'SIP in TLS 1.3', dialogue: SIP, terms: V13, want: ['SIP_REGISTRATION', ['REGISTER', '200 OK']] },
    { it: 'SIP in TLS 1.2', dialogue: SIP, terms: V12, want: ['SIP_REGISTRATION', ['REGISTER', '200 OK']] },
    {
      it: 'Diameter in TLS 1.3',
      dialogue: DIAMETER,
      terms: V13,
      want: ['DIAMETER', ['Authentication-Information-Request', 'Authentication-Information-Answer']],
    },
    {
      it: 'Diameter in TLS 1.2',
      dialogue: DIAMETER,
      terms: V12,
      want: ['DIAMETER', ['Authentication-Information-Request', 'Authentication-Information-Answer']],
    },
  ]
  it.each(dialogues)('$it', async ({ dialogue, terms, want }) => {
    const recorded = await converse(dialogue, terms)
    for (const size of [1400, 3]) {
      const analysis = await analyzeWith(keysOf(recorded), pcap(packetsOf(recorded, size)))
      expect(analysis.sessions.map(({ type }) => type)).toEqual([want[0]])
      expect(names(analysis)).toEqual(want[1])
      expect(analysis.sessions[0]?.events[0]?.details['decrypted']).toBe(true)
    }
  })

  it('a session that is taken up again, in both versions', async () => {
    for (const terms of [V12, V13]) {
      const first = await converse([...SIP, ...SIP], terms)
      expect(names(await analyzeWith(keysOf(first), pcap(packetsOf(first))))).toHaveLength(4)
    }
  })

  it('secrets that the capture brings, before its packets or with them', async () => {
    const recorded = await ask(V13)
    const block = secrets(recorded.keyLog.join(''))
    const packets = packetsOf(recorded)
    for (const capture of [
      pcapng({ packets, extra: [block] }),
      concat(
        pcapng({ packets: packets.slice(0, 3) }),
        block.slice(0, 0),
        pcapng({ packets: packets.slice(3), extra: [block] }),
      ),
    ]) {
      expect(names(await analyzeWith({}, capture))).toEqual([ASKED, '200 OK'])
    }
  })

  it('secrets in a block larger than any packet', async () => {
    const recorded = await ask(V12)
    const others = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`.repeat(4000)
    const capture = pcapng({ packets: packetsOf(recorded), extra: [secrets(others + recorded.keyLog.join(''))] })
    expect(names(await analyzeWith({}, capture))).toEqual([ASKED, '200 OK'])
  })

  it('connections on the same ports, one after the other, plain ones among them', async () => {
    const wire = new Wire()
    const recorded = await Promise.all([ask(V13), ask(V12), converse(SIP, V13)])
    let at = 0
    for (const one of recorded) {
      const connection = wire.connect(at, CLIENT, SERVER, { clientSequence: 1000 + at, serverSequence: 9000 + at })
      at = replay(connection, one, { at: at + 1 }) + 1
      connection.close(at, 'client')
      at += 500
    }
    const plain = wire.connect(at, CLIENT, SERVER, { clientSequence: 500_000, serverSequence: 600_000 })
    plain.send(at + 1, 'client', REGISTER)
    plain.send(at + 2, 'server', REGISTERED)
    plain.close(at + 3, 'client')
    const analysis = await analyzeWith({ tls: recorded.flatMap(({ keyLog }) => keyLog).join('') }, pcap(wire.packets))
    const events = ownEvents(analysis.sessions).toSorted((a, b) => a.frame - b.frame)
    expect(events.map(({ message_type }) => message_type)).toEqual([
      ASKED,
      '200 OK',
      ASKED,
      '200 OK',
      'REGISTER',
      '200 OK',
      'REGISTER',
      '200 OK',
    ])
    const isDecrypted = events.map(({ details }) => details['decrypted'] === true)
    expect(isDecrypted).toEqual([true, true, true, true, true, true, false, false])
  })

  it.each([
    V13,
    V12,
    { ...V12, ciphers: 'ECDHE-RSA-AES256-SHA384' },
    { ...V12, ciphers: 'AES128-SHA', secureOptions: NO_ENCRYPT_THEN_MAC },
    old('TLSv1.1', 'AES128-SHA'),
    old('TLSv1', 'AES128-SHA'),
    old('TLSv1', 'AES128-SHA', NO_ENCRYPT_THEN_MAC),
  ])('goes on behind lost segments (%j)', async (terms) => {
    const asked = Array.from({ length: 12 }, (_, i) => ({ path: `${PATH}/${i}`, method: 'GET', answer: GPSI }))
    const recorded = await askHttp2(asked, terms)
    const packets = packetsOf(recorded)
    const lost = packets.filter((_, i) => i < packets.length / 2 || i > packets.length / 2 + 4)
    const analysis = await analyzeWith(keysOf(recorded), pcap(lost))
    expect(names(analysis).length).toBeGreaterThan(12)
    expect(names(analysis).at(-1)).toBe('200 OK')
  })
})

describe('TLS that stays ciphered', () => {
  it('says nothing of keys where none were given', async () => {
    const recorded = await ask(V13)
    const analysis = await analyzeWith({}, pcap(packetsOf(recorded)))
    expect(labelOf(analysis)).toBe('nrf.5gc.example, h2, TLS 1.3')
    expect(analysis.capture.warnings).toEqual([])
  })

  const cases: { it: string; keys: (lines: readonly string[], other: readonly string[]) => string; want: string }[] = [
    { it: 'a key log of another connection', keys: (_, other) => other.join(''), want: 'no key for it' },
    {
      it: 'keys that are wrong',
      keys: (lines) => lines.join('').replaceAll(/[\da-f]{8}\n/g, '00000000\n'),
      want: 'the keys for it do not fit',
    },
    {
      it: 'a key log that was cut',
      keys: (lines) => lines.filter((line) => line.includes('HANDSHAKE')).join(''),
      want: 'its traffic secrets are not all in the key log',
    },
  ]
  it.each(cases)('$it', async ({ keys, want }) => {
    const many = Array.from({ length: 40 }, (_, i) => ({ path: `/x/${i}`, method: 'GET' }))
    const [recorded, other] = [await askHttp2(many, V13), await ask(V13)]
    const analysis = await analyzeWith({ tls: keys(recorded.keyLog, other.keyLog) }, pcap(packetsOf(recorded)))
    expect(labelOf(analysis)).toBe(`nrf.5gc.example, h2, TLS 1.3, not decrypted (${want})`)
    expect(analysis.capture.warnings).toEqual([{ code: `NOT_DECRYPTED:${want}`, count: 1 }])
    expect(analysis.coverage.ciphered).toBeGreaterThan(40)
  })

  it('a suite that is not read', async () => {
    const recorded = await converse(SIP, { ...V12, ciphers: 'ECDHE-ARIA128-GCM-SHA256' })
    const analysis = await analyzeWith(keysOf(recorded), pcap(packetsOf(recorded)))
    expect(labelOf(analysis)).toContain('not decrypted (cipher suite 0xc060 is not supported)')
  })

  it('a connection that had begun before', async () => {
    const recorded = await ask(V13)
    const analysis = await analyzeWith(keysOf(recorded), pcap(packetsOf(recorded).slice(8)))
    expect(labelOf(analysis)).toBe('not decrypted (its client hello is not in the capture)')
  })

  it('a connection that was refused: there is nothing to decrypt', async () => {
    const recorded = await ask(V13)
    const wire = new Wire()
    const connection = wire.connect(0, CLIENT, SERVER)
    replay(connection, { ...recorded, passed: recorded.passed.slice(0, 1) })
    connection.send(20, 'server', Uint8Array.of(21, 3, 3, 0, 2, 2, HANDSHAKE_FAILURE))
    connection.close(21, 'server')
    const analysis = await analyzeWith(keysOf(recorded), pcap(wire.packets))
    expect(labelOf(analysis)).toBe('nrf.5gc.example, h2, handshake failure (fatal)')
    expect(analysis.capture.warnings).toEqual([])
  })

  it('a key log without a line of use', async () => {
    const recorded = await ask(V13)
    const analysis = await analyzeWith({ tls: 'CLIENT_RANDOM 00 11\nnonsense\n' }, pcap(packetsOf(recorded)))
    expect(analysis.capture.warnings.map(({ code }) => code)).toEqual(['KEY_LOG_EMPTY', 'NOT_DECRYPTED:no key for it'])
  })
})

describe('keys and what they opened', () => {
  it('a decrypted message has its tree, on bytes that stand nowhere in the capture', async () => {
    const recorded = await converse(SIP, V13)
    await withKept(
      pcap(packetsOf(recorded)),
      ({ result, captures }) => {
        const [session] = [...result.details()]
        const { frame } = session!.events[0]!
        const { messages, buffers } = readPacket(result, captures, { file: 0, frame })!
        const shown = messages.find(({ protocol }) => protocol === 'SIP')!
        expect(shown).toMatchObject({ message_type: 'REGISTER', event_id: 'evt-001', session_id: session!.session_id })
        expect(shown.tree.length).toBeGreaterThan(0)
        expect(buffers[shown.buffer]).toMatchObject({ name: 'Decrypted' })
        expect(Buffer.from(buffers[shown.buffer]!.hex, 'hex')).toEqual(Buffer.from(REGISTER))
        expect(messages.map(({ protocol }) => protocol)).toContain('TLS')
      },
      keysOf(recorded),
    )
  })

  it('an export of frames holds the connection from its start, so that whoever has the keys can read it', async () => {
    const recorded = await converse(SIP, V13)
    const exported = await withKept(
      pcap(packetsOf(recorded)),
      ({ result, frames }) => {
        const [session] = [...result.details()]
        return frames(oneSession(session!.session_id), false, ['HTTP2'])
      },
      keysOf(recorded),
    )
    expect(names(await analyzeWith({}, exported))).toEqual([])
    expect(names(await analyzeWith(keysOf(recorded), exported))).toEqual(['REGISTER', '200 OK'])
  })

  it('stand neither in the result nor in an export of frames', async () => {
    const recorded = await ask(V13)
    const keyLog = recorded.keyLog.join('')
    const capture = pcapng({ packets: packetsOf(recorded), extra: [secrets(keyLog)] })
    await withKept(capture, ({ result, path, frames }) => {
      const [session] = [...result.details()]
      const exported = Buffer.from(frames(oneSession(session!.session_id)))
      const kept = readFileSync(path)
      for (const line of recorded.keyLog) {
        const secret = line.trim().split(' ')[2]!
        for (const bytes of [exported, kept]) {
          expect(bytes.includes(secret)).toBe(false)
          expect(bytes.includes(Buffer.from(secret, 'hex'))).toBe(false)
        }
      }
      expect(JSON.stringify(session)).not.toContain(keyLog.split(' ')[2]!.slice(0, 32))
    })
  })
})
