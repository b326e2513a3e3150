import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { temporaryFolder, TestServer } from './running-server.ts'

let folder = ''
let server: TestServer
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function files(under: string): string[] {
  const found = readdirSync(join(folder, under), { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function job(): Promise<string> {
  const wire = new Wire()
  answeredCall(wire, { callId: 'call@10.45.0.5', packets: 5 })
  return server.analyzed(pcap(wire.packets))
}

const NOT_KEPT = { status: 410, body: { code: 'NOT_KEPT' } }

it('a packet of a capture that was deleted from the disk is gone, its sessions are not', async () => {
  const id = await job()
  for (const file of files('uploads')) rmSync(file)
  expect(await server.ask(`/api/v1/packets/${id}.1`)).toMatchObject(NOT_KEPT)
  expect((await server.ask(`/api/v1/jobs/${id}/sessions`)).body).toMatchObject({ total: 1 })
})

const spoiled = [
  {
    it: 'of an older version',
    spoil: (file: string) => {
      const database = new DatabaseSync(file)
      database.exec("UPDATE meta SET value = 0 WHERE name = 'version'")
      database.close()
    },
  },
  { it: 'that is no database', spoil: (file: string) => writeFileSync(file, 'no database') },
  { it: 'that was deleted from the disk', spoil: (file: string) => rmSync(file) },
]
it.each(spoiled)('a result $it is gone', async ({ spoil }) => {
  const before = new Set(files('results'))
  const id = await job()
  for (const file of files('results')) if (!before.has(file)) spoil(file)
  const { status, body } = await server.ask(`/api/v1/jobs/${id}/sessions`)
  expect({ status, body }).toMatchObject(NOT_KEPT)
  expect(JSON.stringify(body)).not.toContain(folder)
})
