// 5GS mobility management messages: TS 24.501 §8.2.
import * as capabilities from './capabilities.ts'
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { CONTAINER } from './emm.ts'
import { fiveGsMobileIdentity } from './identities.ts'
import * as network from './network-information.ts'
import * as tables from './tables.ts'
import * as values from './values.ts'

const CAUSE = ['5GMM cause', 'cause', values.cause(tables.MM_CAUSES)] as const
const IDENTITY = ['5GS mobile identity', '', fiveGsMobileIdentity] as const
const EAP = ['EAP message', 'eap', values.secret] as const
const KSI = ['ngKSI', undefined, values.named(7, [])] as const
const ABBA = ['ABBA'] as const
const REJECTED = ['Rejected NSSAI', 'rejected_nssai', values.rejectedNssai] as const
const TAIS = values.trackingAreas(3)
const NSSAI = values.nssai
const SECURITY = capabilities.fiveGSecurity

const registrationType: values.Reader = (bytes, from) => ({
  registration_type: tables.REGISTRATION_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  follow_on_request: (bytes[from]! & 8) !== 0,
  ng_ksi: (bytes[from]! >> 4) & 7,
})
const deregistrationType: values.Reader = (bytes, from) => ({
  switch_off: (bytes[from]! & 8) !== 0,
  re_registration_required: (bytes[from]! & 4) !== 0,
  access: tables.ACCESS_TYPES[bytes[from]! & 3] ?? bytes[from]! & 3,
})
const serviceType: values.Reader = (bytes, from) => tables.SERVICE_TYPES[bytes[from]! >> 4] ?? bytes[from]! >> 4

/** Elements that mean the same wherever they come. */
const OPTIONAL: Readonly<Record<number, Part>> = {
  0x11: tlv(...REJECTED),
  0x15: tlv('Allowed NSSAI', 'allowed_nssai', NSSAI),
  0x16: tlv('T3502 value', 't3502_s', values.timer),
  0x1d: tlv('Forbidden TAI(s) for roaming', 'forbidden_tais', TAIS),
  0x1e: tlv('Forbidden TAI(s) for regional provision of service', 'forbidden_regional_tais', TAIS),
  0x26: tlv('PDU session reactivation result', 'not_reactivated', values.byBits),
  0x27: tlv('Service area list', 'service_areas', network.serviceAreas),
  0x2c: tlv('Disaster return wait range'),
  0x31: tlv('Configured NSSAI', 'configured_nssai', NSSAI),
  0x32: tlv('NID'),
  0x34: tlv('Emergency number list', undefined, network.emergencyNumbers),
  0x39: tlv('Pending NSSAI', 'pending_nssai', NSSAI),
  0x3a: tlv('Lower bound timer value', undefined, values.timer3),
  0x40: tlv('Uplink data status', 'uplink_data', values.byBits),
  0x43: tlv('Full name for network', 'network_name', network.networkName),
  0x44: tlv('5GS registration result', '', capabilities.registrationResult),
  0x45: tlv('Short name for network', 'network_short_name', network.networkName),
  0x46: tv(1, 'Local time zone', 'time_zone', network.localZone),
  0x47: tv(7, 'Universal time and local time zone', 'network_time', network.universalTime),
  0x49: tlv('Network daylight saving time', undefined, network.daylightSaving),
  0x4a: tlv('Equivalent PLMNs', undefined, network.plmnList),
  0x50: tlv('PDU session status', 'active_pdu_sessions', values.byBits),
  0x54: tlv('TAI list', 'tai_list', TAIS),
  0x58: tv(1, ...CAUSE),
  0x5d: tlv('Non-3GPP de-registration timer value', 'deregistration_timer_s', values.timer),
  0x5e: tlv('T3512 value', 't3512_s', values.timer3),
  0x5f: tlv('T3346 value', 't3346_s', values.timer),
  0x60: tlv('EPS bearer context status', 'active_ebis', values.byBits),
  0x67: tlv('UE radio capability ID', 'radio_capability_id', network.radioCapabilityId),
  0x68: tlv('Extended rejected NSSAI', 'rejected_nssai', values.extendedRejectedNssai),
  0x69: tlv(...REJECTED),
  0x6a: tlv('T3324 value', 't3324_s', values.timer3),
  0x6b: tlv('T3448 value', 't3448_s', values.timer),
  0x6c: tlv('T3447 value', 't3447_s', values.timer3),
  0x6d: tlv(...REJECTED),
  0x6e: tlv('Extended DRX parameters'),
  0x70: tlve('NSSRG information'),
  0x73: tlve('SOR transparent container'),
  0x75: tlve('CAG information list'),
  0x76: tlve('Operator-defined access category definitions'),
  0x77: tlve(...IDENTITY),
  0x78: tlve(...EAP),
  0x79: tlve('LADN information', 'ladn', network.localNetworks),
  0x7a: tlve('Extended emergency number list'),
  0x90: half('Network slicing indication', undefined, values.bits(tables.SLICING_INDICATIONS)),
  0xb0: half('MICO indication', 'mico', values.bit(0)),
}

