import { describe, expect, it } from 'vitest'
import {
  apn,
  bearer,
  cause,
  ebi,
  element,
  fteid,
  gtp2,
  imsi,
  indication,
  qos,
  recovery,
} from '../../../test/make/gtp.ts'
import { concat, u16, u32, u8 } from '../../../test/make/octets.ts'
import {
  attach,
  ENB,
  IMSI,
  MME,
  OTHER_MME,
  OTHER_SGW,
  PGW,
  request,
  response,
  SGW,
  SGW_S5,
  Wire,
} from '../../../test/gtp-connections.ts'

/** Keys of the last message besides its first: `value use`. */
function further(wire: Wire): string[] {
  const [first, ...more] = wire.last.keys
  expect(['shared', 'ended']).not.toContain(first!.use)
  return more.filter(({ kind }) => kind === 'gtp').map(({ value, use }) => `${value} ${use}`)
}

/** Internet (1, bearer 5) and IMS (2, bearer 6) of one UE. */
function attachTwice(wire: Wire): void {
  attach(wire)
  attach(wire, { apn: 'ims', ebi: 6, sequence: 2, teids: [0x11, 0x21, 0x25, 0x35], addressed: true })
}

/** A fully qualified set of connections: TS 29.274 §8.62. */
function set(node: string, csid: number, instance = 0): Uint8Array {
  return element(132, concat(u8(1), Uint8Array.from(node.split('.'), Number), u16(csid)), instance)
}

const address = (ip: string): Uint8Array => element(74, Uint8Array.from(ip.split('.'), Number))

/** A, B at the PGW with set 7 (A alone) and 8 (B); C at another SGW, of no set. */
function network(): Wire {
  const wire = new Wire()
  wire.send(MME, SGW, request({}, set(MME, 7)))
  wire.send(SGW, MME, response())
  wire.send(MME, SGW, request({ imsi: '001010000000002', sequence: 2, teids: [0x12, 0x23, 0, 0x32] }, set(MME, 8)))
  wire.send(SGW, MME, response({ sequence: 2, teids: [0x12, 0x23, 0, 0x32] }))
  wire.send(OTHER_MME, OTHER_SGW, gtp2(32, { teid: 0, sequence: 3 }, imsi('001010000000003'), apn('x'), ebi(5)))
  return wire
}

/** A connection that the UE takes along: TS 29.274 Table 7.3.1-2. */
const moved = (name: string, pgw: number, id: number): Uint8Array =>
  element(109, concat(apn(name), fteid(7, pgw, PGW), bearer(ebi(id), qos(9))))

