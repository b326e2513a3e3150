// EPS mobility management messages: TS 24.301 §8.2.
import { tbcd } from '../../bytes/digits.ts'
import * as capabilities from './capabilities.ts'
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { epsMobileIdentity, mobileIdentity } from './identities.ts'
import * as network from './network-information.ts'
import * as tables from './tables.ts'
import {
  ADDITIONAL_UPDATE_RESULTS,
  ADDITIONAL_UPDATE_TYPES,
  EXTENDED_EMM_CAUSES,
  GENERIC_CONTAINERS,
  SMS_STATUSES,
} from './tables-capabilities.ts'
import * as values from './values.ts'

/** Held messages go there: nas.ts opens them. */
export const CONTAINER = 'container'

const CAUSE = ['EMM cause', 'cause', values.cause(tables.EMM_CAUSES)] as const
const ESM = ['ESM message container', CONTAINER] as const
const IDENTITY = ['EPS mobile identity', '', epsMobileIdentity] as const
const TAI_LIST = ['TAI list', 'tai_list', values.trackingAreas(2)] as const
const STATUS = ['EPS bearer context status', 'active_ebis', values.byBits] as const

const attachType: values.Reader = (bytes, from) => ({
  attach_type: tables.ATTACH_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  ksi: (bytes[from]! >> 4) & 7,
})
const updateType: values.Reader = (bytes, from) => ({
  update_type: tables.UPDATE_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  active: (bytes[from]! & 8) !== 0,
})
const serviceType: values.Reader = (bytes, from) =>
  tables.EXTENDED_SERVICE_TYPES[bytes[from]! & 15] ?? bytes[from]! & 15

const RESULTS: Readonly<Record<number, string>> = { 1: 'EPS only', 2: 'combined EPS/IMSI attach' }
const UPDATE_RESULTS: Readonly<Record<number, string>> = {
  0: 'TA updated',
  1: 'combined TA/LA updated',
  4: 'TA updated and ISR activated',
  5: 'combined TA/LA updated and ISR activated',
}
const byLow = (names: Readonly<Record<number, string>>): values.Reader => {
  const name = values.low(names)
  return (bytes, from) => name(bytes[from]!)
}

const CAPABILITY = ['UE network capability', 'network_capability', capabilities.ueNetwork] as const
const USAGE = ['Voice domain preference and UE usage setting', '', capabilities.voiceDomain] as const
const FORBIDDEN: Readonly<Record<number, Part>> = {
  0x1d: tlv('Forbidden TAI(s) for roaming', 'forbidden_tais', values.trackingAreas(2)),
  0x1e: tlv('Forbidden TAI(s) for regional provision of service', 'forbidden_regional_tais', values.trackingAreas(2)),
}

/** Elements of the UE's requests. */
const OF_REQUESTS: Readonly<Record<number, Part>> = {
  0x10: tlv('TMSI based NRI container'),
  0x11: tlv('Mobile station classmark 2'),
  0x13: tv(5, 'Old location area identification', 'old_lai', values.locationArea),
  0x17: tv(1, 'Additional information requested'),
  0x19: tv(3, 'Old P-TMSI signature'),
  0x20: tlv('Mobile station classmark 3'),
  0x26: tlv('UE determined PLMN with disaster condition', undefined, network.plmnList),
  0x28: tlv('Paging restriction'),
  0x29: tlv('UE request type', 'ue_request', values.named(15, tables.UE_REQUESTS)),
  0x31: tlv('MS network capability', undefined, capabilities.msNetwork),
  0x32: tlv('N1 UE network capability'),
  0x34: tlv('UE radio capability ID availability'),
  0x35: tlv('Requested WUS assistance information'),
  0x36: tlv('DRX parameter in NB-S1 mode'),
  0x38: tlv('Requested IMSI offset'),
  0x40: tlv('Supported codecs'),
  0x50: tlv('Additional GUTI', 'additional', epsMobileIdentity),
  0x52: tv(5, 'Last visited registered TAI', 'last_tai', values.trackingArea),
  0x55: tv(4, 'NonceUE'),
  0x57: tlv(...STATUS),
  0x58: tlv(...CAPABILITY),
  0x5c: tv(2, 'DRX parameter', undefined, values.epsDrx),
  0x5d: tlv(...USAGE),
  0x5e: tlv('T3412 extended value', 't3412_extended_s', values.timer3),
  0x6a: tlv('T3324 value', 't3324_s', values.timer),
  0x6d: tlv('UE status', undefined, capabilities.ueStatus),
  0x6e: tlv('Extended DRX parameters'),
  0x6f: tlv('UE additional security capability', 'additional_security_capability', capabilities.additionalSecurity),
  0x80: half('GPRS ciphering key sequence number', undefined, values.named(7, [])),
  0x90: half('TMSI status', undefined, values.bit(0)),
  0xa0: half('UE radio capability information update needed', undefined, values.bit(0)),
  0xb0: half('Non-current native NAS key set identifier', undefined, values.named(7, [])),
  0xc0: half('MS network feature support'),
  0xd0: half('Device properties', undefined, values.bits(['low priority'])),
  0xe0: half('Old GUTI type', undefined, values.named(1, ['native', 'mapped'])),
  0xf0: half('Additional update type', 'additional_update_type', values.named(1, ADDITIONAL_UPDATE_TYPES)),
}

