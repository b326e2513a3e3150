import { LARGEST_RECORD } from '../bytes/memory.ts'
import type { Capture } from '../capture/open.ts'
import type { CaptureSource, Warning } from '../model/capture.ts'
import type { ClockReading, Tap, TapClock } from '../model/clocks.ts'

/** Room for frames of one capture whose interfaces have clocks of their own: they are put in order. */
const ROOM = 32 * LARGEST_RECORD
const MILLISECOND = 1e6

/** By interface of a capture, how far its clock is ahead; empty where none is. */
export function readingsOf(clocks: readonly TapClock[], file: number): (readonly ClockReading[])[] {
  const found: (readonly ClockReading[])[] = []
  for (const one of clocks) if (one.file === file) found[one.interface] = one.readings
  return Array.from(found, (readings) => readings ?? [])
}

/** Bytes of each capture's room for frames that wait; undefined where the usual ones will do. */
export function roomFor(clocks: readonly TapClock[]): number | undefined {
  return clocks.some(({ file, reference }) => file === reference.file) ? ROOM : undefined
}

/** What the inspector must know to read frames of a capture at the times that they were given. */
export function sourceOf({ source }: Capture, clocks: readonly TapClock[], file: number): CaptureSource {
  const readings = readingsOf(clocks, file)
  if (readings.length === 0) return source
  const interfaces = source.interfaces.map((one, i) => ({
    ...one,
    ...(readings[i] && readings[i].length > 0 && { clock: readings[i] }),
  }))
  return { ...source, interfaces }
}

/** Says of each clock that was set by how much it was ahead of another's. */
export function clockWarnings(clocks: readonly TapClock[], captures: readonly Capture[]): Warning[] {
  return clocks.map(({ readings, reference, ...tap }) => ({
    code: readings.length > 1 ? 'CLOCK_DRIFT' : 'CLOCK_OFFSET',
    ...(captures.length > 1 && { file: tap.file }),
    ...(nameOf(tap, captures) !== '' && { interface: nameOf(tap, captures) }),
    offset_ms: inMilliseconds(readings[0]),
    ...(readings.length > 1 && { last_offset_ms: inMilliseconds(readings.at(-1)) }),
    reference: [
      ...(captures.length > 1 ? [`file ${reference.file}`] : []),
      ...(nameOf(reference, captures) === '' ? [] : [`interface ${nameOf(reference, captures)}`]),
    ].join(', '),
  }))
}

/** What the times of a job are like, besides. */
interface Times {
  /** How often they jump by more than an hour. */
  readonly steps: number
  /** At how many moments those of nearly all media stepped. */
  readonly sharedSteps: number
  /** All packets have the same. */
  readonly isTimeless: boolean
}

/** Says where the times of captures are not in order, or are none. */
export function timeWarnings(captures: readonly Capture[], { steps, sharedSteps, isTimeless }: Times): Warning[] {
  const warnings: Warning[] = []
  const late = captures.reduce((sum, capture) => sum + capture.late, 0)
  if (late > 0) warnings.push({ code: 'OUT_OF_ORDER', count: late })
  if (steps > 0) warnings.push({ code: 'CLOCK_STEP', count: steps })
  for (const [file, { back }] of captures.entries()) {
    if (!back || back.count === 0) continue
    const { count, frame, nanoseconds } = back
    const largest_ms = inMilliseconds({ ahead: nanoseconds })
    warnings.push({ code: 'CLOCK_BACK', count, ...(captures.length > 1 && { file }), frame, largest_ms })
  }
  if (sharedSteps > 0) warnings.push({ code: 'SHARED_STEPS', count: sharedSteps })
  if (isTimeless) warnings.push({ code: 'TIMELESS' })
  return warnings
}

function inMilliseconds(reading: Pick<ClockReading, 'ahead'> | undefined): number {
  return Math.round((reading?.ahead ?? 0) / 1000) / (MILLISECOND / 1000)
}

/** Of an interface among others; empty where the capture has one alone. Several may be of one name. */
function nameOf({ file, interface: number }: Tap, captures: readonly Capture[]): string {
  const interfaces = captures[file]?.source.interfaces ?? []
  if (interfaces.length < 2) return ''
  const name = interfaces[number]?.name
  if (name === undefined) return String(number)
  const isShared = interfaces.some((other, i) => i !== number && other.name === name)
  return isShared ? `${name} (${number})` : name
}
