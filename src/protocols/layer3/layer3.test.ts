/** Messages of phones to the cores of GSM and UMTS: what each tells, and that it tells no secret. TS 24.008, TS 24.011. */
import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { Kept } from '../sip/fixture.ts'
import { readLayer3 } from './layer3.ts'

function read(bytes: Uint8Array, { cut = 0, tree = false } = {}) {
  const out = new Kept(tree)
  const name = readLayer3(bytes, { from: 0, to: bytes.length, wireTo: bytes.length + cut }, out)
  const [message] = (out.details['nas'] ?? []) as readonly Record<string, unknown>[]
  return { name, message, failed: out.details['failed'], parties: out.parties, fault: out.fault, out }
}

const IMSI = '08 09 10 10 00 00 00 00 10'
const LAI = '00 f1 10 00 07'

const cases: { it: string; hex: string; want: object; parties?: object[]; failed?: boolean }[] = [
  {
    it: 'location updating request',
    hex: `05 08 72 ${LAI} 57 ${IMSI}`,
    want: {
      protocol: 'MM',
      message_type: 'Location updating request',
      location_updating_type: 'IMSI attach',
      lai: { mcc: '001', mnc: '01', lac: 7 },
      imsi: '001010000000001',
    },
    parties: [{ role: 'served', imsi: '001010000000001' }],
  },
  {
    it: 'location updating reject, with the cause',
    hex: '05 04 0b',
    want: { message_type: 'Location updating reject', cause: { code: 11, name: 'PLMN not allowed' }, failed: true },
    failed: true,
  },
  {
    it: 'location updating accept, with the new identity',
    hex: `05 02 ${LAI} 17 05 f4 c0 ff ee 01 a1`,
    want: { message_type: 'Location updating accept', tmsi: '0xc0ffee01' },
  },
  { it: 'a type counts messages in its high bits', hex: '05 5b', want: { message_type: 'TMSI reallocation complete' } },
  {
    it: 'authentication request, without its secrets',
    hex: '05 12 01 00112233445566778899aabbccddeeff 20 10 ffeeddccbbaa99887766554433221100',
    want: { message_type: 'Authentication request', rand: '<redacted>', autn: '<redacted>' },
  },
  {
    it: 'a failure to authenticate may be tried again',
    hex: '05 1c 15 22 0e 00112233445566778899aabbccdd',
    want: { message_type: 'Authentication failure', cause: { code: 21, name: 'Synch failure' }, auts: '<redacted>' },
  },
  {
    it: 'CM service request',
    hex: '05 24 71 03 57 58 a6 05 f4 c0 ff ee 01',
    want: { message_type: 'CM service request', service_type: 'mobile originating call', tmsi: '0xc0ffee01' },
  },
  {
    it: 'identity response, with the equipment',
    hex: '05 19 08 3a 65 87 09 21 43 65 87',
    want: { message_type: 'Identity response', imei: '356789012345678' },
  },
  {
    it: 'setup of a call, with the number',
    hex: '03 45 04 06 60 04 02 00 05 81 5e 05 91 94 71 01 f0',
    want: { protocol: 'CC', message_type: 'Setup', ti: 0, called_number: '4917100' },
  },
  {
    it: 'setup to a phone, with the caller',
    hex: '13 05 5c 06 21 83 94 71 01 f0 7c 01 88',
    want: { ti: 1, calling_number: '4917100' },
  },
  {
    it: 'disconnect, with the cause',
    hex: '83 25 02 e0 91',
    want: { message_type: 'Disconnect', ti: 0, cause: { code: 17, name: 'User busy' } },
  },
  {
    it: 'release complete, with the cause behind an extension',
    hex: '03 2a 08 03 60 80 90',
    want: { message_type: 'Release complete', cause: { code: 16, name: 'Normal call clearing' } },
  },
  {
    it: 'an extended transaction',
    hex: '73 85 2a',
    want: { message_type: 'Release complete', ti: 5 },
  },
  {
    it: 'a short message',
    hex: '09 01 13 00 2a 00 04 91 94 71 f0 0a 01 07 05 81 21 43 f5 00 00 00',
    want: {
      protocol: 'SMS',
      message_type: 'CP-DATA',
      sms: { rp_type: 'RP-DATA', rp_reference: 42, smsc: '49170', tp_type: 'SMS-SUBMIT', destination: '12345' },
    },
  },
  {
    it: 'a short message that is not taken',
    hex: '09 10 16',
    want: { message_type: 'CP-ERROR', cause: { code: 22, name: 'Congestion' } },
  },
  {
    it: 'GPRS attach request',
    hex: `08 01 02 e5 e0 03 0a 00 ${IMSI} ${LAI} 09 03 19 63 56 19 11 22 33 17 0a`,
    want: {
      protocol: 'GMM',
      message_type: 'Attach request',
      attach_type: 'combined GPRS/IMSI attach',
      imsi: '001010000000001',
      rai: { mcc: '001', mnc: '01', lac: 7, rac: 9 },
      ready_timer_s: 20,
    },
  },
  {
    it: 'GPRS attach accept',
    hex: `08 02 01 49 04 ${LAI} 09 18 05 f4 c0 ff ee 01 25 10`,
    want: {
      message_type: 'Attach accept',
      attach_result: 'GPRS only attached',
      ra_update_timer_s: 3240,
      tmsi: '0xc0ffee01',
      cause: { code: 16, name: 'MSC temporarily not reachable' },
    },
  },
  {
    it: 'routing area update reject',
    hex: '08 0b 0a 00',
    want: { message_type: 'Routing area update reject', cause: { code: 10, name: 'Implicitly detached' } },
    failed: true,
  },
  {
    it: 'a detach that the phone asks for, and one that the network does',
    hex: '08 05 09 18 05 f4 c0 ff ee 01 19 03 11 22 33',
    want: { message_type: 'Detach request', tmsi: '0xc0ffee01' },
  },
  {
    it: 'service request',
    hex: '08 0c 10 05 f4 c0 ff ee 01 32 02 20 00',
    want: { message_type: 'Service request', service_type: 'data', tmsi: '0xc0ffee01' },
  },
  {
    it: 'activate PDP context request',
    hex: '0a 41 05 03 0c 00 00 1f 00 00 00 00 00 00 00 00 00 02 01 21 28 09 08 69 6e 74 65 72 6e 65 74',
    want: { protocol: 'SM', message_type: 'Activate PDP context request', nsapi: 5, pdp_type: 'IPv4', apn: 'internet' },
  },
  {
    it: 'activate PDP context accept, with the address',
    hex: '8a 42 03 0c 00 00 1f 00 00 00 00 00 00 00 00 00 04 2b 06 01 21 0a 2d 00 05',
    want: { message_type: 'Activate PDP context accept', ti: 0, ue_ip: '10.45.0.5' },
    parties: [{ role: 'served', ue_ip: '10.45.0.5' }],
  },
  {
    it: 'activate PDP context reject',
    hex: '8a 43 1b',
    want: { message_type: 'Activate PDP context reject', cause: { code: 27, name: 'Missing or unknown APN' } },
    failed: true,
  },
  { it: 'supplementary services', hex: '0b 3b 1c 00', want: { protocol: 'SS', message_type: 'Register' } },
  { it: 'a type that nobody knows', hex: '05 3f', want: { message_type: 'Unknown(0x3f)' } },
]

