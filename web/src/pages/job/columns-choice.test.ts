import { beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Choice from './columns-choice.ts'

let columns: typeof Choice
beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => '{"order":["mos","gone",7],"hidden":["type"]}' })
  columns = await import('./columns-choice.ts')
})

const names = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(' ')

describe('columns of the sessions', () => {
  it('are remembered, and what was stored wrongly or is gone does no harm', () => {
    expect(columns.choice.value).toEqual({ order: ['mos', 'gone'], hidden: ['type'] })
    expect(names(columns.shown(columns.choice.value))).toMatch(/^mos outcome verdict participants start /)
  })

  it('move past hidden ones, and not beyond the ends', () => {
    const wanted = { order: [], hidden: ['outcome'] }
    expect(names(columns.ordered(columns.moved(wanted, 'type', 1)))).toMatch(/^outcome verdict type participants/)
    expect(columns.moved(wanted, 'type', -1)).toBe(wanted)
    expect(columns.moved(wanted, 'events', 1)).toBe(wanted)
    expect(names(columns.ordered(columns.movedTo(wanted, 'mos', 'type')))).toMatch(/^mos type outcome/)
  })

  it('are never none', () => {
    const all = columns.ordered(columns.USUAL).map(({ name }) => name)
    expect(names(columns.shown({ order: [], hidden: all }))).toBe('type')
    expect(columns.turned(columns.turned(columns.USUAL, 'mos'), 'mos')).toEqual(columns.USUAL)
  })
})
