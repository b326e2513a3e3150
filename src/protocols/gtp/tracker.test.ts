import { describe, expect, it } from 'vitest'
import {
  apn,
  bearer,
  cause,
  ebi,
  element,
  fteid,
  gsnAddress,
  gtp1,
  gtp2,
  imsi,
  imsi1,
  indication,
  labels,
  qos,
  recovery,
  tbcd,
  teid1,
  tlv,
  tv,
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
  s5Request,
  s5Response,
  SGW,
  SGW_S5,
  Wire,
} from '../../../test/gtp-connections.ts'

const emergency = (mei: string, sequence: number): Uint8Array =>
  gtp2(32, { teid: 0, sequence }, element(75, tbcd(mei)), fteid(10, sequence, MME), apn('sos'), bearer(ebi(5)))

describe('which connection', () => {
  it('G1 the answer to a request with TEID 0', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, request())
    expect(wire.send(SGW, MME, response())).toBe(key)
    expect(wire.last.details['latency_ms']).toBe(10)
  })

  it('G3 S11 and S5 are hops of one', () => {
    const wire = new Wire()
    const key = attach(wire)
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5), fteid(0, 0x202, ENB))))).toBe(key)
    expect(wire.send(PGW, SGW_S5, gtp2(99, { teid: 0x22, sequence: 9 }, ebi(5)))).toBe(key)
  })

  it('two subscribers with the same TEID 0, nodes and sequence numbers far apart are two', () => {
    const wire = new Wire()
    const one = attach(wire)
    const other = attach(wire, { imsi: '001010000000002', sequence: 2, teids: [0x12, 0x23, 0x24, 0x32] })
    expect(other).not.toBe(one)
  })

  it('G4 two connections of a UE share the S11 TEIDs: told by bearer', () => {
    const wire = new Wire()
    const internet = attach(wire)
    const ims = attach(wire, { apn: 'ims', ebi: 6, sequence: 2, teids: [0x11, 0x21, 0x25, 0x35], addressed: true })
    expect(ims).not.toBe(internet)
    const create = (linked: number, sequence: number) =>
      wire.send(SGW, MME, gtp2(95, { teid: 0x11, sequence }, ebi(linked), bearer(ebi(0), qos(1, 49))))
    expect(create(6, 20)).toBe(ims)
    expect(wire.send(MME, SGW, gtp2(96, { teid: 0x21, sequence: 20 }, cause(16), bearer(ebi(7), cause(16))))).toBe(ims)
    expect(create(5, 21)).toBe(internet)
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 3 }, bearer(ebi(7), fteid(0, 9, ENB))))).toBe(ims)
    expect(wire.send(MME, SGW, gtp2(170, { teid: 0x21, sequence: 4 }))).toBe(internet)
    expect(wire.send(MME, SGW, gtp2(36, { teid: 0x21, sequence: 5 }, ebi(6)))).toBe(ims)
    expect(wire.send(SGW, MME, gtp2(37, { teid: 0x11, sequence: 5 }, cause(16)))).toBe(ims)
    expect(wire.last.keys[0]!.use).toBe('close')
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 6 }, bearer(ebi(5))))).toBe(internet)
  })

  it('G6 another SGW: the PGW stays, and the old SGW forgets it', () => {
    const wire = new Wire()
    const key = attach(wire)
    const moved = gtp2(
      32,
      { teid: 0, sequence: 7 },
      imsi(IMSI),
      indication(0x08),
      fteid(10, 0x12, MME),
      fteid(7, 0x31, PGW, 1),
      apn('internet'),
      bearer(ebi(5), fteid(5, 0x531, PGW, 2)),
    )
    expect(wire.send(MME, OTHER_SGW, moved)).toBe(key)
    expect(wire.last.details['relocation']).toBe(true)
    expect(wire.send(OTHER_SGW, PGW, gtp2(34, { teid: 0x31, sequence: 8 }, fteid(6, 0x62, OTHER_SGW)))).toBe(key)
    expect(wire.send(PGW, OTHER_SGW, gtp2(35, { teid: 0x62, sequence: 8 }, cause(16)))).toBe(key)
    expect(
      wire.send(OTHER_SGW, MME, gtp2(33, { teid: 0x12, sequence: 7 }, cause(16), fteid(11, 0x61, OTHER_SGW))),
    ).toBe(key)
    expect(wire.send(MME, SGW, gtp2(36, { teid: 0x21, sequence: 9 }, ebi(5), indication(0, 0x02)))).toBe(key)
    expect(wire.send(SGW, MME, gtp2(37, { teid: 0x11, sequence: 9 }, cause(16)))).toBe(key)
    expect(wire.last.keys[0]!.use).toBe('open')
    expect(wire.send(MME, OTHER_SGW, gtp2(34, { teid: 0x61, sequence: 10 }, bearer(ebi(5))))).toBe(key)
  })

  it('G7 another MME: forward relocation, then a creation at its SGW', () => {
    const wire = new Wire()
    const key = attach(wire)
    const moved = element(109, concat(apn('internet'), ebi(5), fteid(7, 0x31, PGW), bearer(ebi(5))))
    const relocation = gtp2(
      133,
      { teid: 0, sequence: 3 },
      imsi(IMSI),
      fteid(12, 0x71, MME),
      moved,
      fteid(11, 0x21, SGW, 1),
    )
    expect(wire.send(MME, OTHER_MME, relocation)).toBe(key)
    expect(
      wire.send(OTHER_MME, MME, gtp2(134, { teid: 0x71, sequence: 3 }, cause(16), fteid(12, 0x72, OTHER_MME))),
    ).toBe(key)
    expect(wire.send(OTHER_MME, MME, gtp2(135, { teid: 0x71, sequence: 4 }))).toBe(key)
    expect(wire.send(MME, OTHER_MME, gtp2(136, { teid: 0x72, sequence: 4 }, cause(16)))).toBe(key)
    const create = gtp2(
      32,
      { teid: 0, sequence: 5 },
      imsi(IMSI),
      fteid(10, 0x13, OTHER_MME),
      fteid(7, 0x31, PGW, 1),
      apn('internet'),
      bearer(ebi(5)),
    )
    expect(wire.send(OTHER_MME, OTHER_SGW, create)).toBe(key)
  })

  it('G7 context request by GUTI: whose it is, the answer tells', () => {
    const wire = new Wire()
    const key = attach(wire)
    wire.send(
      OTHER_MME,
      MME,
      gtp2(
        130,
        { teid: 0, sequence: 3 },
        element(117, concat(u8(0, 0xf1, 0x10), u16(1), u8(1), u32(9))),
        fteid(12, 0x72, OTHER_MME),
      ),
    )
    const moved = element(109, concat(apn('internet'), ebi(5), fteid(7, 0x31, PGW)))
    expect(
      wire.send(
        MME,
        OTHER_MME,
        gtp2(131, { teid: 0x72, sequence: 3 }, cause(16), imsi(IMSI), moved, fteid(12, 0x71, MME)),
      ),
    ).toBe(key)
    expect(wire.last.keys).toHaveLength(2)
    expect(wire.last.keys[1]).toEqual(wire.messages.at(-2)!.keys[0])
    expect(wire.send(OTHER_MME, MME, gtp2(132, { teid: 0, sequence: 3 }, cause(16)))).toBe(key)
  })

  it('G9 a repeat is the same, also behind the answer; another number is another try', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, request())
    expect(wire.send(MME, SGW, request())).toBe(key)
    expect(wire.last.details['retransmission']).toBe(true)
    wire.send(SGW, MME, response())
    expect(wire.send(MME, SGW, request())).toBe(key)
    expect(wire.send(SGW, MME, response())).toBe(key)
    expect(wire.last.details['retransmission']).toBe(true)
    const again = wire.send(MME, SGW, request({ sequence: 2 }))
    expect(again).not.toBe(key)
    expect(wire.last.details['supersedes']).toBe(true)
  })

  it('G9 after a restart the numbers begin anew', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, request({}, recovery(1)))
    wire.send(SGW, MME, response())
    expect(wire.send(MME, SGW, request({}, recovery(2)))).not.toBe(key)
    expect(wire.last.details).toMatchObject({ peer_restarted: true, previous_recovery: 1 })
  })

  it('G8 refused: the next try is another session, and the TEID is free', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, request())
    expect(wire.send(SGW, MME, gtp2(33, { teid: 0x11, sequence: 1 }, cause(92)))).toBe(key)
    expect(wire.last.keys[0]!.use).toBe('close')
    expect(wire.send(MME, SGW, request({ sequence: 2 }))).not.toBe(key)
    expect(wire.last.details['supersedes']).toBeUndefined()
  })

  it('a TEID that another subscriber gets is another connection', () => {
    const wire = new Wire()
    const key = attach(wire)
    const other = attach(wire, { imsi: '001010000000002', sequence: 50 })
    expect(other).not.toBe(key)
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 51 }, bearer(ebi(5))))).toBe(other)
  })

  it('G18 after its restart nobody is at the old ends of a node', () => {
    const wire = new Wire()
    const key = attach(wire)
    wire.send(SGW, MME, gtp2(2, { sequence: 1 }, recovery(1)))
    wire.send(SGW, MME, gtp2(2, { sequence: 2 }, recovery(2)))
    expect(wire.last.details['peer_restarted']).toBe(true)
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 3 }, bearer(ebi(5))))).not.toBe(key)
  })

  it('two nodes behind one address tell their counters in turn: no restarts', () => {
    const wire = new Wire()
    for (const counter of [1, 2, 1, 2, 1]) wire.send(SGW, MME, gtp2(1, { sequence: wire.at }, recovery(counter)))
    expect(wire.messages.filter(({ details }) => details['peer_restarted'] === true)).toHaveLength(1)
  })

  it('G21 an emergency without IMSI is told by its equipment', () => {
    const wire = new Wire()
    const one = wire.send(MME, SGW, emergency('356938035643809', 1))
    expect(wire.send(MME, SGW, emergency('356938035643817', 2))).not.toBe(one)
    expect(wire.send(MME, SGW, emergency('356938035643809', 1))).toBe(one)
  })

  it('G23 the bearer number of a deleted bearer, used for another connection', () => {
    const wire = new Wire()
    const internet = attach(wire)
    wire.send(SGW, MME, gtp2(95, { teid: 0x11, sequence: 20 }, ebi(5), bearer(ebi(0))))
    wire.send(MME, SGW, gtp2(96, { teid: 0x21, sequence: 20 }, cause(16), bearer(ebi(6), cause(16))))
    wire.send(SGW, MME, gtp2(99, { teid: 0x11, sequence: 21 }, ebi(6, 1)))
    wire.send(MME, SGW, gtp2(100, { teid: 0x21, sequence: 21 }, cause(16), bearer(ebi(6), cause(16))))
    const ims = attach(wire, { apn: 'ims', ebi: 6, sequence: 2, teids: [0x11, 0x21, 0x25, 0x35], addressed: true })
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 3 }, bearer(ebi(6))))).toBe(ims)
    expect(ims).not.toBe(internet)
  })

  it('G25 the sequence number begins anew', () => {
    const wire = new Wire()
    const key = attach(wire)
    for (const sequence of [0xffffff, 0, 1]) {
      expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence }, bearer(ebi(5))))).toBe(key)
      expect(wire.send(SGW, MME, gtp2(35, { teid: 0x11, sequence }, cause(16)))).toBe(key)
      expect(wire.last.details['latency_ms']).toBe(10)
    }
  })

  it('a command and the request that it asks for', () => {
    const wire = new Wire()
    const key = attach(wire)
    expect(wire.send(MME, SGW, gtp2(68, { teid: 0x21, sequence: 0x800003 }, ebi(5)))).toBe(key)
    expect(wire.send(SGW, MME, gtp2(95, { teid: 0x11, sequence: 0x800003 }, ebi(5), bearer(ebi(0))))).toBe(key)
    expect(wire.last.details).toMatchObject({ triggered_by: 68, latency_ms: 10 })
    expect(
      wire.send(MME, SGW, gtp2(96, { teid: 0x21, sequence: 0x800003 }, cause(16), bearer(ebi(6), cause(16)))),
    ).toBe(key)
  })

  it('handover from the other access goes on', () => {
    const wire = new Wire()
    const key = attach(wire)
    expect(wire.send(OTHER_MME, OTHER_SGW, request({ ebi: 6, sequence: 9 }, indication(0x20)))).toBe(key)
  })
})

