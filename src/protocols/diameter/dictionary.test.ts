import { describe, expect, it } from 'vitest'
import { definitionOf, TGPP_AVPS } from './dictionary.ts'
import { READERS } from './readers.ts'
import { ETSI_AVPS } from './tables-avps-etsi.ts'
import { IETF_AVPS } from './tables-avps-ietf.ts'
import { IETF_DETAILS, TGPP_DETAILS } from './tables-details.ts'

const tables = [
  { name: 'IETF', vendor: 0, rows: IETF_AVPS, details: IETF_DETAILS },
  { name: '3GPP', vendor: 10_415, rows: TGPP_AVPS, details: TGPP_DETAILS },
  { name: 'ETSI', vendor: 13_019, rows: ETSI_AVPS, details: [] },
]

describe('the tables', () => {
  it.each(tables)('of $name define each code once', ({ rows }) => {
    const codes = rows.map(([code]) => code)
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([])
  })

  it.each(tables)('of $name tell details of what is defined, once each', ({ vendor, details }) => {
    const codes = details.map(([code]) => code)
    expect(codes.filter((code) => definitionOf(vendor, code) === undefined)).toEqual([])
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([])
  })

  it.each(tables)('of $name tell no secret', ({ vendor, details }) => {
    expect(details.filter(([code]) => definitionOf(vendor, code)?.type === 'secret')).toEqual([])
  })

  it('read out of what is defined', () => {
    const missing = [...READERS.keys()].filter((key) => {
      const [vendor, code] = key.split('/').map(Number) as [number, number]
      return definitionOf(vendor, code) === undefined
    })
    expect(missing).toEqual([])
  })

  it.each([
    [3142, 'Monitoring-Event-Config-Status', 'grouped'],
    [4300, 'Communication-Failure-Information', 'grouped'],
    [554, 'Extended-Max-Requested-BW-DL', 'u32'],
    [1535, 'WLCP-Key', 'secret'],
    [4313, 'Extended-PCO', 'secret'],
  ] as const)('know %i of later releases, and what of it is secret', (code, name, type) => {
    expect(definitionOf(10_415, code)).toMatchObject({ name, type })
  })

  it('keep vendors apart', () => {
    expect(definitionOf(0, 1)?.name).toBe('User-Name')
    expect(definitionOf(10_415, 1)?.name).toBe('3GPP-IMSI')
    expect(definitionOf(13_019, 500)?.name).toBe('Line-Identifier')
    expect(definitionOf(9999, 1)).toBeUndefined()
    expect(definitionOf(0, 0xffffffff)).toBeUndefined()
  })
})
