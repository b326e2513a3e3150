/** SS7 end to end: DOMAIN 3.17. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { mutate } from '../fuzz/mutate.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u32 } from '../make/octets.ts'
import { Random } from '../make/random.ts'
import { Association } from '../make/sctp.ts'
import * as ss7 from '../make/ss7.ts'
import { type Side, Wire } from '../make/wire.ts'
import { whereOf, Kept } from '../../src/protocols/sip/fixture.ts'
import { sigtran } from '../../src/protocols/ss7/sigtran.ts'

const THERE = { opc: 100, dpc: 200 }
const BACK = { opc: 200, dpc: 100 }
const VLR = '491710000001'
const HLR = '4917100000021'

/** Messages between two signalling points, a millisecond apart. */
async function analyzed(messages: readonly (readonly [side: Side, bytes: Uint8Array])[]) {
  const wire = new Wire()
  const ends = { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) }
  const association = new Association(wire, 0, ends)
  messages.forEach(([side, bytes], i) => association.send(10 + i, side, bytes, { ppid: ss7.M3UA }))
  return analyzeCapture(pcap(wire.packets))
}

const begin = ss7.tcap(
  ss7.BEGIN,
  { ...THERE, from: VLR, to: HLR, otid: 0x11 },
  ss7.updateLocation(1, '001010000000001'),
)

function beat(type: number, i: number): Uint8Array {
  return ss7.m3ua(3, type, ss7.parameter(9, u32(i)))
}

describe('SS7', () => {
  it('a dialogue from begin to end is a session, with its operations and whom it is about', async () => {
    const insert = ss7.invoke(2, 7, ss7.ber(0x30, ss7.ber(0x80, ss7.digits('001010000000001'))))
    const { sessions } = await analyzed([
      ['client', begin],
      ['server', ss7.tcap(ss7.CONTINUE, { ...BACK, from: HLR, to: VLR, otid: 0x22, dtid: 0x11 }, insert)],
      ['client', ss7.tcap(ss7.CONTINUE, { ...THERE, from: VLR, to: HLR, otid: 0x11, dtid: 0x22 }, ss7.result(2, 7))],
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 }, ss7.result(1, 2))],
    ])
    expect(sessions).toMatchObject([
      {
        type: 'SS7',
        subtype: 'MAP',
        outcome: 'success',
        metrics: { latency_ms: 1 },
        correlation_key: { imsi: '001010000000001', operations: ['updateLocation', 'insertSubscriberData'] },
      },
    ])
    expect(sessions[0]?.events.map(({ message_type }) => message_type)).toEqual([
      'MAP updateLocation (Begin)',
      'MAP insertSubscriberData (Continue)',
      'MAP insertSubscriberData (Continue)',
      'MAP updateLocation (End)',
    ])
    expect(sessions[0]?.events[0]?.details).toMatchObject({
      opcode: 2,
      tcap_type: 'Begin',
      otid: '00000011',
      called: { ssn: 6, subsystem: 'HLR', gt: HLR },
      calling: { ssn: 7, subsystem: 'VLR', gt: VLR },
    })
  })

  it('the same transaction id of two nodes is two dialogues, and of a later begin another', async () => {
    const other = { ...THERE, from: '491710000009', to: HLR, otid: 0x11 }
    const { sessions } = await analyzed([
      ['client', begin],
      ['client', ss7.tcap(ss7.BEGIN, other, ss7.updateLocation(1, '001010000000002'))],
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: other.from, dtid: 0x11 }, ss7.result(1, 2))],
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 }, ss7.failure(1, 1))],
      ['client', begin],
    ])
    expect(
      sessions.map(({ events_count, correlation_key, outcome }) => [events_count, correlation_key['imsi'], outcome]),
    ).toEqual([
      [2, '001010000000001', 'failed'],
      [2, '001010000000002', 'success'],
      [1, '001010000000001', 'incomplete'],
    ])
    expect(sessions[0]?.verdict).toMatchObject({ code: 1, name: 'unknownSubscriber', category: 'subscriber' })
  })

  it('an ISUP call is a session by its circuit', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.isup(THERE, 5, 1)],
      ['client', ss7.isup(THERE, 6, 1)],
      ['server', ss7.isup(BACK, 5, 6)],
      ['server', ss7.isup(BACK, 5, 9)],
      ['client', ss7.isup(THERE, 5, 12)],
      ['server', ss7.isup(BACK, 5, 16)],
      ['client', ss7.isup(THERE, 5, 1)],
    ])
    expect(sessions.map(({ subtype, events_count, outcome }) => `${subtype} ${events_count} ${outcome}`)).toEqual([
      'ISUP 5 success',
      'ISUP 1 incomplete',
      'ISUP 1 incomplete',
    ])
  })

  it('T15 an identifier in the wrong byte order names the same', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) })
    association.send(10, 'client', begin, { ppid: 0x03000000 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type, subtype }) => `${type} ${subtype}`)).toEqual(['SS7 MAP'])
  })

  it('what the layer says of itself is one session, and its heartbeats one event', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.m3ua(3, 1)],
      ['server', ss7.m3ua(3, 4)],
      ...Array.from({ length: 10 }, (_, i) => [
        ['client', beat(3, i)] as const,
        ['server', beat(6, i)] as const,
      ]).flat(),
    ])
    expect(sessions.map(({ subtype, events }) => [subtype, events.map(({ message_type }) => message_type)])).toEqual([
      ['link', ['M3UA ASPUP', 'M3UA ASPUP ACK']],
      ['heartbeat', ['M3UA BEAT']],
    ])
  })
})

describe('hostile input', () => {
  const random = new Random(3)

  it('damaged and cut anywhere: nothing throws, and branches are closed', () => {
    for (let round = 0; round < 3000; round++) {
      const bytes = round < begin.length ? begin.subarray(0, round) : mutate(begin, random)
      const out = new Kept(true)
      sigtran.recognize(bytes, 0, bytes.length)
      sigtran.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
      expect(out.depth).toBe(0)
    }
  })

  it('elements in elements end at a bound', () => {
    const nested = concatenated(2000)
    const out = new Kept(true)
    const bomb = ss7.m3ua(1, 1, ss7.parameter(0x0210, nested))
    sigtran.decode(bomb, 0, bomb.length, bomb.length, whereOf(), out)
    expect(out.depth).toBe(0)
  })
})

/** A UDT whose data are `depth` constructed elements of indefinite length, each in the one before. */
function concatenated(depth: number): Uint8Array {
  const head = [0, 0, 0, 1, 0, 0, 0, 2, 3, 2, 0, 1, 9, 0, 3, 4, 5, 1, 0x42, 1, 0x42, 255]
  return Uint8Array.from([...head, ...Array.from({ length: depth }, () => [0x6b, 0x80]).flat()])
}
