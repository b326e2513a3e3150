/** What ICMP says of messages and media that did not arrive. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { A, answer, dnsMessage, RESPONSE } from '../make/dns.ts'
import { icmpError } from '../make/icmp.ts'
import { end } from '../make/internet.ts'
import { concat, u16, u32, u8, utf8, zeros } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const PORT = { type: 3, code: 3 }
const PROXY = end('10.0.0.20', 5060)
const GONE = end('10.46.0.9', 5999)

function message(startLine: string, branch: string, method = 'INVITE'): Uint8Array {
  const lines = [
    startLine,
    `Via: SIP/2.0/UDP 10.0.0.20;branch=z9hG4bK${branch}`,
    'From: <sip:alice@example.org>;tag=1',
    `To: <sip:bob@example.org>${startLine.startsWith('SIP') ? ';tag=2' : ''}`,
    'Call-ID: gone@10.45.0.5',
    `CSeq: 1 ${method}`,
    'Content-Length: 0',
  ]
  return utf8(`${lines.join('\r\n')}\r\n\r\n`)
}

describe('errors of ICMP', () => {
  it('are part of the call whose message went nowhere, and say why it failed', async () => {
    const wire = new Wire()
    const [asks, caller] = [message('INVITE sip:bob@10.46.0.9 SIP/2.0', 'b'), ALICE.agent.end]
    wire.udp(0, caller, PROXY, message('INVITE sip:bob@example.org SIP/2.0', 'a'))
    for (const at of [5, 505, 1505]) {
      wire.udp(at, PROXY, GONE, asks)
      icmpError(wire, at + 1, { by: GONE.address, ...PORT }, { from: PROXY, to: GONE, payload: asks })
    }
    wire.udp(4000, PROXY, caller, message('SIP/2.0 408 Request Timeout', 'a'))
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    const call = sessions.find(({ type }) => type === 'VoLTE')!
    const errors = call.events.filter(({ protocol }) => protocol === 'ICMP')
    expect(errors.map(({ message_type, details }) => [message_type, details['retransmission']])).toEqual([
      ['Port unreachable', undefined],
      ['Port unreachable', true],
      ['Port unreachable', true],
    ])
    expect(errors[0]?.short).toBe('ICMP Port unreachable: UDP 10.46.0.9:5999')
    expect(call.verdict?.['text']).toContain('Before it, Port unreachable: UDP 10.46.0.9:5999 (frame 3).')
    expect(coverage.undecoded).toBe(0)
  })

  it('are counted as such, and so are their copies', async () => {
    const wire = new Wire()
    icmpError(
      wire,
      0,
      { by: GONE.address, ...PORT },
      { from: PROXY, to: GONE, payload: message('INVITE sip:b@c SIP/2.0', 'b') },
    )
    const [error] = wire.packets
    const { protocols, coverage } = await analyzeCapture(pcap([error!, { ...error!, at: 0.1 }]))
    expect(protocols).toMatchObject([{ protocol: 'ICMP', packet_count: 2 }])
    expect(coverage.duplicates).toBe(1)
  })

  it('about media are part of its call, and do not fail it', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 20 })
    const payload = concat(u8(0x80, 0), u16(1000), u32(160, 0x11111111), zeros(160))
    icmpError(wire, 2100, { by: BOB.media.address, ...PORT }, { from: ALICE.media, to: BOB.media, payload })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const call = sessions.find(({ type }) => type === 'VoLTE')!
    expect(call.outcome).toBe('success')
    expect(call.events.filter(({ protocol }) => protocol === 'ICMP')).toHaveLength(1)
    expect(sessions.find(({ subtype }) => subtype === 'ICMP')).toMatchObject({
      outcome: 'failed',
      correlation_key: { packet_destination: `${BOB.media.address}:${BOB.media.port}` },
    })
  })

  it('about media behind the end of the call are no failure', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 20 })
    const payload = concat(u8(0x80, 0), u16(1000), u32(160, 0x11111111), zeros(160))
    const last = wire.packets.at(-1)!.at
    icmpError(wire, last + 20, { by: BOB.media.address, ...PORT }, { from: ALICE.media, to: BOB.media, payload })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.find(({ subtype }) => subtype === 'ICMP')).toMatchObject({
      outcome: 'success',
      verdict: { text: 'A packet that nobody waited for any more did not arrive.' },
    })
  })

  it.each([
    ['an answer that was sent again is no failure', true, 'success'],
    ['the answer itself is one', false, 'failed'],
  ])('about %s', async (_, isAgain, outcome) => {
    const wire = new Wire()
    const [client, server] = [end('10.45.0.5', 40_000), end('10.0.0.53', 53)]
    wire.udp(0, client, server, dnsMessage(7, A, 'example.org'))
    const told = dnsMessage(7, A, 'example.org', { flags: RESPONSE, answers: [answer(A, u8(192, 0, 2, 1))] })
    if (isAgain) wire.udp(20, server, client, told)
    icmpError(wire, 40, { by: client.address, ...PORT }, { from: server, to: client, payload: told })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.find(({ subtype }) => subtype === 'ICMP')?.outcome).toBe(outcome)
  })

  it('that ask for smaller packets are no failure', async () => {
    const wire = new Wire()
    icmpError(wire, 0, { by: '10.9.9.9', type: 3, code: 4 }, { from: ALICE.media, to: BOB.media, payload: u8(1) })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([{ outcome: 'success', verdict: { text: 'Smaller packets are asked for.' } }])
  })

  it.each([
    ['IPv6, by types of its own', '2001:db8::9', { type: 1, code: 0 }, 'No route to destination'],
    ['a route that is too long', '10.9.9.9', { type: 11, code: 0 }, 'Time to live exceeded'],
    ['a code that nobody knows', '10.9.9.9', { type: 3, code: 99 }, 'Type 3, code 99'],
  ])('%s', async (_, by, what, name) => {
    const wire = new Wire()
    const address = by.includes(':') ? '2001:db8::5' : '10.45.0.5'
    const other = by.includes(':') ? '2001:db8::7' : '10.46.0.9'
    icmpError(wire, 0, { by, ...what }, { from: end(address, 4000), to: end(other, 5000), payload: u8(1, 2, 3) })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ subtype, events }) => [subtype, events[0]?.message_type])).toEqual([['ICMP', name]])
  })

  it('other messages of ICMP stay flows', async () => {
    const wire = new Wire()
    icmpError(wire, 0, { by: '10.9.9.9', type: 8, code: 0 }, { from: ALICE.media, to: BOB.media, payload: u8(1) })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([{ type: 'OTHER', outcome: 'unread' }])
  })
})
