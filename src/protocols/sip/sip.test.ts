import { describe, expect, it } from 'vitest'
import { decoded, lines } from './fixture.ts'

const BASE = [
  'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKabc',
  'From: "Alice" <sip:alice@example.com;user=phone>;tag=ft',
  'To: <sip:+491711234567@example.com;user=phone>',
  'Call-ID: id1@10.0.0.1',
  'CSeq: 1 INVITE',
]
const request = (...more: string[]) => lines('INVITE sip:bob@example.com SIP/2.0', ...BASE, ...more, '')
const response = (line: string, ...more: string[]) => lines(line, ...BASE, ...more, '')

interface Case {
  it: string
  text: string
  details?: object
  name?: string
  short?: string
  fault?: string
}

const COMPACT = lines(
  'INVITE sip:bob@example.com SIP/2.0',
  'v: SIP/2.0/UDP 10.0.0.1:5060',
  ' ;branch=z9hG4bKabc',
  'f: Alice',
  '\t<sip:alice@example.com>;tag=ft',
  't: <sip:bob@example.com>',
  'i: id1',
  'CSeq: 7',
  '  INVITE',
  'm: <sip:alice@10.0.0.1>',
  'k: 100rel, timer',
  'x: 1800;refresher=uac',
  'r: <sip:carol@example.com>',
  'b: <sip:bob@example.com>',
  'o: refer',
  's: lunch',
  'e: gzip',
  'c: text/plain',
  'l: 2',
  '',
).concat('hi')

const messages: Case[] = [
  {
    it: 'a request: what every message tells',
    text: request('Content-Length: 0'),
    name: 'INVITE',
    short: 'SIP INVITE',
    details: {
      method: 'INVITE',
      request_uri: 'sip:bob@example.com',
      call_id: 'id1@10.0.0.1',
      cseq: '1 INVITE',
      cseq_number: 1,
      cseq_method: 'INVITE',
      from: 'sip:alice@example.com',
      from_tag: 'ft',
      from_display: 'Alice',
      to: 'sip:+491711234567@example.com',
      via_branch: 'z9hG4bKabc',
      via_hops: 1,
      via_top: 'SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKabc',
      content_length: 0,
    },
  },
  {
    it: 'S1: compact and folded headers',
    text: COMPACT,
    details: {
      via_branch: 'z9hG4bKabc',
      from: 'sip:alice@example.com',
      from_tag: 'ft',
      from_display: 'Alice',
      to: 'sip:bob@example.com',
      call_id: 'id1',
      cseq: '7 INVITE',
      contact: 'sip:alice@10.0.0.1',
      supported: ['100rel', 'timer'],
      session_expires: 1800,
      refresher: 'uac',
      refer_to: 'sip:carol@example.com',
      referred_by: 'sip:bob@example.com',
      event: 'refer',
      subject: 'lunch',
      content_encoding: 'gzip',
      content_type: 'text/plain',
      content_length: 2,
    },
  },
  {
    it: 'S2: line feeds alone',
    text: COMPACT.replaceAll('\r', ''),
    details: { call_id: 'id1', cseq: '7 INVITE', from_tag: 'ft', content_length: 2 },
  },
  { it: 'S3: no Content-Length on a datagram', text: request('Content-Type: text/plain') + 'hello', fault: '' },
  {
    it: 'S3: Content-Length larger than the datagram',
    text: request('Content-Length: 500') + 'hello',
    fault: 'malformed',
    details: { body_truncated: true, call_id: 'id1@10.0.0.1' },
  },
  {
    it: 'S3: Content-Length smaller than the datagram: the rest is no body',
    text: request('Content-Type: message/sipfrag', 'Content-Length: 15') + 'SIP/2.0 200 OK and more',
    details: { sipfrag: 'SIP/2.0 200 OK ' },
  },
  {
    it: 'S4: names in odd case, blanks before the colon',
    text: lines('BYE sip:a SIP/2.0', 'cAll-iD \t: x', 'FROM : <sip:a@b>;tag=1', 'tO:<sip:c@d>', 'cseq :2 BYE', ''),
    details: { call_id: 'x', from: 'sip:a@b', to: 'sip:c@d', cseq: '2 BYE' },
  },
  {
    it: 'S5: a quoted display name holds <>,; and quotes',
    text: request().replace('"Alice"', '"A \\"l\\" <x>, y;tag=no"'),
    details: { from_display: 'A "l" <x>, y;tag=no', from: 'sip:alice@example.com', from_tag: 'ft' },
  },
  {
    it: 'S6: Contact and Via by comma',
    text: request(
      'Via: SIP/2.0/TCP b;branch=z9hG4bK2 , SIP/2.0/UDP c;branch=z9hG4bK3',
      'Contact: "a, b" <sip:a@h>;expires=60, <sip:b@h>',
    ),
    details: {
      via_hops: 3,
      via_branch: 'z9hG4bKabc',
      contact: 'sip:a@h',
      contacts: ['sip:a@h', 'sip:b@h'],
      expires: 60,
    },
  },
  {
    it: 'S7: UTF-8 and other bytes in a display name',
    text: request().replace('Alice', 'J\xc3\xbcrgen').replace('To: ', 'To: "J\xfcrgen" '),
    details: { from_display: 'Jürgen', to_display: 'J\ufffdrgen', to: 'sip:+491711234567@example.com' },
  },
  {
    it: 'S8: a method nobody knows',
    text: lines('FROBNICATE sip:a@b SIP/2.0', ...BASE, ''),
    name: 'FROBNICATE',
    short: 'SIP FROBNICATE',
  },
  {
    it: 'S9: no reason phrase',
    text: response('SIP/2.0 200'),
    name: '200 OK',
    short: 'SIP 200 OK (INVITE)',
    details: { status: 200, reason_phrase: undefined },
  },
  {
    it: 'the standard reason, with the one on the wire beside it',
    text: response('SIP/2.0 486 Besetzt'),
    name: '486 Busy Here',
    short: 'SIP 486 Busy Here (INVITE)',
    details: { status: 486, reason_phrase: 'Besetzt', failed: true },
  },
  {
    it: 'a status without a standard reason',
    text: response('SIP/2.0 299 Fine'),
    name: '299',
    details: { status: 299 },
  },
  { it: 'a challenge is no failure', text: response('SIP/2.0 407 Auth'), details: { failed: undefined } },
  {
    it: 're-INVITE is said',
    text:
      request('Content-Type: application/sdp').replace('user=phone>\r\nCall', 'user=phone>;tag=tt\r\nCall') + 'v=0\r\n',
    short: 'SIP INVITE (re-INVITE) [SDP]',
    details: { to_tag: 'tt' },
  },
  {
    it: 'S28: tel, escapes',
    text: request()
      .replace('sip:bob@example.com', 'tel:+1-201-555-0123;phone-context=x')
      .replace('sip:alice@example.com;user=phone', 'sip:%2331%23@example.com;user=phone'),
    details: { request_uri: 'tel:+1-201-555-0123;phone-context=x', from: 'sip:%2331%23@example.com' },
  },
  {
    it: 'parameters of the user part are no URI parameters',
    text: request().replace('sip:alice@', 'sip:alice;day=tuesday@'),
    details: { from: 'sip:alice;day=tuesday@example.com' },
  },
  {
    it: 'S37: no To tag in a 200',
    text: response('SIP/2.0 200 OK'),
    details: { to_tag: undefined, status: 200 },
    fault: '',
  },
  {
    it: 'the first of headers that may stand once',
    text: request('From: <sip:mallory@x>;tag=9', 'Call-ID: other', 'CSeq: 9 BYE'),
    details: { from: 'sip:alice@example.com', call_id: 'id1@10.0.0.1', cseq: '1 INVITE' },
  },
  { it: 'a header without its end', text: request().slice(0, -2), fault: 'malformed', details: { cseq: '1 INVITE' } },
  { it: 'no Call-ID', text: request().replace('Call-ID', 'X'), fault: 'malformed', details: { from_tag: 'ft' } },
]

