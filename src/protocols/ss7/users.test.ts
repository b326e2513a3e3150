/** RANAP and BSSMAP: what is told of messages besides their names. */
import { describe, expect, it } from 'vitest'
import { concat, u8, zeros } from '../../../test/make/octets.ts'
import { octetsOf } from '../../../test/make/per.ts'
import * as make from '../../../test/make/ranap.ts'
import { Kept } from '../sip/fixture.ts'
import { readUser } from './users.ts'

const RANAP = 142
const BSSAP = 254
const IMSI = '001010000000001'

function read(bytes: Uint8Array, subsystem: number) {
  const out = new Kept()
  const naming = readUser(bytes, { from: 0, to: bytes.length }, [subsystem], out)
  return { name: naming?.name, short: naming?.short, details: out.details, parties: out.parties, fault: out.fault }
}

const cases: { it: string; bytes: Uint8Array; subsystem: number; want: object }[] = [
  {
    it: 'RANAP common id, with the subscriber',
    bytes: make.ranap(0, 15, make.permanentIdentity(IMSI)),
    subsystem: RANAP,
    want: {
      name: 'RANAP CommonID',
      details: { application: 'RANAP', procedure_code: 15, pdu_type: 0, imsi: IMSI },
      parties: [{ role: 'served', imsi: IMSI }],
    },
  },
  {
    it: 'RANAP paging, with the temporary identity',
    bytes: make.ranap(0, 14, make.permanentIdentity('00101000000001'), make.temporaryIdentity(0xc0ffee01, true)),
    subsystem: RANAP,
    want: { details: { imsi: '00101000000001', p_tmsi: '0xc0ffee01' } },
  },
  {
    it: 'RANAP initial message, with the area',
    bytes: make.ranap(0, 19, make.serviceArea(7, 9)),
    subsystem: RANAP,
    want: { name: 'RANAP InitialUE-Message', details: { sai: { mcc: '001', mnc: '01', lac: 7, sac: 9 } } },
  },
  {
    it: 'RANAP release, with the cause',
    bytes: make.ranap(0, 1, make.ranapCause(2, 83)),
    subsystem: RANAP,
    want: {
      short: 'RANAP Iu-Release (nas normal-release)',
      details: { cause: { group: 'nas', value: 83, name: 'normal-release' } },
    },
  },
  {
    it: 'RANAP failure of a relocation',
    bytes: make.ranap(2, 2, make.ranapCause(0, 44)),
    subsystem: RANAP,
    want: {
      name: 'RANAP RelocationPreparation failure',
      details: {
        failed: true,
        cause: {
          group: 'radioNetwork',
          value: 44,
          name: 'relocation-not-supported-in-target-rnc-or-target-system',
        },
      },
    },
  },
  {
    it: 'RANAP cause of the extension',
    bytes: make.ranap(0, 1, { id: 4, value: octetsOf('80 01 0b') }),
    subsystem: RANAP,
    want: { details: { cause: { group: 'radioNetwork', value: 268, name: 'cs-fallback-triggered' } } },
  },
  {
    it: 'BSSMAP clear command, with the cause',
    bytes: make.bssmap(0x20, make.bssmapCause(0x09)),
    subsystem: BSSAP,
    want: {
      name: 'BSSMAP Clear Command',
      short: 'BSSMAP Clear Command (Call control)',
      details: { bssmap_type: 0x20, cause: { value: 9, name: 'Call control' } },
    },
  },
  {
    it: 'BSSMAP assignment failure behind another element',
    bytes: make.bssmap(0x03, u8(0x15, 3), make.bssmapCause(0x21)),
    subsystem: BSSAP,
    want: { details: { failed: true, cause: { value: 0x21, name: 'No radio resource available' } } },
  },
  {
    it: 'BSSMAP paging, with the subscriber',
    bytes: make.bssmap(0x52, make.bssmapImsi(IMSI), make.bssmapElement(9, u8(1, 2, 3, 4))),
    subsystem: BSSAP,
    want: { details: { imsi: IMSI, tmsi: '0x01020304' }, parties: [{ role: 'served', imsi: IMSI }] },
  },
  {
    it: 'BSSMAP: nothing is read behind an element of unknown form',
    bytes: make.bssmap(0x20, u8(0x7d), make.bssmapCause(0x09)),
    subsystem: BSSAP,
    want: { name: 'BSSMAP Clear Command', details: { application: 'BSSMAP', bssmap_type: 0x20 } },
  },
  {
    it: 'BSSMAP: an element longer than its message',
    bytes: make.bssmap(0x20, u8(0x04, 9, 1)),
    subsystem: BSSAP,
    want: { fault: 'malformed' },
  },
]

describe('users of SCCP', () => {
  it.each(cases)('$it', ({ bytes, subsystem, want }) => {
    expect(read(bytes, subsystem)).toMatchObject(want)
  })

  it('hostile input: every octet at its extremes, and cut anywhere', () => {
    for (const { bytes, subsystem } of cases) {
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 0x3f, 0x7f, 0x80, 0xc4, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          expect(['', 'malformed']).toContain(read(damaged, subsystem).fault)
        }
        read(bytes.subarray(0, at), subsystem)
      }
    }
  })

  it('hostile input: a count that lies ends with the octets', () => {
    expect(read(concat(u8(0, 1, 0x40, 3, 0), u8(0xff, 0xff)), RANAP).details).toMatchObject({ procedure_code: 1 })
    expect(read(concat(u8(0, 1, 0x40, 0x80, 200, 0, 0xff, 0xff), zeros(197)), RANAP).fault).toBe('')
  })
})
