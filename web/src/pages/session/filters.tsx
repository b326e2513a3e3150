import { memo } from 'react'
import { shownName } from '../../../../src/model/columns.ts'
import { answeredHeartbeats } from '../../../../src/model/heartbeats.ts'
import type { Event, Session } from '../../client/records.ts'
import { heartbeats, isOfHeartbeats, isRetransmission } from '../../ladder/messages.ts'
import type { ColumnTools } from '../../ladder/header.tsx'
import { titleOf } from '../../ladder/node-words.ts'
import type { Node, Nodes } from '../../ladder/nodes.ts'
import { OWN, sessionOf } from '../../ladder/rows.ts'
import { lookOf } from '../../looks.ts'
import { count } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { typeName } from '../../session-names.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { RelatedSessions } from './related.tsx'
import type { Change, SessionState } from './state.ts'

export interface FiltersProps {
  readonly session: Session
  readonly nodes: Nodes
  readonly columns: ColumnTools
  readonly state: SessionState
  readonly change: Change
}

export const Filters = memo(function Filters({ session, nodes, columns, state, change }: FiltersProps) {
  const protocols = countBy(session.events, ({ protocol }) => [protocol])
  const byNode = countBy(session.events, ({ source, destination }) => [
    ...new Set(nodes.between(source, destination).map((i) => nodes.all[i]!.key)),
  ])
  const again = session.events.filter(isRetransmission).length + answeredHeartbeats(session.events).size
  const beats = !isOfHeartbeats(session) && session.events.some((event) => heartbeats(event) > 0)
  return (
    <aside className="filters" aria-label={t('filters.title')}>
      <fieldset>
        <legend>{t('filters.protocols')}</legend>
        {[...protocols].map(([protocol, n]) => (
          <label key={protocol} className="filter">
            <input
              type="checkbox"
              className="check"
              checked={!state.protocols.has(protocol)}
              onChange={() => change({ protocols: toggled(state.protocols, protocol) })}
            />
            <Glyph look={lookOf(protocol)} />
            <span className="cut">{protocol}</span>
            <span className="count">{count(n)}</span>
          </label>
        ))}
      </fieldset>
      <Stories session={session} nodes={nodes} state={state} change={change} />
      <RelatedSessions session={session} />
      <fieldset>
        <legend>{t('filters.nodes')}</legend>
        {nodes.all.map((node) => (
          <NodeFilter key={node.key} node={node} n={byNode.get(node.key) ?? 0} nodes={nodes} columns={columns} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('filters.show')}</legend>
        <Switch name="errors" value={state.errors} onChange={(errors) => change({ errors })} />
        {again > 0 && <Switch name="fold" value={state.fold} onChange={(fold) => change({ fold })} />}
        {beats && (
          <Switch name="beats" value={!state.heartbeats} onChange={(hidden) => change({ heartbeats: !hidden })} />
        )}
        <Switch name="bars" value={state.bars} onChange={(bars) => change({ bars })} />
        <Switch name="sdp" value={state.sdp} onChange={(sdp) => change({ sdp })} />
        <Switch name="apart" value={state.apart} onChange={(apart) => change({ apart })} />
      </fieldset>
    </aside>
  )
})

interface NodeFilterProps extends Pick<FiltersProps, 'nodes' | 'columns'> {
  readonly node: Node
  readonly n: number
}

/** Shows or hides a node, and moves it without dragging. */
function NodeFilter({ node, n, nodes, columns }: NodeFilterProps) {
  const name = visible(node.role ?? node.name ?? node.key)
  const place = nodes.all.filter(({ key }) => !columns.hidden.has(key)).indexOf(node)
  return (
    <div className="filter-node">
      <label className="filter" title={titleOf(node)}>
        <input
          type="checkbox"
          className="check"
          checked={!columns.hidden.has(node.key)}
          onChange={() => columns.toggle(node.key)}
        />
        <span className="cut">
          {name}
          {node.role !== undefined && <span className="dim"> {visible(shownName(node) || node.address)}</span>}
        </span>
        <span className="count">{count(n)}</span>
      </label>
      {place >= 0 && (
        <span className="movers">
          <button
            type="button"
            aria-label={t('filters.left', { node: name })}
            onClick={() => columns.move(node.key, place - 1)}
          >
            ‹
          </button>
          <button
            type="button"
            aria-label={t('filters.right', { node: name })}
            onClick={() => columns.move(node.key, place + 1)}
          >
            ›
          </button>
        </span>
      )}
    </div>
  )
}

/** The sessions whose messages are here, where there is more than one; by whom they are between, as several are alike. */
function Stories({ session, nodes, state, change }: Omit<FiltersProps, 'columns'>) {
  const counts = countBy(session.events, (event) => [sessionOf(event)])
  if (counts.size < 2) return null
  const others = [...session.related_sessions, ...(session.members ?? [])]
  const types = new Map(others.map(({ session_id, type }) => [session_id, type]))
  const ends = new Map(session.events.toReversed().map((event) => [sessionOf(event), endsOf(nodes, event)]))
  return (
    <fieldset>
      <legend>{t('member.title')}</legend>
      {[...counts].map(([id, n]) => (
        <label
          key={id}
          className={id === OWN || !counts.has(OWN) ? 'filter' : 'filter member'}
          title={id === OWN ? undefined : ends.get(id)}
        >
          <input
            type="checkbox"
            className="check"
            checked={!state.outside.has(id)}
            onChange={() => change({ outside: toggled(state.outside, id) })}
          />
          {id !== OWN && <Glyph look={lookOf(types.get(id) ?? '')} />}
          <span className="cut">
            {id === OWN ? t('member.own') : typeName(types.get(id) ?? id)}
            {id !== OWN && <span className="dim"> {ends.get(id)}</span>}
          </span>
          <span className="count">{count(n)}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Who sent a message to whom, by what they do in the network. */
function endsOf(nodes: Nodes, { source, destination }: Event): string {
  const ends = nodes.between(source, destination).map((i) => nodes.all[i]!)
  return ends.map((node) => visible(node.role ?? node.name ?? node.key)).join(' → ')
}

interface SwitchProps {
  readonly name: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}

function Switch({ name, value, onChange }: SwitchProps) {
  return (
    <label className="filter">
      {t(`filters.${name}`)}
      <input
        type="checkbox"
        role="switch"
        className="switch"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  )
}

function countBy<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) for (const key of keysOf(item)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const other = new Set(set)
  if (!other.delete(value)) other.add(value)
  return other
}
