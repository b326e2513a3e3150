import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { FolderInUse, holdFolder } from './folder-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('holds a folder for one server, of this process or another, until it ends', () => {
  const letGo = holdFolder(folder)
  expect(() => holdFolder(folder)).toThrow(FolderInUse)
  const other = `import { holdFolder } from './src/store/folder-lock.ts'
    try { holdFolder(process.argv[1]) } catch (error) { console.log(error.constructor.name) }`
  const inAnother = (): string =>
    execFileSync(process.execPath, ['--input-type=module', '-e', other, folder], { encoding: 'utf8' }).trim()
  expect(inAnother()).toBe('FolderInUse')
  letGo()
  expect(inAnother()).toBe('')
  holdFolder(folder)()
})
