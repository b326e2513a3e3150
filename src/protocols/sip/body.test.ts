import { describe, expect, it } from 'vitest'
import { decoded, lines } from './fixture.ts'

function withBody(contentType: string, body: string) {
  const header = lines(
    'MESSAGE sip:b@x SIP/2.0',
    'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
    'From: <sip:a@x>;tag=ft',
    'To: <sip:b@x>',
    'Call-ID: 1',
    'CSeq: 1 MESSAGE',
    `Content-Type: ${contentType}`,
    `Content-Length: ${body.length}`,
    '',
  )
  return decoded(header + body)
}

const SDP = lines('v=0', 'o=- 1 2 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 'm=audio 4000 RTP/AVP 8')
const part = (boundary: string, type: string, body: string) =>
  `--${boundary}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`

const multiparts: { it: string; type: string; body: string; parts: string[] }[] = [
  {
    it: 'S26: SDP and ISUP',
    type: 'multipart/mixed;boundary="unique-1"',
    body: `${part('unique-1', 'application/sdp', SDP)}${part('unique-1', 'application/ISUP;version=itu-t92+', '\x01\r\n\0--x')}--unique-1--\r\n`,
    parts: ['application/sdp', 'application/isup'],
  },
  {
    it: 'S39: SIPREC metadata first',
    type: 'multipart/mixed; boundary=foobar',
    body: `${part('foobar', 'application/rs-metadata+xml', '<recording/>')}${part('foobar', 'application/sdp', SDP)}--foobar--`,
    parts: ['application/rs-metadata+xml', 'application/sdp'],
  },
  {
    it: 'a boundary that the header does not tell',
    type: 'multipart/mixed',
    body: `${part('guess', 'application/sdp', SDP)}--guess--`,
    parts: ['application/sdp'],
  },
  {
    it: 'multipart within multipart',
    type: 'multipart/mixed;boundary=a',
    body: `preamble\r\n${part('a', 'multipart/alternative;boundary=b', `${part('b', 'text/plain', 'x')}${part('b', 'application/sdp', SDP)}--b--`)}--a--`,
    parts: ['text/plain', 'application/sdp'],
  },
  {
    it: 'the last part lacks its end',
    type: 'multipart/mixed;boundary=a',
    body: `--a\r\nContent-Type: application/sdp\r\n\r\n${SDP}`,
    parts: ['application/sdp'],
  },
]

describe('multipart', () => {
  it.each(multiparts)('$it', ({ type, body, parts }) => {
    const { details, announces } = withBody(type, body)
    expect(details.body_parts).toEqual(parts)
    expect(details.sdp).toMatchObject({ media: [{ ip: '192.0.2.1', port: 4000 }] })
    expect(announces).toHaveLength(2)
  })

  it('keeps a bound on parts', () => {
    const body = part('a', 'text/plain', 'x').repeat(1000)
    expect(withBody('multipart/mixed;boundary=a', body).details.body_parts).toHaveLength(16)
  })
})

const bytes = (hex: string) =>
  hex
    .split(' ')
    .map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
    .join('')

const messages: { it: string; hex: string; sms: object | undefined }[] = [
  {
    it: 'S35: RP-DATA from the mobile: SMS-SUBMIT',
    // Reference 3; no originator; service centre +491710760000; SUBMIT to +491719876543.
    hex: '00 03 00 07 91 94 71 01 67 00 00 0e 01 2a 0c 91 94 71 91 78 56 34 00 00 02 c8 34',
    sms: {
      rp_type: 'RP-DATA',
      rp_type_code: 0,
      rp_reference: 3,
      smsc: '491710760000',
      tp_type: 'SMS-SUBMIT',
      tp_reference: 42,
      destination: '491719876543',
      tp_protocol: 0,
      tp_alphabet: '7 bit',
      tp_length: 2,
    },
  },
  {
    it: 'one part of three, whose delivery is to be reported',
    hex: '00 03 00 07 91 94 71 01 67 00 00 16 71 2a 0c 91 94 71 91 78 56 34 00 08 a7 08 05 00 03 7f 03 02 00 41',
    sms: {
      rp_type: 'RP-DATA',
      rp_type_code: 0,
      rp_reference: 3,
      smsc: '491710760000',
      tp_type: 'SMS-SUBMIT',
      tp_reference: 42,
      destination: '491719876543',
      tp_protocol: 0,
      tp_alphabet: 'UCS2',
      status_report_requested: true,
      tp_length: 8,
      concatenated: { reference: 127, part: 2, parts: 3 },
    },
  },
  {
    it: 'what became of a message',
    hex: '01 05 07 91 94 71 01 67 00 00 00 19 06 2a 0c 91 94 71 91 78 56 34 32 11 62 31 00 00 80 32 11 62 31 10 00 80 46',
    sms: {
      rp_type: 'RP-DATA',
      rp_type_code: 1,
      rp_reference: 5,
      smsc: '491710760000',
      tp_type: 'SMS-STATUS-REPORT',
      tp_reference: 42,
      recipient: '491719876543',
      tp_status: 0x46,
      tp_status_name: 'SM validity period expired',
    },
  },
  {
    it: 'a phone that has no room',
    hex: '04 05 01 16 41 03 00 d3 00',
    sms: {
      rp_type: 'RP-ERROR',
      rp_type_code: 4,
      rp_reference: 5,
      rp_cause: 22,
      rp_cause_name: 'Memory capacity exceeded',
      tp_type: 'SMS-DELIVER-REPORT',
      tp_failure_cause: 0xd3,
      tp_failure_cause_name: 'Memory Capacity Exceeded',
    },
  },
  {
    it: 'S35: RP-DATA to the mobile: SMS-DELIVER from a name',
    hex: '01 04 07 91 94 71 01 67 00 00 00 06 00 05 d0 ed f2 1c',
    sms: {
      rp_type: 'RP-DATA',
      rp_type_code: 1,
      rp_reference: 4,
      smsc: '491710760000',
      tp_type: 'SMS-DELIVER',
      originator: 'me',
    },
  },
  { it: 'RP-ACK', hex: '03 2a', sms: { rp_type: 'RP-ACK', rp_type_code: 3, rp_reference: 42 } },
  {
    it: 'RP-ERROR with its cause',
    hex: '05 2a 01 1b',
    sms: {
      rp_type: 'RP-ERROR',
      rp_type_code: 5,
      rp_reference: 42,
      rp_cause: 27,
      rp_cause_name: 'Destination out of order',
    },
  },
  {
    it: 'cut short: what was read stands',
    hex: '00 03 00 07 91 94',
    sms: { rp_type: 'RP-DATA', rp_type_code: 0, rp_reference: 3 },
  },
  { it: 'no RP message', hex: 'ff 00', sms: undefined },
]

describe('SMS over IMS', () => {
  it.each(messages)('$it', ({ hex, sms }) => {
    const { details } = withBody('application/vnd.3gpp.sms', bytes(hex))
    expect(details.sms).toEqual(sms)
  })
})

it('tells the status that a transfer reports', () => {
  const { details } = withBody('message/sipfrag;version=2.0', 'SIP/2.0 486 Busy Here\r\nX: y\r\n')
  expect(details.sipfrag).toBe('SIP/2.0 486 Busy Here')
})
