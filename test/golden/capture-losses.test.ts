/** What the capture itself lost, as what it holds tells: issue 6, coverage. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { rtpStream } from '../make/rtp.ts'
import { Wire } from '../make/wire.ts'

/** Streams side by side, 20 ms a packet, of which some are lost. */
function streams(count: number, lost: (stream: number, packet: number) => boolean): Wire {
  const wire = new Wire()
  for (let i = 0; i < count; i++) {
    const [from, to] = [end(`10.1.0.${i + 1}`, 20_000), end(`10.2.0.${i + 1}`, 30_000)]
    rtpStream(wire, { at: i, from, to, ssrc: 0x1000 + i, packets: 300, lost: (packet) => lost(i, packet) })
  }
  return wire
}

/** A call over TCP, of whose messages one is not in the capture. */
function callWithout(missing: number): Wire {
  const wire = new Wire()
  const connection = wire.connect(0, ALICE.agent.end, BOB.agent.end)
  let sent = 0
  answeredCall(wire, {
    at: 10,
    callId: 'lost@10.45.0.5',
    transport: 'TCP',
    packets: 10,
    send: (at, from, _to, bytes) => {
      const side = from === ALICE.agent.end ? 'client' : 'server'
      if (sent++ === missing) connection.skip(side, bytes.length)
      else connection.send(at, side, bytes)
    },
  })
  return wire
}

async function warningsOf(wire: Wire): Promise<(readonly [string, number | undefined])[]> {
  const { capture } = await analyzeCapture(pcap(wire.packets))
  return capture.warnings.map(({ code, count }) => [code, count])
}

describe('moments at which the capture lost media', () => {
  const cases: { it: string; lost: (stream: number, packet: number) => boolean; told: number }[] = [
    { it: 'all streams miss the same time, twice', lost: (_, n) => (n >= 50 && n < 60) || n === 200, told: 2 },
    { it: 'all but one of twelve', lost: (stream, n) => stream > 0 && n >= 50 && n < 60, told: 1 },
    { it: 'none where half of them do', lost: (stream, n) => stream < 6 && n >= 50 && n < 60, told: 0 },
    { it: 'none where each loses for itself', lost: (stream, n) => (n * 7 + stream * 13) % 50 === 17, told: 0 },
    { it: 'none where nothing is lost', lost: () => false, told: 0 },
  ]
  it.each(cases)('$it', async ({ lost, told }) => {
    expect(await warningsOf(streams(12, lost))).toEqual(told > 0 ? [['SHARED_GAPS', told]] : [])
  })

  it('none where too few streams could tell', async () => {
    expect(await warningsOf(streams(5, (_, n) => n === 50))).toEqual([])
  })
})

describe('parts of connections that the capture lost', () => {
  it('are told where the other side acknowledged them', async () => {
    expect(await warningsOf(callWithout(2))).toEqual([['ACKNOWLEDGED_UNSEEN', 1]])
  })

  it('and not where all are there', async () => {
    expect(await warningsOf(callWithout(-1))).toEqual([])
  })
})