describe('layer 3', () => {
  it.each(cases)('$it', ({ hex, want, parties, failed }) => {
    const found = read(octetsOf(hex))
    expect(found).toMatchObject({ message: want, fault: '', ...(parties && { parties }) })
    expect(found.failed).toBe(failed)
  })

  it('other protocols are not read', () => expect(read(octetsOf('0c 35 00')).name).toBeUndefined())

  it('what a base station says is named', () => {
    expect(read(octetsOf('06 35 00')).name).toBe('Ciphering mode command')
  })

  it('what is cut says so, and what lies about itself', () => {
    expect(read(octetsOf('05 08 72 00 f1'), { cut: 9 }).fault).toBe('cut')
    expect(read(octetsOf('05 08 72 00 f1')).fault).toBe('malformed')
    expect(read(octetsOf('05'), { cut: 1 }).fault).toBe('cut')
  })

  it('no secret stands in the tree', () => {
    const { out } = read(octetsOf('05 14 de ad be ef 21 04 de ad be ef'), { tree: true })
    expect(JSON.stringify(out)).not.toContain('deadbeef')
  })

  it('hostile input: every octet at its extremes, and cut anywhere', () => {
    for (const { hex } of cases) {
      const bytes = octetsOf(hex)
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 0x7f, 0x80, 0xff]) {
          const damaged = bytes.slice()
          damaged[at] = value
          expect(['', 'malformed']).toContain(read(damaged).fault)
        }
        expect(['', 'cut', 'malformed']).toContain(read(bytes.subarray(0, at), { cut: bytes.length - at }).fault)
      }
    }
  })
})
