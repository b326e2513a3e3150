/** SCTP (DOMAIN §6, T12–T19): each user message once and whole, however its chunks came. */
import { describe, expect, it } from 'vitest'
import { Budget, Memory } from '../../src/bytes/memory.ts'
import { FLOW_ASSOCIATION, FLOW_INTS } from '../../src/model/flow.ts'
import { CLOCK, Packet, TIME } from '../../src/model/packet.ts'
import type { Payloads } from '../../src/model/payloads.ts'
import { Net } from '../../src/net/net.ts'
import { end, type End, ip, UDP, udp } from '../make/internet.ts'
import { avp, diameterMessage } from '../make/diameter.ts'
import { concat, utf8 } from '../make/octets.ts'
import { Random } from '../make/random.ts'
import { Association, data, dataPieces, interleavedPieces, sctp } from '../make/sctp.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { mutate } from '../fuzz/mutate.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { differences } from './differences.ts'

const ENB = end('10.1.0.1', 36_412)
const MME = end('10.2.0.1', 36_412)
const ENDS = { client: ENB, server: MME }
const S1AP = 18

interface Seen {
  readonly text: string
  readonly ppid: number
  readonly association: number
  readonly frames: readonly number[]
  /** Bytes that were on the wire, and not in the capture. */
  readonly missing: number
}

/** The user messages that the network layers hand up. */
function messagesOf(packets: readonly TimedPacket[]): Seen[] {
  const memory = new Memory(1)
  const packet = new Packet(memory.bytes)
  const seen: Seen[] = []
  let net: Net | undefined
  const payloads: Payloads = {
    datagram: () => {},
    copy: () => {},
    segment: () => {},
    unhanded: () => {},
    notice: () => {},
    gap: () => {},
    closed: () => {},
    hungUp: () => {},
    mayPrecede: () => false,
    incomplete: () => {},
    fragments: () => {},
    evicted: () => {},
    isOver: () => false,
    tunnel: () => undefined,
    sameHost: () => {},
    exported: () => {},
    message: (flow, ppid, from, to, wireTo) => {
      const frames = net!.messagePieces.map(({ frame }) => frame)
      seen.push({
        text: new TextDecoder().decode(memory.bytes.subarray(from, to)),
        ppid,
        association: net!.flows.ints[flow * FLOW_INTS + FLOW_ASSOCIATION]!,
        frames: frames.length > 0 ? frames : [packet.frame],
        missing: wireTo - to,
      })
    },
  }
  net = new Net(packet, memory, payloads, new Budget())
  const { from } = memory.window()
  for (const { at, bytes, wire } of packets) {
    memory.bytes.set(bytes, from)
    const fields = {
      from,
      to: from + bytes.length,
      wireLength: wire ?? bytes.length,
      linkType: 1,
      depth: 0,
      version: 0,
    }
    Object.assign(packet, fields, { frame: packet.frame + 1, teid: 0, outerVersion: 0, seconds: at / 1000 })
    packet.at[TIME] = at * 1e6
    packet.at[CLOCK] = Math.max(packet.at[CLOCK]!, at * 1e6)
    net.frame()
  }
  net.end()
  return seen
}

function texts(wire: Wire): string[] {
  return messagesOf(wire.packets).map(({ text }) => text)
}

function associate(options = {}): { wire: Wire; association: Association; send: (at: number, text: string) => void } {
  const wire = new Wire()
  const association = new Association(wire, 0, ENDS, options)
  return { wire, association, send: (at, text) => association.send(at, 'client', utf8(text), { ppid: S1AP }) }
}

const LONG = 'abcdefghijklmnopqrstuvwxyz'

