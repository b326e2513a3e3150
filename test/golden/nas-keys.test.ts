/** Ciphered NAS is read where somebody has its keys, and said to be ciphered where they do not fit. */
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import type { NasMessage } from '../../src/protocols/nas/nas.ts'
import { analyzeWith, ownEvents } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { mutate } from '../fuzz/mutate.ts'
import { pcap } from '../make/capture-file.ts'
import { protected5gs, protectedEps } from '../make/nas-security.ts'
import * as ng from '../make/ngap.ts'
import { INITIATING, octetsOf } from '../make/per.ts'
import { Random } from '../make/random.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, u16, utf8 } from '../make/octets.ts'
import type { SessionEvent } from '../../src/model/session.ts'
import * as s1 from '../make/s1ap.ts'
import { Wire } from '../make/wire.ts'

const IMSI = '001010000000001'
const KEY = octetsOf('00112233445566778899aabbccddeeff')
const KEYS = `imsi-${IMSI} EEA2 00112233445566778899aabbccddeeff\n`
const IDS = { mme: 1, enb: 2 }
const up = (count: number): { key: Uint8Array; count: number; isDownlink: false } => ({
  key: KEY,
  count,
  isDownlink: false,
})
const down = (count: number): { key: Uint8Array; count: number; isDownlink: true } => ({
  key: KEY,
  count,
  isDownlink: true,
})

/** Attach accept with a GUTI, EMM information, and a detach: TS 24.301 §8.2. */
const COMPLETE = octetsOf('075e')
const ACCEPT = octetsOf('0742 01 3f 06 00 00f110 0001 0000 50 0b f6 00f110 8001 01 c0000001')
const INFORMATION = octetsOf('0761')
const REJECT = octetsOf('074b 0a')

async function nasOf(make: (wire: Wire) => void, nas: string | undefined): Promise<NasMessage[]> {
  const wire = new Wire()
  make(wire)
  const { sessions } = await analyzeWith(nas === undefined ? {} : { nas }, pcap(wire.packets))
  return ownEvents(sessions).flatMap(({ details }) => (details['nas'] ?? []) as NasMessage[])
}

const names = (nas: readonly NasMessage[]): string[] =>
  nas.map(({ message_type, not_deciphered }) => (not_deciphered === undefined ? message_type : `(${not_deciphered})`))

const downlink = (s: s1.S1, at: number, bytes: Uint8Array, ids = IDS): void =>
  s.down(at, INITIATING, 11, ...s1.both(ids), s1.nas(bytes))
const uplink = (s: s1.S1, at: number, bytes: Uint8Array, ids = IDS): void =>
  s.up(at, INITIATING, 13, ...s1.both(ids), s1.nas(bytes))

/** A UE attaches, with keys agreed on. */
function attached(s: s1.S1, algorithms = '22'): void {
  s.initial(100, 2, s1.attachRequest(IMSI))
  downlink(s, 110, octetsOf(`37 01020304 00 075d ${algorithms} 00 02 f070`))
  uplink(s, 120, protectedEps(COMPLETE, { ...up(0), header: 4 }))
  downlink(s, 130, protectedEps(ACCEPT, down(1)))
}

