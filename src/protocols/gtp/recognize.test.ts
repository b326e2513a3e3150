import { describe, expect, it } from 'vitest'
import { apn, cause, element, gtp1, gtp2, gtpPrime, imsi, recovery, tv } from '../../../test/make/gtp.ts'
import { concat, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { bytesOf } from '../../../test/gtp-message.ts'
import { gtp } from './gtp.ts'

const request = gtp2(32, { teid: 0, sequence: 1 }, imsi('001010000000001'), apn('ims'))
const cases: { it: string; bytes: Uint8Array; missing?: number; is: boolean }[] = [
  { it: 'version 2', bytes: request, is: true },
  { it: 'version 2 without elements', bytes: gtp2(170, { teid: 1, sequence: 1 }), is: true },
  {
    it: 'version 2, two in a datagram',
    bytes: concat(gtp2(33, { teid: 1, sequence: 1, piggybacked: true }, cause(16), recovery(1)), request),
    is: true,
  },
  { it: 'version 2, cut by the snap length', bytes: request.slice(0, 20), missing: request.length - 20, is: true },
  { it: 'version 2 with something behind', bytes: concat(request, zeros(3)), is: true },
  { it: 'version 2, a type of no message', bytes: gtp2(80, { teid: 1, sequence: 1 }, cause(16)), is: false },
  {
    it: 'version 2, a type that no table knows',
    bytes: gtp2(80, { teid: 1, sequence: 1 }, cause(16), recovery(1)),
    is: true,
  },
  { it: 'version 2, elements of no type', bytes: gtp2(32, { teid: 1, sequence: 1 }, element(30, u8(1))), is: false },
  { it: 'G12 version 1', bytes: gtp1(1, { sequence: 1 }, tv(14, 1)), is: true },
  { it: 'version 1 without sequence number', bytes: gtp1(26, {}, tv(14, 1)), is: true },
  { it: 'version 1, length of another message', bytes: concat(gtp1(1, { sequence: 1 }, tv(14, 1)), u8(0)), is: false },
  { it: 'G24 GTP′', bytes: gtpPrime(240, 1, tv(126, 1)), is: true },
  { it: 'PFCP: version 1 without the protocol type', bytes: bytesOf('20010008 00000100 0060 0000'), is: false },
  { it: 'STUN channel data', bytes: bytesOf('40030008 0001004c2112a442'), is: false },
  { it: 'DNS', bytes: bytesOf('37130100 0001 0000 0000 0000 045f736970045f756470 00 0021 0001'), is: false },
  { it: 'flags of fields that are not there', bytes: bytesOf('33030000 42000000 00000000'), is: false },
  { it: 'version 2 shorter than its sequence number', bytes: bytesOf('46010002 790300c8 0000'), is: false },
  { it: 'HTTP', bytes: utf8('HTTP/1.1 200 OK\r\n\r\n'), is: false },
  { it: 'nothing', bytes: u8(), is: false },
]

describe('recognised', () => {
  it.each(cases)('$it: $is', ({ bytes, missing = 0, is }) => {
    expect(gtp.recognize(bytes, 0, bytes.length, bytes.length + missing)).toBe(is)
  })

  it('random bytes are hardly ever taken for it', () => {
    let state = 1
    let found = 0
    for (let n = 0; n < 100_000; n++) {
      const bytes = Uint8Array.from(
        { length: 40 },
        () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24,
      )
      if (gtp.recognize(bytes, 0, bytes.length)) found++
    }
    expect(found).toBe(0)
  })
})
