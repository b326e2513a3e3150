// Which messages answer which, and what they mean for a connection: TS 29.274 §7, TS 29.060 §7.
import * as version1 from './tables-v1.ts'
import * as version2 from './tables-v2.ts'

export const ECHO_REQUEST = 1
export const VERSION_NOT_SUPPORTED = 3
/** Echo, version not supported, node alive, redirection: between two nodes, about nobody. */
const LAST_PATH_MESSAGE = 7

export const CREATE_SESSION = 32
export const CREATE_SESSION_RESPONSE = 33
export const DELETE_SESSION = 36
export const DELETE_SESSION_RESPONSE = 37
export const DELETE_BEARER = 99
export const CREATE_PDP = 16
export const CREATE_PDP_RESPONSE = 17
export const DELETE_PDP = 20
export const ERROR_INDICATION = 26
const EXTENSION_HEADERS = 31

/** Commands ask for a request with the same sequence number: TS 29.274 §7.6. */
export const COMMANDS: ReadonlySet<number> = new Set([64, 66, 68])
export const FIRST_COMMAND_SEQUENCE = 0x800000

export const DELETE_SET = 101
export const PGW_RESTART = 179
/** Delete and update PDN connection set: about all connections of a set. */
const SET_MESSAGES: ReadonlySet<number> = new Set([DELETE_SET, 102, 200, 201])
/** About all connections through a node. */
const NODE_MESSAGES_2: ReadonlySet<number> = new Set([...SET_MESSAGES, PGW_RESTART, 180])
/**
 * Answers about a UE as a whole: change notification, context, forward relocation, forward access context, detach,
 * suspend, resume, release access bearers, downlink data notification, modify access bearers.
 */
const UE_ANSWERS: ReadonlySet<number> = new Set([39, 131, 134, 136, 138, 150, 163, 165, 171, 177, 212])
/** Third of three: it goes the way of the request, with its sequence number. */
const ACKNOWLEDGES_2 = 132
const ACKNOWLEDGES_1 = 52

/** Answers to another request than the one just before them. */
const REQUEST_OF_2: Readonly<Record<number, number>> = { 240: 31 }
const REQUEST_OF_1: Readonly<Record<number, number>> = { 59: 55, 60: 58 }

/** By type: the request that such a message answers; 0 where it is none. */
const REQUESTS_2 = requests(version2.MESSAGES, REQUEST_OF_2, ACKNOWLEDGES_2)
const REQUESTS_1 = requests(version1.MESSAGES, REQUEST_OF_1, ACKNOWLEDGES_1)

function requests(
  names: Readonly<Record<number, string>>,
  others: Readonly<Record<number, number>>,
  third: number,
): readonly number[] {
  return Array.from({ length: 256 }, (_, type) => {
    const isAnswer = /Response$|Acknowledge$|(Bearer|Resource) Failure Indication$/.test(names[type] ?? '')
    return isAnswer && type !== third ? (others[type] ?? type - 1) : 0
  })
}

/** The request that a message of this type answers; 0 where it is none. */
export function requestOf(version: number, type: number): number {
  return (version === 2 ? REQUESTS_2 : REQUESTS_1)[type] ?? 0
}

export function isThird(version: number, type: number): boolean {
  return type === (version === 2 ? ACKNOWLEDGES_2 : ACKNOWLEDGES_1)
}

export function isUeAnswer(type: number): boolean {
  return UE_ANSWERS.has(type)
}

export function isSetMessage(type: number): boolean {
  return SET_MESSAGES.has(type)
}

export function isPathMessage(version: number, type: number): boolean {
  return type <= LAST_PATH_MESSAGE || (version === 2 && NODE_MESSAGES_2.has(type)) || type === EXTENSION_HEADERS
}

/** Interfaces of an F-TEID whose tunnels carry GTP-C: TS 29.274 Table 8.22-1. */
const CONTROL: ReadonlySet<number> = new Set([6, 7, 10, 11, 12, 13, 14, 17, 18, 24, 25, 26, 27, 30, 32, 35, 36, 40])
/** Those that have one TEID for a UE, whatever its connections: S11, S4, S10, S3, S16, N26. */
const SHARED: ReadonlySet<number> = new Set([10, 11, 12, 13, 14, 17, 18, 40])
/** The PGW's end, which stays when the SGW or the access changes. */
const ANCHOR: ReadonlySet<number> = new Set([7, 32, 36])

export function isControl(type: number): boolean {
  return CONTROL.has(type)
}

export function isShared(type: number): boolean {
  return SHARED.has(type)
}

export function isAnchor(type: number): boolean {
  return ANCHOR.has(type)
}
