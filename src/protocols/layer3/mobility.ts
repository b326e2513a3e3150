// Mobility management, with circuits (MM) and with packets (GMM): TS 24.008 §9.2, §9.4.
import { type Definition, half, lv, message, type Part, tlv, tv, v } from '../nas/definitions.ts'
import { accessPointName, cause, locationArea, secret, timer, timer3 } from '../nas/values.ts'
import * as tables from './tables.ts'
import * as values from './values.ts'

const REJECT = ['Reject cause', 'cause', cause(tables.MM_CAUSES)] as const
const GMM_CAUSE = ['GMM cause', 'cause', cause(tables.GMM_CAUSES)] as const
const IDENTITY = ['Mobile identity', '', values.identity] as const
const LAI = ['Location area identification', 'lai', locationArea] as const
const RAI = ['Routing area identification', 'rai', values.routingArea] as const
const CLASSMARK = ['Mobile station classmark'] as const
const RAND = ['Authentication parameter RAND', 'rand', secret] as const
const AUTN = ['Authentication parameter AUTN', 'autn', secret] as const
const AUTS = ['Authentication failure parameter', 'auts', secret] as const
const RES = ['Authentication response parameter', 'res', secret] as const
const FORCE = ['Force to standby'] as const

const updating = v(
  1,
  'Location updating type',
  'location_updating_type',
  values.lowBits(3, tables.LOCATION_UPDATING_TYPES),
)
const identityType = v(1, 'Identity type', 'identity_type', values.lowBits(7, tables.IDENTITY_TYPES))

/** Elements that mean the same wherever they come in MM. */
const WITH_CIRCUITS: Readonly<Record<number, Part>> = {
  0x13: tv(5, ...LAI),
  0x17: tlv(...IDENTITY),
  0x35: tlv('Per MS T3212', 't3212_s', timer3),
  0x36: tlv('T3246 value', 't3246_s', timer),
  0x46: tv(1, 'Local time zone'),
  0x47: tv(7, 'Universal time and local time zone'),
  0xa0: half('Follow on proceed'),
}
const rejected = message([v(1, ...REJECT)], WITH_CIRCUITS)
const empty = message([], WITH_CIRCUITS)

export const MM: Readonly<Record<number, Definition>> = {
  0x01: message([v(1, ...CLASSMARK), lv(...IDENTITY)]),
  0x02: message([v(5, ...LAI)], WITH_CIRCUITS),
  0x04: rejected,
  0x08: message([updating, v(5, ...LAI), v(1, ...CLASSMARK), lv(...IDENTITY)]),
  0x11: empty,
  0x12: message([v(1, 'Ciphering key sequence number'), v(16, ...RAND)], { 0x20: tlv(...AUTN) }),
  0x14: message([v(4, ...RES)], { 0x21: tlv(...RES) }),
  0x18: message([identityType]),
  0x19: message([lv(...IDENTITY)]),
  0x1a: message([v(5, ...LAI), lv(...IDENTITY)]),
  0x1b: empty,
  0x1c: message([v(1, ...REJECT)], { 0x22: tlv(...AUTS) }),
  0x21: empty,
  0x22: rejected,
  0x23: empty,
  0x24: message([
    v(1, 'CM service type', 'service_type', values.lowBits(15, tables.CM_SERVICE_TYPES)),
    lv(...CLASSMARK),
    lv(...IDENTITY),
  ]),
  0x28: message([v(1, 'Ciphering key sequence number'), lv(...CLASSMARK), lv(...IDENTITY)], WITH_CIRCUITS),
  0x29: rejected,
  0x31: rejected,
  0x32: message([], WITH_CIRCUITS),
}

/** Elements that mean the same wherever they come in GMM. */
const WITH_PACKETS: Readonly<Record<number, Part>> = {
  0x17: tv(1, 'READY timer', 'ready_timer_s', timer),
  0x18: tlv(...IDENTITY),
  0x19: tv(3, 'P-TMSI signature'),
  0x1a: tlv('Additional mobile identity', 'additional', values.identity),
  0x1b: tlv('Additional old routing area identification', 'additional_rai', values.routingArea),
  0x23: tlv(...IDENTITY),
  0x25: tv(1, ...GMM_CAUSE),
  0x27: tv(2, 'DRX parameter'),
  0x2a: tlv('T3302 value', 't3302_s', timer),
  0x3a: tlv('T3346 value', 't3346_s', timer),
  0x46: tv(1, 'Time zone'),
  0x47: tv(7, 'Time zone and time'),
}
const packets = message([], WITH_PACKETS)
const refused = message([v(1, ...GMM_CAUSE)], WITH_PACKETS)

