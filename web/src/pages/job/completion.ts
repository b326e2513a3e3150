import type { SearchField } from '../../client/search-fields.ts'

/** What may stand where somebody writes. */
export interface Completion {
  /** Where what is there begins, which the chosen one takes the place of. */
  readonly from: number
  readonly to: number
  readonly candidates: readonly Candidate[]
}

export interface Candidate {
  readonly text: string
  readonly means: string
  readonly kind: string
}

const MOST = 8
const WORD = /[\w.]+$/
/** `field ==` and a value begun, or not yet. */
const VALUE = /([\w.]+)\s*(?:==|!=|eq|ne)\s*"?([\w .-]*)$/

/** Fields, or after a comparison the values of its field; nothing inside of quoted text. */
export function complete(text: string, caret: number, fields: readonly SearchField[]): Completion | undefined {
  const before = text.slice(0, caret)
  const [, name, begun = ''] = VALUE.exec(before) ?? []
  const values = fields.find((field) => field.name === name)?.values ?? []
  if (values.length > 0) return valuesFor(before, begun, values)
  if ((before.match(/"/g)?.length ?? 0) % 2 === 1) return undefined
  const word = WORD.exec(before)?.[0] ?? ''
  if (word === '') return undefined
  const found = ranked(fields, word)
  if (found.length === 0 || (found.length === 1 && found[0]!.name === word)) return undefined
  const candidates = found.map(({ name: field, description, type }) => ({
    text: field,
    means: description,
    kind: type,
  }))
  return { from: caret - word.length, to: caret, candidates }
}

function valuesFor(before: string, begun: string, values: readonly string[]): Completion | undefined {
  const candidates = values
    .filter((value) => value.toLowerCase().startsWith(begun.toLowerCase()) && value !== begun)
    .slice(0, MOST)
    .map((value) => ({ text: `"${value}"`, means: '', kind: '' }))
  const quote = before.endsWith(`"${begun}`) ? 1 : 0
  if (candidates.length === 0) return undefined
  return { from: before.length - begun.length - quote, to: before.length, candidates }
}

/** Those that begin with the word before those that only hold it. */
function ranked(fields: readonly SearchField[], word: string): SearchField[] {
  const lower = word.toLowerCase()
  const rank = ({ name }: SearchField): number => (name.toLowerCase().startsWith(lower) ? 0 : 1)
  return fields
    .filter(({ name }) => name.toLowerCase().includes(lower))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
    .slice(0, MOST)
}
