// 5GS session management messages: TS 24.501 §8.3.
import { u16 } from '../../bytes/octets.ts'
import { fiveGSession, integrityRates } from './capabilities.ts'
import { protocolConfiguration } from './configuration.ts'
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { mappedBearers } from './mapped-bearers.ts'
import { qosFlows, qosRules, sessionAmbr } from './qos.ts'
import * as tables from './tables.ts'
import { CONGESTION_RE_ATTEMPTS, RE_ATTEMPTS } from './tables-capabilities.ts'
import * as values from './values.ts'

const CAUSE = ['5GSM cause', 'cause', values.cause(tables.SM_CAUSES)] as const
const RATES = ['Integrity protection maximum data rate', undefined, integrityRates] as const
const EAP = ['EAP message', 'eap', values.secret] as const

const sessionType: values.Reader = (bytes, from) => tables.SESSION_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7
const sscMode: values.Reader = (bytes, from) => bytes[from]! & 7
/** Eleven bits: TS 24.501 §9.11.4.9. */
const packetFilterCount: values.Reader = (bytes, from) => u16(bytes, from) >> 5
const selected: values.Reader = (bytes, from) => ({
  pdu_session_type: tables.SESSION_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  ssc_mode: (bytes[from]! >> 4) & 7,
})

const OPTIONAL: Readonly<Record<number, Part>> = {
  0x13: tv(2, ...RATES),
  0x17: tlv('5GSM network feature support', undefined, values.bits(['EPT-S1'])),
  0x18: tlv('Serving PLMN rate control', 'rate_control', values.number),
  0x1d: tlv('Re-attempt indicator', 're_attempt', values.bits(RE_ATTEMPTS)),
  0x1e: tlv('Serving PLMN rate control', 'rate_control', values.number),
  0x1f: tlv('Ethernet header compression configuration'),
  0x22: tlv('S-NSSAI', 'snssai', values.sNssai),
  0x25: tlv('DNN', 'dnn', values.accessPointName),
  0x28: tlv('5GSM capability', 'sm_capability', fiveGSession),
  0x29: tlv('PDU address', '', values.sessionAddress('pdu_session_type', tables.SESSION_TYPES)),
  0x2a: tlv('Session-AMBR', 'ambr', sessionAmbr),
  0x34: tlv('PDU session pair ID', undefined, values.number),
  0x35: tlv('RSN', undefined, values.number),
  0x37: tlv('Back-off timer value', 'back_off_s', values.timer3),
  0x39: tlv('SM PDU DN request container', 'dn_request', values.secret),
  0x55: tv(2, 'Maximum number of supported packet filters', 'most_packet_filters', packetFilterCount),
  0x56: tv(1, 'RQ timer value', 'rq_timer_s', values.timer),
  0x59: tv(1, ...CAUSE),
  0x5a: tlv('Alternative S-NSSAI', 'alternative_snssai', values.sNssai),
  0x61: tlv('5GSM congestion re-attempt indicator', 'congestion_re_attempt', values.bits(CONGESTION_RE_ATTEMPTS)),
  0x66: tlv('IP header compression configuration'),
  0x6e: tlv('DS-TT Ethernet port MAC address'),
  0x6f: tlv('UE-DS-TT residence time'),
  0x70: tlve('Requested MBS container'),
  0x71: tlve('Received MBS container'),
  0x72: tlve('Service-level-AA container'),
  0x74: tlve('Port management information container'),
  0x75: tlve('Mapped EPS bearer contexts', 'mapped_bearers', mappedBearers),
  0x77: tlve('ATSSS container'),
  0x78: tlve(...EAP),
  0x79: tlve('Authorized QoS flow descriptions', 'qos_flows', qosFlows),
  0x7a: tlve('Authorized QoS rules', 'qos_rules', qosRules),
  0x7b: tlve('Extended protocol configuration options', '', protocolConfiguration),
  0x80: half('Always-on PDU session indication', 'always_on', values.bit(0)),
  0xb0: half('Always-on PDU session requested', 'always_on_requested', values.bit(0)),
  0xc0: half('Control plane only indication', 'control_plane_only', values.bit(0)),
  0xd0: half('Access type', 'access', values.named(3, tables.ACCESS_TYPES)),
  0xf0: half('Allowed SSC mode', 'allowed_ssc_modes', values.bits(['SSC mode 1', 'SSC mode 2', 'SSC mode 3'])),
}

const plain = message([], OPTIONAL)
const withCause = message([v(1, ...CAUSE)], OPTIONAL)

export const SM: Readonly<Record<number, Definition>> = {
  0xc1: message([v(2, ...RATES)], {
    ...OPTIONAL,
    0x90: half('PDU session type', 'pdu_session_type', sessionType),
    0xa0: half('SSC mode', 'ssc_mode', sscMode),
  }),
  0xc2: message(
    [
      v(1, 'Selected PDU session type and SSC mode', '', selected),
      lve('Authorized QoS rules', 'qos_rules', qosRules),
      lv('Session-AMBR', 'ambr', sessionAmbr),
    ],
    OPTIONAL,
  ),
  0xc3: withCause,
  0xc5: message([lve(...EAP)], OPTIONAL),
  0xc6: message([lve(...EAP)], OPTIONAL),
  0xc7: plain,
  0xc9: plain,
  0xca: withCause,
  0xcb: plain,
  0xcc: plain,
  0xcd: withCause,
  0xd1: plain,
  0xd2: withCause,
  0xd3: withCause,
  0xd4: plain,
  0xd6: withCause,
  0xd8: message([lve('Service-level-AA container')]),
  0xd9: message([lve('Service-level-AA container')]),
  0xda: message([], { 0x76: tlve('Remote UE context connected'), 0x70: tlve('Remote UE context disconnected') }),
  0xdb: message([]),
}
