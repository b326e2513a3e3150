import { hex } from '../../bytes/text.ts'
import type { FlowRecords } from '../../model/flow.ts'
import type { Announcement } from '../../model/message.ts'
import { compareMoments, type Moment, momentAt, roundMilliseconds } from '../../model/moment.ts'
import type { EventRow, PointRow, StreamRow } from '../../model/rows.ts'
import { modeCounts } from './modes.ts'
import type { Note } from './notes.ts'
import * as r from './record.ts'
import { endSequence, expectedPackets } from './sequence.ts'
import type { StreamTable } from './stream-table.ts'

/** What is known of a stream besides its record. */
export interface Surroundings {
  readonly flows: FlowRecords
  readonly epoch: number
  readonly group: number
  readonly tunnel: string
  readonly codec: string
  readonly notes: readonly Note[]
  readonly announcement: Announcement | undefined
  readonly points: readonly PointRow[]
}

/** Jitter samples of which halves say something. */
const FEWEST_HALVED = 64
/** Pauses that a row tells of. */
const MOST_PAUSES = 16

/** Captures go back in time now and then. */
function timesOf({ ints, doubles }: StreamTable, slot: number, epoch: number): Pick<StreamRow, 'first' | 'last'> {
  const at = slot * r.RECORD_INTS
  const place = slot * r.RECORD_DOUBLES
  const first = momentAt(epoch, doubles[place + r.FIRST]!, ints[at + r.FIRST_NANOSECOND])
  const last = momentAt(epoch, doubles[place + r.LAST]!, ints[at + r.LAST_NANOSECOND])
  return compareMoments(first, last) <= 0 ? { first, last } : { first: last, last: first }
}

/** The stream of a record, or the piece of it that ends here. */
export function streamRow(table: StreamTable, slot: number, around: Surroundings): StreamRow {
  const { ints, doubles } = table
  const at = slot * r.RECORD_INTS
  const place = slot * r.RECORD_DOUBLES
  const { flows, epoch, group, tunnel, codec, notes } = around
  endSequence(ints, at)
  const flow = ints[at + r.FLOW]!
  const flags = ints[at + r.FLAGS]!
  const expected = expectedPackets(ints, at)
  const modes = modeCounts(ints, at)
  const main = ints[at + r.PAYLOAD_TYPE]!
  const clock = ints[at + r.CLOCK_RATE]!
  return {
    group,
    ssrc: hex(ints[at + r.SSRC]!, 8),
    source: flows.source(flow),
    destination: flows.destination(flow),
    tunnel,
    payload_type: main < 0 ? ints[at + r.FIRST_PAYLOAD_TYPE]! : main,
    codec,
    clock_rate: clock,
    clock_assumed: (flags & r.CLOCK_ASSUMED) !== 0,
    announced: (flags & r.ANNOUNCED) !== 0,
    ...timesOf(table, slot, epoch),
    file: ints[at + r.FILE]!,
    last_file: Math.floor(doubles[place + r.LAST_OFFSET]! / r.FILE_UNIT),
    first_frame: ints[at + r.FIRST_FRAME]!,
    last_frame: ints[at + r.LAST_FRAME]!,
    first_offset: doubles[place + r.FIRST_OFFSET]!,
    last_offset: doubles[place + r.LAST_OFFSET]! % r.FILE_UNIT,
    packets: ints[at + r.PACKETS]!,
    bytes: doubles[place + r.WIRE_BYTES]!,
    payload_bytes: doubles[place + r.PAYLOAD_BYTES]!,
    largest_payload: ints[at + r.LARGEST_PAYLOAD]!,
    expected,
    lost: Math.max(0, expected - ints[at + r.RECEIVED]!),
    duplicates: ints[at + r.DUPLICATES]!,
    out_of_order: ints[at + r.OUT_OF_ORDER]!,
    longest_loss: ints[at + r.LONGEST_LOSS]!,
    loss_runs: ints[at + r.LOSS_RUNS]!,
    first_sequence: ints[at + r.FIRST_SEQUENCE]!,
    last_sequence: ints[at + r.HIGHEST]!,
    first_rtp_time: ints[at + r.FIRST_RTP_TIME]! >>> 0,
    last_rtp_time: ints[at + r.HIGHEST_RTP_TIME]! >>> 0,
    ...timing(ints, doubles, slot),
    dtmf: notes.map((note) => note.digit).join(''),
    codec_changes: ints[at + r.CODEC_CHANGES]!,
    secure: (flags & r.SECURE) !== 0,
    ...(modes && { modes }),
    ...(ints[at + r.LONGEST_QUIET]! > 0 &&
      clock > 0 && {
        quiet_ms: roundMilliseconds((ints[at + r.LONGEST_QUIET]! * 1000) / clock),
        quiet_frame: ints[at + r.LONGEST_QUIET_FRAME]!,
      }),
    ...((flags & r.NOISE) !== 0 && { comfort_noise: true as const }),
    ...pausesIn(notes, epoch),
    ...(around.points.length > 1 && { points: around.points }),
  }
}

/** Silences on the wire that no descriptor explains, as far as they are kept. */
function pausesIn(notes: readonly Note[], epoch: number): Pick<StreamRow, 'pauses'> {
  const gaps = notes.filter(({ kind }) => kind === 'gap').slice(0, MOST_PAUSES)
  if (gaps.length === 0) return {}
  return {
    pauses: gaps.map(({ time, nanosecond, frame, silence }) => ({
      end: momentAt(epoch, time, nanosecond),
      frame,
      ms: roundMilliseconds(silence / 1e6),
    })),
  }
}

