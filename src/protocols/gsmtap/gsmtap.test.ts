/** What GSMTAP carries is read by what it says it is. Octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../../../test/analyze-capture.ts'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { pcap } from '../../../test/make/capture-file.ts'
import { common, gsmtap as make, lapdm, LTE_NAS, LTE_RRC, UM } from '../../../test/make/gsmtap.ts'
import { end } from '../../../test/make/internet.ts'
import { EPS } from '../../../test/make/nas.ts'
import { concat, u8, zeros } from '../../../test/make/octets.ts'
import { octetsOf } from '../../../test/make/per.ts'
import { Random } from '../../../test/make/random.ts'
import { attachRequest } from '../../../test/make/s1ap.ts'
import { RRC } from '../../../test/make/rrc.ts'
import { Wire } from '../../../test/make/wire.ts'
import { Kept, messageWith, whereOf } from '../sip/fixture.ts'
import { gsmtap } from './gsmtap.ts'

/** TS 24.008 §9.2.15. */
const UPDATING = octetsOf('05 08 72 00 f1 10 00 07 57 08 09 10 10 00 00 00 00 10')
const SI3 = octetsOf('06 1b 00 01 00 f1 10 00 07 49 03 05 27 47 40 e5 04 00')
const MEASUREMENT = octetsOf('06 15 12 12 00 00 00 00')

const cases: { it: string; bytes: Uint8Array; name: string; short: string; want: object }[] = [
  {
    it: 'what a phone of LTE asks for',
    bytes: make(LTE_RRC, 2, RRC.requestOf(1, 0xc0010203), { arfcn: 1300, isUp: true }),
    name: 'RRCConnectionRequest',
    short: 'RRC RRCConnectionRequest',
    want: { channel: 'UL-CCCH', arfcn: 1300, establishment_cause: 'mt-Access' },
  },
  {
    it: 'NAS in RRC',
    bytes: make(LTE_RRC, 1, RRC.down(EPS.authenticationRequest)),
    name: 'DLInformationTransfer',
    short: 'RRC DLInformationTransfer / Authentication request',
    want: { channel: 'DL-DCCH', nas: [{ message_type: 'Authentication request' }] },
  },
  {
    it: 'what a cell broadcasts',
    bytes: make(LTE_RRC, 5, u8(0x40, 0, 0)),
    name: 'SystemInformationBlockType1',
    short: 'RRC SystemInformationBlockType1',
    want: { channel: 'BCCH-DL-SCH' },
  },
  { it: 'a page', bytes: make(LTE_RRC, 6, u8(0)), name: 'Paging', short: 'RRC Paging', want: { channel: 'PCCH' } },
  {
    it: 'NAS by itself',
    bytes: make(LTE_NAS, 0, attachRequest('001010000000001')),
    name: 'Attach request',
    short: 'EPS NAS / Attach request / PDN connectivity request',
    want: { payload: 'LTE NAS', nas: [{ message_type: 'Attach request' }, {}] },
  },
  {
    it: 'a refusal',
    bytes: make(LTE_NAS, 0, octetsOf('07 44 07')),
    name: 'Attach reject',
    short: 'EPS NAS / Attach reject',
    want: { failed: true },
  },
  {
    it: 'what a cell of GSM broadcasts',
    bytes: make(UM, 1, common(SI3), { arfcn: 871 }),
    name: 'System information type 3',
    short: 'Um BCCH / System information type 3',
    want: { channel: 'BCCH', direction: 'downlink', arfcn: 871, nas: [{ protocol: 'RR' }] },
  },
  {
    it: 'what a phone of GSM asks for',
    bytes: make(UM, 8, lapdm(UPDATING, 0x3f), { isUp: true, slot: 1 }),
    name: 'Location updating request',
    short: 'Um SDCCH/8 / Location updating request',
    want: { channel: 'SDCCH/8', direction: 'uplink', timeslot: 1, nas: [{ protocol: 'MM' }] },
  },
  {
    it: 'what it measures beside it',
    bytes: make(UM, 0x88, concat(u8(5, 0), lapdm(MEASUREMENT, 3)), { isUp: true }),
    name: 'Measurement report',
    short: 'Um SACCH/8 / Measurement report',
    want: { channel: 'SACCH/8' },
  },
  {
    it: 'a frame that carries nothing',
    bytes: make(UM, 7, octetsOf('01 03 01 2b 2b 2b')),
    name: 'SDCCH/4',
    short: 'Um SDCCH/4',
    want: { channel: 'SDCCH/4' },
  },
  { it: 'voice', bytes: make(UM, 16, zeros(33)), name: 'TCH/F', short: 'Um TCH/F', want: { channel: 'TCH/F' } },
  {
    it: 'what is only named',
    bytes: make(12, 0, zeros(4)),
    name: 'UMTS RRC',
    short: 'GSMTAP UMTS RRC',
    want: { payload: 'UMTS RRC' },
  },
]

function told(bytes: Uint8Array): Kept {
  const out = new Kept(true)
  gsmtap.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.depth).toBe(0)
  return out
}

describe('GSMTAP', () => {
  it.each(cases)('$it', ({ bytes, name, short, want }) => {
    expect(gsmtap.recognize(bytes, 0, bytes.length)).toBe(true)
    expect(told(bytes)).toMatchObject({ message_type: name, short, details: want, fault: '' })
  })

  it('a phone that attaches again and again has a session of each connection', async () => {
    const wire = new Wire()
    const [from, to] = [end('127.0.0.1', 40_001), end('127.0.0.2', 4729)]
    for (const at of [0, 10_000]) {
      const log = [
        make(LTE_RRC, 2, RRC.request, { isUp: true }),
        make(LTE_NAS, 0, attachRequest('001010000000001')),
        ...(at === 0 ? [make(LTE_NAS, 0, octetsOf('07 44 07'))] : [make(LTE_NAS, 0, EPS.attachComplete)]),
        make(LTE_RRC, 1, RRC.release),
      ]
      log.forEach((bytes, i) => wire.udp(at + i * 10, from, to, bytes))
    }
    const { sessions, protocols } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      {
        type: 'OTHER',
        subtype: 'GSMTAP',
        outcome: 'failed',
        verdict: { message: 'Attach reject', code: 7 },
        correlation_key: { imsi: '001010000000001', logger: 40_001 },
        events: [{ protocol: 'LTE RRC' }, { protocol: 'EPS NAS' }, {}, { message_type: 'RRCConnectionRelease' }],
      },
      { subtype: 'GSMTAP', outcome: 'success' },
    ])
    expect(sessions[0]?.participant_roles).toBeUndefined()
    expect(protocols.map(({ protocol }) => protocol)).toEqual(['GSMTAP'])
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(7)
    const tracker = gsmtap.track!()
    for (const { bytes } of cases) {
      for (let round = 0; round < 200; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        gsmtap.recognize(damaged, 0, damaged.length)
        const { details, message_type: name } = told(damaged)
        const seen = messageWith({ where: whereOf(), protocol: 'GSMTAP', name, details })
        tracker.see(seen)
        expect(seen.keys.length).toBeGreaterThan(0)
      }
    }
  })
})
