import type { FoundRole, NodeEvidence, Role } from '../../model/nodes.ts'
import type { Strength } from './role-rules.ts'

/** Reasons kept of one role. */
const MOST_REASONS = 8

interface Reason {
  count: number
  frame: number
}

interface Supported {
  strength: Strength
  /** Messages of that strength. */
  count: number
  readonly reasons: Map<string, Reason>
}

export interface Said {
  readonly role: Role
  readonly strength: Strength
  readonly evidence: string
  readonly count: number
  readonly frame: number
}

/** What speaks for the roles of one end, address or node. */
export class Support {
  readonly #roles = new Map<Role, Supported>()

  add({ role, strength, evidence, count, frame }: Said): void {
    let known = this.#roles.get(role)
    if (!known) this.#roles.set(role, (known = { strength, count: 0, reasons: new Map() }))
    if (strength > known.strength) {
      known.strength = strength
      known.count = 0
    }
    if (strength === known.strength) known.count += count
    merge(known.reasons, evidence, { count, frame })
  }

  /** All that another one has. */
  addAll(other: Support): void {
    for (const [role, { strength, count, reasons }] of other.#roles) {
      const known = this.#roles.get(role)
      if (!known || strength > known.strength) {
        this.#roles.set(role, { strength, count, reasons: known?.reasons ?? new Map() })
      } else if (strength === known.strength) known.count += count
      const own = this.#roles.get(role)!.reasons
      for (const [evidence, reason] of reasons) merge(own, evidence, reason)
    }
  }

  strength(role: Role): number {
    return this.#roles.get(role)?.strength ?? 0
  }

  /** The best supported first: by strength, then by messages. */
  get ranked(): FoundRole[] {
    const sorted = [...this.#roles].toSorted(([, a], [, b]) => b.strength - a.strength || b.count - a.count)
    return sorted.map(([role, { reasons }]) => ({ role, evidence: evidenceOf(reasons) }))
  }

  get best(): Role | undefined {
    return this.ranked[0]?.role
  }
}

function merge(reasons: Map<string, Reason>, evidence: string, { count, frame }: Reason): void {
  const known = reasons.get(evidence)
  if (known) {
    known.count += count
    known.frame = Math.min(known.frame, frame)
  } else reasons.set(evidence, { count, frame })
}

function evidenceOf(reasons: ReadonlyMap<string, Reason>): NodeEvidence[] {
  const all = [...reasons].map(([evidence, reason]) => ({ evidence, ...reason }))
  return all.toSorted((a, b) => b.count - a.count || a.frame - b.frame).slice(0, MOST_REASONS)
}
