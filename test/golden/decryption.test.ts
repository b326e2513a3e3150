/** TLS whose keys are known is read as what it carries; where they are not, it is said why. */
import { describe, expect, it } from 'vitest'
import { analyzeWith, ownEvents } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { askHttp2, type Recorded, replay, type Terms } from '../make/tls-connection.ts'
import { Wire } from '../make/wire.ts'

const CLIENT = end('10.1.0.1', 40_001)
const SERVER = end('10.1.0.2', 7777)

const SUITES: { it: string; terms: Terms }[] = [
  ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_CCM_SHA256'].map(
    (ciphers) => ({ it: ciphers, terms: { minVersion: 'TLSv1.3', ciphers } as const }),
  ),
  ...[
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'AES128-GCM-SHA256',
    'AES256-CCM8',
  ].map((ciphers) => ({ it: `TLS 1.2 ${ciphers}`, terms: { maxVersion: 'TLSv1.2', ciphers } as const })),
]

function captured(recorded: Recorded, size = 1400): Uint8Array {
  const wire = new Wire()
  const connection = wire.connect(0, CLIENT, SERVER)
  connection.close(replay(connection, recorded, { size }) + 1, 'client')
  return pcap(wire.packets)
}

describe('TLS with a key log', () => {
  it.each(SUITES)('HTTP/2 in $it', async ({ terms }) => {
    const recorded = await askHttp2(
      [{ path: '/nudm-sdm/v2/imsi-001010000000001/am-data', method: 'GET', answer: { gpsis: ['msisdn-491701234567'] } }],
      terms,
    )
    const analysis = await analyzeWith({ tls: recorded.keyLog.join('') }, captured(recorded))
    console.log(JSON.stringify(analysis.sessions.map((s) => [s.type, s.subtype, s.correlation_key]), null, 0), analysis.coverage, analysis.protocols, analysis.capture.warnings)
    const events = ownEvents(analysis.sessions)
    console.log(events[0])
    expect(events.map(({ message_type }) => message_type)).toEqual([
      'GET /nudm-sdm/v2/imsi-001010000000001/am-data',
      '200 OK',
    ])
  })
})