describe('what is lost, or was before the capture', () => {
  it('both directions of a connection that nobody saw created', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5))))
    expect(wire.send(SGW, MME, gtp2(35, { teid: 0x11, sequence: 2 }, cause(16)))).toBe(key)
    expect(wire.send(SGW, MME, gtp2(176, { teid: 0x11, sequence: 3 }, ebi(5)))).toBe(key)
  })

  it('the first request on S11', () => {
    const wire = new Wire()
    const key = wire.send(SGW_S5, PGW, s5Request())
    wire.send(PGW, SGW_S5, s5Response())
    expect(wire.send(SGW, MME, response())).toBe(key)
    expect(wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5))))).toBe(key)
  })

  it('the request on S5: its answer proves to be the same', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, request())
    const half = wire.send(PGW, SGW_S5, s5Response())
    expect(half).not.toBe(key)
    expect(wire.send(SGW, MME, response())).toBe(key)
    expect(wire.last.keys.map(({ value }) => `gtp:${value}`)).toEqual([key, half])
  })

  it('the answer on S11: the next answer proves it', () => {
    const wire = new Wire()
    const key = wire.send(MME, SGW, request())
    const half = wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5))))
    expect(wire.send(SGW, MME, gtp2(35, { teid: 0x11, sequence: 2 }, cause(16)))).toBe(key)
    expect(wire.last.keys.map(({ value }) => `gtp:${value}`)).toEqual([key, half])
    expect(wire.send(MME, SGW, gtp2(36, { teid: 0x21, sequence: 3 }, ebi(5)))).toBe(key)
  })

  it('the request to delete one of two: its answer is of the one that has just ended', () => {
    const wire = new Wire()
    attach(wire)
    const ims = attach(wire, { apn: 'ims', ebi: 6, sequence: 2, teids: [0x11, 0x21, 0x25, 0x35], addressed: true })
    expect(wire.send(SGW_S5, PGW, gtp2(36, { teid: 0x35, sequence: 7 }, ebi(6)))).toBe(ims)
    expect(wire.send(PGW, SGW_S5, gtp2(37, { teid: 0x25, sequence: 7 }, cause(16)))).toBe(ims)
    expect(wire.send(SGW, MME, gtp2(37, { teid: 0x11, sequence: 3 }, cause(16)))).toBe(ims)
  })
})

