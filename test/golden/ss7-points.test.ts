/** Signalling points of America: of 24 bits, told by their size, and on a link by where SCCP stands. */
import { describe, expect, it } from 'vitest'
import { hasLongLabel, pointCodeText } from '../../src/bytes/point-code.ts'
import { partyAddress } from '../../src/protocols/ss7/address.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat, u8 } from '../make/octets.ts'
import { octetsOf } from '../make/per.ts'
import { Association } from '../make/sctp.ts'
import * as ss7 from '../make/ss7.ts'
import { Wire } from '../make/wire.ts'

const [HERE, THERE] = [0xf00a01, 0x0a1403]
/** To point 10-20-3 and its subsystem 8; from 240-10-1. */
const ADDRESSES = [octetsOf('83 08 03 14 0a'), octetsOf('83 06 01 0a f0')] as const
const [CALLED, CALLING] = ADDRESSES
const DATA = octetsOf('e2 03 c7 01 05')
/** UDT: Q.713 §4.10, as T1.112.3 has it too. */
const UNIT = concat(
  u8(9, 0, 3, 3 + CALLED.length, 3 + CALLED.length + CALLING.length),
  u8(CALLED.length),
  CALLED,
  u8(CALLING.length),
  CALLING,
  u8(DATA.length),
  DATA,
)
const LABEL = octetsOf('b3 03 14 0a 01 0a f0 05')

describe('points of 24 bits', () => {
  it('are written by network, cluster and member', () => {
    expect([0x0a1403, 0x3fff, 0xffffff].map(pointCodeText)).toEqual(['10-20-3', '16383', '255-255-255'])
  })

  it('in M3UA name the session, and those that cannot be reached', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) })
    const iam = ss7.isup({ opc: HERE, dpc: THERE }, 7, 1, ss7.initialAddress('4930123456', '4917100000001'))
    association.send(10, 'client', iam, { ppid: ss7.M3UA })
    const unavailable = ss7.m3ua(2, 1, ss7.parameter(0x0012, octetsOf('00 0a 14 03 00 00 00 64')))
    association.send(20, 'server', unavailable, { ppid: ss7.M3UA })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions[0]).toMatchObject({ session_key: 'isup:240-10-1>10-20-3/7' })
    expect(sessions[0]?.events[0]?.details).toMatchObject({ opc: HERE, opc_text: '240-10-1', dpc_text: '10-20-3' })
    expect(sessions[1]?.events[0]?.details).toMatchObject({ affected_points: ['10-20-3', 100] })
  })

  it('on a link are the ends, and those of SCCP have them in their own order', async () => {
    const packets = [{ at: 0, bytes: concat(LABEL, UNIT) }]
    const { sessions } = await analyzeCapture(pcap(packets, { linkType: 141 }))
    expect(sessions[0]?.participants).toEqual(['pc-240-10-1', 'pc-10-20-3'])
    expect(sessions[0]?.events[0]?.details).toMatchObject({
      opc_text: '240-10-1',
      dpc_text: '10-20-3',
      called: { ssn: 8, subsystem: 'MSC', pc: THERE, pc_text: '10-20-3' },
      calling: { ssn: 6, pc: HERE },
    })
  })

  it.each([
    ['titles of a translation type', '88 0a 12 34', { gt: '2143' }],
    ['titles with a numbering plan', '85 08 0a 12 12 34', { ssn: 8, gt: '2143' }],
    ['no more than is there', '83 08 03', { ssn: 8 }],
    ['none', '80', {}],
  ])('%s', (_it, hex, want) => {
    const bytes = octetsOf(hex)
    expect(partyAddress(bytes, 0, bytes.length)).toMatchObject(want)
  })

  it('are not seen where nothing tells, whatever is cut', () => {
    const short = concat(octetsOf('83 64 40 32 10'), UNIT)
    for (let to = 0; to <= short.length; to++) expect(hasLongLabel(short, 0, to)).toBe(false)
    const long = concat(LABEL, UNIT)
    expect(hasLongLabel(long, 0, long.length)).toBe(true)
    for (let to = 0; to < LABEL.length; to++) expect(hasLongLabel(long, 0, to)).toBe(false)
  })
})
