// What an adaptation layer says of itself and of the network behind it: RFC 4666 §3.4, §3.8.
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { isLongPointCode, pointCodeText } from '../../bytes/point-code.ts'
import { text } from '../../bytes/text.ts'
import type { Out } from '../../model/message.ts'
import { LAYER_ERRORS, NOTIFICATIONS, PARAMETERS } from './tables-reasons.ts'

/** A parameter: where its value lies. */
export interface Parameter {
  readonly tag: number
  readonly from: number
  readonly to: number
}

/** Class and type of an error and of a notification. */
const ERROR = 0x0000
const NOTIFY = 0x0001
/** Classes of what is carried: M3UA, M2UA, SUA, M2PA. */
const CARRYING: ReadonlySet<number> = new Set([1, 6, 7, 8, 11])
const INFO = 0x0004
const ROUTING_CONTEXT = 0x0006
const TRAFFIC_MODE = 0x000b
const ERROR_CODE = 0x000c
const STATUS = 0x000d
const ASP_IDENTIFIER = 0x0011
const AFFECTED = 0x0012
const TRAFFIC_MODES = ['', 'Override', 'Loadshare', 'Broadcast']
const MOST_POINTS = 32

export function parameterName(tag: number): string {
  return PARAMETERS[tag] ?? `Parameter 0x${tag.toString(16).padStart(4, '0')}`
}

/** As the tree shows it. */
export function parameterAt(bytes: Uint8Array, { tag, from, to }: Parameter): unknown {
  const isNumber = to - from === 4
  if (tag === INFO) return text(bytes, from, to)
  if (tag === AFFECTED) return pointsIn(bytes, from, to)
  if (tag === TRAFFIC_MODE && isNumber) return TRAFFIC_MODES[u32(bytes, from)] || u32(bytes, from)
  if (tag === ERROR_CODE && isNumber) return LAYER_ERRORS[u32(bytes, from)] ?? u32(bytes, from)
  if (tag === STATUS && isNumber) return statusAt(bytes, from)
  if ((tag === ASP_IDENTIFIER || tag === ROUTING_CONTEXT) && isNumber) return u32(bytes, from)
  return isNumber ? u32(bytes, from) : octets(bytes, from, to)
}

/** Point codes, each behind a mask. */
function pointsIn(bytes: Uint8Array, from: number, to: number): (number | string)[] {
  const points: (number | string)[] = []
  for (let at = from; at + 4 <= to && points.length < MOST_POINTS; at += 4) {
    const code = u32(bytes, at) & 0xffffff
    points.push(isLongPointCode(code) ? pointCodeText(code) : code)
  }
  return points
}

function statusAt(bytes: Uint8Array, at: number): string {
  const [type, information] = [u16(bytes, at), u16(bytes, at + 2)]
  return NOTIFICATIONS[type]?.[information] ?? `status ${type}/${information}`
}

/** Errors, changes of state, and the points that are affected. */
export function tellManagement(bytes: Uint8Array, kind: number, all: readonly Parameter[], out: Out): void {
  // Those that carry others' messages say nothing of themselves.
  if (CARRYING.has(kind >> 8)) return
  for (const { tag, from, to } of all) {
    if (tag === AFFECTED) out.put('affected_points', pointsIn(bytes, from, to))
    if (to - from !== 4) continue
    if (kind === ERROR && tag === ERROR_CODE) {
      out.put('layer_error_code', u32(bytes, from))
      out.put('layer_error', LAYER_ERRORS[u32(bytes, from)])
    } else if (kind === NOTIFY && tag === STATUS) out.put('status', statusAt(bytes, from))
    else if (tag === ROUTING_CONTEXT) out.put('routing_context', u32(bytes, from))
  }
}