const pdp = (more: {
  imsi?: string
  nsapi: number
  linked?: number
  teid?: number
  sequence: number
  control?: number
}) =>
  gtp1(
    16,
    { teid: more.teid ?? 0, sequence: more.sequence },
    ...(more.imsi === undefined ? [] : [imsi1(more.imsi)]),
    teid1(16, more.sequence + 0x100),
    ...(more.control === undefined ? [] : [teid1(17, more.control)]),
    tv(20, more.nsapi),
    ...(more.linked === undefined ? [] : [tv(20, more.linked)]),
    ...(more.imsi === undefined ? [] : [tlv(131, labels('internet'))]),
    gsnAddress('10.2.0.1'),
    gsnAddress('10.2.0.1'),
  )
const pdpCreated = (teid: number, sequence: number, control: number) =>
  gtp1(
    17,
    { teid, sequence },
    tv(1, 128),
    teid1(16, 0x900),
    teid1(17, control),
    gsnAddress('10.2.0.2'),
    gsnAddress('10.2.0.2'),
  )

describe('PDP contexts', () => {
  const SGSN = '10.2.0.1'
  const GGSN = '10.2.0.2'
  it('G14 a secondary context belongs to the first', () => {
    const wire = new Wire()
    const key = wire.send(SGSN, GGSN, pdp({ imsi: IMSI, nsapi: 5, sequence: 1, control: 0x2222 }))
    expect(wire.send(GGSN, SGSN, pdpCreated(0x2222, 1, 0x3333))).toBe(key)
    expect(wire.send(SGSN, GGSN, pdp({ nsapi: 6, linked: 5, teid: 0x3333, sequence: 2 }))).toBe(key)
    expect(wire.send(GGSN, SGSN, pdpCreated(0x2222, 2, 0x3333))).toBe(key)
    wire.send(SGSN, GGSN, gtp1(20, { teid: 0x3333, sequence: 3 }, tv(20, 6)))
    expect(wire.send(GGSN, SGSN, gtp1(21, { teid: 0x2222, sequence: 3 }, tv(1, 128)))).toBe(key)
    expect(wire.last.keys[0]!.use).toBe('open')
    wire.send(SGSN, GGSN, gtp1(20, { teid: 0x3333, sequence: 4 }, tv(19, 1), tv(20, 5)))
    expect(wire.send(GGSN, SGSN, gtp1(21, { teid: 0x2222, sequence: 4 }, tv(1, 128)))).toBe(key)
    expect(wire.last.keys[0]!.use).toBe('close')
  })

  it('G12 both versions between the same nodes', () => {
    const wire = new Wire()
    const one = wire.send(MME, SGW, pdp({ imsi: IMSI, nsapi: 5, sequence: 1, control: 0x2222 }))
    const other = wire.send(MME, SGW, request())
    expect(other).not.toBe(one)
    expect(wire.send(SGW, MME, response())).toBe(other)
    expect(wire.send(SGW, MME, pdpCreated(0x2222, 1, 0x3333))).toBe(one)
  })

  it('G11 without sequence numbers, by TEID', () => {
    const wire = new Wire()
    const key = wire.send(SGSN, GGSN, pdp({ imsi: IMSI, nsapi: 5, sequence: 1, control: 0x2222 }))
    wire.send(GGSN, SGSN, pdpCreated(0x2222, 1, 0x3333))
    expect(wire.send(SGSN, GGSN, gtp1(20, { teid: 0x3333 }, tv(19, 1), tv(20, 5)))).toBe(key)
    expect(wire.send(GGSN, SGSN, gtp1(21, { teid: 0x2222 }, tv(1, 128)))).toBe(key)
  })
})