describe('user messages', () => {
  const cases: { it: string; make: (association: Association) => void; want: string[] }[] = [
    {
      it: 'T12 three chunks of two kinds in one packet',
      make: (association) =>
        association.packet(
          5,
          'client',
          ['one', 'two', 'three'].map((text, i) => data(utf8(text), { tsn: 1000 + i, ppid: i === 1 ? 46 : S1AP })),
        ),
      want: ['18 one', '46 two', '18 three'],
    },
    {
      it: 'T13 a message in pieces, with another stream between them',
      make: (association) => {
        const [first, middle, last] = dataPieces(utf8(LONG), [10, 20], { tsn: 1000, ppid: S1AP })
        association.packet(5, 'client', [first!, middle!])
        association.packet(6, 'client', [data(utf8('other'), { tsn: 1003, ppid: S1AP, stream: 7 })])
        association.packet(7, 'client', [last!])
      },
      want: ['18 other', `18 ${LONG}`],
    },
    {
      it: 'pieces in any order',
      make: (association) => {
        const pieces = dataPieces(utf8(LONG), [5, 10, 20], { tsn: 1000, ppid: S1AP })
        for (const i of [3, 0, 2, 1]) association.packet(5 + i, 'client', [pieces[i]!])
      },
      want: [`18 ${LONG}`],
    },
    {
      it: 'pieces whose TSNs pass 2^32',
      make: (association) =>
        dataPieces(utf8(LONG), [5, 10, 20], { tsn: 0xfffffffe, ppid: S1AP }).forEach((one, i) =>
          association.packet(5 + i, 'client', [one]),
        ),
      want: [`18 ${LONG}`],
    },
    {
      it: 'two messages in pieces that meet',
      make: (association) => {
        const first = dataPieces(utf8('first'), [3], { tsn: 1000, ppid: S1AP })
        const second = dataPieces(utf8('second'), [3], { tsn: 1002, ppid: S1AP })
        for (const one of [second[1], first[1], second[0], first[0]]) association.packet(5, 'client', [one!])
      },
      want: ['18 second', '18 first'],
    },
    {
      it: 'T14 a TSN that comes again is no message, nor is a piece of it',
      make: (association) => {
        association.packet(5, 'client', [data(utf8('one'), { tsn: 1000, ppid: S1AP })])
        association.packet(900, 'client', [data(utf8('one'), { tsn: 1000, ppid: S1AP })])
        const [first, last] = dataPieces(utf8(LONG), [10], { tsn: 1001, ppid: S1AP })
        for (const piece of [first, first, last, last, first]) association.packet(1000, 'client', [piece!])
      },
      want: ['18 one', `18 ${LONG}`],
    },
    {
      it: 'the same TSN in the other direction is another message',
      make: (association) => {
        association.packet(5, 'client', [data(utf8('one'), { tsn: 1000, ppid: S1AP })])
        association.packet(6, 'server', [data(utf8('two'), { tsn: 1000, ppid: S1AP })])
      },
      want: ['18 one', '18 two'],
    },
    {
      it: 'T17 a last chunk that is not padded',
      make: (association) => {
        const chunks = ['12345', '1'].map((text, i) => data(utf8(text), { tsn: 1000 + i, ppid: S1AP }))
        association.packet(5, 'client', chunks, { padLast: false })
      },
      want: ['18 12345', '18 1'],
    },
    {
      it: 'T18 I-DATA: messages whose pieces alternate',
      make: (association) => {
        const one = interleavedPieces(utf8(LONG), [10, 20], { tsns: [1, 3, 5], ppid: S1AP, message: 0 })
        const two = interleavedPieces(utf8('zyx'), [1], { tsns: [2, 4], ppid: 46, message: 0, stream: 3 })
        for (const piece of [one[0], two[0], one[1], two[1], one[2]]) association.packet(5, 'client', [piece!])
      },
      want: ['46 zyx', `18 ${LONG}`],
    },
    {
      it: 'I-DATA of Linux, where 0 follows the beginning',
      make: (association) => {
        const pieces = interleavedPieces(utf8(LONG), [10, 20], { tsns: [1, 2, 3], ppid: S1AP, message: 0, second: 0 })
        for (const piece of pieces) association.packet(5, 'client', [piece])
      },
      want: [`18 ${LONG}`],
    },
    {
      it: 'I-DATA of Linux whose second piece comes last',
      make: (association) => {
        const pieces = interleavedPieces(utf8(LONG), [10, 20], { tsns: [1, 2, 3], ppid: S1AP, message: 0, second: 0 })
        for (const i of [0, 2, 1]) association.packet(5, 'client', [pieces[i]!])
      },
      want: [`18 ${LONG}`],
    },
    {
      it: 'I-DATA whose second piece comes last and has a number',
      make: (association) => {
        const pieces = interleavedPieces(utf8(LONG), [10, 20], { tsns: [1, 2, 3], ppid: S1AP, message: 0 })
        for (const i of [0, 2, 1]) association.packet(5, 'client', [pieces[i]!])
      },
      want: [`18 ${LONG}`],
    },
    {
      it: 'I-DATA of a known sender, with what alternates with it lost',
      make: (association) => {
        const one = interleavedPieces(utf8('one'), [1], { tsns: [1, 2], ppid: S1AP, message: 0 })
        const two = interleavedPieces(utf8('two'), [1], { tsns: [3, 5], ppid: S1AP, message: 1 })
        for (const piece of [...one, ...two]) association.packet(5, 'client', [piece])
      },
      want: ['18 one', '18 two'],
    },
    {
      it: 'a message whose rest never came, when the association ends',
      make: (association) => {
        association.packet(5, 'client', [dataPieces(utf8(LONG), [10], { tsn: 1000, ppid: S1AP })[0]!])
        association.abort(6, 'server')
        association.packet(7, 'client', [data(utf8('late'), { tsn: 1002, ppid: S1AP })])
      },
      want: ['18 abcdefghij (cut)', '18 late'],
    },
    {
      it: 'nothing of a message whose beginning never came',
      make: (association) => {
        association.packet(5, 'client', [dataPieces(utf8(LONG), [10], { tsn: 1000, ppid: S1AP })[1]!])
        association.shutDown(6, 'client')
      },
      want: [],
    },
    {
      it: 'a message whose rest did not come in time',
      make: (association) => {
        association.packet(5, 'client', [dataPieces(utf8(LONG), [10], { tsn: 1000, ppid: S1AP })[0]!])
        dataPieces(utf8('later'), [2], { tsn: 1002, ppid: S1AP }).forEach((piece, i) =>
          association.packet(20_000 + i, 'client', [piece]),
        )
      },
      want: ['18 abcdefghij (cut)', '18 later'],
    },
  ]
  it.each(cases)('$it', ({ make, want }) => {
    const { wire, association } = associate()
    make(association)
    const seen = messagesOf(wire.packets)
    expect(seen.map(({ ppid, text, missing }) => `${ppid} ${text}${missing > 0 ? ' (cut)' : ''}`)).toEqual(want)
    expect(new Set(seen.map(({ association: number }) => number)).size).toBeLessThan(2)
  })

  it('names the frames that a message was put together from', () => {
    const { wire, association } = associate({ withoutHandshake: true })
    association.send(5, 'client', utf8(LONG), { ppid: S1AP, cuts: [3, 6] })
    association.send(6, 'client', utf8('whole'), { ppid: S1AP })
    expect(messagesOf(wire.packets).map(({ frames }) => frames)).toEqual([[1, 2, 3], [4]])
  })

  it('says what the snap length cut', () => {
    const { wire, send } = associate({ withoutHandshake: true })
    send(5, LONG)
    const [packet] = wire.packets
    const cut = { ...packet!, bytes: packet!.bytes.subarray(0, packet!.bytes.length - 6), wire: packet!.bytes.length }
    expect(messagesOf([cut]).map(({ text, missing }) => [text, missing])).toEqual([['abcdefghijklmnopqrstuv', 4]])
  })

  it('a message with a piece cut, and one whose rest never came, are cut and not malformed', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, { client: end('10.1.0.1', 3868), server: end('10.2.0.1', 3868) })
    const header = { command: 272, application: 4, request: true }
    const request = diameterMessage(header, avp(263, 'a.example;1;1'), avp(25, new Uint8Array(600)))
    association.send(5, 'client', request, { ppid: 46, cuts: [200, 400] })
    association.packet(6, 'client', [dataPieces(request, [200], { tsn: 2000, ppid: 46 })[0]!])
    const packets = wire.packets.map((packet) =>
      packet.bytes.length > 150
        ? { ...packet, bytes: packet.bytes.subarray(0, 150), wire: packet.bytes.length }
        : packet,
    )
    const { coverage, sessions } = await analyzeCapture(pcap(packets))
    expect(coverage).toMatchObject({ malformed: 0, cut: 4 })
    expect(sessions.flatMap(({ events }) => events.map(({ fault }) => fault))).toEqual(['cut', 'cut'])
  })

  it('an answer that is cut before its result tells of no success', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, { client: end('10.1.0.1', 3868), server: end('10.2.0.1', 3868) })
    const header = { command: 272, application: 4 }
    const session = avp(263, 'a.example;1;1')
    association.send(5, 'client', diameterMessage({ ...header, request: true }, session), { ppid: 46 })
    association.send(6, 'server', diameterMessage({ ...header, request: false }, session, avp(268, 2001)), { ppid: 46 })
    const results = [0, 8].map(async (cut) => {
      const packets = wire.packets.map((packet, i, { length }) =>
        i < length - 1
          ? packet
          : { ...packet, bytes: packet.bytes.subarray(0, -cut || undefined), wire: packet.bytes.length },
      )
      const { sessions } = await analyzeCapture(pcap(packets))
      return sessions.map(({ outcome }) => outcome)
    })
    expect(await Promise.all(results)).toEqual([['success'], ['incomplete']])
  })

  it('over UDP (RFC 6951)', () => {
    const wire = new Wire()
    const bytes = sctp(ENB, MME, 0xc0ffee01, [data(utf8('inside'), { tsn: 1, ppid: S1AP })])
    wire.udp(0, end(ENB.address, 9899), end(MME.address, 9899), bytes)
    wire.packet(
      1,
      ip(ENB.address, MME.address, UDP, udp(end(ENB.address, 9899), end(MME.address, 9899), utf8('no SCTP at all'))),
    )
    expect(texts(wire)).toEqual(['inside'])
  })
})

