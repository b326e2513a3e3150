/** SUA in place of SCCP, as RFC 3868 has it and a real transfer point answers it. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u32, u8 } from '../make/octets.ts'
import { octetsOf } from '../make/per.ts'
import { bssmap, bssmapElement } from '../make/ranap.ts'
import { Association } from '../make/sctp.ts'
import * as ss7 from '../make/ss7.ts'
import { type Side, Wire } from '../make/wire.ts'

const SOURCE = 0x0102
const DESTINATION = 0x0103
const SOURCE_REFERENCE = 0x0104
const DESTINATION_REFERENCE = 0x0105
const CAUSE = 0x0106
const DATA = 0x010b
const CONNECTIONLESS = 7
const CONNECTED = 8
const UPDATING = octetsOf('05 08 72 00 f1 10 00 07 57 08 09 10 10 00 00 00 00 10')
const BEGIN = ss7.beginData(0x11, ss7.updateLocation(1, '001010000000001'))
const BSSAP = 254

function addresses(from: readonly [number, number], to: readonly [number, number]): Uint8Array[] {
  return [ss7.suaAddress(SOURCE, ...from), ss7.suaAddress(DESTINATION, ...to)]
}

async function analyzed(...messages: readonly (readonly [side: Side, bytes: Uint8Array])[]) {
  const wire = new Wire()
  const association = new Association(wire, 0, { client: end('10.0.0.1', 14_001), server: end('10.0.0.2', 14_001) })
  messages.forEach(([side, bytes], i) => association.send(10 + i, side, bytes, { ppid: ss7.SUA }))
  return analyzeCapture(pcap(wire.packets))
}

describe('SUA', () => {
  const asked = ss7.m3ua(CONNECTIONLESS, 1, ...addresses([513, 7], [514, 6]), ss7.parameter(DATA, BEGIN))

  it('data that come back fail their dialogue, and say why', async () => {
    const cause = ss7.parameter(CAUSE, u32(0x0104))
    const back = ss7.m3ua(CONNECTIONLESS, 2, cause, ...addresses([514, 6], [513, 7]), ss7.parameter(DATA, BEGIN))
    const { sessions } = await analyzed(['client', asked], ['server', back])
    expect(sessions).toMatchObject([
      {
        subtype: 'MAP',
        outcome: 'failed',
        verdict: { code: 4, name: 'Unequipped failure', category: 'network' },
        events: [{}, { short: 'MAP updateLocation Begin (Unequipped failure)', details: { return_cause: 4 } }],
      },
    ])
  })

  const [near, far] = [
    (tag: number) => ss7.parameter(tag, u32(0x77)),
    (tag: number) => ss7.parameter(tag, u32(0x12345678)),
  ]
  const request = ss7.m3ua(
    CONNECTED,
    1,
    near(SOURCE_REFERENCE),
    ...addresses([513, BSSAP], [514, BSSAP]),
    ss7.parameter(DATA, bssmap(0x57, bssmapElement(0x17, UPDATING))),
  )

  it('a connection is a session, with what is said over it', async () => {
    const { sessions } = await analyzed(
      ['client', request],
      ['server', ss7.m3ua(CONNECTED, 2, near(DESTINATION_REFERENCE), far(SOURCE_REFERENCE))],
      ['client', ss7.m3ua(CONNECTED, 8, far(DESTINATION_REFERENCE), ss7.parameter(DATA, bssmap(0x21)))],
      [
        'server',
        ss7.m3ua(CONNECTED, 4, near(DESTINATION_REFERENCE), far(SOURCE_REFERENCE), ss7.parameter(CAUSE, u32(0x0300))),
      ],
      ['client', ss7.m3ua(CONNECTED, 5, far(DESTINATION_REFERENCE), near(SOURCE_REFERENCE))],
    )
    expect(sessions).toMatchObject([
      {
        subtype: 'BSSMAP',
        outcome: 'success',
        correlation_key: { imsi: '001010000000001' },
        events: [
          { short: 'BSSMAP Complete Layer 3 Information / Location updating request' },
          { short: 'SUA COAK', details: { dlr: 0x77, slr: 0x12345678, latency_ms: 1 } },
          { short: 'BSSMAP Clear Complete' },
          { short: 'SUA RELRE', details: { sccp_cause_name: 'End user originated' } },
          { short: 'SUA RELCO' },
        ],
      },
    ])
  })

  it('a connection that is refused has failed', async () => {
    const refusal = ss7.m3ua(CONNECTED, 3, near(DESTINATION_REFERENCE), ss7.parameter(CAUSE, u32(0x0213)))
    const { sessions } = await analyzed(['client', request], ['server', refusal])
    expect(sessions).toMatchObject([
      {
        outcome: 'failed',
        verdict: { code: 19, name: 'Unequipped user' },
        events: [{}, { short: 'SUA COREF (Unequipped user)' }],
      },
    ])
  })

  it('a length that lies is malformed, and ends nothing else', async () => {
    const lying = ss7.m3ua(CONNECTED, 8, u8(1, 5, 0, 200, 0, 0, 0, 1))
    const { sessions } = await analyzed(['client', lying], ['client', asked])
    expect(sessions.flatMap(({ events }) => events.map(({ fault }) => fault))).toEqual(['malformed', undefined])
  })
})
