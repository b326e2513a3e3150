// 5GS session management messages: TS 24.501 §8.3.
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { qosFlows, qosRules, sessionAmbr } from './qos.ts'
import * as tables from './tables.ts'
import * as values from './values.ts'

const CAUSE = ['5GSM cause', 'cause', values.cause(tables.SM_CAUSES)] as const
const RATES = ['Integrity protection maximum data rate'] as const
const EAP = ['EAP message', 'eap', values.secret] as const

const sessionType: values.Reader = (bytes, from) => tables.SESSION_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7
const sscMode: values.Reader = (bytes, from) => bytes[from]! & 7
const selected: values.Reader = (bytes, from) => ({
  pdu_session_type: tables.SESSION_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  ssc_mode: (bytes[from]! >> 4) & 7,
})

const OPTIONAL: Readonly<Record<number, Part>> = {
  0x13: tv(2, ...RATES),
  0x22: tlv('S-NSSAI', 's_nssai', values.sNssai),
  0x25: tlv('DNN', 'dnn', values.accessPointName),
  0x29: tlv('PDU address', '', values.sessionAddress('pdu_session_type', tables.SESSION_TYPES)),
  0x2a: tlv('Session-AMBR', 'ambr', sessionAmbr),
  0x37: tlv('Back-off timer value', 'back_off_s', values.timer3),
  0x55: tv(2, 'Maximum number of supported packet filters'),
  0x56: tv(1, 'RQ timer value', 'rq_timer_s', values.timer),
  0x59: tv(1, ...CAUSE),
  0x78: tlve(...EAP),
  0x79: tlve('Authorized QoS flow descriptions', 'qos_flows', qosFlows),
  0x7a: tlve('Authorized QoS rules', 'qos_rules', qosRules),
  0x7b: tlve('Extended protocol configuration options', '', values.protocolConfiguration),
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
}
