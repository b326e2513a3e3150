import { readdirSync, readFileSync } from 'node:fs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OracleGtp } from './gtp.ts'

/** Real captures with what an independent dissector saw in them; beside the project, never in it. */
export const CAPTURES = join(import.meta.dirname, '../../../shared/captures')

export const haveCaptures = existsSync(join(CAPTURES, 'oracle'))

/** Where and when an independent dissector saw a message. */
interface Seen {
  readonly n: number
  /** Seconds since 1970, with nine decimals. */
  readonly t: string
  readonly src: string
  readonly dst: string
}

/** Of a protocol whose answers bear the number of their requests. */
export interface OracleNumbered extends Seen {
  readonly type?: number | undefined
  readonly seq?: number | undefined
}

export interface OracleMessage extends Seen {
  readonly m?: string | number
  readonly cseq?: string
  readonly in_icmp?: boolean
}

export interface OracleDiameter extends Seen {
  /** `tcp` or `sctp`. */
  readonly tr?: string
  readonly cmd: number
  readonly req: boolean
  readonly app: number
  readonly hbh: string
  readonly e2e: string
  readonly rc?: number
  readonly exp_rc?: number
}

export interface OracleStream {
  readonly src: string
  readonly sport: number
  readonly dst: string
  readonly dport: number
  readonly ssrc: string
  readonly payload: string
  readonly packets: number
  readonly lost: number
  readonly jitter_ms: { readonly mean: number; readonly max: number }
  /** Shortest, mean and longest from one packet to the next. */
  readonly delta_ms: readonly [number, number, number]
}

export interface Oracle {
  readonly capture: { readonly packets: number | string }
  readonly totals: { readonly packets: number }
  readonly rtp_streams?: readonly OracleStream[]
  readonly diameter?: {
    /** By Session-Id, `(none)` where there is none; each in order of the file. */
    readonly by_session: Readonly<Record<string, readonly OracleDiameter[]>>
  }
  readonly gtpv2?: { readonly msgs?: readonly (OracleGtp & Seen)[] }
  readonly gtpv1?: { readonly msgs?: readonly (OracleGtp & Seen)[] }
  readonly gtpprime?: readonly (OracleGtp & Seen)[]
  readonly pfcp?: { readonly msgs?: readonly OracleNumbered[] }
  readonly s1ap?: { readonly msgs?: readonly Seen[] }
  readonly ngap?: { readonly msgs?: readonly Seen[] }
  readonly sip?: {
    readonly calls: readonly {
      /** Absent where the message names none. */
      readonly call_id?: string
      readonly from?: string
      readonly to?: string
      readonly msgs: readonly OracleMessage[]
    }[]
  }
}

export interface Case {
  /** `folder/name` */
  readonly name: string
  readonly path: string
  readonly oracle: Oracle
}

/** Every capture that has an oracle, by folder. */
export function cases(): Map<string, Case[]> {
  const found = new Map<string, Case[]>()
  if (!haveCaptures) return found
  for (const folder of readdirSync(join(CAPTURES, 'oracle'), { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    const files = readdirSync(join(CAPTURES, 'oracle', folder.name)).filter((file) => file.endsWith('.json'))
    found.set(
      folder.name,
      files.map((file) => {
        const name = `${folder.name}/${file.slice(0, -'.json'.length)}`
        const text = readFileSync(join(CAPTURES, 'oracle', folder.name, file), 'utf8')
        return { name, path: join(CAPTURES, name), oracle: JSON.parse(text) as Oracle }
      }),
    )
  }
  return found
}
