import { closeSync, openSync, writeSync } from 'node:fs'
import { TICKS } from './wheel.ts'

/** One end: its address in bytes (4 or 16) and as text, and a port. */
export interface End {
  readonly address: Uint8Array
  readonly text: string
  readonly port: number
}

const BLOCK = 1 << 22
const LARGEST_FRAME = 1 << 14
const RECORD_HEADER = 16
const ETHERNET = 14
/** 2026-01-01T00:00:00Z */
const EPOCH = 1_767_225_600

/** Writes frames to a capture (pcap, microseconds, Ethernet) block by block. */
export class FrameFile {
  packets = 0
  bytes = 24
  readonly #file: number
  readonly #out = Buffer.allocUnsafeSlow(BLOCK)
  #at = 0
  #id = 0

  constructor(path: string) {
    this.#file = openSync(path, 'w')
    const header = [0xa1b2c3d4, 0x00040002, 0, 0, 262_144, 1]
    for (const word of header) this.#at = this.#out.writeUInt32LE(word, this.#at)
  }

  /** A frame that was made before; `place` changes it where it now stands. */
  copy(tick: number, frame: Uint8Array, place: (out: Buffer, at: number) => void): void {
    const at = this.#begin()
    this.#out.set(frame, at)
    place(this.#out, at)
    this.#finish(tick, frame.length)
  }

  udp(tick: number, from: End, to: End, text: string, tunnel: Tunnel | undefined): void {
    const at = this.#begin()
    const payload = at + headerLength(from, tunnel) + 8
    const length = this.#out.write(text, payload, 'latin1')
    this.#out.fill(0, at, payload)
    writeHeaders(this.#out, at, { from, to, protocol: 17, length: length + 8, tunnel, id: this.nextId() })
    writeUdp(this.#out, payload - 8, from, to, length)
    this.#finish(tick, payload + length - at)
  }

  /** A segment; its checksum is left open, as sending machines with offloading do. */
  tcp(tick: number, from: End, to: End, segment: Segment): void {
    const at = this.#begin()
    const payload = at + headerLength(from, segment.tunnel) + 20
    this.#out.fill(0, at, payload)
    const length = this.#out.write(segment.text, payload, 'latin1')
    const { tunnel } = segment
    writeHeaders(this.#out, at, { from, to, protocol: 6, length: length + 20, tunnel, id: this.nextId() })
    const out = this.#out
    const tcp = payload - 20
    out.writeUInt16BE(from.port, tcp)
    out.writeUInt16BE(to.port, tcp + 2)
    out.writeUInt32BE(segment.sequence >>> 0, tcp + 4)
    out.writeUInt32BE(segment.acknowledgement >>> 0, tcp + 8)
    out[tcp + 12] = 0x50
    out[tcp + 13] = segment.flags
    out.writeUInt16BE(65_535, tcp + 14)
    this.#finish(tick, payload + length - at)
  }

  nextId(): number {
    this.#id = (this.#id % 0xffff) + 1
    return this.#id
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #begin(): number {
    if (this.#at + RECORD_HEADER + LARGEST_FRAME > BLOCK) this.#flush()
    return this.#at + RECORD_HEADER
  }

  #finish(tick: number, length: number): void {
    const out = this.#out
    const header = this.#at
    out.writeUInt32LE(EPOCH + Math.floor(tick / TICKS), header)
    out.writeUInt32LE((tick % TICKS) * (1e6 / TICKS), header + 4)
    out.writeUInt32LE(length, header + 8)
    out.writeUInt32LE(length, header + 12)
    this.#at = header + RECORD_HEADER + length
    this.packets++
    this.bytes += RECORD_HEADER + length
  }

  #flush(): void {
    writeSync(this.#file, this.#out, 0, this.#at)
    this.#at = 0
  }
}

export interface Segment {
  readonly text: string
  readonly sequence: number
  readonly acknowledgement: number
  readonly flags: number
  readonly tunnel: Tunnel | undefined
}

/** GTP-U: TS 29.281. */
export interface Tunnel {
  readonly teid: number
  readonly from: End
  readonly to: End
}

interface Headers {
  readonly from: End
  readonly to: End
  readonly protocol: number
  /** Of what follows the IP header. */
  readonly length: number
  readonly tunnel: Tunnel | undefined
  readonly id: number
}

const GTP_HEADERS = 20 + 8 + 8

/** Bytes from the frame's start to the payload of its innermost IP packet. */
export function headerLength(from: End, tunnel: Tunnel | undefined): number {
  return ETHERNET + (tunnel ? GTP_HEADERS : 0) + (from.address.length === 4 ? 20 : 40)
}

/** Ethernet, GTP-U where there is a tunnel, and IP, into zeroed bytes. */
export function writeHeaders(out: Buffer, at: number, headers: Headers): void {
  const { from, length, tunnel, id } = headers
  const inner = (from.address.length === 4 ? 20 : 40) + length
  out.writeUIntBE(0x020000000002, at, 6)
  out.writeUIntBE(0x020000000001, at + 6, 6)
  out.writeUInt16BE(tunnel || from.address.length === 4 ? 0x0800 : 0x86dd, at + 12)
  let place = at + ETHERNET
  if (tunnel) {
    writeIp(out, place, { ...tunnel, protocol: 17, length: inner + 16, tunnel: undefined, id })
    writeUdp(out, place + 20, tunnel.from, tunnel.to, inner + 8)
    out[place + 28] = 0x30
    out[place + 29] = 0xff
    out.writeUInt16BE(inner, place + 30)
    out.writeUInt32BE(tunnel.teid, place + 32)
    place += GTP_HEADERS
  }
  writeIp(out, place, headers)
}

function writeIp(out: Buffer, at: number, { from, to, protocol, length, id }: Headers): void {
  if (from.address.length === 16) {
    out[at] = 0x60
    out.writeUInt16BE(length, at + 4)
    out[at + 6] = protocol
    out[at + 7] = 63
    out.set(from.address, at + 8)
    out.set(to.address, at + 24)
    return
  }
  out[at] = 0x45
  out.writeUInt16BE(20 + length, at + 2)
  out.writeUInt16BE(id, at + 4)
  out[at + 8] = 63
  out[at + 9] = protocol
  out.set(from.address, at + 12)
  out.set(to.address, at + 16)
  writeIpChecksum(out, at)
}

/** RFC 1071, over a header without options whose checksum is 0. */
export function writeIpChecksum(out: Buffer, at: number): void {
  let sum = 0
  for (let i = 0; i < 20; i += 2) sum += (out[at + i]! << 8) | out[at + i + 1]!
  sum = (sum & 0xffff) + (sum >>> 16)
  sum = (sum & 0xffff) + (sum >>> 16)
  out.writeUInt16BE(~sum & 0xffff, at + 10)
}

/** The checksum is left out. */
export function writeUdp(out: Buffer, at: number, from: End, to: End, length: number): void {
  out.writeUInt16BE(from.port, at)
  out.writeUInt16BE(to.port, at + 2)
  out.writeUInt16BE(8 + length, at + 4)
}
