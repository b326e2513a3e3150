import { expect, it } from 'vitest'
import { type HintOptions, hintsOf } from './hints.ts'

const cases: { options: HintOptions; want: object }[] = [
  { options: {}, want: { ports: [], link_types: [] } },
  {
    options: { decodeAs: ['5070=SIP', 'udp/40000=rtp', 'TCP/7=Sip'] },
    want: {
      ports: [
        { port: 5070, protocol: 'SIP' },
        { port: 40_000, transport: 'udp', protocol: 'rtp' },
        { port: 7, transport: 'tcp', protocol: 'Sip' },
      ],
      link_types: [],
    },
  },
  { options: { linkType: ['147=1'] }, want: { ports: [], link_types: [{ from: 147, to: 1 }] } },
  {
    options: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00.5+01:00' },
    want: {
      ports: [],
      link_types: [],
      start_time: '2026-01-01T00:00:00Z',
      end_time: '2026-01-01T01:00:00.5+01:00',
    },
  },
]

it.each(cases)('$options', ({ options, want }) => expect(hintsOf(options)).toEqual(want))