/** Elements that a UE says in its requests, where they mean something else than in the network's answers. */
const OF_UE: Readonly<Record<number, Part>> = {
  ...OPTIONAL,
  0x10: tlv('5GMM capability', 'mm_capability', capabilities.fiveGMobility),
  0x16: tlv('UE determined PLMN with disaster condition', undefined, network.plmnList),
  0x17: tlv('S1 UE network capability', undefined, capabilities.ueNetwork),
  0x18: tlv("UE's usage setting", 'usage_setting', capabilities.usageSetting),
  0x1a: tlv('Requested WUS assistance information'),
  0x25: tlv('Allowed PDU session status', 'allowed_pdu_sessions', values.byBits),
  0x28: tlv('Paging restriction'),
  0x29: tlv('UE request type', 'ue_request', values.named(15, tables.UE_REQUESTS)),
  0x2a: tlv('Requested PEIPS assistance information'),
  0x2b: tlv('UE status', undefined, capabilities.ueStatus),
  0x2e: tlv('UE security capability', 'security_capability', SECURITY),
  0x2f: tlv('Requested NSSAI', 'requested_nssai', NSSAI),
  0x30: tlv('Requested NB-N1 mode DRX parameters', undefined, values.drx),
  0x35: tlv('Requested mapped NSSAI'),
  0x3b: tlv('Requested T3512 value', undefined, values.timer3),
  0x41: tlv('Mobile station classmark 2'),
  0x42: tlv('Supported codecs'),
  0x48: tlv('Additional information requested'),
  0x51: tlv('Requested DRX parameters', undefined, values.drx),
  0x52: tv(6, 'Last visited registered TAI', 'last_tai', values.trackingArea),
  0x53: tlv('5GS update type', undefined, capabilities.updateType),
  0x71: tlve('NAS message container', CONTAINER),
  0x72: tlve('Service-level-AA container'),
  0x74: tlve('LADN indication'),
  0x7b: tlve('Payload container'),
  0x80: half('Payload container type', undefined, values.named(15, tables.PAYLOAD_TYPES)),
  0xa0: half('N5GC indication'),
  0xc0: half('Non-current native NAS key set identifier', undefined, values.named(7, [])),
}

const ACCEPTED: Readonly<Record<number, Part>> = {
  ...OPTIONAL,
  0x13: tlv('PLMNs to be used in disaster condition'),
  0x14: tlv('Disaster roaming wait range'),
  0x1b: tlv('Truncated 5G-S-TMSI configuration'),
  0x1c: tlv('Negotiated WUS assistance information'),
  0x1f: tlv('Updated PEIPS assistance information'),
  0x21: tlv('5GS network feature support', '', capabilities.fiveGFeatures),
  0x29: tlv('Negotiated NB-N1 mode DRX parameters', undefined, values.drx),
  0x33: tlv('Negotiated PEIPS assistance information'),
  0x35: tlv('5GS additional request result'),
  0x51: tlv('Negotiated DRX parameters', undefined, values.drx),
  0x71: tlve('Extended CAG information list'),
  0x72: tlve('PDU session reactivation result error cause', 'reactivation_causes', values.reactivationCauses),
  0x74: tlve('Ciphering key data', 'ciphering_key_data', values.secret),
  0x7b: tlve('Service-level-AA container'),
  0x7c: tlve('NSAG information'),
  0xa0: half('NSSAI inclusion mode', undefined, values.named(3, ['A', 'B', 'C', 'D'])),
  0xd0: half('Non-3GPP NW policies'),
  0xe0: half('UE radio capability ID deletion indication'),
}

const withCause = message([v(1, ...CAUSE)], OPTIONAL)
const plain = message([], OPTIONAL)
const sliceAuthentication = message([lv('S-NSSAI', 'snssai', values.sNssai), lve(...EAP)])
const PAYLOAD = [
  v(1, 'Payload container type', 'payload_container_type', values.named(15, tables.PAYLOAD_TYPES)),
  lve('Payload container', CONTAINER),
] as const

