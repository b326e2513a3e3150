import { expect, it } from 'vitest'
import { bytesOf, Kept, lines, whereOf } from './fixture.ts'
import { sip } from './sip.ts'

const SECRET = 'c2VjcmV0'
const MESSAGE =
  lines(
    'INVITE sip:b@x SIP/2.0',
    'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
    'Subject: two',
    ' lines',
    'From: <sip:a@x>;tag=1',
    'To: <sip:b@x>',
    'Call-ID: 1',
    'CSeq: 1 INVITE',
    `Authorization: Digest username="u",nonce="${SECRET}", response="${SECRET}"`,
    `Proxy-Authorization: Basic ${SECRET}`,
    'Content-Type: application/sdp',
    '',
  ) +
  lines('v=0', 'm=audio 4000 RTP/SAVP 0', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${SECRET}`, `a=ice-pwd:${SECRET}`)

/** Each line of the tree with the bytes it stands on. */
function shown(text: string, lead: string) {
  const bytes = bytesOf(lead + text)
  const out = new Kept(true)
  sip.decode(bytes, lead.length, bytes.length, bytes.length, whereOf(), out)
  expect(out.depth).toBe(0)
  return out.shown.map((line) => ({ ...line, bytes: (lead + text).slice(line.from, line.to) }))
}

it('shows every line on its own bytes, and nothing secret', () => {
  const tree = shown(MESSAGE, 'before')
  const of = (name: string) => tree.find((line) => line.name === name)
  expect(of('Request-Line')).toMatchObject({
    value: 'INVITE sip:b@x SIP/2.0',
    bytes: 'INVITE sip:b@x SIP/2.0',
    depth: 1,
  })
  expect(of('Subject')).toMatchObject({ value: 'two  lines', bytes: 'Subject: two\r\n lines', depth: 2 })
  expect(of('Call-ID')).toMatchObject({ value: '1', bytes: 'Call-ID: 1' })
  expect(of('application/sdp')).toMatchObject({ depth: 2 })
  expect(of('m')).toMatchObject({ value: 'm=audio 4000 RTP/SAVP 0', bytes: 'm=audio 4000 RTP/SAVP 0', depth: 3 })
  expect(of('Authorization')).toMatchObject({ value: 'Digest username="u",nonce=<redacted>, response=<redacted>' })
  expect(of('Proxy-Authorization')).toMatchObject({ value: 'Basic <redacted>' })
  expect(JSON.stringify(tree.map(({ value }) => value))).not.toContain(SECRET)
})

it('shows what there is of a broken message', () => {
  const tree = shown('BYE sip:b@x SIP/2.0\r\nno colon here\r\nCall-ID: 1', '')
  expect(tree.map(({ name }) => name)).toEqual([
    'Session Initiation Protocol',
    'Request-Line',
    'Message Header',
    'Line',
    'Call-ID',
  ])
})

it('shows ISUP and XML in parts of a body, the token of neither', () => {
  const parts = [
    '--b\r\nContent-Type: application/isup\r\n\r\n\x0c\x02\x00\x02\x84\x91\r\n',
    '--b\r\nContent-Type: application/vnd.3gpp.mcptt-info+xml\r\n\r\n',
    `<mcpttinfo><mcptt-access-token type="Normal"><mcpttString>${SECRET}</mcpttString></mcptt-access-token></mcpttinfo>`,
    '\r\n--b--\r\n',
  ]
  const head = lines('BYE sip:b@x SIP/2.0', 'Content-Type: multipart/mixed;boundary=b', '')
  const tree = shown(head + parts.join(''), 'before')
  expect(tree.find(({ name }) => name === 'cause_code')).toMatchObject({ value: 17, bytes: '\x91', depth: 3 })
  expect(JSON.stringify(tree)).toContain('<redacted>')
  expect(tree.map(({ value }) => String(value)).join(' ')).not.toContain(SECRET)
})