/** Elements of the network's acceptances. */
const OF_ACCEPTS: Readonly<Record<number, Part>> = {
  ...FORBIDDEN,
  0x13: tv(5, 'Location area identification', 'lai', values.locationArea),
  0x17: tv(1, 'T3402 value', 't3402_s', values.timer),
  0x23: tlv('MS identity', 'ms_identity', mobileIdentity),
  0x34: tlv('Emergency number list', undefined, network.emergencyNumbers),
  0x35: tlv('Negotiated WUS assistance information'),
  0x36: tlv('Negotiated DRX parameter in NB-S1 mode'),
  0x37: tlv('EPS additional request result'),
  0x38: tlv('Negotiated IMSI offset'),
  0x4a: tlv('Equivalent PLMNs', undefined, network.plmnList),
  0x50: tlv('GUTI', '', epsMobileIdentity),
  0x53: tv(1, ...CAUSE),
  0x54: tlv(...TAI_LIST),
  0x57: tlv(...STATUS),
  0x59: tv(1, 'T3423 value', 't3423_s', values.timer),
  0x5a: tv(1, 'T3412 value', 't3412_s', values.timer),
  0x5e: tlv('T3412 extended value', 't3412_extended_s', values.timer3),
  0x64: tlv('EPS network feature support', '', capabilities.epsFeatures),
  0x65: tlv('DCN-ID', 'dcn_id', values.number),
  0x66: tlv('UE radio capability ID', 'radio_capability_id', network.radioCapabilityId),
  0x68: tlv('Header compression configuration status'),
  0x6a: tlv('T3324 value', 't3324_s', values.timer),
  0x6b: tlv('T3448 value', 't3448_s', values.timer),
  0x6c: tlv('T3447 value', 't3447_s', values.timer3),
  0x6e: tlv('Extended DRX parameters'),
  0x7a: tlve('Extended emergency number list'),
  0x7c: tlve('Ciphering key data', 'ciphering_key_data', values.secret),
  0xb0: half('UE radio capability ID deletion indication'),
  0xc0: half('Network policy'),
  0xd0: half('Non-3GPP NW provided policies'),
  0xe0: half('SMS services status', 'sms_status', values.named(7, SMS_STATUSES)),
  0xf0: half('Additional update result', 'additional_update_result', values.named(3, ADDITIONAL_UPDATE_RESULTS)),
}

const OF_REJECTS: Readonly<Record<number, Part>> = {
  ...FORBIDDEN,
  0x16: tlv('T3402 value', 't3402_s', values.timer),
  0x1c: tlv('Lower bound timer value', undefined, values.timer3),
  0x5b: tv(1, 'T3442 value', 't3442_s', values.timer),
  0x5f: tlv('T3346 value', 't3346_s', values.timer),
  0x6b: tlv('T3448 value', 't3448_s', values.timer),
  0x78: tlve(...ESM),
  0xa0: half('Extended EMM cause', 'extended_cause', values.bits(EXTENDED_EMM_CAUSES)),
}

const generic = message(
  [
    v(1, 'Generic message container type', 'container_type', values.named(255, GENERIC_CONTAINERS)),
    lve('Generic message container', CONTAINER),
  ],
  { 0x65: tlv('Additional information') },
)

/** Calling party BCD number: TS 24.008 §10.5.4.9; its type and its presentation may take two octets. */
const callingNumber: values.Reader = (bytes, from, to) => tbcd(bytes, from + ((bytes[from]! & 0x80) === 0 ? 2 : 1), to)

