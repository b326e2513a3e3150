import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** The script itself starts what `npm run build` made; here the server is started as it is written. */
it('the workflow of the API’s documents runs through with the server’s defaults', () => {
  const script = join(import.meta.dirname, 'workflow.sh')
  const capture = join(import.meta.dirname, 'captures', 'two-legs.pcap')
  const start = [process.execPath, join(import.meta.dirname, '../src/main.ts'), 'serve']
  const { status, stdout, stderr } = spawnSync(script, [capture, ...start], { encoding: 'utf8', timeout: 60_000 })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/all of it, with \d+ of 60 requests left\n$/)
  expect(status).toBe(0)
}, 90_000)
