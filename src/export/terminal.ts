/** Text for a terminal: what came from the wire must not steer it, and columns are counted as it shows them. */

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu
const COMBINING = /^\p{M}$/u
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uFF01-\uFF60]$/u

/** One line without control characters. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD')
}

/** Columns that a terminal needs for printable text. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  if (character < '\u0300') return 1
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** The first `width` columns, the last of them an ellipsis where something is left out. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  return `${take(text, width - 1)}…`
}

/** Filled with spaces to `width` columns; longer text stays as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' | 'center' = 'left'): string {
  const room = Math.max(0, width - displayWidth(text))
  const before = align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2)
  return ' '.repeat(before) + text + ' '.repeat(room - before)
}

/** Before a port, behind what joins the parts of a name, before the last part of one like `InitialContextSetupRequest`. */
const LAST_PART = /:[^:]*$|(?<=[/@_-])[^/@_-]*$|[A-Z][a-z]*$/

/** Where a word that does not fit is best broken, if that leaves no stump. */
function partOfWord(word: string): number | undefined {
  const at = word.search(LAST_PART)
  return at * 2 >= word.length ? at : undefined
}

/** Lines of at most `width` columns, broken at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let rest = text.trim()
  while (displayWidth(rest) > width) {
    const most = take(rest, width) || String.fromCodePoint(rest.codePointAt(0)!)
    const space = rest[most.length] === ' ' ? most.length : most.lastIndexOf(' ')
    const line = rest.slice(0, space > 0 ? space : (partOfWord(most) ?? most.length))
    lines.push(line.trimEnd())
    rest = rest.slice(line.length).trimStart()
  }
  if (rest !== '' || lines.length === 0) lines.push(rest)
  return lines
}

function take(text: string, width: number): string {
  let used = 0
  let taken = ''
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    taken += character
  }
  return taken
}

/** SGR codes: ECMA-48 §8.3.117. */
const COLOURS = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', blue: '34', magenta: '35', cyan: '36' }
export type Colour = keyof typeof COLOURS

/** Colours text, or leaves it as it is. */
export type Paint = (text: string, colour: Colour) => string

export const plainPaint: Paint = (text) => text
export const colourPaint: Paint = (text, colour) => `\u001B[${COLOURS[colour]}m${text}\u001B[0m`
