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
  const exact = `SELECT session FROM identifiers WHERE value IN (${marks})`
  const known = `EXISTS (${exact}) OR EXISTS (SELECT 1 FROM sessions WHERE session_id = ?)`
  const part = 'SELECT session FROM identifiers WHERE instr(lower(value), lower(?))'
  const id = text.toLowerCase()
  return {
    where: `(session_id = ? OR id IN (${exact}) OR (NOT (${known}) AND id IN (${part})))`,
    parameters: [id, ...spellings, ...spellings, id, text],
  }
}

/** A telephone number's digits; any other text as it is. */
function digits(text: string): string {
  return TELEPHONE.test(text) && !isAddress(text) ? text.replaceAll(/\D/g, '') : text
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)
}
