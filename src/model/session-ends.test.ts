import { describe, expect, it } from 'vitest'
import { endsOf, namedEndsOf, userOf } from './session-ends.ts'

describe('whom a session is between', () => {
  const participants = ['192.168.1.2:5060', '10.0.0.8:5060', '10.0.0.9:53']
  const between = (name: string): string => {
    const participant_roles = { [participants[0]!]: { role: 'UA', name } }
    return namedEndsOf({ correlation_key: {}, participants, participant_roles }).from
  }

  it('is caller and callee, whatever hops its messages took', () => {
    const call = { correlation_key: { caller: 'sip:alice@example.org', callee: 'tel:+4917' }, participants }
    expect(endsOf(call)).toEqual({ from: 'sip:alice@example.org', to: 'tel:+4917' })
    expect(namedEndsOf(call)).toEqual({ from: 'alice', to: '+4917' })
  })

  it('is else the first that sent and the last that was reached', () => {
    expect(endsOf({ correlation_key: {}, participants })).toEqual({ from: participants[0], to: participants[2] })
  })

  it('is one end where there is no other', () => {
    expect(endsOf({ correlation_key: {}, participants: ['10.0.0.9'] })).toEqual({ from: '10.0.0.9', to: '' })
  })

  it('has the name that is known of an end', () => {
    expect(between('sbc-1')).toBe('UA sbc-1')
  })

  it('has the address where the name would hide the other end', () => {
    expect(between('Nero SIPPS IP Phone Version 2.0.51.16')).toBe('UA 192.168.1.2:5060')
  })
})

describe('whom an address names', () => {
  const cases: [uri: string, user: string][] = [
    ['sip:+491710000001@ims.example;user=phone', '+491710000001'],
    ['tel:+491710000001;phone-context=x', '+491710000001'],
    ['<sips:alice@example.org>', 'alice'],
    ['10.0.0.1:5060', '10.0.0.1:5060'],
  ]
  it.each(cases)('%s is %s', (uri, user) => {
    expect(userOf(uri)).toBe(user)
  })
})
