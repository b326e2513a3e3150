import { useEffect, useRef, useState } from 'react'
import { shownName } from '../../../src/model/columns.ts'
import { visible } from '../text.ts'
import { t } from '../words.ts'
import type { Layout } from './layout.ts'
import { placeOf, titleOf } from './node-words.ts'
import type { Node } from './nodes.ts'

/** What can be done with columns. */
export interface ColumnTools {
  /** Keys of those without a place. */
  readonly hidden: ReadonlySet<string>
  /** To another place among those that are shown. */
  readonly move: (key: string, to: number) => void
  /** Hides, or shows again. */
  readonly toggle: (key: string) => void
  /** Takes a column of several addresses apart, or puts one back with the others. */
  readonly take: (node: Node) => void
}

export interface HeaderProps {
  readonly nodes: readonly Node[]
  readonly layout: Layout
  readonly zoom: number
  readonly timeLabel: string
  readonly tools: ColumnTools
}

/** Who stands above the lifelines; stays in sight. A role that is not known is no guess: the address stands in its place. */
export function LadderHeader({ nodes, layout, zoom, timeLabel, tools }: HeaderProps) {
  const width = layout.columnWidth * zoom
  const head = useRef<HTMLDivElement>(null)
  const moved = useRef<string>(undefined)
  // The browser forgets the focus of what is put elsewhere.
  useEffect(() => {
    if (moved.current === undefined) return
    head.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(moved.current)}"]`)?.focus()
    moved.current = undefined
  }, [nodes])
  const shown = nodes.filter(({ key }) => !tools.hidden.has(key))
  const move = (key: string, to: number): void => {
    moved.current = key
    tools.move(key, to)
  }
  return (
    <div className="ladder-head" style={{ width: layout.width * zoom }} ref={head}>
      <div className="ladder-corner" style={{ width: layout.gutter * zoom }}>
        <span>{timeLabel}</span>
        <span>{t('ladder.delta')}</span>
      </div>
      {shown.map((node, place) => (
        <ColumnHead
          key={node.key}
          node={node}
          place={place}
          left={layout.columns[nodes.indexOf(node)]! * zoom - width / 2}
          width={width}
          tools={{ ...tools, move }}
        />
      ))}
    </div>
  )
}

interface ColumnHeadProps {
  readonly node: Node
  readonly place: number
  readonly left: number
  readonly width: number
  readonly tools: ColumnTools
}

function ColumnHead({ node, place, left, width, tools }: ColumnHeadProps) {
  const { dragged, ...handlers } = useDrag((by) => {
    if (by === undefined) tools.take(node)
    else tools.move(node.key, place + Math.round(by / width))
  })
  const title = titleOf(node)
  const name = shownName(node)
  const isGroup = node.why.length > 0 || node.part_of !== undefined
  return (
    <button
      type="button"
      className={dragged === 0 ? 'ladder-node' : 'ladder-node dragged'}
      data-key={node.key}
      title={title}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight h"
      style={{ left: left + dragged, width }}
      {...handlers}
      onKeyDown={(event) => {
        if (act(event, { node, place, tools })) event.preventDefault()
      }}
    >
      {isGroup && <i className={node.part_of === undefined ? 'bracket' : 'bracket open'}>{bracketOf(node)}</i>}
      <b className="cut">{visible(node.role ?? (name || node.address))}</b>
      {node.role !== undefined && <span className="cut">{visible(name)}</span>}
      <span className="mono cut">
        <bdi>{visible(placeOf(node))}</bdi>
      </span>
    </button>
  )
}

/** How many addresses or ports are one here. */
function bracketOf({ addresses, ports, part_of }: Node): string {
  if (part_of !== undefined) return ''
  return `${addresses.length > 1 ? addresses.length : ports.length}×`
}

/** Keys of a column at hand; true for one of them. */
function act(
  event: React.KeyboardEvent,
  { node, place, tools }: Pick<ColumnHeadProps, 'node' | 'place' | 'tools'>,
): boolean {
  const { key, altKey, ctrlKey, metaKey } = event
  if (ctrlKey || metaKey) return false
  if (altKey && key === 'ArrowLeft') tools.move(node.key, place - 1)
  else if (altKey && key === 'ArrowRight') tools.move(node.key, place + 1)
  else if (!altKey && key === 'h') tools.toggle(node.key)
  else if (!altKey && (key === 'Enter' || key === ' ')) tools.take(node)
  else return false
  event.stopPropagation()
  return true
}

/** Nearer than that it is a click. */
const LEAST_DRAG = 5

interface Drag {
  readonly dragged: number
  readonly onPointerDown: (event: React.PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: React.PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: React.PointerEvent<HTMLElement>) => void
  readonly onPointerCancel: () => void
}

/** @param done told how far it was dragged to the right, or nothing after a click */
function useDrag(done: (by: number | undefined) => void): Drag {
  const [dragged, setDragged] = useState(0)
  const from = useRef<number>(undefined)
  const far = (event: React.PointerEvent): number => (from.current === undefined ? 0 : event.clientX - from.current)
  const end = (): void => {
    from.current = undefined
    setDragged(0)
  }
  return {
    dragged,
    onPointerDown: (event) => {
      if (event.button !== 0) return
      from.current = event.clientX
      // A finger scrolls.
      if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event) => {
      if (event.pointerType === 'touch' || from.current === undefined) return
      if (dragged !== 0 || Math.abs(far(event)) >= LEAST_DRAG) setDragged(far(event))
    },
    onPointerUp: (event) => {
      if (from.current === undefined) return
      const by = far(event)
      end()
      done(Math.abs(by) < LEAST_DRAG ? undefined : by)
    },
    onPointerCancel: end,
  }
}
