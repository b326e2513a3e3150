// EPS mobility management messages: TS 24.301 §8.2.
import { type Definition, half, lv, lve, message, type Part, tlv, tlve, tv, v } from './definitions.ts'
import { epsMobileIdentity, mobileIdentity } from './identities.ts'
import * as tables from './tables.ts'
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

/** Elements of the UE's requests. */
const OF_REQUESTS: Readonly<Record<number, Part>> = {
  0x13: tv(5, 'Old location area identification'),
  0x17: tv(1, 'Additional information requested'),
  0x19: tv(3, 'Old P-TMSI signature'),
  0x50: tlv('Additional GUTI', 'additional', epsMobileIdentity),
  0x52: tv(5, 'Last visited registered TAI', 'last_tai', values.trackingArea),
  0x55: tv(4, 'NonceUE'),
  0x57: tlv(...STATUS),
  0x5c: tv(2, 'DRX parameter'),
  0x5e: tlv('T3412 extended value', 't3412_extended_s', values.timer3),
  0x6a: tlv('T3324 value', 't3324_s', values.timer),
}

/** Elements of the network's acceptances. */
const OF_ACCEPTS: Readonly<Record<number, Part>> = {
  0x13: tv(5, 'Location area identification'),
  0x17: tv(1, 'T3402 value', 't3402_s', values.timer),
  0x23: tlv('MS identity', 'ms_identity', mobileIdentity),
  0x50: tlv('GUTI', '', epsMobileIdentity),
  0x53: tv(1, ...CAUSE),
  0x54: tlv(...TAI_LIST),
  0x57: tlv(...STATUS),
  0x59: tv(1, 'T3423 value', 't3423_s', values.timer),
  0x5a: tv(1, 'T3412 value', 't3412_s', values.timer),
  0x5e: tlv('T3412 extended value', 't3412_extended_s', values.timer3),
  0x64: tlv('EPS network feature support', 'ims_voice', values.featureSupport),
  0x6a: tlv('T3324 value', 't3324_s', values.timer),
}

const OF_REJECTS: Readonly<Record<number, Part>> = {
  0x16: tlv('T3402 value', 't3402_s', values.timer),
  0x5b: tv(1, 'T3442 value', 't3442_s', values.timer),
  0x5f: tlv('T3346 value', 't3346_s', values.timer),
  0x78: tlve(...ESM),
}

export const EMM: Readonly<Record<number, Definition>> = {
  0x41: message(
    [v(1, 'EPS attach type', '', attachType), lv(...IDENTITY), lv('UE network capability'), lve(...ESM)],
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
    0x57: tlv(...STATUS),
  }),
  0x4d: message([v(1, 'Control plane service type')], { 0x57: tlv(...STATUS), 0x78: tlve(...ESM) }),
  0x4e: message([v(1, ...CAUSE)], OF_REJECTS),
  0x4f: message([], { 0x57: tlv(...STATUS) }),
  0x50: message([lv('GUTI', '', epsMobileIdentity)], { 0x54: tlv(...TAI_LIST) }),
  0x51: message([]),
  0x52: message([
    v(1, 'NAS key set identifier'),
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
      v(1, 'NAS key set identifier'),
      lv('Replayed UE security capabilities'),
    ],
    {
      0x4f: tlv('HashMME'),
      0x55: tv(4, 'Replayed nonceUE'),
      0x56: tv(4, 'NonceMME'),
      0xc0: half('IMEISV request'),
    },
  ),
  0x5e: message([], {
    0x23: tlv('IMEISV', '', mobileIdentity),
    0x79: tlve('Replayed NAS message container', CONTAINER),
  }),
  0x5f: message([v(1, ...CAUSE)]),
  0x60: message([v(1, ...CAUSE)]),
  0x61: message([], { 0x46: tv(1, 'Local time zone'), 0x47: tv(7, 'Universal time and local time zone') }),
  0x62: message([lv('NAS message container')]),
  0x63: message([lv('NAS message container')]),
  0x64: message([v(1, 'Paging identity')]),
  0x68: message([v(1, 'Generic message container type'), lve('Generic message container')]),
  0x69: message([v(1, 'Generic message container type'), lve('Generic message container')]),
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