const attach = (wire: Wire): void => attached(new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10'))

describe('NAS of EPS', () => {
  it('is read by the key of its subscriber', async () => {
    const nas = await nasOf(attach, KEYS)
    expect(names(nas)).toEqual([
      'Attach request',
      'PDN connectivity request',
      'Security mode command',
      'Security mode complete',
      'Attach accept',
    ])
    expect(nas.at(-1)).toMatchObject({ deciphered: true, security_header: 2, guti: { m_tmsi: '0xc0000001' } })
    expect(nas.at(-1)).not.toHaveProperty('null_cipher_assumed')
  })

  const cases: { it: string; keys: string | undefined; algorithms?: string; want: string }[] = [
    { it: 'no keys at all', keys: undefined, want: 'Ciphered NAS' },
    { it: 'keys of others', keys: KEYS.replace(IMSI, '001010000000002'), want: '(no key for it)' },
    { it: 'a wrong key', keys: KEYS.replace('ff\n', 'fe\n'), want: '(the keys for it do not fit)' },
    { it: 'an algorithm without support', keys: KEYS, algorithms: '12', want: '(EEA1 is not supported)' },
    {
      it: 'a key for another algorithm',
      keys: KEYS.replace('EEA2', 'EEA3'),
      want: '(the algorithm of its key is not supported)',
    },
  ]
  it.each(cases)('$it', async ({ keys, algorithms, want }) => {
    const nas = await nasOf((wire) => attached(new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10'), algorithms), keys)
    expect(names(nas).slice(-2)).toEqual([want, want])
  })

  it('counts on where the sequence number overflows, each direction by itself', async () => {
    const nas = await nasOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
      attached(s)
      for (let count = 2; count < 600; count += 1) downlink(s, 200 + count, protectedEps(INFORMATION, down(count)))
      uplink(s, 900, protectedEps(COMPLETE, up(1)))
    }, KEYS)
    expect(nas.filter(({ message_type }) => message_type === 'EMM information')).toHaveLength(598)
    expect(nas.filter(({ ciphered }) => ciphered)).toEqual([])
  })

  it('knows the subscriber by the temporary identity that was given', async () => {
    const nas = await nasOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
      attached(s)
      s.release(1000, IDS)
      s.initial(20_000, 3, s1.SERVICE_REQUEST, [s1.sTmsi(1, 0xc0000001)])
      downlink(s, 20_010, protectedEps(REJECT, down(2)), { mme: 9, enb: 3 })
    }, KEYS)
    expect(nas.at(-1)).toMatchObject({ message_type: 'Tracking area update reject', deciphered: true, failed: true })
  })

  it('from the middle on, by a key of anybody, with a count that has overflowed', async () => {
    const nas = await nasOf(
      (wire) => {
        const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
        downlink(s, 100, protectedEps(INFORMATION, down(5 * 256 + 17)))
        downlink(s, 110, protectedEps(INFORMATION, down(5 * 256 + 18)))
      },
      KEYS.replace(`imsi-${IMSI}`, 'any'),
    )
    expect(nas).toMatchObject([{ deciphered: true }, { deciphered: true }])
  })
})

describe('NAS of 5GS', () => {
  it('is read, with what is held in it', async () => {
    const ids = { amf: 7, ran: 8 }
    const accept = octetsOf('2e0101c2 11 0006 01000331 3101ff 06 06 0001 06 0001 29 05 01 0a2d0002')
    const nas = await nasOf(
      (wire) => {
        const n = new ng.Ng(wire, 0, '10.0.0.2', '10.0.0.10')
        n.initial(100, 8, ng.registrationRequest('0000000001'))
        n.downlink(110, ids, octetsOf('7e03 01020304 00 7e005d 22 00 02 f070'))
        n.uplink(120, ids, protected5gs(octetsOf('7e005e'), { ...up(0), header: 4 }))
        n.downlink(130, ids, protected5gs(ng.transport(0x68, 1, accept), down(1)))
      },
      KEYS.replace('EEA2', 'NEA2'),
    )
    expect(names(nas)).toEqual([
      'Registration request',
      'Security mode command',
      'Security mode complete',
      'DL NAS transport',
      'PDU session establishment accept',
    ])
    expect(nas.at(-1)).toMatchObject({ deciphered: true })
  })
})

const part = (type: string, id: string, body: Uint8Array): Uint8Array =>
  concat(utf8(`--gap\r\nContent-Type: ${type}\r\nContent-Id: ${id}\r\n\r\n`), body, utf8('\r\n'))