describe('the user plane', () => {
  it('G15 an error indication is about the connection of its tunnel', () => {
    const wire = new Wire()
    const key = attach(wire)
    wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5), fteid(0, 0x202, ENB))))
    expect(wire.send(ENB, SGW, gtp1(26, { sequence: 0 }, teid1(16, 0x202), gsnAddress(ENB)), 2152)).toBe(key)
  })

  it('G16 an end marker comes to the old end', () => {
    const wire = new Wire()
    const key = attach(wire)
    wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 2 }, bearer(ebi(5), fteid(0, 0x202, ENB))))
    wire.send(MME, SGW, gtp2(34, { teid: 0x21, sequence: 3 }, bearer(ebi(5), fteid(0, 0x303, '10.1.0.3'))))
    expect(wire.send(SGW, ENB, gtp1(254, { teid: 0x202 }), 2152)).toBe(key)
    expect(wire.send(SGW, ENB, gtp1(254, { teid: 0x999 }), 2152)).toBe(`gtp-tunnel:0x00000999@${ENB}`)
  })
})

describe('between nodes', () => {
  it('echoes pair by number, and each is one heartbeat', () => {
    const wire = new Wire()
    const first = wire.send(MME, SGW, gtp2(1, { sequence: 0 }))
    expect(wire.send(SGW, MME, gtp2(2, { sequence: 0 }, recovery(1)))).toBe(first)
    const second = wire.send(MME, SGW, gtp2(1, { sequence: 0 }))
    expect(second).not.toBe(first)
    expect(wire.last.keys[1]).toMatchObject({ kind: 'gtp-path', value: `GTPv2 ${MME}<->${SGW}` })
  })
})
