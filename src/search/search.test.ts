import { rmSync } from 'node:fs'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeBody } from '../pipeline/bodies.ts'
import { openResult, type ResultReader } from '../store/results/reader.ts'
import { compileQuery } from './compile.ts'
import { FIELDS } from './fields.ts'
import { madeResult } from './fixture.ts'
import { QueryError } from './query-error.ts'
import { compileSort, SORTS } from './sort.ts'
import { choicesOf } from './values.ts'

const made = madeResult([
  {
    session_id: 'a',
    subtype: 'volte',
    duration_ms: 65_000,
    metrics: { mos: 4.2, setup_time_ms: 2000, mos_avg: 4.3 },
    verdict: { kind: 'answered' },
    identifiers: {
      imsi: '001010000000001',
      call_id: 'c1@10.0.0.5',
      ip: '10.0.0.1',
      caller: 'sip:+491710001@x',
      media_verdict: 'one_way_audio',
    },
    messages: ['INVITE', '200 OK', 'BYE'],
  },
  {
    session_id: 'b',
    duration_ms: 5000,
    metrics: { mos: 3.1 },
    kpis: [
      { kpi: 'seer', met: false, of: { peer: '10.0.0.2', cause: '503 "Service" Unavailable' } },
      { kpi: 'isa', met: true, of: { peer: '10.0.0.3' } },
      { kpi: 'srd_failure', latency_ms: 5, of: {} },
    ],
    outcome: 'failed',
    verdict: { kind: 'server_failure', category: 'network', code: 503 },
    identifiers: { imsi: '001010000000002', call_id: 'a=b(c)@10.0.0.5', ip: '10.0.0.10', msisdn: '491710002' },
    messages: ['INVITE', '503 Service Unavailable'],
  },
  {
    session_id: 'c',
    type: 'SIP_REGISTRATION',
    duration_ms: 100,
    outcome: 'failed',
    verdict: { kind: 'rejected', code: 403 },
    identifiers: { imsi: '262010000000003', impu: 'sip:carol@x' },
    messages: ['REGISTER', '403 Forbidden'],
  },
  { session_id: 'd', type: 'RTP', metrics: { mos: 2.5, rtp_loss: 0.1 }, outcome: 'incomplete' },
])

let result: ResultReader
beforeAll(() => {
  result = openResult(made.path, decodeBody)
})
afterAll(() => {
  result.close()
  rmSync(made.folder, { recursive: true })
})

function found(query: string, sort?: string): string {
  const order = sort === undefined ? undefined : compileSort(sort)
  const { sessions } = result.sessions({ condition: compileQuery(query), order })
  return sessions.map((one) => one.session_id).join('')
}