describe('messages about several connections of a UE', () => {
  const cases: { it: string; type: number; elements?: Uint8Array[]; request: string[]; answer?: string[] }[] = [
    { it: 'release access bearers names none, and is about all', type: 170, request: ['2 shared'] },
    { it: 'suspend', type: 162, request: ['2 shared'] },
    { it: 'downlink data without a bearer', type: 176, request: ['2 shared'] },
    { it: 'downlink data of a bearer is about its connection', type: 176, elements: [ebi(6)], request: [] },
    { it: 'change notification without a bearer', type: 38, elements: [imsi(IMSI)], request: ['2 shared'] },
    {
      it: 'modify access bearers',
      type: 211,
      elements: [bearer(ebi(5), fteid(0, 0x901, ENB)), bearer(ebi(6), fteid(0, 0x902, ENB))],
      request: ['2 shared'],
    },
    { it: 'modify bearer of one', type: 34, elements: [bearer(ebi(5), fteid(0, 0x901, ENB))], request: [] },
    { it: 'a deletion of one', type: 36, elements: [ebi(5), indication(8)], request: [] },
    { it: 'a deletion of all', type: 36, elements: [indication(8)], request: ['2 shared'], answer: ['2 ended'] },
    {
      it: 'the SGW that was left forgets both, which go on',
      type: 36,
      elements: [indication(0, 2)],
      request: ['2 shared'],
    },
  ]
  it.each(cases)('$it', ({ type, elements = [], request: asked, answer = asked }) => {
    const wire = new Wire()
    attachTwice(wire)
    wire.send(MME, SGW, gtp2(type, { teid: 0x21, sequence: 9 }, ...elements))
    expect(further(wire)).toEqual(asked)
    wire.send(MME, SGW, gtp2(type, { teid: 0x21, sequence: 9 }, ...elements))
    expect(further(wire)).toEqual(asked)
    expect(wire.last.details['retransmission']).toBe(true)
    wire.send(SGW, MME, gtp2(type + 1, { teid: 0x11, sequence: 9 }, cause(16)))
    expect(further(wire)).toEqual(answer)
  })

  it('each bearer is of the connection that has it: its tunnel, from then on, and what is told of it', () => {
    const wire = new Wire()
    attachTwice(wire)
    const bearers = [bearer(ebi(6), fteid(0, 0x902, ENB)), bearer(ebi(5), fteid(0, 0x901, ENB))]
    wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 9 }, ...bearers))
    const { keys, clues } = wire.last
    const owners = clues.map(({ value, key = 0 }) => `${value} ${keys[key]!.value}`)
    expect(owners).toEqual([`0x00000902@${ENB} 2`, `0x00000901@${ENB} 1`])
    const lost = (teid: number): string => {
      const told = concat(u8(0x32, 26), u16(20), u32(0), u16(1), u16(0), u8(16), u32(teid))
      return wire.send(ENB, SGW, concat(told, u8(133), u16(4), Uint8Array.from(ENB.split('.'), Number)), 2152)
    }
    expect([lost(0x901), lost(0x902)]).toEqual(['gtp:1', 'gtp:2'])
  })

  it('a forward relocation names all that the UE takes along', () => {
    const wire = new Wire()
    attachTwice(wire)
    const groups = [moved('internet', 0x31, 5), moved('ims', 0x35, 6)]
    wire.send(MME, OTHER_MME, gtp2(133, { teid: 0, sequence: 4 }, imsi(IMSI), fteid(12, 0x99, MME), ...groups))
    expect(further(wire)).toHaveLength(1)
    wire.send(OTHER_MME, MME, gtp2(134, { teid: 0x99, sequence: 4 }, cause(16), fteid(12, 0x98, OTHER_MME)))
    expect(further(wire)).toHaveLength(1)
  })

  it('an answer whose request is lost is about one, unless such are always about all', () => {
    const wire = new Wire()
    attachTwice(wire)
    wire.send(SGW, MME, gtp2(37, { teid: 0x11, sequence: 70 }, cause(16)))
    expect(further(wire)).toEqual([])
    wire.send(SGW, MME, gtp2(171, { teid: 0x11, sequence: 71 }, cause(16)))
    expect(further(wire)).toEqual(['2 shared'])
  })
})

/** A request that stands behind its answer, though it was sent 5 ms before. */
function swapped(wire: Wire, asked: Uint8Array, answered: Uint8Array): void {
  wire.at += 100
  wire.send(SGW, MME, answered)
  wire.at -= 15
  wire.send(MME, SGW, asked)
  wire.at += 20
}

const both = (wire: Wire): void => {
  attach(wire)
  attach(wire, { apn: 'ims', ebi: 6, sequence: 2, teids: [0x11, 0x21, 0x25, 0x35], addressed: true })
}
const groups = ({ messages }: Wire): string[] =>
  messages.slice(8).map(({ keys }) => keys.map(({ value, use }) => `${value} ${use}`).join(', '))
const remove = (linked: number, sequence: number) => gtp2(36, { teid: 0x21, sequence }, ebi(linked))
const removed = (sequence: number) => gtp2(37, { teid: 0x11, sequence }, cause(16))

