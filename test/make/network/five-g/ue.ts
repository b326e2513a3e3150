import type { Ids, Flow } from '../../ngap.ts'
import { concat } from '../../octets.ts'
import { octetsOf } from '../../per.ts'
import { Random } from '../../random.ts'
import type { Tunnel } from '../../s1ap.ts'
import { type Conversation, conversation } from '../whole/truth.ts'
import type { Ue } from '../whole/ue.ts'
import { GNBS, UPFS } from './core.ts'

/** What a UE that registered by 5G has. */
export interface Registered {
  readonly system: '5G'
  readonly ue: Ue
  /** Its context at the gNB. */
  access: Conversation
  /** What functions of the core do for it. */
  readonly services: Conversation
  readonly amf: number
  gnb: number
  ids: Ids
  /** How often it moved, or came back. */
  moves: number
  readonly internet: PduSession
  readonly ims: PduSession
  /** Sessions that it has. */
  readonly open: Set<PduSession>
}

export interface PduSession {
  readonly id: number
  readonly dnn: string
  readonly ip: string
  readonly flow: Flow
  /** Its session at the user plane. */
  readonly plane: Conversation
  /** Ids that the SMF and the UPF give it, the UPF's end of its tunnel, and its name in paths of resources. */
  readonly cp: number
  readonly up: number
  readonly teid: number
  readonly ref: string
}

/** Numbers that nodes give those who are there at once: each node counts for itself, so that several give the same. */
const coreId = ({ slot }: Ue): number => (slot >> 1) + 1
const radioId = ({ slot }: Ue): number => ((slot >> 3) << 1) + (slot & 1) + 1
const planeId = ({ slot }: Ue): number => ((slot >> 3) << 2) + (slot & 3)
export const smfOf = ({ slot }: Ue): number => (slot >> 2) & 1

export const supiOf = ({ imsi }: Ue): string => `imsi-${imsi}`
/** An AMF's set and pointer, and what it calls the UE for a while: TS 23.003 §2.10. */
export const temporaryOf = ({ ue, amf }: Registered): [amf: number, tmsi: number] => [0x40 + amf, 0xc000_0000 + ue.slot]

export function newcomer(ue: Ue): Registered {
  const k = planeId(ue)
  const session = (id: number, dnn: string, ip: string, flow: Flow): PduSession => ({
    id,
    dnn,
    ip,
    flow,
    plane: conversation('plane', [ue.n], undefined, dnn === 'ims'),
    cp: k * 2 + id,
    up: k * 2 + id + 8,
    teid: 0x100 + k * 2 + id,
    ref: `${ue.slot}-${id}`,
  })
  const internet = session(1, 'internet', ue.internet, { qfi: 9, fiveQi: 9 })
  return {
    system: '5G',
    ue,
    access: conversation('access', [ue.n]),
    services: conversation('services', [ue.n], undefined, true),
    amf: ue.slot & 1,
    gnb: (ue.slot >> 1) & 3,
    ids: { amf: coreId(ue), ran: radioId(ue) },
    moves: 0,
    internet,
    ims: session(2, 'ims', ue.ip, { qfi: 5, fiveQi: 5 }),
    open: new Set(),
  }
}

/** The gNB's end of a session's tunnel. */
export const radioTunnel = ({ ue, gnb, moves }: Registered, { id }: PduSession): Tunnel => ({
  address: GNBS[gnb]!,
  teid: (moves === 0 ? radioId(ue) : moves * 0x400 + ue.slot) * 4 + id,
})

export const coreTunnel = ({ ue }: Registered, { teid }: PduSession): Tunnel => ({ address: UPFS[smfOf(ue)]!, teid })

/** What the gNB calls it after its next move: nobody else. */
export const nextIds = ({ ue, ids, moves }: Registered, isOtherContext: boolean): Ids => ({
  amf: isOtherContext ? 5000 * (moves + 1) + coreId(ue) : ids.amf,
  ran: 1000 * (moves + 1) + (ue.slot << 2),
})

/** Every second UE's NAS is ciphered behind the security mode command. */
export function isCiphered({ n }: Ue): boolean {
  return n % 2 === 1
}

export function protectedNas(ue: Ue, plain: Uint8Array): Uint8Array {
  const header = octetsOf('7e02 01020304 01')
  if (!isCiphered(ue)) return concat(header, plain)
  return concat(
    header,
    plain.map((octet, i) => octet ^ (0xa5 + i * 31 + ue.n)),
  )
}

/** Every seventh hides who it is from all but its home. */
export function hides(n: number): boolean {
  return n % 7 === 3
}

export function concealedOutput({ n, at }: Ue): Uint8Array | undefined {
  return hides(n) ? octetsOf(new Random(n * 7919 + at).hex(90)) : undefined
}
