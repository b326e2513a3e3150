import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResult } from '../store/results/writer.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

let folder = ''
let capture = ''
let kept = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'))
  capture = join(folder, 'capture.pcap')
  writeFileSync(capture, 'not looked at by these tests')
  kept = join(folder, 'kept.result')
  makeResult(kept)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function callflowd(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', input: '' })
}

function end(id: number): { id: number; address: string; port: number; text: string } {
  return { id, address: `10.0.0.${id}`, port: 5060, text: `10.0.0.${id}:5060` }
}

/** A kept result with two calls of one message each. */
function makeResult(path: string): void {
  const writer = createResult(path, 'job')
  const names = {
    file: 0,
    protocol: 'SIP',
    message_type: 'INVITE',
    short: 'SIP INVITE',
    source: end(1),
    destination: end(2),
  }
  for (const group of [1, 2]) {
    const at = { seconds: 1_766_656_800 + group, nanoseconds: 0 }
    writer.event({ group, at, frame: group, offset: 24, details: {}, fault: '', ...names })
  }
  writer.assign(Int32Array.of(0, 1, 2), 2)
  for (const session of [1, 2]) {
    const row = {
      session_id: `id-${session}`,
      type: 'VoLTE',
      session_key: `call-${session}@x`,
      start_time: `2025-12-25T10:00:0${session}.000Z`,
      end_time: '2025-12-25T10:00:05.000Z',
      duration_ms: 0,
      packet_count: 1,
      byte_count: 100,
      participants: ['10.0.0.1:5060', '10.0.0.2:5060'],
      correlation_key: {},
      metrics: {},
      outcome: 'incomplete' as const,
      events_count: 1,
      linked_by: [],
      media: [],
    }
    writer.session(session, row, [])
  }
  const counts = { packets: 2, decoded: 2, undecoded: 0, ciphered: 0, malformed: 0, cut: 0, duplicates: 0 }
  writer.finish({
    capture: { format: 'pcap', packets: 2, bytes: 200, truncated: false, warnings: [] },
    protocols: [],
    coverage: { ...counts, duplicate_frames: [], truncated: false },
  })
}

describe('what is no good ends with code 2 and one line', () => {
  const cases: [string, () => string[], string][] = [
    ['an unknown command', () => ['bogus'], "unknown command 'bogus'"],
    ['no file', () => ['analyze'], "missing required argument 'file'"],
    ['a file that is not there', () => ['analyze', `${capture}.not`], 'no such file or folder'],
    ['a folder', () => ['analyze', folder], 'is a folder, not a file'],
    ['a file that is no capture', () => ['analyze', capture], 'capture.pcap: the file is no packet capture'],
    ['standard input twice', () => ['analyze', '-', '-'], '- can be given only once'],
    [
      'an unknown format',
      () => ['analyze', capture, '--format', 'xml'],
      'Allowed choices are table, json, ndjson, csv',
    ],
    ['an unknown type', () => ['analyze', capture, '--filter-type', 'ISUP'], "unknown session type 'ISUP'"],
    ['a query that cannot be understood', () => ['analyze', capture, '--query', 'mos <'], '--query: expected a value'],
    ['an order that cannot be', () => ['analyze', capture, '--sort', 'colour'], "--sort: cannot sort by 'colour'"],
    ['a kept result beside a capture', () => ['analyze', kept, capture], 'which is read alone'],
    ['a hint for a kept result', () => ['analyze', kept, '--decode-as', '5070=SIP'], '--decode-as needs the capture'],
    ['a protocol that nobody knows', () => ['analyze', capture, '--decode-as', '5060=X'], "unknown protocol 'X'"],
    ['a port hint that is none', () => ['analyze', capture, '--decode-as', 'SIP'], "not 'SIP'"],
    ['a port beyond all', () => ['analyze', capture, '--decode-as', '70000=SIP'], "not '70000=SIP'"],
    ['a link type that is none', () => ['analyze', capture, '--link-type', '147'], "not '147'"],
    ['a time that is none', () => ['analyze', capture, '--from', 'noon'], "'noon' is no time"],
    ['an output that cannot be', () => ['analyze', capture, '-o', join(folder, 'no', 'x')], 'no such file or folder'],
    ['an output that is an input', () => ['analyze', capture, '-o', capture], 'would be overwritten'],
    ['an unknown option', () => ['ladder', capture, '--wide'], "unknown option '--wide'"],
    ['a port that is none', () => ['serve', '--api-port', '70000'], 'number from 0 to 65535'],
    ['more than it takes', () => ['serve', '--no-auth', '--api-port', '0', 'now'], 'too many arguments'],
    ['a certificate that is none', () => ['serve', '--tls-cert', capture, '--tls-key', capture], 'no certificate'],
    ['no users, for other machines', () => ['serve', '--no-auth', '--api-bind', '0.0.0.0'], 'only loopback addresses'],
    ['a port that is none, as option', () => ['--api-server', '--api-port', 'x'], 'number from 0 to 65535'],
    ['a key of no session', () => ['ladder', kept, '--session', 'nobody'], "no session has the key 'nobody'"],
    ['an identity of nobody', () => ['ladder', kept, '--subscriber', '1'], "no subscriber has the identity '1'"],
    ['a key of several sessions', () => ['ladder', kept, '--session', 'call-'], 'id-1, id-2'],
  ]
  it.each(cases)('%s', (_, args, wanted) => {
    const { status, stdout, stderr } = callflowd(...args())
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(wanted)
    expect(stderr).toMatch(/^callflowd: .*\n$/)
  })

  it('and nothing at all asks for the help', () => {
    const { status, stderr } = callflowd()
    expect(status).toBe(2)
    expect(stderr).toContain('Usage: callflowd')
  })
})

