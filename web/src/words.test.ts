import { describe, expect, it } from 'vitest'
import { CHARGING, EVIDENCE, HELD, MEMBER_EVIDENCE, RELATED, VOICE } from '../../src/correlate/evidence.ts'
import { known } from './words.ts'

const JOINING = [...Object.keys(EVIDENCE), ...HELD, ...MEMBER_EVIDENCE.map(({ member }) => member)]
const SAID = ['sdp-destination', 'sdp-source', 'reverse-direction', 'subscriber', 'shared-message']

describe('why something belongs to a session', () => {
  it.each([...new Set([...JOINING, ...SAID, CHARGING, RELATED, VOICE])])('is told in words: %s', (kind) => {
    expect(known(`evidence.${kind}`)).toBe(true)
  })
})
