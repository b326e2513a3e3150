/** Lists of PDU sessions with what SMF and NG-RAN node tell each other: TS 38.413 §9.3.4. */
import { describe, expect, it } from 'vitest'
import { sessions } from '../../../test/make/ngap.ts'
import { concat } from '../../../test/make/octets.ts'
import { element, INITIATING, list, octetsOf, pdu, PerWriter, SUCCESSFUL } from '../../../test/make/per.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { ngap } from './ngap.ts'

function sessionsOf(alternative: number, procedure: number, one: ReturnType<typeof element>): unknown {
  const bytes = pdu(alternative, procedure, one)
  const out = new Kept(true)
  ngap.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.fault).toBe('')
  return out.details['pdu_sessions']
}

const TUNNEL = '0a000009 00000044'
const CAUSE = new PerWriter().bits(2, 0).bits(3, 0).bits(1, 0).bits(6, 20).done()

interface Case {
  it: string
  list: number
  transfer: Uint8Array
  is: object
}

const cases: Case[] = [
  {
    it: 'a release command: its cause',
    list: 79,
    transfer: CAUSE,
    is: { action: 'release', cause: { group: 'radioNetwork', name: 'user-inactivity' } },
  },
  {
    it: 'a path switch that the core acknowledges: its tunnel',
    list: 77,
    transfer: concat(new PerWriter().bits(4, 4).bits(1, 0).bits(2, 0).bits(1, 0).bits(8, 31).done(), octetsOf(TUNNEL)),
    is: { action: 'switched', ip: '10.0.0.9', teid: '0x00000044', direction: 'ul' },
  },
  {
    it: 'what the target of a handover admits: tunnel and flows',
    list: 53,
    transfer: concat(
      octetsOf(`0007c0 ${TUNNEL}`),
      new PerWriter().bits(6, 1).bits(3, 0).bits(7, 1).bits(3, 0).bits(7, 2).done(),
    ),
    is: { action: 'admitted', ip: '10.0.0.9', teid: '0x00000044', direction: 'dl', qfi: [1, 2] },
  },
  {
    it: 'a handover command: where to forward',
    list: 59,
    transfer: concat(new PerWriter().bits(5, 8).bits(1, 0).bits(2, 0).bits(1, 0).bits(8, 31).done(), octetsOf(TUNNEL)),
    is: { action: 'hand over', forwarding_tunnel: '0x00000044@10.0.0.9' },
  },
  {
    it: 'a modification that is done: both ends of the tunnel',
    list: 65,
    transfer: concat(
      new PerWriter().bits(7, 0x30).bits(1, 0).bits(2, 0).bits(1, 0).bits(8, 31).done(),
      octetsOf(TUNNEL),
      new PerWriter().bits(1, 0).bits(2, 0).bits(1, 0).bits(8, 31).done(),
      octetsOf('0a000008 00000055'),
    ),
    is: { action: 'modified', ip: '10.0.0.9', direction: 'dl', ul_tunnel: '0x00000055@10.0.0.8' },
  },
]

describe('transfers of PDU sessions', () => {
  it.each(cases)('$it', ({ list: id, transfer, is }) => {
    expect(sessionsOf(INITIATING, 28, sessions(id, [7, transfer]))).toMatchObject([{ id: 7, ...is }])
  })

  it('a modification that is asked for: flows with their QoS, what is released', () => {
    const flow = new PerWriter().bits(6, 0).bits(1, 0).bits(3, 4).bits(1, 0).bits(6, 5)
    // Parameters: none optional; a standard 5QI of 1; priority 2, may pre-empt.
    flow.bits(5, 0).bits(2, 0).bits(5, 0).bits(1, 0).octets(Uint8Array.of(1))
    flow.bits(2, 0).bits(4, 1).bits(1, 0).bits(1, 1).bits(1, 0).bits(1, 0)
    const transfer = concat(octetsOf('00 0001 0087 00'), new PerWriter().open(flow.done()).done())
    const item = concat(octetsOf('00 00 07'), new PerWriter().open(transfer).done())
    expect(sessionsOf(INITIATING, 26, element(64, item))).toMatchObject([
      {
        action: 'modify',
        id: 7,
        qos_flows: [
          { qfi: 5, five_qi: 1, arp: { priority: 2, pre_emption: 'may-trigger', vulnerability: 'not-pre-emptable' } },
        ],
      },
    ])
  })

  it('sessions that failed stand beside those that are set up', () => {
    const bytes = pdu(
      SUCCESSFUL,
      29,
      sessions(75, [1, octetsOf(`0003e0 ${TUNNEL} 0001`)]),
      sessions(58, [2, new PerWriter().bits(3, 0).bits(3, 0).bits(1, 0).bits(6, 42).done()]),
    )
    const out = new Kept()
    ngap.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
    expect(out.details['pdu_sessions']).toMatchObject([
      { action: 'set up', id: 1, ip: '10.0.0.9' },
      { action: 'failed', id: 2, cause: { name: 'resources-not-available-for-the-slice' } },
    ])
  })

  it('a list in a list is not read as one', () => {
    expect(sessionsOf(INITIATING, 28, element(999, list(element(79, octetsOf('00')))))).toBeUndefined()
  })
})
