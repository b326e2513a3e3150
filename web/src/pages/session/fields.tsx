import { useState } from 'react'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

interface Field {
  readonly path: string
  readonly name: string
  readonly value: unknown
  readonly level: number
  readonly isBranch: boolean
}

/** Branches with more than this many fields begin closed. */
const MANY = 12

/** What was decoded, as a tree. */
export function Fields({ value }: { readonly value: object }) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const fields = flatten(value, turned)
  const [focused, setFocused] = useState('')
  const turn = (path: string): void => {
    const next = new Set(turned)
    if (!next.delete(path)) next.add(path)
    setTurned(next)
  }
  const current = fields.some(({ path }) => path === focused) ? focused : fields[0]?.path
  const key = (event: React.KeyboardEvent): void => {
    const at = fields.findIndex(({ path }) => path === current)
    const field = fields[at]
    if (!field) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const isOpen = isOpened(field, turned)
    if (step !== undefined) focus(fields[at + step]?.path, setFocused)
    else if (event.key === 'ArrowRight' && field.isBranch && !isOpen) turn(field.path)
    else if (event.key === 'ArrowLeft' && field.isBranch && isOpen) turn(field.path)
    else if (event.key === 'Enter' && field.isBranch) turn(field.path)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (fields.length === 0) return <p className="dim small fields-none">{t('detail.noFields')}</p>
  return (
    <div className="tree" role="tree" aria-label={t('tab.fields')} onKeyDown={key}>
      {fields.map((field) => (
        <div
          key={field.path}
          id={idOf(field.path)}
          className="field"
          role="treeitem"
          aria-level={field.level + 1}
          aria-expanded={field.isBranch ? isOpened(field, turned) : undefined}
          aria-selected={field.path === current}
          tabIndex={field.path === current ? 0 : -1}
          style={{ paddingLeft: 8 + field.level * 14 }}
          onClick={() => {
            setFocused(field.path)
            if (field.isBranch) turn(field.path)
          }}
        >
          <span className="twist" aria-hidden="true">
            {field.isBranch ? (isOpened(field, turned) ? '▾' : '▸') : ''}
          </span>
          <span className="field-name">{visible(field.name)}</span>
          <span className="field-value" title={valueText(field)}>
            <bdi>{valueText(field)}</bdi>
          </span>
        </div>
      ))}
    </div>
  )
}

function idOf(path: string): string {
  return `field-${encodeURIComponent(path)}`
}

function focus(path: string | undefined, setFocused: (path: string) => void): void {
  if (path === undefined) return
  setFocused(path)
  document.getElementById(idOf(path))?.focus()
}

function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, i) => [`[${i}]`, item])
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** Whether a branch shows its fields: small ones begin open, and each turn changes it. */
function isOpened({ path, value }: Pick<Field, 'path' | 'value'>, turned: ReadonlySet<string>): boolean {
  return entriesOf(value).length <= MANY !== turned.has(path)
}

function flatten(value: object, turned: ReadonlySet<string>, level = 0, above = ''): Field[] {
  return entriesOf(value).flatMap(([name, item]) => {
    const path = `${above}/${name}`
    const isBranch = entriesOf(item).length > 0 && !isPlainList(item)
    const field: Field = { path, name, value: item, level, isBranch }
    return isBranch && isOpened(field, turned) ? [field, ...flatten(item as object, turned, level + 1, path)] : [field]
  })
}

/** A list of plain values stands in one line. */
function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)
}

function valueText({ value, isBranch }: Field): string {
  if (isBranch) {
    const n = entriesOf(value).length
    return Array.isArray(value) ? `${n}` : ''
  }
  if (Array.isArray(value)) return visible(value.map(String).join(', '))
  if (typeof value === 'object' && value !== null) return ''
  return visible(String(value))
}
