import { describe, expect, it } from 'vitest'
import type { StreamRow, Sink } from '../../src/model/rows.ts'
import { Engine } from '../../src/pipeline/run.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { ethernet, gtpUser, type Wrap } from '../make/links.ts'
import { rtpStream } from '../make/rtp.ts'
import { Wire } from '../make/wire.ts'

const WARM_UP = 200_000
const PACKETS = 1_000_000
const CHUNK = 50_000
const FILE_HEADER = 24
const RTP_LENGTH = 172
/** One boxed number for every packet would be 16 MB or more. */
const MOST_BYTES = 4_000_000

const nothing = (): undefined => undefined

/** Feeds an engine one stream of RTP without end, a record at a time written where the engine reads. */
class Feed {
  readonly streams: StreamRow[] = []
  readonly #engine: Engine
  readonly #record: Uint8Array
  readonly #view: DataView
  #sent = 0

  constructor(wrap: Wrap) {
    const wire = new Wire(wrap)
    rtpStream(wire, { at: 0, from: end('10.0.0.1', 4000), to: end('10.0.0.2', 5000), ssrc: 7, packets: 1 })
    const bytes = pcap(wire.packets)
    this.#record = bytes.slice(FILE_HEADER)
    this.#view = new DataView(this.#record.buffer)
    const rows = { event: nothing, group: nothing, united: nothing, clue: nothing, party: nothing }
    const stream = (row: StreamRow): void => void this.streams.push(row)
    const sink: Sink = {
      ...rows,
      announcement: nothing,
      rtcp: nothing,
      flow: nothing,
      tunnel: nothing,
      host: nothing,
      oneWay: nothing,
      hungUp: nothing,
      stream,
    }
    this.#engine = new Engine(1, sink)
    const [capture] = this.#engine.captures
    this.#engine.run()
    capture!.room()
    this.#engine.memory.bytes.set(bytes.subarray(0, FILE_HEADER), capture!.roomFrom)
    capture!.took(FILE_HEADER)
  }

  send(count: number): void {
    const capture = this.#engine.captures[0]!
    const record = this.#record
    const { bytes } = this.#engine.memory
    const rtp = record.length - RTP_LENGTH
    for (const last = this.#sent + count; this.#sent < last;) {
      this.#engine.run()
      capture.room()
      let at = capture.roomFrom
      for (; at + record.length <= capture.roomTo && this.#sent < last; this.#sent++, at += record.length) {
        this.#stamp(rtp)
        bytes.set(record, at)
      }
      capture.took(at - capture.roomFrom)
    }
    this.#engine.run()
  }

  finish(): void {
    this.#engine.captures[0]!.took(0)
    this.#engine.run()
    this.#engine.end()
  }

  /** Capture time, sequence number and timestamp of the next packet: 20 ms each. */
  #stamp(rtp: number): void {
    const view = this.#view
    const milliseconds = this.#sent * 20
    view.setUint32(0, 1_767_225_600 + Math.floor(milliseconds / 1000), true)
    view.setUint32(4, (milliseconds % 1000) * 1000, true)
    view.setUint16(rtp + 2, this.#sent & 0xffff)
    view.setUint32(rtp + 4, (this.#sent * 160) >>> 0)
  }
}

describe('from the frame to the stream', () => {
  it.each([
    ['RTP', ethernet],
    ['RTP in GTP-U', gtpUser('172.16.0.1', '172.17.0.1', { teid: 9 })],
  ])('a million packets of %s allocate nothing', (_name, wrap) => {
    const feed = new Feed(wrap)
    feed.send(WARM_UP)
    let allocated = 0
    for (let sent = 0; sent < PACKETS; sent += CHUNK) {
      const before = process.memoryUsage().heapUsed
      feed.send(CHUNK)
      // A collection in between makes it less, so only growth is summed.
      allocated += Math.max(0, process.memoryUsage().heapUsed - before)
    }
    feed.finish()
    expect(allocated).toBeLessThan(MOST_BYTES)
    expect(feed.streams).toMatchObject([{ packets: WARM_UP + PACKETS, lost: 0, duplicates: 0 }])
  })
})
