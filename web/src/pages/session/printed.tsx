import { useEffect, useRef } from 'react'
import { nameOf, useJobOf } from '../../client/jobs.ts'
import type { Session } from '../../client/records.ts'
import { headlineOf } from './headline.ts'
import type { SessionState } from './state.ts'

const SVG = 'http://www.w3.org/2000/svg'
const WHOLE = 'printed-ladder'
/** Of a ladder's height: what is not cut by the end of a page. */
const SLICE = 240

/** On paper: the whole ladder as it is filtered, instead of the part of it that the window shows. */
export function Printed({ session, state }: { readonly session: Session; readonly state: SessionState }) {
  const paper = useRef<HTMLDivElement>(null)
  const job = useJobOf(session.session_id)
  const capture = job && nameOf(job)
  useEffect(() => {
    let draw: (() => string) | undefined
    // Printing waits for nobody: what draws has to be there before.
    void import('./exports.ts').then(({ svgExport }) => (draw = () => svgExport(session, state)))
    const before = (): void => {
      if (draw) paper.current?.replaceChildren(...headline(session, capture), ...slices(draw()))
    }
    const after = (): void => paper.current?.replaceChildren()
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    return () => {
      removeEventListener('beforeprint', before)
      removeEventListener('afterprint', after)
    }
  }, [session, state, capture])
  return <div className="printed" ref={paper} />
}

/** What the page's own head does not say of it: its key, when it was, and in which capture. */
function headline(session: Session, capture: string | undefined): Element[] {
  return headlineOf(session, capture)
    .slice(1)
    .map((text) => {
      const line = document.createElement('p')
      line.textContent = text
      return line
    })
}

/** Wider than this a ladder is printed across the paper: its letters would become too small. */
const WIDE = 900

/** A picture that goes on over pages: browsers put one that is longer than what is left of a page on the next. */
function slices(drawn: string): Element[] {
  const { documentElement } = new DOMParser().parseFromString(drawn, 'image/svg+xml')
  const { width, height } = (documentElement as unknown as SVGSVGElement).viewBox.baseVal
  const all = document.createElementNS(SVG, 'g')
  all.id = WHOLE
  all.append(...documentElement.childNodes)
  const whole = document.createElementNS(SVG, 'svg')
  whole.setAttribute('class', 'whole')
  whole.append(all)
  const tops = Array.from({ length: Math.ceil(height / SLICE) }, (_, i) => i * SLICE)
  const pages = document.createElement('div')
  if (width > WIDE) pages.className = 'across'
  pages.append(...tops.map((top) => slice({ top, width, height: Math.min(SLICE, height - top) })))
  return [whole, pages]
}

function slice({ top, width, height }: { top: number; width: number; height: number }): SVGSVGElement {
  const part = document.createElementNS(SVG, 'svg')
  part.setAttribute('viewBox', `0 ${top} ${width} ${height}`)
  // As large as on the page, or as wide as the paper: few columns would be blown up to letters of an inch.
  part.setAttribute('width', String(width))
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `#${WHOLE}`)
  part.append(use)
  return part
}
