import { hex } from '../../bytes/text.ts'
import { FLOW_INTS, FLOW_TEID, type FlowRecords } from '../../model/flow.ts'
import type { Moment } from '../../model/moment.ts'
import type { Packet } from '../../model/packet.ts'
import type { EventRow, Sink, StreamRow } from '../../model/rows.ts'
import type { Formats } from './formats.ts'
import * as r from './record.ts'
import { expectedPackets } from './sequence.ts'
import type { StreamTable } from './stream-table.ts'

interface Ended {
  readonly table: StreamTable
  readonly slot: number
  readonly packet: Packet
  readonly flows: FlowRecords
  readonly formats: Formats
  readonly dtmf: string
  readonly sink: Pick<Sink, 'stream' | 'event'>
  readonly group: number
}

/** Writes a stream, or the piece of it that ends here, and its events. */
export function streamEnded(ended: Ended): void {
  const row = streamRow(ended)
  ended.sink.stream(row)
  const events: [name: string, short: string, at: Moment, frame: number][] = [
    ['RTP_START', `RTP start ${row.codec || `PT ${row.payload_type}`} ssrc=${row.ssrc}`, row.first, row.first_frame],
  ]
  if (row.dtmf !== '') events.push(['RTP_DTMF', `RTP DTMF ${row.dtmf}`.slice(0, 80), row.last, row.last_frame])
  if (row.gaps > 0) {
    const short = `RTP ${row.gaps} gaps, longest ${Math.round(row.longest_gap_ms)} ms`
    events.push(['RTP_GAP', short, row.last, row.last_frame])
  }
  events.push(['RTP_STOP', `RTP stop ${row.packets} packets, ${row.lost} lost`, row.last, row.last_frame])
  for (const [message_type, short, at, frame] of events) {
    ended.sink.event({ ...eventOf(row), message_type, short, at, frame })
  }
}

function eventOf(row: StreamRow): Omit<EventRow, 'message_type' | 'short' | 'at' | 'frame'> {
  const { ssrc, payload_type, codec, clock_rate, packets, lost, dtmf } = row
  const details = { ssrc, payload_type, codec, clock_rate, packets, lost, ...(dtmf !== '' && { dtmf }) }
  const { group, file, source, destination } = row
  return { group, file, protocol: 'RTP', source, destination, details, fault: '' }
}

export function momentOf(packet: Packet, time: number): Moment {
  const seconds = Math.floor(time / 1e9)
  return { seconds: packet.epoch + seconds, nanoseconds: time - seconds * 1e9 }
}

/** The tunnel that a flow was seen in: its TEID, and nothing outside tunnels. */
export function tunnelText(flows: FlowRecords, flow: number): string {
  const teid = flows.ints[flow * FLOW_INTS + FLOW_TEID]!
  return teid === 0 ? '' : hex(teid, 8)
}

function streamRow({ table, slot, packet, flows, formats, dtmf, group }: Ended): StreamRow {
  const { ints, doubles } = table
  const at = slot * r.RECORD_INTS
  const place = slot * r.RECORD_DOUBLES
  const flow = ints[at + r.FLOW]!
  const flags = ints[at + r.FLAGS]!
  const duplicates = ints[at + r.DUPLICATES]!
  const packets = ints[at + r.PACKETS]!
  const expected = expectedPackets(ints, at)
  const clock = ints[at + r.CLOCK_RATE]!
  const step = ints[at + r.STEP_COUNT]! > 0 ? ints[at + r.STEP]! : 0
  const codec = ints[at + r.CODEC]!
  return {
    group,
    ssrc: hex(ints[at + r.SSRC]!, 8),
    source: flows.source(flow),
    destination: flows.destination(flow),
    tunnel: tunnelText(flows, flow),
    payload_type: ints[at + r.MAIN_TYPE]!,
    codec: codec === 0 ? '' : formats.name(codec - 1),
    clock_rate: clock,
    clock_assumed: (flags & r.CLOCK_ASSUMED) !== 0,
    announced: (flags & r.ANNOUNCED) !== 0,
    first: momentOf(packet, doubles[place + r.FIRST]!),
    last: momentOf(packet, doubles[place + r.LAST]!),
    file: ints[at + r.FILE]!,
    first_frame: ints[at + r.FIRST_FRAME]!,
    last_frame: ints[at + r.LAST_FRAME]!,
    packets,
    bytes: doubles[place + r.WIRE_BYTES]!,
    payload_bytes: doubles[place + r.PAYLOAD_BYTES]!,
    largest_payload: ints[at + r.LARGEST_PAYLOAD]!,
    expected,
    lost: Math.max(0, expected - (packets - duplicates)),
    duplicates,
    out_of_order: ints[at + r.OUT_OF_ORDER]!,
    longest_loss: ints[at + r.LONGEST_LOSS]!,
    loss_runs: ints[at + r.LOSS_RUNS]!,
    first_sequence: ints[at + r.FIRST_SEQUENCE]!,
    last_sequence: ints[at + r.HIGHEST]!,
    first_rtp_time: ints[at + r.FIRST_RTP_TIME]! >>> 0,
    last_rtp_time: ints[at + r.RTP_TIME]! >>> 0,
    ...(ints[at + r.JITTER_SAMPLES]! > 0 && {
      jitter_mean_ms: doubles[place + r.JITTER_SUM]! / ints[at + r.JITTER_SAMPLES]!,
      jitter_max_ms: doubles[place + r.JITTER_MAX]!,
      jitter_last_ms: doubles[place + r.JITTER]!,
    }),
    max_delta_ms: doubles[place + r.LONGEST_DELTA]! / 1e6,
    gaps: ints[at + r.GAPS]!,
    longest_gap_ms: doubles[place + r.LONGEST_GAP]! / 1e6,
    ...(step > 0 && clock > 0 && { ptime_ms: (step * 1000) / clock }),
    dtmf,
    codec_changes: ints[at + r.CODEC_CHANGES]!,
    secure: (flags & r.SECURE) !== 0,
  }
}