describe('associations', () => {
  const cases: { it: string; make: (wire: Wire) => void; want: string[] }[] = [
    {
      it: 'T16 one that changes over to other addresses',
      make: (wire) => {
        const association = new Association(wire, 0, ENDS)
        association.send(5, 'client', utf8('one'), { ppid: S1AP })
        association.changeOver({ client: '10.1.1.1', server: '10.2.1.1' })
        association.send(6, 'client', utf8('two'), { ppid: S1AP })
        association.send(7, 'server', utf8('three'), { ppid: S1AP })
      },
      want: ['1 one', '1 two', '1 three'],
    },
    {
      it: 'T16 a message whose pieces came by two paths, in midstream',
      make: (wire) => {
        const association = new Association(wire, 0, ENDS, { withoutHandshake: true })
        const [first, last] = dataPieces(utf8(LONG), [10], { tsn: 1, ppid: S1AP })
        association.packet(5, 'client', [first!])
        association.changeOver({ client: '10.1.1.1', server: '10.2.1.1' })
        association.packet(6, 'client', [last!])
        association.packet(7, 'server', [data(utf8('back'), { tsn: 1, ppid: S1AP })])
      },
      want: [`1 ${LONG}`, '1 back'],
    },
    {
      it: 'both directions of one that began before',
      make: (wire) => {
        const association = new Association(wire, 0, ENDS, { withoutHandshake: true })
        association.send(5, 'server', utf8('one'), { ppid: S1AP })
        association.send(6, 'client', utf8('two'), { ppid: S1AP })
      },
      want: ['1 one', '1 two'],
    },
    {
      it: 'a restart is another, though its TSNs come again',
      make: (wire) => {
        new Association(wire, 0, ENDS).send(5, 'client', utf8('one'), { ppid: S1AP })
        const tags = { client: 0xaaaa0001, server: 0xbbbb0001 }
        const again = new Association(wire, 100, ENDS, { tags })
        again.send(105, 'client', utf8('two'), { ppid: S1AP })
        again.send(106, 'server', utf8('three'), { ppid: S1AP })
      },
      want: ['1 one', '2 two', '2 three'],
    },
    {
      it: 'a restart that the capture did not see the beginning of',
      make: (wire) => {
        new Association(wire, 0, ENDS).send(5, 'client', utf8('one'), { ppid: S1AP })
        const tags = { client: 0xaaaa0001, server: 0xbbbb0001 }
        const again = new Association(wire, 100, ENDS, { tags, withoutHandshake: true })
        again.send(105, 'client', utf8('two'), { ppid: S1AP })
        again.send(106, 'server', utf8('three'), { ppid: S1AP })
      },
      want: ['1 one', '2 two', '2 three'],
    },
    {
      it: 'two with the same ports, and tags that are no random numbers',
      make: (wire) => {
        const options = { tags: { client: 1, server: 1 }, withoutHandshake: true }
        const one = new Association(wire, 0, ENDS, options)
        const two = new Association(wire, 0, { ...ENDS, client: end('10.1.0.2', 36_412) }, options)
        one.send(5, 'client', utf8('one'), { ppid: S1AP })
        two.send(6, 'client', utf8('two'), { ppid: S1AP })
        two.send(7, 'server', utf8('three'), { ppid: S1AP })
        one.send(8, 'server', utf8('four'), { ppid: S1AP })
      },
      want: ['1 one', '2 two', '2 three', '1 four'],
    },
    {
      it: 'both sides initiate at once',
      make: (wire) => {
        const association = new Association(wire, 1, ENDS)
        const reversed = { client: MME, server: ENB }
        const tags = { client: 0x5e12e402, server: 0xc0ffee01 }
        const crossed = new Association(wire, 1.1, reversed, { tags })
        association.send(5, 'client', utf8('one'), { ppid: S1AP })
        crossed.send(6, 'client', utf8('two'), { ppid: S1AP })
      },
      want: ['1 one', '1 two'],
    },
  ]
  it.each(cases)('$it', ({ make, want }) => {
    const wire = new Wire()
    make(wire)
    expect(messagesOf(wire.packets).map(({ association, text }) => `${association} ${text}`)).toEqual(want)
  })
})

