const LONGEST = 256
const CONTROL_PICTURES = 0x2400
const DELETE = 0x7f

/** What others wrote, as a cell shows it: control characters by their pictures, and not endlessly long. */
export function visible(text: string, longest = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  return (
    cut
      .replace(/[\u0000-\u001f]/g, (char) => String.fromCharCode(CONTROL_PICTURES + char.charCodeAt(0)))
      .replaceAll(String.fromCharCode(DELETE), '␡')
      // Overrides of direction would make a line read otherwise than it is.
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '�')
  )
}

/** As the query language reads a text. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
