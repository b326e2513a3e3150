/** Names that every object of the language has, wherever a message has a name of its own choice: they mean nothing. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, u8, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const NAMES = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty']
const [ALICE, BOB] = [end('10.0.0.1', 5060), end('10.0.0.2', 5060)]
const [AMF, SMF] = [end('10.1.0.1', 40_001), end('10.1.0.2', 7777)]

function sip(name: string, first: string, body = ''): Uint8Array {
  const lines = [
    `Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK${name};${name}=1`,
    `From: <sip:${name}@example.org>;tag=1;${name}=2`,
    `To: <sip:b@example.org>;tag=9;${name}`,
    `Call-ID: ${name}`,
    'CSeq: 1 INVITE',
    `${name}: ${name}`,
    `P-Access-Network-Info: ${name}; ${name}=1`,
    `Reason: ${name};cause=16;text="${name}"`,
    `Event: ${name}`,
    `Authorization: ${name} ${name}="x"`,
    `P-Charging-Vector: icid-value=${name};${name}=1`,
    `Content-Type: ${body === '' ? `${name}/${name}` : 'application/sdp'}`,
    `Content-Length: ${body.length}`,
  ]
  return utf8(`${first}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

function call(wire: Wire, name: string): void {
  const lines = [`o=${name} 1 1 IN IP4 10.0.0.1`, `s=${name}`, 'c=IN IP4 10.0.0.1', 't=0 0', 'm=audio 4000 RTP/AVP 96']
  const sdp = ['v=0', ...lines, `a=rtpmap:96 ${name}/8000`, `a=fmtp:96 ${name}=1`, `a=${name}:1`, ''].join('\r\n')
  wire.udp(1, ALICE, BOB, sip(name, 'INVITE sip:b@example.org SIP/2.0', sdp))
  wire.udp(2, BOB, ALICE, sip(name, 'SIP/2.0 200 OK', sdp))
  wire.udp(3, ALICE, BOB, sip(name, `${name.toUpperCase()} sip:b@example.org SIP/2.0`))
  for (let i = 0; i < 20; i++) {
    const header = u8(0x80, 96, 0, i, 0, 0, i, 160, 1, 2, 3, 4)
    wire.udp(10 + i * 20, end('10.0.0.9', 4002), end('10.0.0.1', 4000), concat(header, new Uint8Array(160)))
  }
}

function core(wire: Wire, name: string): void {
  const http = new Http2(wire, AMF, SMF)
  const lower = name.toLowerCase()
  const headers = { [lower]: name, 'content-encoding': lower, 'user-agent': name, '3gpp-sbi-callback': name }
  const json = { [name]: { [name]: name }, cause: name, supi: name }
  const path = `/n${lower.replaceAll('_', 'x')}-x/v1/${name}?${name}=imsi-001010000000001&${name}`
  http.exchange(10, { method: name, path, headers, json }, { status: 403, json: { cause: name, [name]: 1 } })
  http.exchange(20, { method: 'POST', path: '/nsmf-pdusession/v1/sm-contexts', json }, { status: 201 })
  const parts = [
    `--gap\r\nContent-Type: application/json\r\n\r\n{"n2SmInfoType":"${name}","${name}":{"${name}":"${name}"}}`,
    '--gap\r\nContent-Type: application/vnd.3gpp.ngap\r\n\r\nabc\r\n--gap--',
  ].join('\r\n')
  const of = { 'content-type': 'multipart/related; boundary=gap' }
  http.exchange(30, {
    method: 'POST',
    path: '/namf-comm/v1/ue-contexts/x/n1-n2-messages',
    headers: of,
    body: utf8(parts),
  })
}

function webSocket(wire: Wire, name: string): void {
  const connection = wire.connect(1000, end('10.1.0.3', 40_001), end('10.1.0.4', 80))
  const both = `Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Protocol: ${name}`
  connection.send(1001, 'client', utf8(`GET / HTTP/1.1\r\nHost: a\r\n${both}\r\n\r\n`))
  connection.send(1002, 'server', utf8(`HTTP/1.1 101 Switching Protocols\r\n${both}\r\n\r\n`))
  connection.send(1003, 'server', concat(u8(0x81, 10), utf8('0123456789')))
}

describe('names of the language', () => {
  it.each(NAMES)('%s in SIP, SDP, HTTP and its JSON', async (name) => {
    const wire = new Wire()
    for (const make of [call, core, webSocket]) make(wire, name)
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type }) => type)).toEqual(expect.arrayContaining(['VoLTE', 'HTTP2']))
    expect(coverage.malformed).toBe(0)
    const told = sessions.flatMap(({ events }) => events).filter(({ protocol }) => protocol === 'HTTP2')
    expect(told.length).toBeGreaterThanOrEqual(6)
    expect(JSON.stringify(told)).toContain(`"cause":"${name}"`)
  })
})