describe('hostile input', () => {
  const { wire, association, send } = associate()
  send(5, 'one')
  association.send(6, 'server', utf8(LONG.repeat(20)), { ppid: S1AP, cuts: [100, 200] })
  const interleaved = interleavedPieces(utf8(LONG), [10, 20], { tsns: [11, 12, 13], ppid: S1AP, message: 0 })
  for (const piece of interleaved) association.packet(7, 'client', [piece])
  association.acknowledge(8, 'client')
  association.heartbeat(9, 'server')
  association.shutDown(10, 'client')
  const { packets } = wire

  it('a packet that ends anywhere', () => {
    const cut = packets.flatMap((packet) =>
      Array.from(packet.bytes, (_, length) => ({ at: packet.at, bytes: packet.bytes.subarray(0, length) })),
    )
    for (const { text } of messagesOf(cut)) expect(LONG.repeat(20).includes(text) || text === 'one').toBe(true)
  })

  it('damaged packets among good ones', () => {
    const random = new Random(7)
    for (let round = 0; round < 200; round++) {
      const damaged = packets.map((packet) => ({ ...packet, bytes: mutate(packet.bytes, random) }))
      expect(messagesOf(damaged).length).toBeLessThan(200)
    }
  })

  it('holds back no more than its bounds, and goes on', () => {
    const flood = new Wire()
    const one = new Association(flood, 0, ENDS)
    // Every other TSN: no message is ever whole.
    for (let i = 0; i < 3000; i++) {
      one.packet(5 + i, 'client', [data(new Uint8Array(1000), { tsn: 100_000 + 2 * i, ppid: S1AP, flags: 0 })])
    }
    one.send(4000, 'client', utf8('after'), { ppid: S1AP })
    expect(texts(flood)).toEqual(['after'])
  })

  it('a chunk of length 0 ends the packet', () => {
    const { wire: other, association: own } = associate()
    own.packet(5, 'client', [data(utf8('one'), { tsn: 1000, ppid: S1AP }), concat(new Uint8Array(4))])
    expect(texts(other)).toEqual(['one'])
  })
})

