/** Captures that want as much state as they can get: each packet is the first of something that never goes on. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { end, ip, ipFragments, TCP, tcp, UDP, udp } from '../make/internet.ts'
import { avp, diameterMessage } from '../make/diameter.ts'
import * as gtp from '../make/gtp.ts'
import { ethernet } from '../make/links.ts'
import { concat, u16, u32, u8, utf8, zeros } from '../make/octets.ts'

export const FLOOD_PACKETS = 20_000

const BODY = zeros(1200).fill(0x41)

/** The i-th address of many. */
function host(i: number): string {
  return `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`
}

function flood(make: (i: number) => Uint8Array): (path: string) => void {
  return (path) => {
    const file = openSync(path, 'w')
    for (let from = 0; from < FLOOD_PACKETS; from += 1000) {
      const packets = Array.from({ length: 1000 }, (_, i): TimedPacket => ({
        at: (from + i) / 10,
        bytes: ethernet(make(from + i)),
      }))
      writeSync(file, pcap(packets).subarray(from === 0 ? 0 : 24))
    }
    closeSync(file)
  }
}

function datagram(i: number, payload: Uint8Array, port = 5060): Uint8Array {
  const [from, to] = [end(host(i), 1024 + (i % 60_000)), end('192.0.2.1', port)]
  return ip(from.address, to.address, UDP, udp(from, to, payload), { id: (i % 65_535) + 1 })
}

function invite(i: number, callId: string): Uint8Array {
  const lines = [
    'INVITE sip:b@example.org SIP/2.0',
    `Via: SIP/2.0/UDP ${host(i)};branch=z9hG4bK${i}`,
    `From: <sip:a${i}@example.org>;tag=${i}`,
    'To: <sip:b@example.org>',
    `Call-ID: ${callId}`,
    'CSeq: 1 INVITE',
    'Content-Length: 0',
  ]
  return utf8(`${lines.join('\r\n')}\r\n\r\n`)
}

/** A quarter is creations in one set: TS 29.274 §8.62; the others are requests to delete it. */
function setOfConnections(i: number): Uint8Array {
  const [mme, sgw] = [gtp.node('10.0.0.10'), gtp.node('10.0.0.41')]
  const set = gtp.element(132, u8(1, 10, 0, 0, 10, 0, 7))
  const created = [gtp.imsi(`00101${String(i).padStart(10, '0')}`), gtp.apn('x'), gtp.bearer(gtp.ebi(5)), set]
  const isCreation = i < FLOOD_PACKETS / 4
  const message = isCreation ? gtp.gtp2(32, { teid: 0, sequence: i }, ...created) : gtp.gtp2(101, { sequence: i }, set)
  return ip(mme.address, sgw.address, UDP, udp(mme, sgw, message), { id: (i % 65_535) + 1 })
}

/** Writes each to a path. */
export const FLOODS: Readonly<Record<string, (path: string) => void>> = {
  flows: flood((i) => datagram(i, u8(1, 2, 3, 4), 9999)),
  fragments: flood((i) => ipFragments(host(i), '192.0.2.1', BODY, { size: 800, id: i & 0xffff })[0]!),
  'segments after a gap': flood((i) => {
    const [from, to] = [end(host(i >> 3), 5060), end('192.0.2.1', 5060)]
    const sequence = i % 8 === 0 ? 1 : 1000 + (i % 8) * 2000
    const data = i % 8 === 0 ? utf8('OPTIONS sip:x SIP/2.0\r\n') : BODY
    return ip(from.address, to.address, TCP, tcp(from, to, data, { sequence }))
  }),
  'a set of connections that is deleted again and again': flood((i) => setOfConnections(i)),
  calls: flood((i) => datagram(i, invite(i, `${i}@flood`))),
  'calls of one Call-ID': flood((i) => datagram(i, invite(i, 'one@flood'))),
  'messages that never end': flood((i) => {
    const [from, to] = [end(host(i >> 6), 5060), end('192.0.2.1', 5060)]
    const start = i % 64 === 0 ? utf8('INVITE sip:x SIP/2.0\r\nContent-Length: 999999999\r\n\r\n') : BODY
    const sequence = i % 64 === 0 ? 1 : 54 + ((i % 64) - 1) * BODY.length
    return ip(from.address, to.address, TCP, tcp(from, to, start, { sequence }))
  }),
  streams: flood((i) => {
    const header = concat(u8(0x80, 0), u16(i & 3), u32((i & 3) * 160, i >> 2))
    return datagram(i >> 2, concat(header, zeros(160)), 30_000)
  }),
  'requests that nobody answers': flood((i) => {
    const [from, to] = [end('192.0.2.9', 3868), end('192.0.2.1', 3868)]
    const header = { command: 272, application: 16_777_238, request: true, hopByHop: i }
    const message = diameterMessage(
      header,
      avp(263, `pgw.example;1;${String(i).padStart(8, '0')}`),
      avp(264, 'pgw.example'),
    )
    return ip(from.address, to.address, TCP, tcp(from, to, message, { sequence: 1 + i * message.length }))
  }),
}
