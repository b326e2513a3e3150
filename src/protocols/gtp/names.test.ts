import { describe, expect, it } from 'vitest'
import { messageOf } from '../../../test/gtp-message.ts'
import { gtp1, gtp2 } from '../../../test/make/gtp.ts'
import * as version1 from './tables-v1.ts'
import * as version2 from './tables-v2.ts'

describe('every message has its name', () => {
  it.each(Object.entries(version2.MESSAGES))('version 2, %i: %s', (type, name) => {
    expect(messageOf(gtp2(Number(type), { teid: 1, sequence: 1 })).name).toBe(name)
  })
  it.each(Object.entries(version1.MESSAGES))('version 1, %i: %s', (type, name) => {
    expect(messageOf(gtp1(Number(type), { teid: 1, sequence: 1 })).name).toBe(name)
  })
  it('one that no table knows', () => {
    expect(messageOf(gtp2(200 + 22, { teid: 1, sequence: 1 })).name).toBe('Unknown(222)')
  })
})
