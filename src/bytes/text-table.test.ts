import { describe, expect, it } from 'vitest'
import { TextTable } from './text-table.ts'

describe('texts by number', () => {
  it('gives each text of a kind one number, and the text back', () => {
    const table = new TextTable()
    const texts = ['', 'sip:a@b', 'sip:ä@b', 'täglich 日本 😀', 'x'.repeat(100_000), 'x'.repeat(100_001)]
    const numbers = texts.map((text, i) => table.number(i % 3, text))
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6])
    expect(texts.map((text, i) => table.number(i % 3, text))).toEqual(numbers)
    expect(numbers.map((number) => table.value(number))).toEqual(texts)
    expect(numbers.map((number) => table.kind(number))).toEqual([0, 1, 2, 0, 1, 2])
    expect(table.number(1, '')).toBe(7)
  })

  it('tells a hundred thousand apart', () => {
    const table = new TextTable()
    for (let i = 0; i < 100_000; i++) expect(table.number(1, `49170${i}`)).toBe(i + 1)
    for (let i = 0; i < 100_000; i += 7) {
      expect(table.number(1, `49170${i}`)).toBe(i + 1)
      expect(table.value(i + 1)).toBe(`49170${i}`)
    }
  })

  it('has no number for a new one beyond the bound', () => {
    const table = new TextTable()
    expect([table.number(1, 'a', 2), table.number(1, 'b', 2), table.number(1, 'c', 2)]).toEqual([1, 2, 0])
    expect(table.number(1, 'a', 2)).toBe(1)
    expect(table.size).toBe(2)
  })

  it('knows its texts when it is sealed, and takes no more', () => {
    const table = new TextTable()
    table.number(1, 'a')
    table.number(2, 'b')
    table.seal()
    expect([table.size, table.value(2), table.kind(2)]).toEqual([2, 'b', 2])
    expect([table.number(1, 'a'), table.number(3, 'c'), table.size]).toEqual([0, 0, 2])
  })
})
