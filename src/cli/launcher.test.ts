import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const LAUNCHER = fileURLToPath(new URL('../../callflowd', import.meta.url))

let folder = ''
/** A project of its own, with a space in its path. */
let project = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher-'))
  project = join(folder, 'the project')
  mkdirSync(join(project, 'dist'), { recursive: true })
  writeFileSync(join(project, 'dist', 'main.js'), '')
  copyFileSync(LAUNCHER, join(project, 'callflowd'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A `node` that tells its name and the last of its arguments, or its version. */
function fakeNode(path: string, version: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const script = `#!/bin/sh\n[ "$1" = --version ] && { echo v${version}; exit; }\nshift\necho "${version}:$*"\n`
  writeFileSync(path, script)
  chmodSync(path, 0o755)
}

function launch(command: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const PATH = `${join(folder, 'bin')}:/usr/bin:/bin`
  return spawnSync(command, args, { encoding: 'utf8', cwd: folder, env: { PATH } })
}

it('takes the Node that npm brought, whatever links lead to it', () => {
  fakeNode(join(project, 'node_modules', '.bin', 'node'), '24.9.0')
  fakeNode(join(folder, 'bin', 'node'), '20.0.0')
  symlinkSync('the project/callflowd', join(folder, 'link'))
  symlinkSync('link', join(folder, 'again'))
  const { stdout, stderr } = launch('./again', 'analyze', 'a b')
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^24\.9\.0:.*\/the project\/dist\/main\.js analyze a b\n$/)
})

const versions: [string, boolean][] = [
  ['24.7.0', true],
  ['25.0.1', true],
  ['24.6.9', false],
  ['20.20.2', false],
]
it.each(versions)("the machine's own Node %s is new enough: %s", (version, enough) => {
  fakeNode(join(folder, 'bin', 'node'), version)
  const { status, stdout, stderr } = launch(join(project, 'callflowd'))
  expect(status).toBe(enough ? 0 : 1)
  expect(stdout.startsWith(version)).toBe(enough)
  expect(stderr).toMatch(enough ? /^$/ : /^callflowd: needs Node 24\.7 or newer, and .* is v.*\n$/)
})

it('says so when nothing is built', () => {
  rmSync(join(project, 'dist'), { recursive: true })
  const { status, stderr } = launch(join(project, 'callflowd'))
  expect(status).toBe(1)
  expect(stderr).toMatch(/^callflowd: not built yet; .*\n$/)
})