function timing(
  ints: Int32Array,
  doubles: Float64Array,
  slot: number,
): Pick<StreamRow, 'jitter_mean_ms' | 'max_delta_ms' | 'gaps' | 'longest_gap_ms' | 'ptime_ms'> {
  const at = slot * r.RECORD_INTS
  const place = slot * r.RECORD_DOUBLES
  const samples = ints[at + r.JITTER_SAMPLES]!
  const step = ints[at + r.STEP_VOTES]! > 0 ? ints[at + r.STEP]! : 0
  const tick = doubles[place + r.TICK]!
  return {
    ...(samples > 0 &&
      tick > 0 && {
        jitter_mean_ms: roundMilliseconds(doubles[place + r.JITTER_MEAN]! / 1e6),
        jitter_max_ms: roundMilliseconds(doubles[place + r.JITTER_MAX]! / 1e6),
        jitter_last_ms: roundMilliseconds(doubles[place + r.JITTER]! / 1e6),
        ...halves(doubles, place, samples),
      }),
    max_delta_ms: roundMilliseconds(doubles[place + r.LONGEST_DELTA]! / 1e6),
    gaps: ints[at + r.GAPS]!,
    longest_gap_ms: roundMilliseconds(doubles[place + r.LONGEST_GAP]! / 1e6),
    ...(step > 0 && tick > 0 && { ptime_ms: roundMilliseconds((step * tick) / 1e6) }),
  }
}

/** Mean jitter up to a power of two of the samples, and after it: between a third and three quarters of them. */
function halves(doubles: Float64Array, place: number, samples: number): Partial<StreamRow> {
  if (samples < FEWEST_HALVED) return {}
  const power = 2 ** (31 - Math.clz32(samples))
  const isEnough = samples - power >= power / 2
  const count = isEnough ? power : power / 2
  const early = doubles[place + (isEnough ? r.JITTER_HALFWAY : r.JITTER_QUARTER)]!
  const late = (doubles[place + r.JITTER_MEAN]! * samples - early * count) / (samples - count)
  return {
    jitter_early_ms: roundMilliseconds(early / 1e6),
    jitter_late_ms: roundMilliseconds(Math.max(0, late) / 1e6),
  }
}

interface Told {
  readonly name: string
  readonly short: string
  readonly at: Moment
  readonly file: number
  readonly frame: number
  readonly offset: number
  readonly details: Record<string, unknown>
}

/** The events of a stream, in order of time. */
export function streamEvents(row: StreamRow, around: Surroundings, previousSsrc: string): EventRow[] {
  const { group, source, destination } = row
  const { ssrc, payload_type, codec, clock_rate } = row
  return [
    ...beginning(row, around, previousSsrc),
    ...around.notes.map((note) => noted(note, row, around)),
    ending(row),
  ].map(({ name, short, at, file, frame, offset, details }) => ({
    group,
    at,
    file,
    frame,
    offset,
    protocol: 'RTP',
    message_type: name,
    short: short.slice(0, 80),
    source,
    destination,
    details: { ssrc, payload_type, ...(codec && { codec }), ...(clock_rate > 0 && { clock_rate }), ...details },
    fault: '',
  }))
}

function beginning(row: StreamRow, { announcement }: Surroundings, previous: string): Told[] {
  const at = { at: row.first, file: row.file, frame: row.first_frame, offset: row.first_offset }
  const start: Told = {
    ...at,
    name: 'RTP_START',
    short: `RTP start ${row.codec || `PT ${row.payload_type}`} ssrc=${row.ssrc}`,
    details: {
      first_seq: row.first_sequence & 0xffff,
      packets: row.packets,
      ...(announcement && { media_type: announcement.media_type, direction: announcement.direction }),
    },
  }
  if (previous === '') return [start]
  const short = `RTP SSRC ${previous} → ${row.ssrc}`
  return [start, { ...at, name: 'RTP_SSRC_CHANGE', short, details: { previous_ssrc: previous } }]
}

function noted(note: Note, row: StreamRow, { epoch }: Surroundings): Told {
  const at = {
    at: momentAt(epoch, note.time, note.nanosecond),
    file: note.file,
    frame: note.frame,
    offset: note.offset,
  }
  if (note.kind === 'digit') {
    const { digit, duration } = note
    const length = duration > 0 && row.clock_rate > 0 && { duration_ms: Math.round((duration * 1000) / row.clock_rate) }
    return { ...at, name: 'RTP_DTMF', short: `RTP DTMF ${digit}`, details: { digit, ...length } }
  }
  const gap_ms = roundMilliseconds(note.silence / 1e6)
  return { ...at, name: 'RTP_GAP', short: `RTP gap ${Math.round(gap_ms)} ms`, details: { gap_ms } }
}

function ending(row: StreamRow): Told {
  const { packets, expected, lost, duplicates, out_of_order, jitter_mean_ms } = row
  const loss = expected > 0 ? `, ${((100 * lost) / expected).toFixed(1)} % lost` : ''
  return {
    at: row.last,
    file: row.last_file,
    frame: row.last_frame,
    offset: row.last_offset,
    name: 'RTP_STOP',
    short: `RTP stop ${packets} packets${loss}`,
    details: {
      packets,
      expected,
      lost,
      duplicates,
      out_of_order,
      ...(jitter_mean_ms !== undefined && { jitter_mean_ms }),
      ...(row.dtmf && { dtmf: row.dtmf }),
    },
  }
}
