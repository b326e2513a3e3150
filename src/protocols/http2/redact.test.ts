import { expect, it } from 'vitest'
import { redactedHeader, redactedJson, redactedPath, redactedUri } from './redact.ts'

const R = '[redacted]'

it.each([
  ['authorization', 'Basic YW1mOnNlY3JldA==', `Basic ${R}`],
  ['authorization', 'Bearer ey.secret', `Bearer ${R}`],
  ['authorization', 'Negotiate secret', R],
  ['proxy-authentication-info', 'rspauth="secret"', R],
  ['cookie', 'sid=secret', R],
  ['x-auth-token', 'secret', R],
  ['x-api-key', 'secret', R],
  ['api-key', 'secret', R],
  ['location', '/next?access_token=secret&state=1', `/next?access_token=${R}&state=1`],
  ['location', 'http://amf:secret@udm/next', `http://${R}@udm/next`],
  ['host', 'amf:secret@udm', `${R}@udm`],
  ['link', '<http://u:secret@a/b?token=secret>; rel="next"', `<http://${R}@a/b?token=${R}`],
  ['3gpp-sbi-target-apiroot', 'http://u:secret@udm:7777', `http://${R}@udm:7777`],
  ['from', 'nai-user@realm', 'nai-user@realm'],
  ['user-agent', 'AMF-1/2', 'AMF-1/2'],
])('%s: %s', (name, value, shown) => {
  expect(redactedHeader(name, value)).toBe(shown)
})

it.each([
  ['a patch of a secret', [{ op: 'replace', path: '/encPermanentKey', value: 'secret' }]],
  ['a patch within a secret', [{ op: 'add', path: '/authenticationVector/0/rand', value: { x: 'secret' } }]],
  ['a callback with a password', { notificationUri: 'https://af:secret@10.0.0.1/n' }],
  ['a callback with a token', { notificationUri: 'https://10.0.0.1/n?a=1&token=secret' }],
  ['a list of URIs', { uris: ['https://af:secret@10.0.0.1/n'] }],
])('JSON: %s', (_what, json) => {
  const shown = JSON.stringify(redactedJson(json))
  expect(shown).not.toContain('secret')
  expect(shown).toContain(R)
})

it('leaves alone what is no secret', () => {
  const json = [
    { op: 'replace', path: '/nfStatus', value: 'REGISTERED' },
    { supi: 'nai-a@b', uri: 'http://amf/cb', path: '/k' },
  ]
  expect(redactedJson(json)).toEqual(json)
  expect(redactedPath('/nf-instances?target-nf-type=AUSF&a=b')).toBe('/nf-instances?target-nf-type=AUSF&a=b')
  expect(redactedUri('[fd00::1]:7777')).toBe('[fd00::1]:7777')
})