describe('in the whole product', () => {
  it('T19 SIP without an identifier is known by its bytes, and its heartbeats make no session', async () => {
    const wire = new Wire()
    const phone = { client: ALICE.agent.end, server: BOB.agent.end }
    const association = new Association(wire, 0, phone)
    const send = (at: number, from: End, _to: End, bytes: Uint8Array): void =>
      association.send(at, from === ALICE.agent.end ? 'client' : 'server', bytes, { ppid: 0, cuts: [100] })
    const truth = answeredCall(wire, { at: 10, packets: 5, transport: 'SCTP', send })
    association.acknowledge(5000, 'client')
    association.changeOver({ client: '10.9.0.1', server: '10.9.0.2' })
    association.heartbeat(6000, 'client')
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [truth])).toEqual([])
    const invite = found.sessions[0]?.events.find(({ message_type }) => message_type === 'INVITE')
    expect(invite?.frames?.length).toBe(2)
  })

  it('a path that is refused, with the tag of who asked (RFC 9260 §8.4), is no session of its own', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, { client: end('10.1.0.1', 3868), server: end('10.2.0.1', 3868) })
    const watchdog = diameterMessage({ command: 280, request: true }, avp(264, 'a.example'))
    association.send(5, 'client', watchdog, { ppid: 46 })
    association.changeOver({ client: '10.1.1.1', server: '10.2.1.1' })
    const tag = 0x5e12e402
    association.packet(6, 'client', [Uint8Array.of(4, 0, 0, 8, 0, 1, 0, 4)], { tag })
    association.packet(6.2, 'server', [Uint8Array.of(6, 1, 0, 4)], { tag })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type }) => type)).toEqual(['DIAMETER'])
  })

  it('an association that nothing claims is one session, by what its messages are said to be', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, ENDS)
    association.send(5, 'client', utf8('SBc-AP'), { ppid: 24 })
    association.heartbeat(6, 'server')
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type, subtype }) => `${type} ${subtype}`)).toEqual(['OTHER SBc-AP'])
  })
})
