/** Where the packets were that nobody could read: issue 6, coverage. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { end, ip } from '../make/internet.ts'
import { ethernet } from '../make/links.ts'
import { utf8, zeros } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

it('flows that are only counted have no end that they did not come to', async () => {
  const wire = new Wire()
  for (let i = 0; i < 3; i++) wire.udp(i, end('10.0.0.1', 40_000), end('10.0.0.2', 4242), utf8('unknown'))
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions.map(({ type, outcome }) => `${type} ${outcome}`)).toEqual(['OTHER unread'])
})

async function placesIn(make: (wire: Wire) => void): Promise<unknown> {
  const wire = new Wire()
  make(wire)
  const { coverage } = await analyzeCapture(pcap(wire.packets))
  const { undecoded, undecoded_at: places } = coverage
  expect((places ?? []).reduce((sum, { packets }) => sum + packets, 0)).toBe(undecoded)
  return places
}

describe('packets that nobody could read', () => {
  it('are told by transport and the lower port, the most first', async () => {
    const places = await placesIn((wire) => {
      for (let i = 0; i < 3; i++) wire.udp(i, end('10.0.0.1', 40_000 + i), end('10.0.0.2', 4242), utf8('unknown'))
      wire.frame(10, ethernet(ip('10.0.0.1', '10.0.0.2', 47, zeros(3))))
      wire.frame(11, ethernet(ip('10.0.0.1', '10.0.0.2', 99, zeros(8))))
      wire.frame(12, ethernet(ip('10.0.0.1', '10.0.0.2', 99, zeros(9))))
    })
    expect(places).toMatchObject([
      { transport: 'UDP', port: 4242, packets: 3 },
      { transport: 'IP 99', packets: 2 },
      { transport: 'IP 47', packets: 1 },
    ])
  })

  it('are none where media was only taken for unknown at first', async () => {
    expect(await placesIn((wire) => void answeredCall(wire, { packets: 30 }))).toBeUndefined()
  })

  it.each([['\r\n\r\n'], ['     '], ['\0\0\0\0']])(
    'are none where %j keeps a way to a SIP proxy open',
    async (filler) => {
      const places = await placesIn((wire) => {
        answeredCall(wire, { packets: 0 })
        for (let i = 1; i < 5; i++) wire.udp(i * 1500, ALICE.agent.end, BOB.agent.end, utf8(filler))
      })
      expect(places).toBeUndefined()
    },
  )

  it('beyond a hundred places are told together', async () => {
    const places = await placesIn((wire) => {
      for (let i = 0; i < 130; i++) wire.udp(i, end('10.0.0.1', 60_000), end('10.0.0.2', 7001 + i), utf8('unknown'))
    })
    expect(places).toHaveLength(101)
    expect(places).toMatchObject({ 100: { transport: 'other', packets: 30 } })
  })
})