export const GMM: Readonly<Record<number, Definition>> = {
  0x01: message(
    [
      lv('MS network capability'),
      v(1, 'Attach type', 'attach_type', values.lowBits(7, tables.ATTACH_TYPES)),
      v(2, 'DRX parameter'),
      lv(...IDENTITY),
      v(6, ...RAI),
      lv('MS radio access capability'),
    ],
    WITH_PACKETS,
  ),
  0x02: message(
    [
      v(
        1,
        'Attach result',
        'attach_result',
        values.lowBits(7, { 1: 'GPRS only attached', 3: 'combined GPRS/IMSI attached' }),
      ),
      v(1, 'GPRS timer', 'ra_update_timer_s', timer),
      v(1, 'Radio priority'),
      v(6, ...RAI),
    ],
    WITH_PACKETS,
  ),
  0x03: packets,
  0x04: refused,
  0x05: message([v(1, 'Detach type')], { ...WITH_PACKETS, 0x19: tlv('P-TMSI signature') }),
  0x08: message(
    [
      v(1, 'Update type', 'update_type', values.lowBits(7, tables.UPDATE_TYPES)),
      v(6, ...RAI),
      lv('MS radio access capability'),
    ],
    WITH_PACKETS,
  ),
  0x09: message([v(1, 'Update result'), v(1, 'GPRS timer', 'ra_update_timer_s', timer), v(6, ...RAI)], WITH_PACKETS),
  0x0a: packets,
  0x0b: message([v(1, ...GMM_CAUSE), v(1, ...FORCE)], WITH_PACKETS),
  0x0c: message(
    [v(1, 'Service type', 'service_type', values.highBits(7, tables.SERVICE_TYPES)), lv(...IDENTITY)],
    WITH_PACKETS,
  ),
  0x0d: packets,
  0x0e: refused,
  0x10: message([lv(...IDENTITY), v(6, ...RAI), v(1, ...FORCE)], WITH_PACKETS),
  0x12: message([v(1, 'Ciphering algorithm'), v(1, ...FORCE)], {
    0x21: tv(16, ...RAND),
    0x28: tlv(...AUTN),
    0x80: half('Ciphering key sequence number'),
  }),
  0x13: message([v(1, 'A&C reference number')], { 0x22: tv(4, ...RES), 0x23: tlv(...IDENTITY), 0x29: tlv(...RES) }),
  0x14: packets,
  0x15: message([identityType]),
  0x16: message([lv(...IDENTITY)]),
  0x1c: message([v(1, ...GMM_CAUSE)], { 0x30: tlv(...AUTS) }),
  0x20: refused,
  0x21: message([], WITH_PACKETS),
}

const SM_CAUSE = ['SM cause', 'cause', cause(tables.SM_CAUSES)] as const
const NSAPI = ['NSAPI', 'nsapi', values.lowBits(15, {})] as const
const QOS = ['Quality of service'] as const
const ADDRESS = ['Packet data protocol address', '', values.pdpAddress] as const
const SAPI = ['LLC service access point identifier'] as const
const PRIORITY = ['Radio priority'] as const

const OF_SESSION: Readonly<Record<number, Part>> = {
  0x27: tlv('Protocol configuration options'),
  0x28: tlv('Access point name', 'apn', accessPointName),
  0x2b: tlv(...ADDRESS),
  0x32: tv(1, ...SAPI),
  0x37: tlv('T3396 value', 't3396_s', timer3),
  0x39: tlv(...SM_CAUSE),
  0x90: half('Tear down indicator'),
}
const session = message([], OF_SESSION)
const ended = message([v(1, ...SM_CAUSE)], OF_SESSION)

/** Session management: TS 24.008 §9.5. */
export const SM: Readonly<Record<number, Definition>> = {
  0x41: message([v(1, ...NSAPI), v(1, ...SAPI), lv(...QOS), lv(...ADDRESS)], OF_SESSION),
  0x42: message([v(1, ...SAPI), lv(...QOS), v(1, ...PRIORITY)], OF_SESSION),
  0x43: ended,
  0x44: message([lv(...ADDRESS)], OF_SESSION),
  0x45: ended,
  0x46: ended,
  0x47: session,
  0x48: message([v(1, ...PRIORITY), lv(...QOS)], OF_SESSION),
  0x49: session,
  0x4a: session,
  0x4b: session,
  0x4c: ended,
  0x4d: message([v(1, ...NSAPI), v(1, ...SAPI), lv(...QOS), lv('Linked TI')], OF_SESSION),
  0x4e: message([v(1, ...SAPI), lv(...QOS), v(1, ...PRIORITY)], OF_SESSION),
  0x4f: ended,
  0x55: ended,
}
