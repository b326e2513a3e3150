import { describe, expect, it } from 'vitest'
import { endsOf } from './session-names.ts'

describe('whom a session is between', () => {
  const ends = ['192.168.1.2:5060', '10.0.0.9:53']
  const between = (name: string): string =>
    endsOf({ correlation_key: {}, participants: ends, participant_roles: { [ends[0]!]: { role: 'UA', name } } }).from

  it('has the name that is known of an end', () => {
    expect(between('sbc-1')).toBe('UA sbc-1')
  })

  it('has the address where the name would hide the other end', () => {
    expect(between('Nero SIPPS IP Phone Version 2.0.51.16')).toBe('UA 192.168.1.2:5060')
  })
})
