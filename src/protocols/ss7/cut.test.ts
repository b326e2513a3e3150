/** What the snap length cut of a message over SS7: what was read of it stands, and is what the whole one says. */
import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { bssmap, bssmapElement, bssmapImsi, dtap, nasPdu, ranap, serviceArea } from '../../../test/make/ranap.ts'
import * as ss7 from '../../../test/make/ss7.ts'
import { u8 } from '../../../test/make/octets.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { sigtran } from './sigtran.ts'

const THERE = { opc: 100, dpc: 200 }
const BACK = { opc: 200, dpc: 100 }
const UPDATING = octetsOf('05 08 72 00 f1 10 00 07 57 08 09 10 10 00 00 00 00 10')
const SETUP = octetsOf('03 05 04 01 a0 5e 06 91 94 71 01 00 00')
const BSSAP = 254
const RANAP = 142

const MESSAGES: readonly { it: string; bytes: Uint8Array }[] = [
  {
    it: 'Begin',
    bytes: ss7.tcap(
      ss7.BEGIN,
      { ...THERE, from: '491710000001', to: '491710000002', otid: 0x11223344 },
      ss7.updateLocation(1, '001010000000001'),
    ),
  },
  {
    it: 'End',
    bytes: ss7.tcap(ss7.END, { ...BACK, from: '4917', to: '4918', dtid: 0x11 }, ss7.result(1, 2), ss7.failure(2, 1)),
  },
  {
    it: 'connection request, BSSMAP',
    bytes: ss7.connectionRequest(THERE, 1, BSSAP, bssmap(0x57, bssmapElement(0x17, UPDATING))),
  },
  {
    it: 'connection request, RANAP',
    bytes: ss7.connectionRequest(THERE, 1, RANAP, ranap(0, 19, serviceArea(7, 9), nasPdu(UPDATING))),
  },
  { it: 'BSSMAP with an IMSI', bytes: ss7.connectionData(THERE, 2, bssmap(0x2f, bssmapImsi('001010000000001'))) },
  { it: 'DTAP', bytes: ss7.connectionData(THERE, 2, dtap(SETUP)) },
  { it: 'release', bytes: ss7.released(THERE, 1, 2) },
  { it: 'initial address', bytes: ss7.isup(THERE, 5, 1, ss7.initialAddress('4930123456', '4917100000001')) },
  { it: 'return', bytes: ss7.returned({ ...BACK, from: '4917', to: '4918' }, 1, ss7.beginData(0x11, u8(0x30, 0))) },
]

function decoded(bytes: Uint8Array, to: number): Kept {
  const out = new Kept(true)
  sigtran.decode(bytes, 0, to, bytes.length, whereOf(), out)
  return out
}

/** Where `part` says what `whole` does not; elements of lists by their place. */
function strays(part: unknown, whole: unknown, path = ''): string[] {
  if (typeof part !== 'object' || part === null) return part === whole ? [] : [`${path} ${String(part)}`]
  return Object.entries(part).flatMap(([name, value]) =>
    strays(value, (whole as Record<string, unknown> | undefined)?.[name], `${path} ${name}`),
  )
}

describe('cut by the snap length', () => {
  it.each(MESSAGES)('$it', ({ bytes }) => {
    const whole = decoded(bytes, bytes.length)
    expect(whole.fault).toBe('')
    for (let to = 8; to < bytes.length; to++) {
      const { fault, depth, details, parties } = decoded(bytes, to)
      expect([fault, depth]).toEqual(['cut', 0])
      expect([to, ...strays(details, whole.details)]).toEqual([to])
      for (const party of parties) expect(whole.parties).toContainEqual(party)
    }
  })

  it('tells ends and references, with which the rest is joined', () => {
    const request = MESSAGES[2]!.bytes
    const { details } = decoded(request, request.length - 12)
    expect(details).toMatchObject({ opc: 100, dpc: 200, sccp_name: 'CR', slr: 1, application: 'BSSMAP' })
    const begin = MESSAGES[0]!.bytes
    expect(decoded(begin, begin.length - 10).details).toMatchObject({ tcap_type: 'Begin', otid: '11223344' })
  })
})
