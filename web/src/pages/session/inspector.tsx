import { type ReactNode, useMemo, useState } from 'react'
import { bytesOf, type Packet } from '../../client/packets.ts'
import type { Event } from '../../client/records.ts'
import { type Field, fieldsAt, fieldsOfDetails, fieldsOfPacket } from './field-tree.ts'
import { Hex } from './hex.tsx'
import { Tree } from './tree.tsx'

export interface InspectorProps {
  readonly event: Event
  /** Absent while it is read, where it may not be, and where its capture is gone. */
  readonly packet: Packet | undefined
  /** Stands under the fields. */
  readonly children: ReactNode
}

/** Fields of a message, and the bytes that they were read from: each leads to the other. */
export function Inspector({ event, packet, children }: InspectorProps) {
  const [selected, setSelected] = useState('')
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const fields = useMemo(
    () => (packet ? fieldsOfPacket(packet, event) : fieldsOfDetails(event.details)),
    [packet, event],
  )
  const way = wayTo(fields, selected)
  const range = way.at(-1)?.range ?? fields.at(-1)?.range
  const buffer = packet?.buffers[range?.buffer ?? 0]
  const bytes = useMemo(() => (buffer ? bytesOf(buffer.hex) : undefined), [buffer])
  const turn = (path: string): void => {
    const next = new Set(turned)
    if (!next.delete(path)) next.add(path)
    setTurned(next)
  }
  /** Opens whatever is closed around the field of a byte. */
  const pick = (at: number): void => {
    const found = fieldsAt(fields, range?.buffer ?? 0, at)
    const closed = found.slice(0, -1).filter(({ path, isClosed }) => isClosed !== turned.has(path))
    if (closed.length > 0) setTurned(toggled(turned, closed))
    setSelected(found.at(-1)?.path ?? '')
  }
  return (
    <div className="inspect">
      <div className="inspect-fields">
        <Tree fields={fields} selected={selected} turned={turned} onSelect={setSelected} onTurn={turn} />
        {children}
      </div>
      {bytes && (
        <Hex
          bytes={bytes}
          name={buffer?.name ?? ''}
          field={way.at(-1)?.range}
          parent={way.at(-2)?.range}
          fieldName={way.at(-1)?.name ?? ''}
          onPick={pick}
        />
      )}
    </div>
  )
}

function toggled(turned: ReadonlySet<string>, fields: readonly Field[]): ReadonlySet<string> {
  const next = new Set(turned)
  for (const { path, isClosed } of fields) {
    if (isClosed) next.add(path)
    else next.delete(path)
  }
  return next
}

/** A field and those around it, outermost first. */
function wayTo(fields: readonly Field[], path: string): Field[] {
  for (const field of fields) {
    if (field.path === path) return [field]
    if (!path.startsWith(`${field.path}/`)) continue
    return [field, ...wayTo(field.children, path)]
  }
  return []
}
