import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withTemporaryFolder } from './temporary.ts'

let parent = ''
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'temporary-'))
})
afterEach(() => {
  rmSync(parent, { recursive: true })
})

/** A folder as a run with this process id left it. */
function left(name: string, old: boolean): string {
  const folder = join(parent, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'result'), '')
  if (old) utimesSync(folder, new Date(0), new Date(0))
  return folder
}

it('goes with the work, also when that fails', async () => {
  let folder = ''
  const work = (given: string): Promise<void> => {
    folder = given
    return Promise.reject(new Error(String(existsSync(given))))
  }
  await expect(withTemporaryFolder(parent, 'a-', work)).rejects.toThrow('true')
  expect(existsSync(folder)).toBe(false)
})

it('sweeps what an interrupted run left, and nothing else', async () => {
  const dead = spawnSync('true').pid
  const swept = left(`a-${dead}-x`, true)
  const kept = [
    left(`a-${dead}-young`, false),
    left(`a-${process.pid}-mine`, true),
    left(`b-${dead}-x`, true),
    left('a-other', true),
  ]
  await withTemporaryFolder(parent, 'a-', () => Promise.resolve())
  expect(existsSync(swept)).toBe(false)
  expect(kept.map((folder) => existsSync(folder))).toEqual([true, true, true, true])
})