describe('an answer that stands before its request in the capture', () => {
  it('is of the same connection, from creation to deletion', () => {
    const wire = new Wire()
    swapped(wire, request(), response())
    swapped(
      wire,
      gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5))),
      gtp2(35, { teid: 0x11, sequence: 2 }, cause(16)),
    )
    swapped(wire, gtp2(36, { teid: 0x21, sequence: 3 }, ebi(5)), gtp2(37, { teid: 0x11, sequence: 3 }, cause(16)))
    const keys = wire.messages.map(({ keys: [key] }) => `${key!.value} ${key!.use}`)
    expect(keys).toEqual(['1 open', '1 open', '1 open', '1 open', '1 open', '1 close'])
    expect(wire.messages.map(({ details }) => details['latency_ms'])).toEqual([
      undefined,
      5,
      undefined,
      5,
      undefined,
      5,
    ])
    expect(wire.send(MME, SGW, request({ sequence: 4 }))).toBe('gtp:2')
  })

  it('and names none of a UE’s connections is of the one that the request names', () => {
    const wire = new Wire()
    both(wire)
    swapped(wire, remove(6, 3), removed(3))
    expect(groups(wire)).toEqual(['3 open', '2 close, 3 open'])
    expect(wire.last.details['latency_ms']).toBe(5)
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 4 }, bearer(ebi(5))))).toBe('gtp:1')
  })

  it('and names none is of the first where its request is lost, once that goes on or ends', () => {
    const wire = new Wire()
    both(wire)
    wire.send(SGW, MME, removed(3))
    wire.at += 3000
    wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 4 }, bearer(ebi(5))))
    expect(groups(wire)).toEqual(['3 open', '1 open, 3 open'])
  })

  it('is none of a request that was sent later, by its time', () => {
    const wire = new Wire()
    wire.send(SGW, MME, gtp2(35, { teid: 0x11, sequence: 2 }, cause(16)))
    wire.send(MME, SGW, gtp2(34, { teid: 0x99, sequence: 2 }, bearer(ebi(5))))
    expect(wire.messages.map(({ keys: [key] }) => key!.value)).toEqual(['1', '2'])
  })
})

describe('messages about all connections of a set or a node', () => {
  it('a set that is deleted: an event of each, and their end when it is accepted', () => {
    const wire = network()
    const path = wire.send(SGW, PGW, gtp2(101, { sequence: 1 }, set(MME, 7), set(MME, 9)))
    expect(path).toMatch(/^gtp-transaction/)
    expect(further(wire)).toEqual(['1 shared'])
    wire.send(PGW, SGW, gtp2(102, { sequence: 1 }, cause(16)))
    expect(further(wire)).toEqual(['1 ended'])
    wire.send(SGW, PGW, gtp2(101, { sequence: 2 }, set(MME, 7)))
    expect(further(wire)).toEqual([])
  })

  it('a set whose deletion is refused lives on', () => {
    const wire = network()
    wire.send(SGW, PGW, gtp2(101, { sequence: 1 }, set(MME, 8)))
    wire.send(PGW, SGW, gtp2(102, { sequence: 1 }, cause(72)))
    expect(further(wire)).toEqual(['2 shared'])
  })

  it('a PGW that began anew: the end of all that it served', () => {
    const wire = network()
    wire.send(SGW, MME, gtp2(179, { sequence: 1 }, address(PGW), address(SGW)))
    expect(further(wire)).toEqual(['1 ended', '2 ended'])
    wire.send(MME, SGW, gtp2(180, { sequence: 1 }, cause(16)))
    expect(further(wire)).toEqual(['1 shared', '2 shared'])
    wire.send(SGW, MME, gtp2(179, { sequence: 2 }, address(OTHER_SGW)))
    expect(further(wire)).toEqual([])
  })

  it('G18 an echo that tells of a restart: the end of all with an end there', () => {
    const wire = network()
    wire.send(SGW, MME, gtp2(1, { sequence: 1 }, recovery(1)))
    expect(further(wire)).toEqual([])
    wire.send(SGW, MME, gtp2(1, { sequence: 2 }, recovery(2)))
    expect(further(wire)).toEqual(['1 ended', '2 ended'])
  })

  it('an end that was met on the other hop counts too', () => {
    const wire = new Wire()
    attach(wire)
    wire.send(SGW_S5, PGW, gtp2(1, { sequence: 1 }, recovery(1)))
    wire.send(SGW_S5, PGW, gtp2(1, { sequence: 2 }, recovery(2)))
    expect(further(wire)).toEqual(['1 ended'])
  })
})
