import { type Look, SHAPES } from '../looks.ts'

/** The shape of a protocol in its colour. */
export function Glyph({ look }: { readonly look: Look }) {
  return (
    <svg className={`glyph p-${look}`} viewBox="0 0 10 10" aria-hidden="true">
      <path d={SHAPES[look]} />
    </svg>
  )
}
