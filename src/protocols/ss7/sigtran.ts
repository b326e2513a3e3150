/** SIGTRAN: M3UA (RFC 4666), M2UA (RFC 3331), SUA (RFC 3868), M2PA (RFC 4165), and the SS7 that they carry. */
import { octets, u16, u32 } from '../../bytes/octets.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { mtp3, readTransfer, SCCP, type Transfer } from './mtp3.ts'
import { LAYER_PORTS, LAYERS, MESSAGES } from './tables.ts'
import { type Parameter, parameterAt, parameterName, tellManagement } from './management.ts'
import { type SccpParts, sccpParts } from './sccp-parts.ts'
import { readSua, SUA_DATA, suaParts } from './sua.ts'
import { Ss7Tracker } from './tracker.ts'
import type { Naming } from './users.ts'

export const sigtran: Protocol = {
  name: 'SIGTRAN',
  group: 'SS7',
  ppids: [2, 3, 4, 5],
  dissectors: ['m3ua', 'm2ua', 'm2pa', 'sua'],
  recognize,
  decode,
  track: () => new Ss7Tracker(partsIn),
}

/** Version, spare, class, type, length: RFC 4666 §3.1. */
const HEADER = 8
const VERSION = 1
const PARAMETER = 4
const LONGEST_SHORT = 80
/** Classes and types that carry others' messages. */
const M3UA_DATA = 0x0101
const M2UA_DATA = 0x0601
const M2PA_DATA = 0x0b01
/** Parameters. */
const HEARTBEAT_DATA = 0x0009
const PROTOCOL_DATA = 0x0210
const M2UA_PROTOCOL_DATA = 0x0300
/** In Japan's variant a length indicator stands first: RFC 3331 §3.3.1.1. */
const M2UA_PROTOCOL_DATA_TTC = 0x0301
const CARRIED: ReadonlySet<number> = new Set([PROTOCOL_DATA, M2UA_PROTOCOL_DATA, M2UA_PROTOCOL_DATA_TTC, SUA_DATA])
/** Point codes, service, network, priority and link before the user's data: RFC 4666 §3.3.1. */
const M3UA_LABEL = 12
/** Sequence numbers and priority before the message: RFC 4165 §2.2, §2.3.1. */
const M2PA_LABEL = 9

function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEADER || bytes[from] !== VERSION || bytes[from + 1] !== 0) return false
  const length = u32(bytes, from + 4)
  const isKnown = Boolean(MESSAGES[bytes[from + 2]!]?.[bytes[from + 3]!])
  return isKnown && length >= HEADER && (length === to - from || ((length + 3) & ~3) === to - from)
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, where: Where, out: Out): void {
  if (to - from < HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name('Message', 'SIGTRAN')
    return
  }
  const [kind, type] = [bytes[from + 2]!, bytes[from + 3]!]
  const layer = LAYERS[kind] ?? layerOf(where)
  const name = MESSAGES[kind]?.[type] || `class ${kind} type ${type}`
  const end = from + u32(bytes, from + 4)
  if (end > wireTo || end < from + HEADER) out.fault = 'malformed'
  else if (end > to) out.fault = 'cut'
  out.open(layer, from, to)
  out.put('layer', layer)
  out.put('class', kind, from + 2, from + 3)
  out.put('type', type, from + 3, from + 4)
  const within = { from: from + HEADER, to: Math.min(Math.max(end, from + HEADER), to) }
  const carried = carriedBy(bytes, { kind: (kind << 8) | type, name: `${layer} ${name}`, ...within }, out)
  out.close()
  const naming = carried ?? { name: `${layer} ${name}`, short: `${layer} ${name}` }
  out.name(naming.name, naming.short.slice(0, LONGEST_SHORT))
}

/** Classes that all layers have: the port must tell. */
function layerOf({ source, destination }: Where): string {
  return LAYER_PORTS[destination.port] ?? LAYER_PORTS[source.port] ?? 'M3UA'
}

interface Body {
  /** Class and type. */
  readonly kind: number
  readonly name: string
  readonly from: number
  readonly to: number
}

function carriedBy(bytes: Uint8Array, body: Body, out: Out): Naming | undefined {
  const parameters = body.kind === M2PA_DATA ? [] : parametersIn(bytes, body, out)
  const beat = found(parameters, HEARTBEAT_DATA)
  if (beat) out.put('heartbeat_data', octets(bytes, beat.from, beat.to), beat.from, beat.to)
  tellManagement(bytes, body.kind, parameters, out)
  const parts = suaParts(bytes, body.kind, parameters)
  if (parts) return readSua(bytes, parts, body.name, out)
  const transfer = transferOf(bytes, body, parameters)
  return transfer && readTransfer(bytes, transfer, out)
}

/** What the layer carries of MTP level 3, where it does. */
function transferOf(bytes: Uint8Array, { kind, from, to }: Body, all: readonly Parameter[]): Transfer | undefined {
  if (kind === M2PA_DATA) return mtp3(bytes, from + M2PA_LABEL, to)
  if (kind === M3UA_DATA) return protocolData(bytes, found(all, PROTOCOL_DATA))
  const [data, ttc] = kind === M2UA_DATA ? [found(all, M2UA_PROTOCOL_DATA), found(all, M2UA_PROTOCOL_DATA_TTC)] : []
  if (data) return mtp3(bytes, data.from, data.to)
  return ttc && mtp3(bytes, ttc.from + 1, ttc.to)
}

/** What a whole message says as SCCP, or in its place. */
function partsIn(bytes: Uint8Array, from: number, to: number): SccpParts | undefined {
  if (to - from < HEADER) return undefined
  const body = {
    kind: u16(bytes, from + 2),
    name: '',
    from: from + HEADER,
    to: Math.min(to, from + u32(bytes, from + 4)),
  }
  const parameters = body.kind === M2PA_DATA ? [] : parametersIn(bytes, body)
  const transfer = transferOf(bytes, body, parameters)
  if (transfer?.service === SCCP) return sccpParts(bytes, transfer.from, transfer.to)
  return suaParts(bytes, body.kind, parameters)
}

function found(parameters: readonly Parameter[], tag: number): Parameter | undefined {
  return parameters.find((one) => one.tag === tag)
}

function parametersIn(bytes: Uint8Array, { from, to }: Body, out?: Out): Parameter[] {
  const all: Parameter[] = []
  for (let at = from; at + PARAMETER <= to;) {
    const length = u16(bytes, at + 2)
    const end = at + length
    if (length < PARAMETER || end > to) {
      if (out?.fault === '') out.fault = 'malformed'
      // What others say is read as far as it was captured.
      const isCut = out?.fault === 'cut' && length >= PARAMETER
      if (isCut && CARRIED.has(u16(bytes, at))) all.push({ tag: u16(bytes, at), from: at + PARAMETER, to })
      break
    }
    const parameter = { tag: u16(bytes, at), from: at + PARAMETER, to: end }
    all.push(parameter)
    if (out?.tree) out.show(parameterName(parameter.tag), parameterAt(bytes, parameter), at, end)
    at += (length + 3) & ~3
  }
  return all
}

function protocolData(bytes: Uint8Array, data: Parameter | undefined): Transfer | undefined {
  if (!data || data.to - data.from < M3UA_LABEL) return undefined
  const { from, to } = data
  return {
    opc: u32(bytes, from),
    dpc: u32(bytes, from + 4),
    service: bytes[from + 8]!,
    network: bytes[from + 9]!,
    link: bytes[from + 11]!,
    from: from + M3UA_LABEL,
    to,
  }
}
