/** NAS messages, plain: TS 24.301 §8, TS 24.501 §8. */
import { concat, u16, u32, u8, utf8, zeros } from './octets.ts'
import { octetsOf } from './per.ts'

const CHALLENGE = concat(zeros(16), u8(16), zeros(16))
const TAI_LIST = octetsOf('06 00 00f110 0001')

/** Activate default EPS bearer context request: QCI 9, an access point, and an address. */
function defaultBearer(apn: string, address: string): Uint8Array {
  const name = concat(u8(apn.length), utf8(apn))
  const pdn = concat(octetsOf('0501'), Uint8Array.from(address.split('.'), Number))
  return concat(octetsOf('5201c1 0109'), u8(name.length), name, pdn)
}

/** EPS mobility management, and the session management that it carries. */
export const EPS = {
  authenticationRequest: concat(octetsOf('075200'), CHALLENGE),
  authenticationResponse: concat(octetsOf('075308'), zeros(8)),
  /** EMM cause 20: MAC failure. */
  authenticationFailure: octetsOf('075c14'),
  authenticationReject: octetsOf('0754'),
  securityModeCommand: octetsOf('075d 00 00 02f070'),
  securityModeComplete: octetsOf('075e'),
  attachAccept: (apn: string, address: string): Uint8Array => {
    const held = defaultBearer(apn, address)
    return concat(octetsOf('074201 49'), TAI_LIST, u16(held.length), held)
  },
  attachComplete: octetsOf('0743 0003 5200c2'),
  attachReject: (cause: number): Uint8Array => concat(octetsOf('0744'), u8(cause)),
  detachRequest: octetsOf('0745 01 05 f4 11223344'),
  detachAccept: octetsOf('0746'),
  serviceReject: (cause: number): Uint8Array => concat(octetsOf('074e'), u8(cause)),
  areaUpdateRequest: octetsOf('0748 70 0b f6 00f110 0001 01 c0000001'),
  areaUpdateAccept: octetsOf('0749 00'),
  areaUpdateReject: (cause: number): Uint8Array => concat(octetsOf('074b'), u8(cause)),
  pdnRequest: octetsOf('0202d011'),
  pdnAccept: (apn: string, address: string): Uint8Array => defaultBearer(apn, address),
  pdnComplete: octetsOf('5200c2'),
  pdnReject: (cause: number): Uint8Array => concat(octetsOf('0202d1'), u8(cause)),
  /** Security header type 2, and octets that nobody can read. */
  ciphered: octetsOf('27 aabbccdd 05 91e7a2b3c4d5'),
}

/** 5GS mobility management. */
export const FIVE_G = {
  authenticationRequest: concat(octetsOf('7e0056 00 020000 21'), zeros(16), octetsOf('2010'), zeros(16)),
  authenticationResponse: concat(octetsOf('7e0057 2d10'), zeros(16)),
  authenticationReject: octetsOf('7e0058'),
  securityModeCommand: octetsOf('7e005d 00 00 02f070'),
  securityModeComplete: octetsOf('7e005e'),
  registrationAccept: octetsOf('7e0042 0101'),
  /** With a 5G-GUTI of the AMF of this set and pointer. */
  registrationAcceptFor: (amf: number, tmsi: number): Uint8Array =>
    concat(octetsOf('7e0042 0101 77 000b f2 00f110 80'), u16(amf), u32(tmsi)),
  registrationComplete: octetsOf('7e0043'),
  registrationReject: (cause: number): Uint8Array => concat(octetsOf('7e0044'), u8(cause)),
  deregistrationRequest: octetsOf('7e0045 01 0007 f4 0040 11223344'),
  deregistrationAccept: octetsOf('7e0046'),
  serviceRequest: octetsOf('7e004c 10 0007 f4 0040 11223344'),
  serviceRequestOf: (amf: number, tmsi: number): Uint8Array =>
    concat(octetsOf('7e004c 10 0007 f4'), u16(amf), u32(tmsi)),
  serviceAccept: octetsOf('7e004e'),
}

/** 5GS session management, of a session: identity, and PTI 1. */
export const SESSION = {
  establishmentRequest: (id: number): Uint8Array => concat(u8(0x2e, id, 1, 0xc1), octetsOf('ffff91')),
  establishmentAccept: (id: number): Uint8Array =>
    concat(u8(0x2e, id, 1, 0xc2), octetsOf('11 0006 010003300009 06 010064 010064')),
  establishmentReject: (id: number, cause: number): Uint8Array => u8(0x2e, id, 1, 0xc3, cause),
  modificationRequest: (id: number): Uint8Array => u8(0x2e, id, 1, 0xc9),
  modificationReject: (id: number, cause: number): Uint8Array => u8(0x2e, id, 1, 0xca, cause),
  modificationCommandReject: (id: number, cause: number): Uint8Array => u8(0x2e, id, 0, 0xcd, cause),
  modificationCommand: (id: number): Uint8Array => u8(0x2e, id, 0, 0xcb),
  modificationComplete: (id: number): Uint8Array => u8(0x2e, id, 0, 0xcc),
  releaseRequest: (id: number): Uint8Array => u8(0x2e, id, 1, 0xd1),
  releaseCommand: (id: number, cause: number): Uint8Array => u8(0x2e, id, 1, 0xd3, cause),
  releaseComplete: (id: number): Uint8Array => u8(0x2e, id, 1, 0xd4),
}