export const EMM: Readonly<Record<number, Definition>> = {
  0x41: message(
    [v(1, 'EPS attach type', '', attachType), lv(...IDENTITY), lv(...CAPABILITY), lve(...ESM)],
    OF_REQUESTS,
  ),
  0x42: message(
    [
      v(1, 'EPS attach result', 'attach_result', byLow(RESULTS)),
      v(1, 'T3412 value', 't3412_s', values.timer),
      lv(...TAI_LIST),
      lve(...ESM),
    ],
    OF_ACCEPTS,
  ),
  0x43: message([lve(...ESM)]),
  0x44: message([v(1, ...CAUSE)], OF_REJECTS),
  0x46: message([]),
  0x48: message([v(1, 'EPS update type', '', updateType), lv('Old GUTI', '', epsMobileIdentity)], OF_REQUESTS),
  0x49: message([v(1, 'EPS update result', 'update_result', byLow(UPDATE_RESULTS))], OF_ACCEPTS),
  0x4a: message([]),
  0x4b: message([v(1, ...CAUSE)], OF_REJECTS),
  0x4c: message([v(1, 'Service type', 'service_type', serviceType), lv('M-TMSI', '', mobileIdentity)], {
    0x28: tlv('Paging restriction'),
    0x29: tlv('UE request type', 'ue_request', values.named(15, tables.UE_REQUESTS)),
    0x57: tlv(...STATUS),
    0xb0: half('CSFB response', 'csfb_response', values.named(7, ['rejected by the UE', 'accepted by the UE'])),
    0xd0: half('Device properties', undefined, values.bits(['low priority'])),
  }),
  0x4d: message([v(1, 'Control plane service type', undefined, values.named(7, tables.CONTROL_SERVICE_TYPES))], {
    0x57: tlv(...STATUS),
    0x67: tlv('NAS message container', CONTAINER),
    0x78: tlve(...ESM),
    0xd0: half('Device properties', undefined, values.bits(['low priority'])),
  }),
  0x4e: message([v(1, ...CAUSE)], OF_REJECTS),
  0x4f: message([], OF_ACCEPTS),
  0x50: message([lv('GUTI', '', epsMobileIdentity)], OF_ACCEPTS),
  0x51: message([]),
  0x52: message([
    v(1, 'NAS key set identifier', undefined, values.named(7, [])),
    v(16, 'Authentication parameter RAND', 'rand', values.secret),
    lv('Authentication parameter AUTN', 'autn', values.secret),
  ]),
  0x53: message([lv('Authentication response parameter', 'res', values.secret)]),
  0x54: message([]),
  0x55: message([v(1, 'Identity type', 'identity_type', byLow(tables.EPS_IDENTITY_TYPES))]),
  0x56: message([lv('Mobile identity', '', mobileIdentity)]),
  0x5c: message([v(1, ...CAUSE)], { 0x30: tlv('Authentication failure parameter', 'auts', values.secret) }),
  0x5d: message(
    [
      v(1, 'Selected NAS security algorithms', 'algorithms', values.algorithms('E')),
      v(1, 'NAS key set identifier', undefined, values.named(7, [])),
      lv('Replayed UE security capabilities', 'security_capability', capabilities.epsSecurity),
    ],
    {
      0x37: tlv('UE radio capability ID request'),
      0x4f: tlv('HashMME'),
      0x55: tv(4, 'Replayed nonceUE'),
      0x56: tv(4, 'NonceMME'),
      0x6f: tlv(
        'Replayed UE additional security capability',
        'additional_security_capability',
        capabilities.additionalSecurity,
      ),
      0xc0: half('IMEISV request', undefined, values.bit(0)),
    },
  ),
  0x5e: message([], {
    0x23: tlv('IMEISV', '', mobileIdentity),
    0x66: tlv('UE radio capability ID', 'radio_capability_id', network.radioCapabilityId),
    0x79: tlve('Replayed NAS message container', CONTAINER),
  }),
  0x5f: message([v(1, ...CAUSE)]),
  0x60: message([v(1, ...CAUSE)]),
  0x61: message([], {
    0x43: tlv('Full name for network', 'network_name', network.networkName),
    0x45: tlv('Short name for network', 'network_short_name', network.networkName),
    0x46: tv(1, 'Local time zone', 'time_zone', network.localZone),
    0x47: tv(7, 'Universal time and local time zone', 'network_time', network.universalTime),
    0x49: tlv('Network daylight saving time', undefined, network.daylightSaving),
  }),
  0x62: message([lv('NAS message container', CONTAINER)]),
  0x63: message([lv('NAS message container', CONTAINER)]),
  0x64: message([v(1, 'Paging identity', 'paged_with', values.named(1, ['IMSI', 'TMSI']))], {
    0x60: tlv('CLI', 'calling_number', callingNumber),
    0x61: tv(1, 'SS code', 'ss_code', values.number),
    0x62: tv(1, 'LCS indicator'),
    0x63: tlv('LCS client identity'),
  }),
  0x68: generic,
  0x69: generic,
}

/** A detach request tells its sender by what follows the type: TS 24.301 §8.2.11. */
export function detachRequest(isOfNetwork: boolean): Definition {
  if (isOfNetwork) {
    return message([v(1, 'Detach type', 'detach_type', byLow(tables.NETWORK_DETACH_TYPES))], { 0x53: tv(1, ...CAUSE) })
  }
  return message([v(1, 'Detach type', '', detachType), lv(...IDENTITY)])
}

const detachType: values.Reader = (bytes, from) => ({
  detach_type: tables.DETACH_TYPES[bytes[from]! & 7] ?? bytes[from]! & 7,
  switch_off: (bytes[from]! & 8) !== 0,
})
