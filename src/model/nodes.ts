import type { Endpoint } from './endpoint.ts'

/**
 * What a node of the network is: functions as 3GPP names them, and those of SIP, Diameter and DNS. Left to right as
 * columns of a ladder stand: the user, the radio network, control and user plane of the core, its servers, the IMS.
 */
export const ROLES = [
  'UE',
  'UA',
  'eNB',
  'gNB',
  'N3IWF',
  'ePDG',
  'MME',
  'AMF',
  'SGSN',
  'MSC',
  'SGW',
  'SGW-U',
  'SMF',
  'CP function',
  'PGW',
  'PGW-U',
  'GGSN',
  'UPF',
  'UP function',
  'PCRF',
  'PCF',
  'OCS',
  'CHF',
  'CDF',
  'CGF',
  'SEPP',
  'SCP',
  'DRA',
  'NRF',
  'NSSF',
  'AUSF',
  'HSS',
  'UDM',
  'UDR',
  'UDSF',
  'BSF',
  'AAA',
  'EIR',
  '5G-EIR',
  'NEF',
  'NWDAF',
  'LMF',
  'GMLC',
  'SMSF',
  'SMSC',
  'P-CSCF',
  'I-CSCF',
  'S-CSCF',
  'AS',
  'SBC',
  'MGCF',
  'MGW',
  'SIP server',
  'Registrar',
  'DNS',
] as const

export type Role = (typeof ROLES)[number]

/** Why a node is thought to have a role, or to be the same as another. */
export interface NodeEvidence {
  /** Words: `sent S1AP InitialUEMessage`. */
  readonly evidence: string
  /** Messages that said so; where their contents had to be read, of those that were read. */
  readonly count: number
  /** The first of them. */
  readonly frame: number
}

export interface FoundRole {
  readonly role: Role
  readonly evidence: readonly NodeEvidence[]
}

/** Another address of the same node. */
export interface SameNode extends NodeEvidence {
  readonly address: string
}

/** A node of a job: an address, or one of its ports where those have roles of their own. */
export interface NodeRow {
  readonly address: string
  /** 0: the address as a whole. */
  readonly port: number
  /** The best supported; absent where nothing tells. */
  readonly role?: Role
  /** What it calls itself. */
  readonly name?: string
  /** All roles that anything speaks for, the best supported first. */
  readonly roles: readonly FoundRole[]
  /** Other addresses of the same node; the group's name is its lowest address. */
  readonly same_as: readonly SameNode[]
  readonly node?: string
}

/** Events of one kind between two ends. */
export interface EventTally {
  /** As the kind was named. */
  readonly kind: string
  /** The interface that their groups are of, or ``. */
  readonly interface: string
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly count: number
  /** Of the first. */
  readonly frame: number
  /** The first few, where the kind is read. */
  readonly samples: readonly TallySample[]
}

export interface TallySample {
  readonly frame: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly details: Readonly<Record<string, unknown>>
}

/** A kind of events to be counted. */
export interface TallyKind {
  readonly name: string
  /** Of so many at most the contents are wanted. */
  readonly reads: number
}
