// As much of XML 1.0 as bodies need to tell a few facts: tags, attributes and texts in one pass, without entities of
// one's own, within bounds.

/** Elements that are looked at, and how deep. */
const MOST_ELEMENTS = 1000
const DEEPEST = 24
const LONGEST = 200
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Names are without their prefixes. */
export interface XmlVisitor {
  /** `path` ends with the element itself. */
  begins(path: readonly string[], attribute: (name: string) => string | undefined): void
  /** What stands in an element that has no others in it, trimmed. */
  text(path: readonly string[], text: string): void
  ends(path: readonly string[]): void
}

/** Walks the elements of the text at [from, to), as far as they can be told. */
export function visitXml(text: string, from: number, to: number, visitor: XmlVisitor): void {
  const path: string[] = []
  /** Where the text of a leaf begins; −1 behind an end tag. */
  let leaf = -1
  let at = from
  for (let count = 0; count < MOST_ELEMENTS; count++) {
    const start = text.indexOf('<', at)
    if (start < 0 || start >= to) return
    const end = tagEnd(text, start, to)
    if (end < 0) return
    at = end
    const second = text[start + 1]
    if (second === '!' || second === '?') continue
    if (second === '/') {
      if (leaf >= 0) visitor.text(path, plain(text.slice(leaf, start)))
      leaf = -1
      if (path.length === 0) return
      visitor.ends(path)
      path.pop()
      continue
    }
    if (path.length === DEEPEST) return
    const isEmpty = text[end - 2] === '/'
    const tag = text.slice(start + 1, isEmpty ? end - 2 : end - 1)
    path.push(nameOf(tag))
    visitor.begins(path, (name) => attributeOf(tag, name))
    leaf = isEmpty ? -1 : end
    if (!isEmpty) continue
    visitor.ends(path)
    path.pop()
  }
}

/** Position behind the tag that begins at `start`; −1 where it does not end. Comments may hold anything: XML §2.5. */
function tagEnd(text: string, start: number, to: number): number {
  const [opening, closing] = text.startsWith('<!--', start) ? ['<!--', '-->'] : ['<', '>']
  const end = text.indexOf(closing, start + opening.length)
  return end < 0 || end >= to ? -1 : end + closing.length
}

function nameOf(tag: string): string {
  const name = /^[^\s/]{1,120}/.exec(tag)?.[0] ?? ''
  return name.slice(name.indexOf(':') + 1)
}

function attributeOf(tag: string, name: string): string | undefined {
  for (const [, found = '', double, single] of tag
    .slice(0, 20 * LONGEST)
    .matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (found === name || found.endsWith(`:${name}`)) return plain(double ?? single ?? '')
  }
  return undefined
}

/** Trimmed, of bounded length, its entities (§4.6) replaced. */
function plain(text: string): string {
  const short = text
    .slice(0, 4 * LONGEST)
    .trim()
    .slice(0, LONGEST)
  return short.includes('&')
    ? short.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!)
    : short
}
