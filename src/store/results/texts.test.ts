import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { TextReader, TextWriter } from './texts.ts'

/** More than are remembered at a time. */
const MANY = 5000

test('texts are found by their numbers, those too that were forgotten and came again', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)')
  const writer = new TextWriter(database, 'texts')
  const written = Array.from({ length: 2 * MANY }, (_, i) => `text ${i % MANY}`)
  const numbers = written.map((text) => writer.id(text))
  expect(writer.id('text 4999')).toBe(numbers.at(-1))
  writer.flush()
  const reader = new TextReader(database, 'texts', (text) => text.toUpperCase())
  expect(numbers.map((number) => reader.of(number))).toEqual(written.map((text) => text.toUpperCase()))
  database.close()
})
