import { describe, expect, it } from 'vitest'
import { definitionOf } from './dictionary.ts'
import { READERS } from './readers.ts'
import { CHARGING_AVPS, ETSI_AVPS } from './tables-avps-charging.ts'
import { IETF_AVPS } from './tables-avps-ietf.ts'
import { IMS_AVPS } from './tables-avps-ims.ts'
import { POLICY_AVPS } from './tables-avps-policy.ts'
import { SUBSCRIPTION_AVPS } from './tables-avps-subscription.ts'
import { IETF_DETAILS, TGPP_DETAILS } from './tables-details.ts'

const tables = [
  { name: 'IETF', vendor: 0, rows: IETF_AVPS, details: IETF_DETAILS },
  {
    name: '3GPP',
    vendor: 10_415,
    rows: [...POLICY_AVPS, ...IMS_AVPS, ...SUBSCRIPTION_AVPS, ...CHARGING_AVPS],
    details: TGPP_DETAILS,
  },
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

  it('keep vendors apart', () => {
    expect(definitionOf(0, 1)?.name).toBe('User-Name')
    expect(definitionOf(10_415, 1)?.name).toBe('3GPP-IMSI')
    expect(definitionOf(13_019, 500)?.name).toBe('Line-Identifier')
    expect(definitionOf(9999, 1)).toBeUndefined()
    expect(definitionOf(0, 0xffffffff)).toBeUndefined()
  })
})