describe('a kept result', () => {
  it('is listed again without its capture, and a query leaves out what does not fit', () => {
    const { status, stdout } = callflowd('analyze', kept)
    expect(status).toBe(0)
    expect(stdout).toContain('call-1@x')
    expect(stdout).toContain('call-2@x')
    const one = callflowd('analyze', kept, '--query', 'session_key == "call-2@x"')
    expect([one.status, one.stdout.includes('call-1'), one.stdout.includes('call-2')]).toEqual([0, false, true])
    expect(callflowd('analyze', kept, '--query', 'mos > 4').stdout).toContain('no session fits')
    const keys = callflowd('analyze', kept, '--sort=-session_key').stdout.match(/call-\d/g)
    expect(keys).toEqual(['call-2', 'call-1'])
  })
})

describe('callflowd', () => {
  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(callflowd('--version')).toMatchObject({ status: 0, stdout: `${version}\n` })
  })

  it.each([[['--help']], [['help', 'analyze']], [['analyze', '--help']], [['serve', '--help']]])(
    'helps: %j',
    (args) => {
      const { status, stdout } = callflowd(...args)
      expect(status).toBe(0)
      expect(stdout).toContain('Usage: callflowd')
    },
  )

  it('draws the ladder of a kept result: the first call, or the one asked for', () => {
    const first = callflowd('ladder', kept)
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(first.stdout).toContain('call-1@x')
    expect(first.stdout).not.toContain('\u001B')
    expect(callflowd('ladder', kept, '--session', 'call-2').stdout).toContain('10:00:02.000')
  })

  it('writes to a file, in place of what was there', () => {
    const file = join(folder, 'ladder.txt')
    writeFileSync(file, 'x'.repeat(10_000))
    expect(callflowd('ladder', kept, '--output', file)).toMatchObject({ status: 0, stdout: '' })
    expect(readFileSync(file, 'utf8')).toMatch(/^VoLTE {2}call-1@x\n/)
  })
})

it('says nothing where whoever reads its help has gone', () => {
  const command = ['-c', '"$0" "$1" analyze --help | true', process.execPath, MAIN]
  expect(spawnSync('/bin/sh', command, { encoding: 'utf8', input: '' })).toMatchObject({ status: 0, stderr: '' })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

it('serves on where whoever reads its log has gone', async () => {
  const config = join(folder, 'server.json')
  const storage = { upload_dir: join(folder, 'uploads'), output_dir: join(folder, 'results') }
  const port = await freePort()
  writeFileSync(config, JSON.stringify({ server: { port }, storage }))
  const child = spawn(process.execPath, [MAIN, 'serve', '--no-auth', '--config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
  // All that it says goes nowhere.
  child.stderr.destroy()
  const health = async (): Promise<number> =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(health, { timeout: 30_000 }).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await health()).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
