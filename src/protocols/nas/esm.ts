// EPS session management messages: TS 24.301 §8.3.
import { protocolConfiguration } from './configuration.ts'
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { apnAmbr, epsQos, extendedAmbr, extendedEpsQos, tft } from './qos.ts'
import * as tables from './tables.ts'
import { NOTIFICATIONS, RE_ATTEMPTS } from './tables-capabilities.ts'
import * as values from './values.ts'

const CAUSE = ['ESM cause', 'cause', values.cause(tables.ESM_CAUSES)] as const
const APN = ['Access point name', 'apn', values.accessPointName] as const
const QOS = ['EPS QoS', '', epsQos] as const
const TFT = ['TFT', 'tft', tft] as const
const LINKED = [
  'Linked EPS bearer identity',
  'linked_ebi',
  ((bytes, from) => bytes[from]! & 15) as values.Reader,
] as const

const requestType: values.Reader = (bytes, from) => ({
  request_type: tables.PDN_REQUEST_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  pdn_type: tables.SESSION_TYPES[(bytes[from]! >> 4) & 7] ?? (bytes[from]! >> 4) & 7,
})

const PCO = ['Protocol configuration options', '', protocolConfiguration] as const

const OPTIONAL: Readonly<Record<number, Part>> = {
  0x27: tlv(...PCO),
  0x28: tlv(...APN),
  0x30: tlv('Negotiated QoS'),
  0x32: tv(1, 'Negotiated LLC SAPI'),
  0x33: tlv('NBIFOM container'),
  0x34: tlv('Packet flow identifier'),
  0x36: tlv(...TFT),
  0x37: tlv('T3396 value', 't3396_s', values.timer3),
  0x58: tv(1, ...CAUSE),
  0x5b: tlv('New EPS QoS', '', epsQos),
  0x5c: tlv('Extended EPS QoS', '', extendedEpsQos),
  0x5d: tlv('Transaction identifier'),
  0x5e: tlv('APN-AMBR', 'ambr', apnAmbr),
  0x5f: tlv('Extended APN-AMBR', 'ambr', extendedAmbr),
  0x66: tlv('Header compression configuration'),
  0x6b: tlv('Re-attempt indicator', 're_attempt', values.bits(RE_ATTEMPTS)),
  0x6e: tlv('Serving PLMN rate control', 'rate_control', values.number),
  0x7b: tlve(`Extended p${PCO[0].slice(1)}`, '', protocolConfiguration),
  0x80: half('Radio priority', undefined, values.named(7, [])),
  0x90: half('Control plane only indication', 'control_plane_only', values.bit(0)),
  0xb0: half('Connectivity type', undefined, values.named(15, ['not indicated', 'LIPA'])),
  0xc0: half('WLAN offload indication, or device properties'),
  0xd0: half('ESM information transfer flag', undefined, values.bit(0)),
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
  0xd4: message([v(1, ...LINKED), lv('Traffic flow aggregate', 'tft', tft), lv(...QOS)], OPTIONAL),
  0xd5: withCause,
  0xd6: message([v(1, ...LINKED), lv('Traffic flow aggregate', 'tft', tft)], OPTIONAL),
  0xd7: withCause,
  0xd9: plain,
  0xda: plain,
  0xdb: message([lv('Notification indicator', 'notification', values.named(255, NOTIFICATIONS))]),
  0xdc: message([]),
  0xe8: withCause,
  0xe9: message([], { 0x79: tlve('Remote UE context connected'), 0x7a: tlve('Remote UE context disconnected') }),
  0xea: message([]),
  0xeb: message([lve('User data container')], { 0xf0: half('Release assistance indication') }),
}
