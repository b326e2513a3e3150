import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const PROJECT = join(import.meta.dirname, '..')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('building the program replaces its own files, and leaves the pages', { timeout: 60_000 }, () => {
  mkdirSync(join(folder, 'web'))
  writeFileSync(join(folder, 'web/index.html'), '')
  writeFileSync(join(folder, 'main-of-yesterday.js'), '')
  execFileSync(join(PROJECT, 'node_modules/.bin/rolldown'), ['-c', '-d', folder], { cwd: PROJECT, stdio: 'pipe' })
  expect(existsSync(join(folder, 'main.js'))).toBe(true)
  expect(existsSync(join(folder, 'main-of-yesterday.js'))).toBe(false)
  expect(existsSync(join(folder, 'web/index.html'))).toBe(true)
})
