// EPS session management messages: TS 24.301 §8.3.
import { type Definition, half, lv, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { apnAmbr, epsQos, trafficFlowTemplate } from './qos.ts'
import * as tables from './tables.ts'
import * as values from './values.ts'

const CAUSE = ['ESM cause', 'cause', values.cause(tables.ESM_CAUSES)] as const
const APN = ['Access point name', 'apn', values.accessPointName] as const
const QOS = ['EPS QoS', '', epsQos] as const
const TFT = ['TFT', 'tft', trafficFlowTemplate] as const
const LINKED = [
  'Linked EPS bearer identity',
  'linked_ebi',
  ((bytes, from) => bytes[from]! & 15) as values.Reader,
] as const

const requestType: values.Reader = (bytes, from) => ({
  request_type: tables.PDN_REQUEST_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  pdn_type: tables.SESSION_TYPES[(bytes[from]! >> 4) & 7] ?? (bytes[from]! >> 4) & 7,
})

const OPTIONAL: Readonly<Record<number, Part>> = {
  0x27: tlv('Protocol configuration options', '', values.protocolConfiguration),
  0x28: tlv(...APN),
  0x32: tv(1, 'Negotiated LLC SAPI'),
  0x36: tlv(...TFT),
  0x37: tlv('T3396 value', 't3396_s', values.timer3),
  0x58: tv(1, ...CAUSE),
  0x5b: tlv('New EPS QoS', '', epsQos),
  0x5e: tlv('APN-AMBR', 'ambr', apnAmbr),
  0x7b: tlve('Extended protocol configuration options', '', values.protocolConfiguration),
  0xd0: half('ESM information transfer flag'),
}

const withCause = message([v(1, ...CAUSE)], OPTIONAL)
const plain = message([], OPTIONAL)

export const ESM: Readonly<Record<number, Definition>> = {
  0xc1: message(
    [lv(...QOS), lv(...APN), lv('PDN address', '', values.sessionAddress('pdn_type', tables.SESSION_TYPES))],
    OPTIONAL,
  ),
  0xc2: plain,
  0xc3: withCause,
  0xc5: message([v(1, ...LINKED), lv(...QOS), lv(...TFT)], OPTIONAL),
  0xc6: plain,
  0xc7: withCause,
  0xc9: plain,
  0xca: plain,
  0xcb: withCause,
  0xcd: withCause,
  0xce: plain,
  0xd0: message([v(1, 'PDN type and request type', '', requestType)], OPTIONAL),
  0xd1: withCause,
  0xd2: message([v(1, ...LINKED)], OPTIONAL),
  0xd3: withCause,
  0xd4: message([v(1, ...LINKED), lv('Traffic flow aggregate', 'tft', trafficFlowTemplate), lv(...QOS)], OPTIONAL),
  0xd5: withCause,
  0xd6: message([v(1, ...LINKED), lv('Traffic flow aggregate', 'tft', trafficFlowTemplate)], OPTIONAL),
  0xd7: withCause,
  0xd9: plain,
  0xda: plain,
  0xdb: message([lv('Notification indicator')]),
  0xdc: message([]),
  0xe8: withCause,
}
