/** RUA as an encoder of others writes it: TS 25.468. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../../../test/analyze-capture.ts'
import { pcap } from '../../../test/make/capture-file.ts'
import { end } from '../../../test/make/internet.ts'
import { octetsOf } from '../../../test/make/per.ts'
import { Association } from '../../../test/make/sctp.ts'
import { Wire } from '../../../test/make/wire.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { rua } from './rua.ts'

const CONNECT =
  '0001 0057 000004 00070001 00 00030003 004711 00060001 40 0004003f 3e 0013403a0000060003400100000f40060000f1104223003a40080000f110422342230010400807050200f1100001004f40030047110056400500f1100017'
const TRANSFER =
  '0002 002c 000003 00070001 80 00030003 123456 00040019 18 001440140000020010400807050200f1100001003b400100'
const DISCONNECT = '0003 0020 000004 00070001 00 00030003 004711 00010001 00 00040008 07 20010003000000'

const cases: { it: string; hex: string; wire?: number; want: object; fault?: string; name: string }[] = [
  {
    it: 'a context begins',
    hex: CONNECT,
    want: { rua_type: 1, domain: 'CS', context_id: 0x4711, application: 'RANAP', procedure_code: 19 },
    name: 'RANAP InitialUE-Message / Location updating accept',
  },
  {
    it: 'of the packet domain',
    hex: TRANSFER,
    want: { rua_type: 2, domain: 'PS', context_id: 0x123456, nas: [{ message_type: 'Location updating accept' }] },
    name: 'RANAP DirectTransfer / Location updating accept',
  },
  {
    it: 'what it carries is cut',
    hex: TRANSFER.slice(0, 60),
    wire: 48,
    want: { context_id: 0x123456 },
    fault: 'cut',
    name: 'RUA DirectTransfer',
  },
  {
    it: 'a length lies',
    hex: TRANSFER.slice(0, 60),
    want: { rua_type: 2 },
    fault: 'malformed',
    name: 'RUA DirectTransfer',
  },
]

async function sessionsOf(...hexes: readonly string[]) {
  const wire = new Wire()
  const ends = { client: end('10.0.0.1', 29_169), server: end('10.0.0.2', 29_169) }
  const association = new Association(wire, 0, ends)
  hexes.forEach((hex, i) => association.send(10 + i, 'client', octetsOf(hex), { ppid: 19 }))
  return (await analyzeCapture(pcap(wire.packets))).sessions
}

describe('RUA', () => {
  it('a context is a session to its end, and its identifier given again is another', async () => {
    const sessions = await sessionsOf(CONNECT, TRANSFER, DISCONNECT, CONNECT)
    expect(sessions).toMatchObject([
      { type: 'SS7', subtype: 'RANAP', outcome: 'success', events: [{ protocol: 'RUA' }, {}] },
      { outcome: 'incomplete', events: [{ details: { context_id: 0x123456 } }] },
      { outcome: 'incomplete', events: [{ details: { context_id: 0x4711 } }] },
    ])
  })

  it.each(cases)('$it', ({ hex, wire, want, fault = '', name }) => {
    const bytes = octetsOf(hex)
    const out = new Kept(true)
    rua.decode(bytes, 0, bytes.length, wire ?? bytes.length, whereOf(), out)
    expect(out.details).toMatchObject(want)
    expect([out.fault, out.short, out.depth]).toEqual([fault, name, 0])
  })

  it('ends anywhere without harm', () => {
    for (const hex of [CONNECT, TRANSFER, DISCONNECT]) {
      const bytes = octetsOf(hex)
      for (let to = 2; to < bytes.length; to++) {
        const out = new Kept(true)
        rua.decode(bytes, 0, to, bytes.length, whereOf(), out)
        expect([to, out.fault, out.depth]).toEqual([to, 'cut', 0])
      }
    }
  })
})
