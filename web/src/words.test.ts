import { describe, expect, it } from 'vitest'
import { CHARGING, EVIDENCE, HELD, MEMBER_EVIDENCE, RELATED, TRANSFER, VOICE } from '../../src/correlate/evidence.ts'
import type { AuditAction } from '../../src/model/user.ts'
import { known } from './words.ts'

const JOINING = [...Object.keys(EVIDENCE), ...HELD, ...MEMBER_EVIDENCE.map(({ member }) => member)]
const SAID = ['sdp-destination', 'sdp-source', 'reverse-direction', 'subscriber', 'shared-message']

describe('what the audit log tells', () => {
  const ACTIONS: Record<AuditAction, true> = {
    login: true,
    logout: true,
    'password.change': true,
    'user.create': true,
    'user.update': true,
    'user.delete': true,
    'key.create': true,
    'key.revoke': true,
    'job.delete': true,
    'aliases.update': true,
    download: true,
  }
  it.each(Object.keys(ACTIONS))('is told in words: %s', (action) => {
    expect(known(`audit.action.${action}`)).toBe(true)
  })
})

describe('why something belongs to a session', () => {
  it.each([...new Set([...JOINING, ...SAID, CHARGING, RELATED, TRANSFER, VOICE])])('is told in words: %s', (kind) => {
    expect(known(`evidence.${kind}`)).toBe(true)
  })
})
