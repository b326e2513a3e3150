import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder } from './folders.ts'

describe('making a folder', () => {
  let parent = ''
  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'folders-'))
    writeFileSync(join(parent, 'file'), '')
  })
  afterAll(() => rmSync(parent, { recursive: true }))

  it('makes those that it is in too, and minds none that is there', () => {
    const folder = join(parent, 'a', 'b', 'c')
    makeFolder(folder)
    makeFolder(folder)
    expect(existsSync(folder)).toBe(true)
  })

  it.each([
    ['a file', 'file', 'EEXIST'],
    ['a folder in a file', 'file/a/b', 'ENOTDIR'],
  ])('says of %s that it cannot be one', (_, path, code) => {
    expect(() => makeFolder(join(parent, path))).toThrow(expect.objectContaining({ code }))
  })

  it.skipIf(!existsSync('/proc/self'))('ends where the system takes none and says that nothing is there', () => {
    expect(() => makeFolder('/proc/callflowd/results')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  })
})