describe('messages', () => {
  it.each(messages)('$it', ({ text, details = {}, ...want }) => {
    const out = decoded(text)
    for (const [key, value] of Object.entries(details)) expect([key, out.details[key]]).toEqual([key, value])
    const got = { it: want.it, name: out.message_type, short: out.short, fault: out.fault }
    expect(got).toEqual({ ...got, ...want })
  })

  it('cut by the snap length: the last, partial line is not trusted', () => {
    const out = decoded(request().slice(0, request().indexOf('CSeq: ') - 4), {}, 300)
    expect(out.fault).toBe('cut')
    expect(out.details).toMatchObject({ method: 'INVITE', from_tag: 'ft', to: 'sip:+491711234567@example.com' })
    expect(out.details).not.toHaveProperty('call_id')
    expect(out.keys).toEqual([{ kind: 'call', value: '\u0001z9hG4bKabc', use: 'open' }])
  })

  it('on streams a missing Content-Length means no body', () => {
    const text = `${request('Content-Type: application/sdp')}v=0\r\nm=audio 4000 RTP/AVP 0\r\n`
    expect(decoded(text, { transport: 'tcp' }).details).not.toHaveProperty('sdp')
    expect(decoded(text).details).toHaveProperty('sdp')
  })

  it('every message names its call', () => {
    expect(decoded(request()).keys).toEqual([{ kind: 'call', value: 'id1@10.0.0.1', use: 'open' }])
  })
})