export const MM: Readonly<Record<number, Definition>> = {
  0x41: message([v(1, '5GS registration type', '', registrationType), lve(...IDENTITY)], {
    ...OF_UE,
    0x70: tlve('EPS NAS message container', CONTAINER),
    0x77: tlve('Additional GUTI', 'additional', fiveGsMobileIdentity),
  }),
  0x42: message([lv('5GS registration result', '', capabilities.registrationResult)], ACCEPTED),
  0x43: plain,
  0x44: withCause,
  0x45: message([v(1, 'De-registration type', '', deregistrationType), lve(...IDENTITY)]),
  0x46: plain,
  0x47: message([v(1, 'De-registration type', '', deregistrationType)], OPTIONAL),
  0x48: plain,
  0x4c: message([v(1, 'Service type', 'service_type', serviceType), lve('5G-S-TMSI', '', fiveGsMobileIdentity)], OF_UE),
  0x4d: withCause,
  0x4e: message([], ACCEPTED),
  0x4f: message([v(1, 'Control plane service type', undefined, values.named(7, tables.CONTROL_SERVICE_TYPES))], {
    ...OF_UE,
    0x6f: tlv('CIoT small data container'),
    0x7b: tlve('Payload container'),
    0x12: tv(1, 'PDU session ID', 'pdu_session_id', values.number),
    0x24: tlv('Additional information'),
    0xf0: half('Release assistance indication'),
  }),
  0x50: sliceAuthentication,
  0x51: sliceAuthentication,
  0x52: sliceAuthentication,
  0x54: message([], {
    ...ACCEPTED,
    0x72: tlve('Service-level-AA container'),
    0x73: tlve('NSAG information'),
    0xa0: half('UE radio capability ID deletion indication'),
    0xc0: half('Additional configuration indication'),
    0xd0: half('Configuration update indication', 'update', values.bits(tables.UPDATE_INDICATIONS)),
    0xe0: half('Priority indicator'),
    0xf0: half('SMS indication', undefined, values.bit(0)),
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
  0x5b: message([v(1, 'Identity type', 'identity_type', values.named(7, tables.IDENTITY_TYPES))]),
  0x5c: message([lve(...IDENTITY)]),
  0x5d: message(
    [
      v(1, 'Selected NAS security algorithms', 'algorithms', values.algorithms('N')),
      v(1, ...KSI),
      lv('Replayed UE security capabilities', 'security_capability', SECURITY),
    ],
    {
      0x19: tlv('Replayed S1 UE security capabilities', undefined, capabilities.epsSecurity),
      0x36: tlv('Additional 5G security information', undefined, values.bits(tables.SECURITY_INFORMATION)),
      0x38: tlv(...ABBA),
      0x57: tv(1, 'Selected EPS NAS security algorithms', undefined, values.algorithms('E')),
      0x78: tlve(...EAP),
      0xe0: half('IMEISV request', undefined, values.bit(0)),
    },
  ),
  0x5e: message([], {
    ...OPTIONAL,
    0x71: tlve('NAS message container', CONTAINER),
    0x78: tlve('non-IMEISV PEI', '', fiveGsMobileIdentity),
  }),
  0x5f: withCause,
  0x64: withCause,
  0x65: message([v(1, 'Access type', 'access', values.named(3, tables.ACCESS_TYPES))]),
  0x66: plain,
  0x67: message(PAYLOAD, {
    0x12: tv(1, 'PDU session ID', 'pdu_session_id', values.number),
    0x22: tlv('S-NSSAI', 'snssai', values.sNssai),
    0x24: tlv('Additional information'),
    0x25: tlv('DNN', 'dnn', values.accessPointName),
    0x59: tv(1, 'Old PDU session ID', 'old_pdu_session_id', values.number),
    0x80: half('Request type', 'request_type', values.named(7, tables.REQUEST_TYPES)),
    0xa0: half('MA PDU session information'),
    0xf0: half('Release assistance indication'),
  }),
  0x68: message(PAYLOAD, {
    0x12: tv(1, 'PDU session ID', 'pdu_session_id', values.number),
    0x24: tlv('Additional information'),
    0x37: tlv('Back-off timer value', 'back_off_s', values.timer3),
    0x3a: tlv('Lower bound timer value', undefined, values.timer3),
    0x58: tv(1, ...CAUSE),
  }),
}