/** One AMF asks another for the context of a UE that sent `nas`: TS 29.518 §5.2.2.2.1. */
async function transferred(nas: Uint8Array, keys: string | undefined): Promise<SessionEvent> {
  const wire = new Wire()
  const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.2', 7777))
  const json = utf8(
    '{"reason":"INIT_REG","regRequest":{"n1MessageClass":"5GMM","n1MessageContent":{"contentId":"n1"}}}',
  )
  const body = concat(
    part('application/json', 'json', json),
    part('application/vnd.3gpp.5gnas', 'n1', nas),
    utf8('--gap--\r\n'),
  )
  const path = `/namf-comm/v1/ue-contexts/imsi-${IMSI}/transfer`
  const headers = { 'content-type': 'multipart/related; boundary=gap' }
  http.exchange(10, { method: 'POST', path, headers, body })
  const { sessions } = await analyzeWith(keys === undefined ? {} : { nas: keys }, pcap(wire.packets))
  return ownEvents(sessions)[0]!
}

describe('NAS in the messages of the 5G core', () => {
  const guti = octetsOf('000b f2 00f110 01 0041 c0000001')
  /** A registration request whose rest is ciphered in a container, in a message that is not: TS 24.501 §4.4.6. */
  const held = concat(octetsOf('7e004179'), guti, octetsOf('2f0504 01010203'))
  const inner = protected5gs(held, up(5)).subarray(7)
  const request = concat(octetsOf('7e01 01020304 05 7e004179'), guti, octetsOf('71'), u16(inner.length), inner)

  it('is read by the key of the subscriber whom the request names', async () => {
    const { short, details } = await transferred(request, KEYS.replace('EEA2', 'NEA2'))
    expect(short).toMatch(/^HTTP2 Namf_Communication UEContextTransfer \/ Registration request \/ Regis/)
    expect(details).toMatchObject({
      decrypted: true,
      nas: [
        { message_type: 'Registration request' },
        { message_type: 'Registration request', deciphered: true, requested_nssai: [{ sst: 1, sd: '010203' }] },
      ],
    })
  })

  it('in a message ciphered as a whole, by the temporary identity that is in the capture', async () => {
    const whole = protected5gs(octetsOf('7e0067 01 0006 2e0101c1ffff91 1201'), up(300))
    const { details } = await transferred(whole, KEYS.replace('EEA2', 'NEA2'))
    expect(details['nas']).toMatchObject([{ message_type: 'UL NAS transport', deciphered: true }, {}])
  })

  it.each([
    { it: 'no keys', keys: undefined, want: {} },
    { it: 'a wrong key', keys: KEYS.replace('ff\n', 'fe\n'), want: { not_deciphered: 'the keys for it do not fit' } },
  ])('$it', async ({ keys, want }) => {
    const { short, details } = await transferred(request, keys)
    expect(short).toMatch(/ UEContextTransfer \/ Registration request \/ NAS \(ciph/)
    expect(details['nas']).toMatchObject([{}, { message_type: 'Ciphered NAS', ciphered: true, ...want }])
    expect(details).not.toHaveProperty('decrypted')
  })
})

describe('deciphered NAS', () => {
  const wire = new Wire()
  attach(wire)

  it('is told in the packet detail too, where its tree shows it ciphered', async () => {
    const { result, details } = await withKept(
      pcap(wire.packets),
      (kept) => {
        const [session] = [...kept.result.details()]
        const { frame, details: told } = session!.events.at(-1)!
        return {
          result: told,
          details: readPacket(kept.result, kept.captures, { file: 0, frame })!.messages[0]!.details,
        }
      },
      { nas: KEYS },
    )
    expect(result).toMatchObject({ decrypted: true, nas: [{ message_type: 'Attach accept' }] })
    expect(details).toEqual(result)
  })

  it('damaged in any way never throws', async () => {
    const random = new Random(11)
    const damaged = Array.from({ length: 40 }, () =>
      wire.packets.map((packet) => ({ ...packet, bytes: mutate(packet.bytes, random) })),
    )
    for (const packets of damaged) {
      const { capture } = await analyzeWith({ nas: KEYS.replace(`imsi-${IMSI}`, 'any') }, pcap(packets))
      expect(capture.packets).toBe(packets.length)
    }
  })
})