const headers: { it: string; header: string; details: object }[] = [
  {
    it: 'P-Access-Network-Info of E-UTRAN',
    header: 'P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=00101000B0019B01',
    details: {
      p_access_network_info: '3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=00101000B0019B01',
      access_network: {
        access_type: '3GPP-E-UTRAN-FDD',
        cell_id: '00101000B0019B01',
        mcc: '001',
        mnc: '01',
        tac: '000B',
        cell: '0019B01',
      },
    },
  },
  {
    it: 'P-Access-Network-Info of NR',
    header: 'P-Access-Network-Info: 3GPP-NR-FDD; utran-cell-id-3gpp="26201000001000000010"',
    details: {
      access_network: {
        access_type: '3GPP-NR-FDD',
        cell_id: '26201000001000000010',
        mcc: '262',
        mnc: '01',
        tac: '000001',
        cell: '000000010',
      },
    },
  },
  {
    it: 'P-Charging-Vector, quoted',
    header: 'P-Charging-Vector: icid-value="a;b=c";icid-generated-at=10.0.0.1;orig-ioi=home.net;term-ioi="away.net"',
    details: {
      p_charging_vector: { icid: 'a;b=c', icid_generated_at: '10.0.0.1', orig_ioi: 'home.net', term_ioi: 'away.net' },
    },
  },
  {
    it: 'asserted identities',
    header: 'P-Asserted-Identity: "A" <sip:+491719876543@x;user=phone>, <tel:+491719876543>',
    details: { p_asserted_identity: ['sip:+491719876543@x', 'tel:+491719876543'] },
  },
  {
    it: 'Reason of Q.850',
    header: 'Reason: Q.850;cause=16;text="x"',
    details: { reason: 'Q.850;cause=16;text="x"', q850_cause: 16 },
  },
  { it: 'Reason of SIP', header: 'Reason: SIP ;cause=200', details: { reason_sip_status: 200 } },
  {
    it: 'Replaces',
    header: 'Replaces: other@h;to-tag=7;from-tag=8;early-only',
    details: { replaces: { call_id: 'other@h', to_tag: '7', from_tag: '8', early_only: true } },
  },
  {
    it: 'Refer-To with Replaces',
    header: 'Refer-To: <sip:c@h?Replaces=other%40h%3Bto-tag%3D7%3Bfrom-tag%3D8&Require=replaces>',
    details: { refer_to_replaces: { call_id: 'other@h', to_tag: '7', from_tag: '8', early_only: false } },
  },
  {
    it: 'Contact: instance, features',
    header:
      'Contact: <sip:u@10.0.0.9>;+sip.instance="<urn:gsma:imei:86728703-952237-0>";+g.3gpp.smsip;audio;q=0.5;Expires=30',
    details: { imei: '867287039522370', feature_tags: ['+g.3gpp.smsip', 'audio'], expires: 30 },
  },
  { it: 'S30: Contact *', header: 'Contact: *\r\nExpires: 0', details: { contact: '*', expires: 0 } },
  {
    it: 'lists over several lines',
    header: 'Route: <sip:a;lr>, <sip:b;lr>\r\nRoute: <sip:c;lr>\r\nRequire: 100rel,precondition',
    details: { route: ['<sip:a;lr>', '<sip:b;lr>', '<sip:c;lr>'], require: ['100rel', 'precondition'] },
  },
  {
    it: 'numbers',
    header: 'RSeq: 17\r\nMin-SE: 90\r\nRAck: 17 1 INVITE',
    details: { rseq: 17, min_se: 90, rack: '17 1 INVITE' },
  },
  {
    it: 'Session-ID',
    header: 'Session-ID: AB30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000',
    details: { session_id: 'AB30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000' },
  },
]

describe('headers', () => {
  it.each(headers)('$it', ({ header, details }) => {
    const out = decoded(request(header))
    for (const [key, value] of Object.entries(details)) expect([key, out.details[key]]).toEqual([key, value])
  })

  it('keeps what identifies, and nothing secret, of credentials and challenges', () => {
    const secret = 'c2VjcmV0'
    const credentials =
      'Authorization: Digest username="001010000000001@ims.mnc001.mcc001.3gppnetwork.org",realm="ims",' +
      `nonce="${secret}",algorithm=AKAv1-MD5,response="${secret}",auts="${secret}"`
    const out = decoded(request(credentials))
    expect(out.details.auth).toEqual({
      scheme: 'Digest',
      algorithm: 'AKAv1-MD5',
      username: '001010000000001@ims.mnc001.mcc001.3gppnetwork.org',
      realm: 'ims',
      has_auts: true,
    })
    const challenge = decoded(
      request(`WWW-Authenticate: Digest realm="ims",nonce="${secret}",ck="${secret}",ik=${secret}`),
    )
    expect(challenge.details.auth).toEqual({
      scheme: 'Digest',
      realm: 'ims',
      has_auts: false,
      ck: '<redacted>',
      ik: '<redacted>',
    })
    const basic = decoded(request(`Proxy-Authorization: Basic ${secret}`))
    expect(basic.details.auth).toEqual({ scheme: 'Basic' })
    expect(JSON.stringify([out, challenge, basic])).not.toContain(secret)
  })
})
