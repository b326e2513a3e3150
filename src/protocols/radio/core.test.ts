/** SBc-AP, LCS-AP, M3AP, M2AP, and what positioning says in S1AP, NGAP and NAS. Octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { concat, u16, u32, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { element, INITIATING, octetsOf, pdu, SUCCESSFUL, UNSUCCESSFUL } from '../../../test/make/per.ts'
import { Random } from '../../../test/make/random.ts'
import type { Protocol } from '../../model/message.ts'
import { readNas } from '../nas/nas.ts'
import { ngap } from '../ngap/ngap.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { Kept, messageWith, whereOf } from '../sip/fixture.ts'
import { CORE } from './core.ts'

const [sbcap, lcsap, m3ap, m2ap] = CORE as readonly [Protocol, Protocol, Protocol, Protocol]
/** E-CIDMeasurementInitiationRequest with a measurement id. */
const LPPA = octetsOf('00 02 00 09 00 00 01 00 02 00 02 00 05')
/** A server asks what the phone can do: transaction 1, not its end. */
const LPP = octetsOf('90 02 00 00')

const cases: { it: string; protocol: Protocol; bytes: Uint8Array; name: string; short?: string; want: object }[] = [
  {
    it: 'a warning to be broadcast',
    protocol: sbcap,
    bytes: pdu(
      INITIATING,
      0,
      element(5, u16(0x1112)),
      element(11, u16(0x4001)),
      element(18, u8(5, 0x80)),
      element(16, concat(u16(3), utf8('abcd'))),
    ),
    name: 'WriteReplaceWarningRequest',
    want: { warning_message: 0x1112, warning_serial: 0x4001 },
  },
  {
    it: 'its acceptance',
    protocol: sbcap,
    bytes: pdu(SUCCESSFUL, 0, element(5, u16(0x1112)), element(11, u16(0x4001)), element(1, u8(0))),
    name: 'WriteReplaceWarningResponse',
    want: { warning_serial: 0x4001 },
  },
  {
    it: 'an area that is not known',
    protocol: sbcap,
    bytes: pdu(SUCCESSFUL, 0, element(5, u16(0x1112)), element(11, u16(0x4001)), element(1, u8(4))),
    name: 'WriteReplaceWarningResponse',
    want: { cause: { value: 4, name: 'tracking-area-not-valid' } },
  },
  {
    it: 'a cell that restarted',
    protocol: sbcap,
    bytes: pdu(INITIATING, 5, element(28, zeros(8))),
    name: 'PWSRestartIndication',
    want: { procedure_code: 5 },
  },
  {
    it: 'where a phone is',
    protocol: lcsap,
    bytes: pdu(
      INITIATING,
      0,
      element(2, u32(0x01020304)),
      element(13, u8(0)),
      element(7, concat(u8(0xa0), octetsOf('00 01 01 00 00 00 00 f1'))),
    ),
    name: 'LocationServiceRequest',
    want: { correlation_id: 0x01020304, imsi: '001010000000001' },
  },
  {
    it: 'what the server asks the eNodeB',
    protocol: lcsap,
    bytes: pdu(INITIATING, 1, element(2, u32(7)), element(15, u8(0x40)), element(1, concat(u8(LPPA.length), LPPA))),
    name: 'ConnectionOrientedInformationTransfer',
    want: { payload_type: 'LPPa', carried: 'LPPa E-CIDMeasurementInitiationRequest' },
  },
  {
    it: 'what the server asks the phone',
    protocol: lcsap,
    bytes: pdu(INITIATING, 1, element(2, u32(7)), element(15, u8(0)), element(1, concat(u8(LPP.length), LPP))),
    name: 'ConnectionOrientedInformationTransfer',
    want: { payload_type: 'LPP', carried: 'LPP RequestCapabilities' },
  },
  {
    it: 'that it cannot be told',
    protocol: lcsap,
    bytes: pdu(UNSUCCESSFUL, 0, element(2, u32(7)), element(11, u8(0x00))),
    name: 'LocationServiceFailure',
    want: { failed: true, cause: { group: 'radioNetwork', name: 'unspecified' } },
  },
  {
    it: 'a session of broadcast',
    protocol: m3ap,
    bytes: pdu(INITIATING, 0, element(0, zeros(2)), element(2, zeros(6))),
    name: 'MBMSSessionStartRequest',
    want: { procedure: 'MBMSSessionStart' },
  },
  {
    it: 'nodes of broadcast',
    protocol: m2ap,
    bytes: pdu(INITIATING, 5, element(0, zeros(8))),
    name: 'M2SetupRequest',
    want: { procedure: 'M2Setup' },
  },
  {
    it: 'LPPa in S1AP',
    protocol: s1ap,
    bytes: pdu(
      INITIATING,
      44,
      element(0, u8(0, 1)),
      element(8, u8(0, 2)),
      element(148, u8(3)),
      element(147, concat(u8(LPPA.length), LPPA)),
    ),
    name: 'DownlinkUEAssociatedLPPaTransport',
    want: { lppa: 'LPPa E-CIDMeasurementInitiationRequest' },
  },
  {
    it: 'NRPPa in NGAP',
    protocol: ngap,
    bytes: pdu(INITIATING, 8, element(10, u8(0, 1)), element(85, u8(0, 2)), element(46, octetsOf('05 00 0b 00 01 00'))),
    name: 'DownlinkUEAssociatedNRPPaTransport',
    want: { nrppa: 'NRPPa MeasurementRequest' },
  },
]

function told(protocol: Protocol, bytes: Uint8Array): Kept {
  const out = new Kept(true)
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.depth).toBe(0)
  return out
}

describe('warnings, location, broadcasts', () => {
  it.each(cases)('$it', ({ protocol, bytes, name, want }) => {
    expect(told(protocol, bytes)).toMatchObject({ message_type: name, details: want })
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(9)
    for (const { protocol, bytes } of cases.slice(0, 10)) {
      const tracker = protocol.track!()
      for (let round = 0; round < 300; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        protocol.recognize(damaged, 0, damaged.length)
        const { details } = told(protocol, damaged)
        const seen = messageWith({ where: whereOf(), protocol: protocol.name, details })
        tracker.see(seen)
        expect(seen.keys.length).toBeGreaterThan(0)
      }
    }
  })
})

describe('LPP in NAS', () => {
  it.each([
    ['of EPS', 'EPS', concat(octetsOf('07 68 01'), u16(LPP.length), LPP), ['EMM', 'LPP RequestCapabilities']],
    ['of 5GS', '5GS', concat(octetsOf('7e 00 68 03'), u16(LPP.length), LPP), ['5GMM', 'LPP RequestCapabilities']],
    ['not of another kind', 'EPS', concat(octetsOf('07 68 02'), u16(LPP.length), LPP), ['EMM']],
  ] as const)('%s', (_it, kind, bytes, want) => {
    const { messages } = readNas(bytes, { from: 0, to: bytes.length, wireTo: bytes.length }, kind, new Kept())
    expect(
      messages.map(({ protocol, message_type }) => (protocol === 'LPP' ? `LPP ${message_type}` : protocol)),
    ).toEqual(want)
  })
})
