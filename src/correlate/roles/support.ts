import type { FoundRole, NodeEvidence, Role } from '../../model/nodes.ts'
import type { Strength } from './role-rules.ts'

/** Reasons kept of one role. */
const MOST_REASONS = 8

/** Reasons and roles of one end are few, and ends are many: each leads to the next one of the same end. */
interface Reason {
  readonly evidence: string
  count: number
  frame: number
  next: Reason | undefined
}

interface Supported {
  readonly role: Role
  strength: Strength
  /** Messages of that strength. */
  count: number
  reasons: Reason | undefined
  next: Supported | undefined
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
  #roles: Supported | undefined

  add({ role, strength, evidence, count, frame }: Said): void {
    const known = this.#of(role, strength)
    if (strength > known.strength) {
      known.strength = strength
      known.count = 0
    }
    if (strength === known.strength) known.count += count
    merge(known, evidence, { count, frame })
  }

  /** All that another one has. */
  addAll(other: Support): void {
    for (let one = other.#roles; one; one = one.next) {
      const known = this.#of(one.role, one.strength)
      if (one.strength > known.strength) {
        known.strength = one.strength
        known.count = one.count
      } else if (one.strength === known.strength) known.count += one.count
      for (let reason = one.reasons; reason; reason = reason.next) merge(known, reason.evidence, reason)
    }
  }

  strength(role: Role): number {
    return this.#find(role)?.strength ?? 0
  }

  /** The best supported first: by strength, then by messages. */
  get ranked(): FoundRole[] {
    return this.#sorted().map(({ role, reasons }) => ({ role, evidence: evidenceOf(reasons) }))
  }

  get best(): Role | undefined {
    return this.#sorted()[0]?.role
  }

  #sorted(): Supported[] {
    const all: Supported[] = []
    for (let one = this.#roles; one; one = one.next) all.push(one)
    return all.length < 2 ? all : all.toSorted((a, b) => b.strength - a.strength || b.count - a.count)
  }

  #find(role: Role): Supported | undefined {
    let one = this.#roles
    while (one && one.role !== role) one = one.next
    return one
  }

  #of(role: Role, strength: Strength): Supported {
    const known = this.#find(role)
    if (known) return known
    const made = { role, strength, count: 0, reasons: undefined, next: undefined }
    let last = this.#roles
    while (last?.next) last = last.next
    if (last) last.next = made
    else this.#roles = made
    return made
  }
}

function merge(of: Supported, evidence: string, { count, frame }: { count: number; frame: number }): void {
  let last: Reason | undefined
  for (let known = of.reasons; known; known = known.next) {
    if (known.evidence === evidence) {
      known.count += count
      known.frame = Math.min(known.frame, frame)
      return
    }
    last = known
  }
  const made = { evidence, count, frame, next: undefined }
  if (last) last.next = made
  else of.reasons = made
}

function evidenceOf(reasons: Reason | undefined): NodeEvidence[] {
  const all: NodeEvidence[] = []
  for (let one = reasons; one; one = one.next) all.push({ evidence: one.evidence, count: one.count, frame: one.frame })
  return all.toSorted((a, b) => b.count - a.count || a.frame - b.frame).slice(0, MOST_REASONS)
}
