import type { Hints } from '../model/hints.ts'
import { HINTED } from '../pipeline/identify.ts'

/** Hints that cannot be followed. */
export class BadHint extends Error {
  /** Which of them, as a path of the record. */
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

/** RFC 9110 §5.1. */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/
const LONGEST_EXPRESSION = 200
/** Repeated groups may take for ever on what does not match. */
const REPEATED_GROUP = /\)\s*[*+{]/

/** Why a rule of what is linked cannot be followed. */
function wrongRule(header: string, expression: string): string | undefined {
  if (!HEADER.test(header)) return `'${header}' is no name of a header`
  if (expression.length > LONGEST_EXPRESSION) return `the expression for ${header} is too long`
  if (REPEATED_GROUP.test(expression)) return `the expression for ${header} repeats a group`
  return isExpression(expression) ? undefined : `'${expression}' is no regular expression`
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/** Hints as they came, once they make sense. Throws BadHint. */
export function checkHints(hints: Hints): Hints {
  for (const [i, { protocol }] of (hints.ports ?? []).entries()) {
    if (!HINTED.some((known) => known.toLowerCase() === protocol.toLowerCase())) {
      throw new BadHint(`ports/${i}/protocol`, `unknown protocol '${protocol}'; known are ${HINTED.join(', ')}`)
    }
  }
  for (const [i, { header, expression }] of (hints.links ?? []).entries()) {
    const wrong = wrongRule(header, expression)
    if (wrong !== undefined) throw new BadHint(`links/${i}`, wrong)
  }
  for (const name of ['start_time', 'end_time'] as const) {
    const time = hints[name]
    if (time !== undefined && (!TIME.test(time) || Number.isNaN(Date.parse(time)))) {
      throw new BadHint(name, `'${time}' is no time such as 2026-01-31T10:00:00Z`)
    }
  }
  return hints
}
