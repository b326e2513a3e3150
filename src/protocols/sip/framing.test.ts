import { describe, expect, it } from 'vitest'
import { LOST, NEED_MORE } from '../../model/message.ts'
import { bytesOf } from './fixture.ts'
import { filler, frame, recognize, resync } from './framing.ts'

const OPTIONS = 'OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\n'

describe('recognize', () => {
  const cases: { it: string; text: string; want: boolean }[] = [
    { it: 'a request', text: `${OPTIONS}\r\n`, want: true },
    { it: 'a response', text: 'SIP/2.0 200 OK\r\n', want: true },
    { it: 'a response without reason phrase', text: 'SIP/2.0 200\r\n', want: true },
    { it: 'a method nobody knows', text: 'NEWMETHOD sip:a@b SIP/2.0\r\n', want: true },
    { it: 'an odd-case version', text: 'INVITE sip:a@b sIp/2.0\r\n', want: true },
    { it: 'a line feed alone', text: 'INVITE tel:+49 SIP/2.0\n', want: true },
    { it: 'empty lines before the message', text: `\r\n\r\n${OPTIONS}`, want: true },
    { it: 'a request cut within its line', text: 'INVITE sip:+4917112345', want: true },
    { it: 'a response cut within its line', text: 'SIP/2.0 180 Rin', want: true },
    { it: 'keep-alives are no message', text: '\r\n\r\n', want: false },
    { it: 'HTTP request', text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', want: false },
    { it: 'HTTP response', text: 'HTTP/1.1 200 OK\r\n\r\nSIP/2.0 200 OK\r\n', want: false },
    { it: 'RTSP', text: 'OPTIONS rtsp://a/b RTSP/1.0\r\nCSeq: 1\r\n\r\n', want: false },
    { it: 'SIP in an HTTP body', text: 'POST /x HTTP/1.1\r\n\r\nINVITE sip:a@b SIP/2.0\r\n', want: false },
    { it: 'prose about SIP', text: 'The INVITE sip:a@b SIP/2.0 is sent', want: false },
    { it: 'a status code that is none', text: 'SIP/2.0 2xx OK\r\n', want: false },
    { it: 'four digits', text: 'SIP/2.0 2000 OK\r\n', want: false },
    { it: 'an unknown word cut short', text: 'HELLO world of text', want: false },
    { it: 'RTP', text: '\x80\x00\x00\x01abcdefghijkl', want: false },
  ]
  it.each(cases)('S34: $it', ({ text, want }) => {
    const bytes = bytesOf(text)
    expect(recognize(bytes, 0, bytes.length)).toBe(want)
  })
})

describe('frame', () => {
  const body = (header: string, text: string) => `${OPTIONS}${header}\r\n\r\n${text}`
  const cases: { it: string; text: string; want: number }[] = [
    { it: 'no Content-Length: no body', text: `${OPTIONS}\r\nrest`, want: OPTIONS.length + 2 },
    { it: 'a body', text: body('Content-Length: 4', 'bodyNEXT'), want: body('Content-Length: 4', 'body').length },
    { it: 'the compact form', text: body('l:4', 'bodyNEXT'), want: body('l:4', 'body').length },
    {
      it: 'odd case and blanks',
      text: body('cOnTeNt-LENGTH  :  4', 'bodyN'),
      want: body('cOnTeNt-LENGTH  :  4', 'body').length,
    },
    { it: 'the whole body is not there', text: body('Content-Length: 5', 'body'), want: NEED_MORE },
    { it: 'the header has not ended', text: OPTIONS, want: NEED_MORE },
    { it: 'the start line has not ended', text: 'OPTIONS sip:a', want: NEED_MORE },
    { it: 'the first letter', text: 'O', want: NEED_MORE },
    { it: 'line feeds alone', text: 'SIP/2.0 200 OK\nl: 2\n\nabc', want: 'SIP/2.0 200 OK\nl: 2\n\nab'.length },
    { it: 'a body beyond the bound', text: body('Content-Length: 99999999999999999999', ''), want: LOST },
    { it: 'no message', text: 'a=rtpmap:0 PCMU/8000\r\n', want: LOST },
    { it: 'a header beyond the bound', text: OPTIONS + 'X: y\r\n'.repeat(60_000), want: LOST },
  ]
  it.each(cases)('$it', ({ text, want }) => {
    const bytes = bytesOf(text)
    expect(frame(bytes, 0, bytes.length)).toBe(want)
  })

  it('stays within its window', () => {
    const bytes = bytesOf(`xx${OPTIONS}\r\nyy`)
    expect(frame(bytes, 2, bytes.length - 2)).toBe(OPTIONS.length + 2)
    expect(frame(bytes, 2, bytes.length - 3)).toBe(NEED_MORE)
  })
})

describe('resync', () => {
  const cases: { it: string; text: string; want: number }[] = [
    { it: 'the next request at a line start', text: `a=sendrecv\r\n${OPTIONS}`, want: 12 },
    { it: 'a response', text: 'xyz\nSIP/2.0 180 Ringing\r\n', want: 4 },
    { it: 'not within a line', text: 'x INVITE sip:a@b SIP/2.0\r\nfoo bar\r\n', want: -1 },
    { it: 'one that may become a start line', text: 'foo bar\r\nINVITE sip:a', want: 9 },
    { it: 'nothing', text: 'v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-', want: -1 },
  ]
  it.each(cases)('$it', ({ text, want }) => {
    const bytes = bytesOf(text)
    expect(resync(bytes, 1, bytes.length)).toBe(want)
  })
})

it('filler: keep-alives of CRLF, NULs and blanks are passed over', () => {
  const bytes = bytesOf('\r\n  \0\0SIP')
  expect(filler(bytes, 0, bytes.length)).toBe(6)
  expect(filler(bytes, 6, bytes.length)).toBe(0)
})
