import { visible } from '../text.ts'
import { t } from '../words.ts'
import type { Node } from './nodes.ts'

const MOST_PORTS = 2
const MOST_REASONS = 6

/** Where a node is: its address, or what is not said above it already. */
export function placeOf({ role, name, address, addresses, ports }: Node): string {
  if (addresses.length > 1) return `${address} +${addresses.length - 1}`
  if (role !== undefined || name !== undefined) return address
  if (ports.length === 0) return ''
  const more = ports.length > MOST_PORTS ? ` +${ports.length - MOST_PORTS}` : ''
  return `${t('ladder.port', { ports: ports.slice(0, MOST_PORTS).join(', ') })}${more}`
}

/** What a node is, or is called; and where, if others are called so too. */
export function endWords(node: Node | undefined, others: readonly Node[] = []): string {
  if (!node) return ''
  const called = calledOf(node)
  const isShared = others.some((other) => other !== node && calledOf(other) === called)
  return visible([called, isShared ? placeOf(node) : ''].filter(Boolean).join(' '))
}

function calledOf({ role, name, key }: Node): string {
  return role ?? name ?? key
}

/** All that is known of a node, and why. */
export function titleOf({ role, name, addresses, ports, evidence, also, why, part_of }: Node): string {
  const said = evidence === undefined ? '' : t('ladder.because', { role: role ?? '', evidence })
  const others = also === undefined ? '' : t('ladder.also', { roles: also.join(', ') })
  const reasons = why.slice(0, MOST_REASONS).map((one) => t('ladder.same', { reason: one }))
  const who = [role, name, addresses.join(', '), ports.join(', ')].filter(Boolean).join(' · ')
  const does = why.length > 0 ? t('ladder.takeApart') : part_of === undefined ? '' : t('ladder.putBack')
  return [who, said, others, ...reasons, does]
    .filter(Boolean)
    .map((line) => visible(line))
    .join('\n')
}
