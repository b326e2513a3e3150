/** SS7 on both sides of a signalling transfer point, which sends messages on as they are. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { Association } from '../make/sctp.ts'
import * as ss7 from '../make/ss7.ts'
import { type Side, Wire } from '../make/wire.ts'

const THERE = { opc: 100, dpc: 200 }
const BACK = { opc: 200, dpc: 100 }
const BSSAP = 254
const UPDATE = ss7.updateLocation(1, '001010000000001')

/** Messages 10 ms apart, each sent on after 2 ms unless it is lost there. */
type Sent = readonly (readonly [side: Side, bytes: Uint8Array, lost?: 'lost'])[]

async function analyzed(messages: Sent, gap = 10) {
  const wire = new Wire()
  const [near, far] = [end('10.0.0.1', 2905), end('10.0.0.3', 2905)]
  const [first, second] = [
    new Association(wire, 0, { client: near, server: end('10.0.0.2', 2905) }),
    new Association(
      wire,
      2,
      { client: end('10.0.0.2', 2906), server: far },
      { tags: { client: 0xaaaa0001, server: 0xbbbb0001 } },
    ),
  ]
  messages.forEach(([side, bytes, lost], i) => {
    const [from, to] = side === 'client' ? [first, second] : [second, first]
    from.send(10 + gap * i, side, bytes, { ppid: ss7.M3UA })
    if (!lost) to.send(12 + gap * i, side, bytes, { ppid: ss7.M3UA })
  })
  return analyzeCapture(pcap(wire.packets))
}

describe('through a transfer point', () => {
  const begin = ss7.tcap(ss7.BEGIN, { ...THERE, from: '491710000001', to: '491710000002', otid: 0x11 }, UPDATE)
  const over = ss7.tcap(ss7.END, { ...BACK, from: '491710000002', to: '491710000001', dtid: 0x11 }, ss7.result(1, 2))
  const iam = ss7.isup(THERE, 5, 1, ss7.initialAddress('4930123456', '4917100000001'))
  const cases: { it: string; sent: Sent; want: object }[] = [
    {
      it: 'a connection is one',
      sent: [
        ['client', ss7.connectionRequest(THERE, 1, BSSAP, Uint8Array.of(0, 1, 0x21))],
        ['server', ss7.connectionConfirm(BACK, 1, 2)],
        ['client', ss7.connectionData(THERE, 2, Uint8Array.of(0, 1, 0x21))],
        ['server', ss7.released(BACK, 1, 2)],
        ['client', ss7.releaseComplete(THERE, 2, 1)],
      ],
      want: { events_count: 10, outcome: 'success', metrics: { latency_ms: 12 } },
    },
    {
      it: 'a refused connection is one',
      sent: [
        ['client', ss7.connectionRequest(THERE, 1, BSSAP, Uint8Array.of(0, 1, 0x21))],
        ['server', ss7.refused(BACK, 1, 19)],
      ],
      want: { events_count: 4, outcome: 'failed' },
    },
    {
      it: 'a dialogue is one',
      sent: [
        ['client', begin],
        ['server', over],
      ],
      want: { events_count: 4, outcome: 'success', metrics: { latency_ms: 12 } },
    },
    {
      it: 'a call is one',
      sent: [
        ['client', iam],
        ['server', ss7.isup(BACK, 5, 12, ss7.cause(17))],
        ['client', ss7.isup(THERE, 5, 16)],
      ],
      want: { events_count: 6, outcome: 'failed' },
    },
  ]
  it.each(cases)('$it', async ({ sent, want }) => {
    const { sessions } = await analyzed(sent)
    expect(sessions).toMatchObject([want])
  })

  it('says which hop a message is on, and how long the answer took there', async () => {
    const { sessions } = await analyzed([
      ['client', begin],
      ['server', over],
    ])
    const told = sessions[0]!.events.map(({ details }) => [details['hop'], details['latency_ms']])
    expect(told).toEqual([
      [undefined, undefined],
      [2, undefined],
      [2, 8],
      [undefined, 12],
    ])
  })

  const again: { it: string; sent: Sent; gap?: number; want: number }[] = [
    {
      it: 'elsewhere, soon: the next hop',
      sent: [
        ['client', begin, 'lost'],
        ['server', begin, 'lost'],
      ],
      want: 1,
    },
    {
      it: 'elsewhere, much later',
      sent: [
        ['client', begin, 'lost'],
        ['server', begin, 'lost'],
      ],
      gap: 6000,
      want: 2,
    },
    {
      it: 'on the same hop',
      sent: [
        ['client', begin, 'lost'],
        ['client', begin, 'lost'],
      ],
      want: 2,
    },
    {
      it: 'elsewhere, behind the end',
      sent: [
        ['client', begin, 'lost'],
        ['server', over, 'lost'],
        ['server', begin, 'lost'],
      ],
      want: 2,
    },
  ]
  it.each(again)('identifiers that come again $it', async ({ sent, gap, want }) => {
    const { sessions } = await analyzed(sent, gap)
    expect(sessions.filter(({ type }) => type === 'SS7')).toHaveLength(want)
  })

  it('the release of what had those references before is not that of their connection', async () => {
    const stale = ss7.released(BACK, 1, 9)
    const { sessions } = await analyzed([
      ['server', stale],
      ['client', ss7.connectionRequest(THERE, 1, BSSAP, Uint8Array.of(0, 1, 0x21))],
      ['server', ss7.connectionConfirm(BACK, 1, 2)],
      ['server', stale],
      ['client', ss7.connectionData(THERE, 2, Uint8Array.of(0, 1, 0x21))],
      ['server', ss7.released(BACK, 1, 2)],
      ['client', ss7.releaseComplete(THERE, 2, 1)],
    ])
    expect(sessions.map(({ events_count }) => events_count)).toEqual([4, 10])
  })
})
