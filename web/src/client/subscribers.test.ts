import { describe, expect, it } from 'vitest'
import { kindsOf } from './subscribers.ts'

describe('what an identity can be', () => {
  it.each([
    ['001010000000001', 'imsi'],
    ['imsi-001010000000001', 'supi'],
    ['+491710000001', 'msisdn'],
    ['491710000001', 'msisdn'],
    ['tel:+491710000001', 'impu'],
    ['sip:alice@example.org', 'impu'],
    ['001010000000001@ims.example.org', 'impi'],
    ['10.45.0.2', 'ip'],
    ['2001:db8::1', 'ip'],
    ['::1', 'ip'],
    ['alice', 'impi'],
  ])('%s is first taken as %s', (text, kind) => {
    expect(kindsOf(text)[0]).toBe(kind)
  })
})
