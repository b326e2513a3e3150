// 5GS mobility management messages: TS 24.501 §8.2.
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { CONTAINER } from './emm.ts'
import { fiveGsMobileIdentity } from './identities.ts'
import * as tables from './tables.ts'
import * as values from './values.ts'

const CAUSE = ['5GMM cause', 'cause', values.cause(tables.MM_CAUSES)] as const
const IDENTITY = ['5GS mobile identity', '', fiveGsMobileIdentity] as const
const EAP = ['EAP message', 'eap', values.secret] as const
const KSI = ['ngKSI'] as const
const ABBA = ['ABBA'] as const
const TAI_LIST = ['TAI list', 'tai_list', values.trackingAreas(3)] as const
const NSSAI = values.nssai

const registrationType: values.Reader = (bytes, from) => ({
  registration_type: tables.REGISTRATION_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  follow_on_request: (bytes[from]! & 8) !== 0,
  ng_ksi: (bytes[from]! >> 4) & 7,
})
const deregistrationType: values.Reader = (bytes, from) => ({
  switch_off: (bytes[from]! & 8) !== 0,
  re_registration_required: (bytes[from]! & 4) !== 0,
})
const serviceType: values.Reader = (bytes, from) => tables.SERVICE_TYPES[bytes[from]! >> 4] ?? bytes[from]! >> 4
const payloadType: values.Reader = (bytes, from) => tables.PAYLOAD_TYPES[bytes[from]! & 15] ?? bytes[from]! & 15
const requestType: values.Reader = (bytes, from) => tables.REQUEST_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7
const identityType: values.Reader = (bytes, from) => tables.IDENTITY_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7

/** Elements that mean the same wherever they come. */
const OPTIONAL: Readonly<Record<number, Part>> = {
  0x15: tlv('Allowed NSSAI', 'allowed_nssai', NSSAI),
  0x16: tlv('T3502 value', 't3502_s', values.timer),
  0x26: tlv('PDU session reactivation result', 'not_reactivated', values.byBits),
  0x2b: tlv('UE status'),
  0x2e: tlv('UE security capability'),
  0x2f: tlv('Requested NSSAI', 'requested_nssai', NSSAI),
  0x31: tlv('Configured NSSAI', 'configured_nssai', NSSAI),
  0x40: tlv('Uplink data status', 'uplink_data', values.byBits),
  0x50: tlv('PDU session status', 'active_pdu_sessions', values.byBits),
  0x52: tv(6, 'Last visited registered TAI', 'last_tai', values.trackingArea),
  0x54: tlv(...TAI_LIST),
  0x58: tv(1, ...CAUSE),
  0x5d: tlv('Non-3GPP de-registration timer value', 'deregistration_timer_s', values.timer),
  0x5e: tlv('T3512 value', 't3512_s', values.timer3),
  0x5f: tlv('T3346 value', 't3346_s', values.timer),
  0x60: tlv('EPS bearer context status', 'active_ebis', values.byBits),
  0x69: tlv('Rejected NSSAI', 'rejected_nssai', values.rejectedNssai),
  0x71: tlve('NAS message container', CONTAINER),
  0x77: tlve(...IDENTITY),
  0x78: tlve(...EAP),
}

const withCause = message([v(1, ...CAUSE)], OPTIONAL)
const plain = message([], OPTIONAL)
const PAYLOAD = ['Payload container', CONTAINER] as const

export const MM: Readonly<Record<number, Definition>> = {
  0x41: message([v(1, '5GS registration type', '', registrationType), lve(...IDENTITY)], {
    ...OPTIONAL,
    0x70: tlve('EPS NAS message container', CONTAINER),
    0x77: tlve('Additional GUTI', 'additional', fiveGsMobileIdentity),
  }),
  0x42: message([lv('5GS registration result')], {
    ...OPTIONAL,
    0x11: tlv('Rejected NSSAI', 'rejected_nssai', values.rejectedNssai),
    0x21: tlv('5GS network feature support', 'ims_voice', values.featureSupport),
  }),
  0x43: plain,
  0x44: withCause,
  0x45: message([v(1, 'De-registration type', '', deregistrationType), lve(...IDENTITY)]),
  0x46: plain,
  0x47: message([v(1, 'De-registration type', '', deregistrationType)], OPTIONAL),
  0x48: plain,
  0x4c: message([v(1, 'Service type', 'service_type', serviceType), lve('5G-S-TMSI', '', fiveGsMobileIdentity)], {
    ...OPTIONAL,
    0x25: tlv('Allowed PDU session status', 'allowed_pdu_sessions', values.byBits),
  }),
  0x4d: withCause,
  0x4e: plain,
  0x4f: message([v(1, 'Control plane service type')], OPTIONAL),
  0x50: message([lv('S-NSSAI', 's_nssai', values.sNssai), lve(...EAP)]),
  0x51: message([lv('S-NSSAI', 's_nssai', values.sNssai), lve(...EAP)]),
  0x52: message([lv('S-NSSAI', 's_nssai', values.sNssai), lve(...EAP)]),
  0x54: message([], {
    ...OPTIONAL,
    0x11: tlv('Rejected NSSAI', 'rejected_nssai', values.rejectedNssai),
    0x46: tv(1, 'Local time zone'),
    0x47: tv(7, 'Universal time and local time zone'),
  }),
  0x55: plain,
  0x56: message([v(1, ...KSI), lv(...ABBA)], {
    0x20: tlv('Authentication parameter AUTN', 'autn', values.secret),
    0x21: tv(16, 'Authentication parameter RAND', 'rand', values.secret),
    0x78: tlve(...EAP),
  }),
  0x57: message([], {
    0x2d: tlv('Authentication response parameter', 'res', values.secret),
    0x78: tlve(...EAP),
  }),
  0x58: plain,
  0x59: message([v(1, ...CAUSE)], { 0x30: tlv('Authentication failure parameter', 'auts', values.secret) }),
  0x5a: message([v(1, ...KSI), lve(...EAP)], { 0x38: tlv(...ABBA) }),
  0x5b: message([v(1, 'Identity type', 'identity_type', identityType)]),
  0x5c: message([lve(...IDENTITY)]),
  0x5d: message(
    [
      v(1, 'Selected NAS security algorithms', 'algorithms', values.algorithms('N')),
      v(1, ...KSI),
      lv('Replayed UE security capabilities'),
    ],
    { 0x57: tv(1, 'Selected EPS NAS security algorithms'), 0x78: tlve(...EAP), 0xe0: half('IMEISV request') },
  ),
  0x5e: message([], { ...OPTIONAL, 0x78: tlve('non-IMEISV PEI') }),
  0x5f: withCause,
  0x64: withCause,
  0x65: message([v(1, 'Access type')]),
  0x66: plain,
  0x67: message([v(1, 'Payload container type', 'payload_container_type', payloadType), lve(...PAYLOAD)], {
    0x12: tv(1, 'PDU session ID', 'pdu_session_id', values.number),
    0x22: tlv('S-NSSAI', 's_nssai', values.sNssai),
    0x25: tlv('DNN', 'dnn', values.accessPointName),
    0x59: tv(1, 'Old PDU session ID'),
    0x80: half('Request type', 'request_type', requestType),
  }),
  0x68: message([v(1, 'Payload container type', 'payload_container_type', payloadType), lve(...PAYLOAD)], {
    0x12: tv(1, 'PDU session ID', 'pdu_session_id', values.number),
    0x37: tlv('Back-off timer value', 'back_off_s', values.timer3),
    0x58: tv(1, ...CAUSE),
  }),
}
