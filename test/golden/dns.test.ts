/** DNS and ENUM end to end: DOMAIN 3.16. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { A, answer, dnsMessage, NAPTR, naptr, RESPONSE } from '../make/dns.ts'
import { end } from '../make/internet.ts'
import { concat, u16, u8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const CLIENT = end('10.0.0.1', 40_000)
const SERVER = end('10.0.0.53', 5300)
const NUMBER = '4.3.2.1.7.1.9.4.e164.arpa'

describe('DNS', () => {
  it('a query with its answer is a session, on any port', async () => {
    const wire = new Wire()
    wire.udp(0, CLIENT, SERVER, dnsMessage(7, NAPTR, NUMBER))
    const answers = [naptr('E2U+sip', '!^.*$!sip:bob@example.org!')]
    wire.udp(20, SERVER, CLIENT, dnsMessage(7, NAPTR, NUMBER, { flags: RESPONSE, answers }))
    wire.udp(30, CLIENT, SERVER, dnsMessage(8, A, 'nowhere.example.org'))
    wire.udp(35, SERVER, CLIENT, dnsMessage(8, A, 'nowhere.example.org', { flags: RESPONSE | 3 }))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      {
        type: 'DNS',
        subtype: 'NAPTR',
        outcome: 'success',
        metrics: { latency_ms: 20 },
        correlation_key: { msisdn: '49171234' },
        events: [{ short: `DNS NAPTR ${NUMBER}` }, { short: `DNS NAPTR ${NUMBER} → NOERROR (1)` }],
      },
      { type: 'DNS', subtype: 'A', outcome: 'failed', verdict: { kind: 'not_found', code: 3 } },
    ])
  })

  it('over TCP, however the bytes are cut', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, CLIENT, SERVER)
    const query = dnsMessage(7, A, 'www.example.org')
    const reply = dnsMessage(7, A, 'www.example.org', { flags: RESPONSE, answers: [answer(A, u8(192, 0, 2, 1))] })
    connection.send(10, 'client', concat(u16(query.length), query))
    connection.send(20, 'server', concat(u16(reply.length), reply), [2, 30])
    connection.close(30, 'client')
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([{ type: 'DNS', outcome: 'success', events_count: 2 }])
  })
})
