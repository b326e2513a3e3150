import type { Condition } from '../store/results/condition.ts'
import type { Literal } from './parser.ts'

/** Telephone numbers as people write them: RFC 3966 §3, visual separators and a plus. */
const TELEPHONE = /^\+?[\d().\-/\s]+$/

/**
 * Sessions that a text names: by an identifier, a key or an id that is that text; where no session of the job has such,
 * by one that has the text in it.
 */
export function identified({ text }: Literal): Condition {
  const spellings = [...new Set([text, text.toLowerCase(), digits(text)])]
  const marks = spellings.map(() => '?').join()
  const exact = `SELECT session FROM identifiers WHERE value IN (${marks})
    UNION SELECT id FROM sessions WHERE session_id = ?`
  const known = [...spellings, text.toLowerCase()]
  return {
    // Joined in this order, all identifiers are looked at only where none is equal.
    where: `id IN (${exact} UNION SELECT session FROM (SELECT 1 WHERE NOT EXISTS (${exact})) CROSS JOIN identifiers
      WHERE instr(lower(value), lower(?)))`,
    parameters: [...known, ...known, text],
  }
}

/** A telephone number's digits; any other text as it is. */
function digits(text: string): string {
  return TELEPHONE.test(text) && !isAddress(text) ? text.replaceAll(/\D/g, '') : text
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)
}
