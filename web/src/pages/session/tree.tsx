import { useEffect } from 'react'
import { t } from '../../words.ts'
import type { Field } from './field-tree.ts'

export interface TreeProps {
  readonly fields: readonly Field[]
  readonly selected: string
  /** Branches that were turned: open ones closed, closed ones opened. */
  readonly turned: ReadonlySet<string>
  readonly onSelect: (path: string) => void
  readonly onTurn: (path: string) => void
}

const STEP = 14
const FIRST = 8

interface Line {
  readonly field: Field
  readonly level: number
}

/** Fields in each other, by mouse and by arrow keys. */
export function Tree({ fields, selected, turned, onSelect, onTurn }: TreeProps) {
  const lines = linesOf(fields, turned)
  const current = lines.some(({ field }) => field.path === selected) ? selected : lines[0]?.field.path
  useEffect(() => {
    if (selected !== '') document.getElementById(idOf(selected))?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const key = (event: React.KeyboardEvent): void => {
    const at = lines.findIndex(({ field }) => field.path === current)
    const field = lines[at]?.field
    if (!field) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const isBranch = field.children.length > 0
    if (step !== undefined) focus(lines[at + step]?.field.path, onSelect)
    else if (event.key === 'ArrowRight' && isBranch && !isOpen(field, turned)) onTurn(field.path)
    else if (event.key === 'ArrowLeft' && isBranch && isOpen(field, turned)) onTurn(field.path)
    else if (event.key === 'Enter' && isBranch) onTurn(field.path)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (lines.length === 0) return <p className="dim small fields-none">{t('detail.noFields')}</p>
  return (
    <div className="tree" role="tree" aria-label={t('tab.fields')} onKeyDown={key}>
      {lines.map(({ field, level }) => (
        <div
          key={field.path}
          id={idOf(field.path)}
          className={field.path === selected ? 'field selected' : 'field'}
          role="treeitem"
          aria-level={level + 1}
          aria-expanded={field.children.length > 0 ? isOpen(field, turned) : undefined}
          aria-selected={field.path === selected}
          tabIndex={field.path === current ? 0 : -1}
          style={{ paddingLeft: FIRST + level * STEP }}
          onClick={() => {
            onSelect(field.path)
            if (field.children.length > 0) onTurn(field.path)
          }}
        >
          <span className="twist" aria-hidden="true">
            {field.children.length > 0 ? (isOpen(field, turned) ? '▾' : '▸') : ''}
          </span>
          <span className="field-name">{field.name}</span>
          <span className="field-value" title={field.value}>
            <bdi>{field.value}</bdi>
          </span>
          {field.range && field.range.to > field.range.from && (
            <span className="field-range" aria-hidden="true">
              {rangeText(field.range.from, field.range.to - 1)}
            </span>
          )}
        </div>
      ))}
    </div>
  )
}

function rangeText(first: number, last: number): string {
  return first === last ? `${first}` : `${first}–${last}`
}

function isOpen({ path, isClosed }: Field, turned: ReadonlySet<string>): boolean {
  return isClosed === turned.has(path)
}

function linesOf(fields: readonly Field[], turned: ReadonlySet<string>, level = 0): Line[] {
  return fields.flatMap((field) => [
    { field, level },
    ...(isOpen(field, turned) ? linesOf(field.children, turned, level + 1) : []),
  ])
}

function idOf(path: string): string {
  return `field-${encodeURIComponent(path)}`
}

function focus(path: string | undefined, onSelect: (path: string) => void): void {
  if (path === undefined) return
  onSelect(path)
  document.getElementById(idOf(path))?.focus()
}
