/** Every JSON example of the API's specification, asked for at a real server: the same keys, types and codes. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { People } from '../api/people.ts'
import { temporaryFolder, TestServer } from '../api/running-server.ts'
import { ACCOUNT_REPLAYS } from './account-replays.ts'
import contract from './contract.json' with { type: 'json' }
import { type Contract, distil, type Example } from './distil.ts'
import { mismatches } from './match.ts'
import { aCall, REPLAYS, type Scene } from './replays.ts'

const { examples, errors } = contract as unknown as Contract
const SPECIFICATION = join(import.meta.dirname, '../../../shared/spec/api-v2.md')

const WEB_SOCKET = 101

let folder = ''
let scene: Scene
let people: People
beforeAll(async () => {
  folder = temporaryFolder()
  const server = await TestServer.start(folder, { uploadMegabytes: 16 })
  const completed = await server.analyzed(aCall())
  people = await People.start(join(folder, 'people'), { limits: { uploads_per_minute: 1 } })
  scene = { server, completed, failed: await server.analyzed(Buffer.from('a1b2c3d40002', 'hex')) }
})
afterAll(async () => {
  await scene.server.stop()
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

function isAnswer({ label }: Example): boolean {
  return label !== 'Request'
}

describe('the specification', () => {
  it.skipIf(!existsSync(SPECIFICATION))('says what is kept of it here (skipped where it is not at hand)', () => {
    expect(distil(readFileSync(SPECIFICATION, 'utf8'))).toEqual(contract)
  })

  it('has an example of each endpoint and of errors', () => {
    expect(examples.length).toBeGreaterThan(45)
    expect(Object.keys(errors).length).toBe(17)
  })
})

describe('the example of', () => {
  for (const { endpoint, label, status, code, shape } of examples.filter(isAnswer)) {
    it(`${endpoint}: ${label}`, async () => {
      const ofAccount = ACCOUNT_REPLAYS[endpoint]?.[label]
      const answered = ofAccount ? await ofAccount(people) : await REPLAYS[endpoint]![label]!(scene)
      expect(mismatches(shape, answered.body)).toEqual([])
      expect([answered.status, answered.body['code']]).toEqual([status ?? WEB_SOCKET, code])
    })
  }
})

describe('what does not keep to an example is found', () => {
  const shape = { id: 'string', sum: 'number', list: [{ a: 'string' }], details: { x: 'string' } }
  const right = { id: 'a', sum: 1, list: [{ a: 'b' }], details: { x: 'y' } }
  const cases: { it: string; value: unknown; want: string[] }[] = [
    { it: 'nothing wrong', value: { ...right, more: true }, want: [] },
    { it: 'a missing key', value: { ...right, id: undefined }, want: ['.id is missing, not string'] },
    { it: 'another type', value: { ...right, sum: '1' }, want: ['.sum is string, not number'] },
    { it: 'null', value: { ...right, id: null }, want: ['.id is null, not string'] },
    { it: 'an empty list', value: { ...right, list: [] }, want: ['.list is empty'] },
    { it: 'a wrong element', value: { ...right, list: [{ a: 1 }] }, want: ['.list[].a is number, not string'] },
    { it: 'an open object of nothing', value: { ...right, details: {} }, want: ['.details is empty'] },
    {
      it: 'a wrong type in an open object',
      value: { ...right, details: { x: 1 } },
      want: ['.details.x is number, not string'],
    },
  ]
  it.each(cases)('$it', ({ value, want }) => {
    expect(mismatches(shape, value)).toEqual(want)
  })
})
