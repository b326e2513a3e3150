import type { ListedSession, Session, Sessions } from '../client/records.ts'
import { ALL_JOBS } from '../client/sessions.ts'
import { quoted } from '../text.ts'

/** What two sessions have in common, the nearest first. */
export type Common = 'called' | 'ends' | 'prefix' | 'subtype' | 'type'

export interface Good {
  readonly session: ListedSession
  readonly common: Common
}

export interface Asked {
  /** Empty: all that one may see. */
  readonly jobId: string
  readonly type: string
  readonly query: string
  readonly sort: string
}

/** Gives the first session that is asked for. */
type First = (asked: Asked) => Promise<Sessions['sessions'][number] | undefined>

/**
 * The nearest session that went well: to the same called party, between the same ends, to a number that begins alike, of
 * the same kind, at last of the same type; in its own job before all others, and there the one before it in time rather
 * than the one after it.
 */
export async function findGood(session: Session, jobId: string, first: First): Promise<Good | undefined> {
  const { type, start_time } = session
  for (const place of jobId === ALL_JOBS ? [ALL_JOBS] : [jobId, ALL_JOBS]) {
    for (const [common, condition] of conditionsOf(session)) {
      for (const [way, sort] of [
        ['<=', '-start_time'],
        ['>', 'start_time'],
      ] as const) {
        const query = ['success', ...condition, `start_time ${way} ${quoted(start_time)}`].join(' and ')
        const found = await first({ jobId: place, type, query, sort })
        if (found) return { session: found, common }
      }
    }
  }
  return undefined
}

const MOST_ENDS = 4

/** What must hold besides that it went well, the narrowest first. */
export function conditionsOf(
  session: Pick<Session, 'subtype' | 'correlation_key' | 'participants'>,
): [Common, string[]][] {
  const { subtype, correlation_key, participants } = session
  const kind = subtype === undefined ? [] : [`subtype == ${quoted(subtype)}`]
  const called = correlation_key['callee']
  const ends = [...new Set(participants.map((text) => text.replace(/^\[|\]?:\d+$|\]$/g, '')))].slice(0, MOST_ENDS)
  const conditions: [Common, string[]][] = []
  if (typeof called === 'string') conditions.push(['called', [...kind, `callee == ${quoted(called)}`]])
  if (ends.length > 1) conditions.push(['ends', [...kind, ...ends.map((end) => `ip == ${quoted(end)}`)]])
  const begin = typeof called === 'string' ? beginningOf(called) : undefined
  if (begin !== undefined) conditions.push(['prefix', [...kind, `callee starts_with ${quoted(begin)}`]])
  if (kind.length > 0) conditions.push(['subtype', kind])
  return [...conditions, ['type', []]]
}

/** A called number without its last four digits; undefined for what is no number, or too short to say where it goes. */
function beginningOf(called: string): string | undefined {
  return /^((?:<?(?:sips?|tel):)?\+?\d{3,})\d{4}(?=$|[@;>])/i.exec(called)?.[1]
}
