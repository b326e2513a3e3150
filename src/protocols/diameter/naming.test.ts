/** What messages are called: DOMAIN 3.19. */
import { describe, expect, it } from 'vitest'
import { avp, diameterMessage, type Header } from '../../../test/make/diameter.ts'
import { decoded } from './fixture.ts'

const names: { it: string; header: Header; avps?: Uint8Array[]; name: string; short: string }[] = [
  { it: 'base', header: { command: 280, request: true }, name: 'Device-Watchdog-Request', short: 'DIAMETER DWR' },
  {
    it: 'a success',
    header: { command: 316, application: 16777251, request: false },
    avps: [avp(268, 2001)],
    name: 'Update-Location-Answer',
    short: 'DIAMETER ULA (S6a) 2001',
  },
  {
    it: 'credit control by its request type',
    header: { command: 272, application: 16777238, request: true },
    avps: [avp(416, 1)],
    name: 'Credit-Control-Request',
    short: 'DIAMETER CCR-I (Gx)',
  },
  {
    it: 'its answer too',
    header: { command: 272, application: 4, request: false },
    avps: [avp(416, 3), avp(268, 5030)],
    name: 'Credit-Control-Answer',
    short: 'DIAMETER CCA-T (Gy/Ro) 5030 DIAMETER_USER_UNKNOWN',
  },
  {
    it: 'PUR of S6a',
    header: { command: 321, application: 16777251, request: true },
    name: 'Purge-UE-Request',
    short: 'DIAMETER PUR (S6a)',
  },
  {
    it: 'PUR of Sh',
    header: { command: 307, application: 16777217, request: true },
    name: 'Profile-Update-Request',
    short: 'DIAMETER PUR (Sh)',
  },
  {
    it: 'SNR of Sy',
    header: { command: 8388636, application: 16777302, request: true },
    name: 'Spending-Status-Notification-Request',
    short: 'DIAMETER SNR (Sy)',
  },
  {
    it: 'D17 unknown command and application',
    header: { command: 999, application: 12345, request: true },
    name: 'Unknown(999)-Request',
    short: 'DIAMETER Unknown(999) (Unknown(12345))',
  },
  {
    it: 'D15 an error answer without AVPs',
    header: { command: 316, application: 16777251, request: false, flags: 0x20 },
    name: 'Update-Location-Answer',
    short: 'DIAMETER ULA (S6a)',
  },
]

describe('names', () => {
  it.each(names)('$it', ({ header, avps = [], name, short }) => {
    const out = decoded(diameterMessage(header, ...avps))
    expect([out.message_type, out.short, out.fault]).toEqual([name, short, ''])
  })
})

/** Commands by the application that has them: the ones that must be named. */
const commands: readonly (readonly [
  application: number,
  interface_: string,
  commands: Readonly<Record<number, string>>,
])[] = [
  [0, 'base', { 257: 'CER', 258: 'RAR', 271: 'ACR', 274: 'ASR', 275: 'STR', 280: 'DWR', 282: 'DPR' }],
  [16777251, 'S6a', { 316: 'ULR', 317: 'CLR', 318: 'AIR', 319: 'IDR', 320: 'DSR', 321: 'PUR', 322: 'RSR', 323: 'NOR' }],
  [16777252, 'S13', { 324: 'ECR' }],
  [16777265, 'SWx', { 301: 'SAR', 303: 'MAR', 304: 'RTR', 305: 'PPR' }],
  [16777272, 'S6b', { 265: 'AAR', 268: 'DER', 274: 'ASR', 275: 'STR', 258: 'RAR' }],
  [16777264, 'SWm', { 268: 'DER', 265: 'AAR', 275: 'STR', 258: 'RAR' }],
  [16777250, 'STa', { 268: 'DER', 274: 'ASR', 275: 'STR', 258: 'RAR' }],
  [16777238, 'Gx', { 272: 'CCR', 258: 'RAR' }],
  [16777266, 'Gxx', { 272: 'CCR', 258: 'RAR' }],
  [16777236, 'Rx', { 265: 'AAR', 258: 'RAR', 274: 'ASR', 275: 'STR' }],
  [4, 'Gy/Ro', { 272: 'CCR', 258: 'RAR', 274: 'ASR' }],
  [3, 'Rf', { 271: 'ACR' }],
  [16777302, 'Sy', { 8388635: 'SLR', 8388636: 'SNR', 275: 'STR' }],
  [16777216, 'Cx', { 300: 'UAR', 301: 'SAR', 302: 'LIR', 303: 'MAR', 304: 'RTR', 305: 'PPR' }],
  [16777217, 'Sh', { 306: 'UDR', 307: 'PUR', 308: 'SNR', 309: 'PNR' }],
  [16777221, 'Zh', { 303: 'MAR' }],
  [16777255, 'SLg', { 8388620: 'PLR', 8388621: 'LRR' }],
  [16777291, 'SLh', { 8388622: 'RIR' }],
  [16777345, 'S6t', { 8388718: 'CIR', 8388719: 'RIR', 8388726: 'NIR' }],
  [16777346, 'T6a/T6b', { 8388732: 'CMR', 8388733: 'ODR', 8388734: 'TDR' }],
  [16777303, 'Sd', { 8388637: 'TSR', 272: 'CCR', 258: 'RAR' }],
  [16777267, 'S9', { 272: 'CCR', 258: 'RAR' }],
]

describe('commands of', () => {
  const rows = commands.map(([application, name, of]) => ({ application, name, of }))
  it.each(rows)('$name', ({ application, name, of }) => {
    for (const [command, abbreviation] of Object.entries(of)) {
      for (const request of [true, false]) {
        const { details } = decoded(diameterMessage({ command: Number(command), application, request }))
        expect(details['application']).toBe(name)
        expect(details['abbr']).toBe(request ? abbreviation : `${abbreviation.slice(0, -1)}A`)
      }
    }
  })
})