const queries: { it: string; query: string; want: string }[] = [
  { it: 'nothing asked is everything', query: ' ', want: 'abcd' },
  { it: 'a key figure that counts it', query: 'kpi == "seer"', want: 'b' },
  { it: 'a key figure of a like name', query: 'kpi == ser', want: '' },
  { it: 'to whom a key figure puts it down', query: 'kpi.seer.peer == 10.0.0.2', want: 'b' },
  { it: 'to whom another key figure does', query: 'kpi.seer.peer == 10.0.0.3', want: '' },
  { it: 'why, with quotes', query: 'kpi.seer.cause == "503 \\"Service\\" Unavailable"', want: 'b' },
  { it: 'not to whom', query: 'kpi == seer && kpi.seer.peer != 10.0.0.2', want: '' },
  { it: 'what a key figure does not tell', query: 'kpi.isa.cause', want: '' },
  { it: 'part of it, in any case', query: 'KPI.Seer.Cause contains "unavail"', want: 'b' },
  { it: 'a latency that it gave', query: 'kpi == srd_failure', want: 'b' },
  { it: 'a ratio that it meets', query: 'kpi_met == isa', want: 'b' },
  { it: 'a ratio that it does not meet', query: 'kpi == seer && kpi_met != seer', want: 'b' },
  { it: 'text, in any case for types', query: 'type == "volte"', want: 'ab' },
  { it: 'one = as well', query: 'type=RTP', want: 'd' },
  { it: 'words for signs', query: 'type eq volte and not (mos lt 4 or failed)', want: 'a' },
  { it: 'a number', query: 'mos < 3.5', want: 'bd' },
  { it: 'what has no such number fits no comparison', query: 'mos >= 0', want: 'abd' },
  { it: 'not even !=, which asks that none is equal', query: 'mos != 3.1', want: 'acd' },
  { it: 'the negation of a comparison holds there', query: '!(mos < 3.5)', want: 'ac' },
  { it: 'a field alone: whether it is there', query: 'mos', want: 'abd' },
  { it: 'a field alone: whether it is true', query: 'failed', want: 'bc' },
  { it: 'or binds less than and', query: 'type == RTP || type == VoLTE && failed', want: 'bd' },
  { it: 'parentheses', query: '(type == RTP || type == VoLTE) && failed', want: 'b' },
  { it: 'not binds most', query: '!failed && mos', want: 'ad' },
  { it: 'double not', query: '!!failed', want: 'bc' },
  { it: 'the final code', query: 'status >= 400', want: 'bc' },
  { it: 'a set', query: 'status in {403, 404 503}', want: 'bc' },
  { it: 'the kind of end', query: 'verdict == server_failure', want: 'b' },
  { it: 'what is wrong with media', query: 'media_verdict == One_Way_Audio', want: 'a' },
  { it: 'anything wrong with media', query: 'media_verdict', want: 'a' },
  { it: 'nothing of a kind wrong with media', query: 'media_verdict != one_way_audio && mos', want: 'bd' },
  { it: 'a part of an identifier', query: 'imsi contains "00101"', want: 'ab' },
  { it: 'the beginning of an identifier', query: 'imsi starts_with 26201', want: 'c' },
  { it: 'one of several kinds of identifiers', query: 'number contains 4917100', want: 'ab' },
  { it: 'contains ignores case', query: 'impu contains CAROL', want: 'c' },
  { it: 'an identifier that is another', query: 'imsi != "001010000000001"', want: 'bcd' },
  { it: 'a whole address only', query: 'ip == 10.0.0.1', want: 'a' },
  { it: 'a metric by its key', query: 'metrics.mos_avg > 4', want: 'a' },
  { it: 'a metric in a column', query: 'rtp_loss >= 0.1', want: 'd' },
  { it: 'times', query: 'start_time >= 2026-01-01T00:00:02', want: 'cd' },
  { it: 'a date', query: 'start_time < "2026-01-01"', want: '' },
  { it: 'names of messages', query: 'message == BYE', want: 'a' },
  { it: 'a part of a name', query: 'message contains unavailable', want: 'b' },
  { it: 'no message of that name', query: 'protocol == SIP && message != INVITE', want: 'c' },
  { it: 'a frame', query: 'frame == 101', want: 'b' },
  { it: 'an IMSI alone', query: '001010000000001', want: 'a' },
  { it: 'a Call-ID alone', query: 'c1@10.0.0.5', want: 'a' },
  { it: 'a Call-ID with signs alone', query: 'a=b(c)@10.0.0.5', want: 'b' },
  { it: 'an address alone, and not those that begin with it', query: '10.0.0.1', want: 'a' },
  { it: 'a part where nothing is equal', query: '00101', want: 'ab' },
  { it: 'a number as people write it', query: '"+49 1710002"', want: 'b' },
  { it: 'a number with a plus', query: '+491710002', want: 'b' },
  { it: 'an id alone', query: 'd', want: 'd' },
  { it: 'an identifier among others', query: '00101 && failed', want: 'b' },
  { it: 'quotes make a value of a field name', query: '"mos"', want: '' },
  { it: 'single quotes and escapes', query: String.raw`impu == 'sip:\carol@x'`, want: 'c' },
  { it: 'SQL stays text', query: `imsi == "' OR 1=1 --"`, want: '' },
]

describe('a query finds', () => {
  for (const { it: name, query, want } of queries) it(`${name}: ${query}`, () => expect(found(query)).toBe(want))
})

describe('sorting', () => {
  const cases = [
    { it: 'rises', sort: 'duration_ms', want: 'cbda' },
    { it: 'falls', sort: '-duration_ms', want: 'adbc' },
    { it: 'has what lacks it last, rising', sort: 'mos', want: 'dbac' },
    { it: 'has what lacks it last, falling', sort: '-mos', want: 'abdc' },
  ]
  for (const { it: name, sort, want } of cases) it(`${name}: ${sort}`, () => expect(found('', sort)).toBe(want))

  it('works by every name that is offered', () => {
    for (const sort of SORTS) expect(found('', sort)).toHaveLength(4)
  })

  it('refuses others', () => expect(() => compileSort('imsi')).toThrow(/cannot sort by 'imsi'/))
})

