import type { Layout } from './layout.ts'
import { GUTTER } from './layout.ts'
import type { Node } from './nodes.ts'
import { visible } from '../text.ts'
import { t } from '../words.ts'

export interface HeaderProps {
  readonly nodes: readonly Node[]
  readonly layout: Layout
  readonly zoom: number
  readonly timeLabel: string
}

/** Who stands above the lifelines; stays in sight. A role that is not known is no guess: the address stands in its place. */
export function LadderHeader({ nodes, layout, zoom, timeLabel }: HeaderProps) {
  const width = layout.columnWidth * zoom
  return (
    <div className="ladder-head" style={{ width: layout.width * zoom }}>
      <div className="ladder-corner" style={{ width: GUTTER * zoom }}>
        <span>{timeLabel}</span>
        <span>{t('ladder.delta')}</span>
      </div>
      {nodes.map((node, i) => (
        <div
          key={node.key}
          className="ladder-node"
          title={titleOf(node)}
          style={{ left: layout.columns[i]! * zoom - width / 2, width }}
        >
          <b className="cut">{visible(node.role ?? node.name ?? node.address)}</b>
          {node.role !== undefined && <span className="cut">{visible(node.name ?? '')}</span>}
          <span className="mono cut">{visible(node.role === undefined ? portsOf(node) : node.address)}</span>
        </div>
      ))}
    </div>
  )
}

const MOST_PORTS = 2

function portsOf({ ports }: Node): string {
  if (ports.length === 0) return ''
  const more = ports.length > MOST_PORTS ? ` +${ports.length - MOST_PORTS}` : ''
  return `${t('ladder.port', { ports: ports.slice(0, MOST_PORTS).join(', ') })}${more}`
}

function titleOf({ role, name, address, ports }: Node): string {
  return visible([role, name, address, ports.join(', ')].filter(Boolean).join(' · '))
}
