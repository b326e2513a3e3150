import { describe, expect, it } from 'vitest'
import { bytesOf, Kept, lines, whereOf } from './fixture.ts'
import { hasKeys, redact } from './redact.ts'
import { sip } from './sip.ts'

const SECRET = 'c2VjcmV0'
const HEAD = ['INVITE sip:b@x SIP/2.0', 'Via: SIP/2.0/UDP a;branch=z9hG4bK1', 'From: <sip:a@x>;tag=1', 'To: <sip:b@x>']
const REST = ['Call-ID: 1', 'CSeq: 1 INVITE']

/** Headers, then a body. */
function message(headers: readonly string[], body: readonly string[] = []): string {
  return lines(...HEAD, ...REST, ...headers, '') + lines(...body)
}

const SDP = 'Content-Type: application/sdp'
const cases: { it: string; text: string }[] = [
  { it: 'Digest', text: message([`Authorization: Digest username="u", nonce="${SECRET}",response="${SECRET}"`]) },
  { it: 'Digest without quotes', text: message([`Proxy-Authorization: Digest ck=${SECRET}, ik=${SECRET},realm=x`]) },
  {
    it: 'blanks around the equals sign',
    text: message([`Authorization: digest response = "${SECRET}", algorithm=MD5`]),
  },
  { it: 'a folded header', text: message(['WWW-Authenticate: Digest realm="x",', ` nonce="${SECRET}"`, 'Server: s']) },
  { it: 'a token', text: message([`Authorization: Bearer ${SECRET}.${SECRET}`]) },
  { it: 'parameters without a scheme', text: message([`Authentication-Info: nextnonce="${SECRET}", qop=auth`]) },
  { it: 'a quoted comma', text: message([`Authorization: Digest realm="a,nonce=b", nonce="${SECRET},${SECRET}"`]) },
  { it: 'keys of SRTP', text: message([SDP], ['m=audio 4 RTP/SAVP 0', `a=crypto:1 AES_CM_128 inline:${SECRET}|2^20`]) },
  { it: 'passwords of ICE', text: message([SDP], ['m=audio 4 RTP/AVP 0', `a=ice-pwd:${SECRET}`, 'a=ice-ufrag:u']) },
  { it: 'MIKEY', text: message([SDP], [`a=key-mgmt:mikey ${SECRET}`, 'm=audio 4 RTP/SAVP 0']) },
  {
    it: 'a token in XML, and keys behind it',
    text: message(
      ['Content-Type: multipart/mixed;boundary=b'],
      [
        '--b',
        'Content-Type: application/vnd.3gpp.mcptt-info+xml',
        '',
        `<mcpttinfo><mcptt-access-token type="Normal"><mcpttString>${SECRET}.${SECRET}</mcpttString>`,
        '</mcptt-access-token><session-type>private</session-type></mcpttinfo>',
        '--b',
        SDP,
        '',
        'm=audio 4 RTP/SAVP 0',
        `a=crypto:1 AES_CM_128 inline:${SECRET}|2^20`,
        '--b--',
      ],
    ),
  },
  { it: 'the key line', text: message([SDP], [`k=base64:${SECRET}`, 'm=audio 4 RTP/AVP 0']) },
]

function detailsOf(bytes: Uint8Array): Record<string, unknown> {
  const out = new Kept()
  sip.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  return out.details
}

describe('of the message that is kept nothing secret is left, and it says the same', () => {
  it.each(cases)('$it', ({ text }) => {
    const bytes = bytesOf(text)
    const copy = Uint8Array.from(bytes)
    redact(copy, 0, copy.length)
    expect(new TextDecoder().decode(copy)).not.toContain(SECRET)
    expect(copy).toHaveLength(bytes.length)
    expect(detailsOf(copy)).toEqual(detailsOf(bytes))
  })
})

it('leaves everything else as it was', () => {
  const text = message(
    ['Warning: 399 x "nonce=a"', 'Allow: INVITE', 'Accept: application/sdp', 'P-Asserted-Identity: <sip:a@x>', SDP],
    ['o=- 1 1 IN IP4 10.0.0.1', 'm=audio 4 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=cryptic:nothing'],
  )
  const copy = bytesOf(text)
  redact(copy, 0, copy.length)
  expect(new TextDecoder().decode(copy)).toBe(text)
})

it.each([
  ['v=0\r\na=crypto:1 S inline:k\r\n', true],
  ['a=ice-pwd:x', true],
  ['v=0\r\na=ice-ufrag:x\r\na=sendrecv\r\n', false],
  ['', false],
])('tells whether %j holds keys', (body, want) => {
  expect(hasKeys(bytesOf(body), 0, body.length)).toBe(want)
})