const errors: { query: string; position: number; says: RegExp }[] = [
  { query: 'mos <', position: 5, says: /expected a value/ },
  { query: 'mos < high', position: 6, says: /number, not 'high'/ },
  { query: 'mos contains 3', position: 0, says: /cannot be compared by contains/ },
  { query: 'speed == 3', position: 0, says: /unknown field 'speed'/ },
  { query: 'setup_time > 3', position: 0, says: /unknown field 'setup_time'; did you mean 'setup_time_ms'\?/ },
  { query: 'cateogry == "user"', position: 0, says: /did you mean 'category'\?/ },
  { query: 'abc == 3', position: 0, says: /unknown field 'abc'(?!;)/ },
  { query: 'failed == 1', position: 0, says: /cannot be compared/ },
  { query: 'type == "volt"', position: 8, says: /unknown type 'volt'/ },
  { query: 'type in {VoLTE, x}', position: 16, says: /unknown type 'x'/ },
  { query: 'failed mos', position: 7, says: /expected && or \|\|, not 'mos'/ },
  { query: '(failed', position: 7, says: /expected '\)'/ },
  { query: 'failed)', position: 6, says: /expected && or/ },
  { query: 'failed &&', position: 9, says: /ends too early/ },
  { query: '&& failed', position: 0, says: /unexpected 'and'/ },
  { query: 'imsi == "00', position: 8, says: /has no end/ },
  { query: 'status in 4', position: 10, says: /expected '\{'/ },
  { query: 'status in {}', position: 11, says: /expected a value/ },
  { query: 'status in {4', position: 12, says: /expected a value/ },
  { query: 'start_time > yesterday', position: 13, says: /expected a time/ },
  { query: 'start_time > 2026-13-01', position: 13, says: /expected a time/ },
  { query: `${'('.repeat(60)}a${')'.repeat(60)}`, position: 50, says: /nested too deeply/ },
  { query: `a${'||a'.repeat(200)}`, position: 300, says: /more than 100 terms/ },
  { query: 'a'.repeat(2001), position: 2000, says: /longer than/ },
]

describe('an error says where', () => {
  for (const { query, position, says } of errors) {
    it(`at ${position}: ${query.slice(0, 40)}`, () => {
      expect(() => compileQuery(query)).toThrow(says)
      expect(() => compileQuery(query)).toThrow(expect.objectContaining({ position }))
    })
  }
})

it('lists each field once', () => {
  expect(new Set(FIELDS.map(({ name }) => name)).size).toBe(FIELDS.length)
})

it('answers every field alone and in each of its comparisons', () => {
  for (const field of FIELDS) {
    const { name, type } = field
    expect(found(name).length).toBeLessThanOrEqual(4)
    if (type === 'boolean') continue
    const value = { text: '"x"', number: '1', time: '2026-01-01', choice: choicesOf(field)[0] }[type]
    expect(found(`${name} == ${value} || ${name} != ${value}`)).toBe('abcd')
  }
})

function isAnswered(query: string): boolean {
  try {
    return result.sessions({ condition: compileQuery(query) }).total <= 4
  } catch (error) {
    return error instanceof QueryError && error.position >= 0 && error.position <= query.length
  }
}

it('answers or refuses whatever is typed', () => {
  const words = fc.constantFrom(...FIELDS.map(({ name }) => name), 'metrics.x', '"q"', '3', 'x@y', '(', ')', '{', '}')
  const signs = fc.constantFrom('==', '!=', '<', '>=', '&&', '||', '!', 'in', 'contains', 'starts_with', ',', ' ', "'")
  const queries = fc.oneof(
    fc.array(fc.oneof(words, signs), { maxLength: 12 }).map((all) => all.join(' ')),
    fc.string(),
  )
  const { failed, counterexample } = fc.check(fc.property(queries, isAnswered), { numRuns: 500 })
  expect({ failed, counterexample }).toEqual({ failed: false, counterexample: null })
})
