import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { Random } from '../../../test/make/random.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { mgcp } from './mgcp.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function told(text: string, missing = 0): Kept {
  const [bytes, out] = [utf8(text), new Kept()]
  mgcp.decode(bytes, 0, bytes.length, bytes.length + missing, whereOf(), out)
  return out
}

/** What osmo-mgw and its like send. */
const CREATE =
  'CRCX 4408 rtpbridge/*@mgw MGCP 1.0\r\nC: 2a\r\nL: p:20, a:GSM-EFR, k:clear:c2VjcmV0\r\nM: recvonly\r\nX-Osmo-IGN: C\r\n'
const DELETED = '250 4416 OK\r\nP: PS=10, OS=310, PR=9, OR=279, PL=1, JI=2, LA=40\r\n'

const cases: { it: string; text: string; missing?: number; name: string; fault?: string; want: object }[] = [
  {
    it: 'a command with the names of its parameters, without the key',
    text: CREATE,
    name: 'CRCX',
    want: {
      verb: 'CRCX',
      verb_name: 'Create Connection',
      transaction_id: 4408,
      endpoint: 'rtpbridge/*@mgw',
      call_id: '2a',
      mode: 'recvonly',
      local_connection_options: 'p:20, a:GSM-EFR, k:***',
    },
  },
  {
    it: 'what a connection carried',
    text: DELETED,
    name: '250 Connection Deleted',
    want: {
      code: 250,
      connection_parameters: {
        packets_sent: 10,
        octets_sent: 310,
        packets_received: 9,
        octets_received: 279,
        packets_lost: 1,
        jitter_ms: 2,
        latency_ms: 40,
      },
    },
  },
  {
    it: 'a refusal, with words of its own',
    text: '500 12 no such line\n',
    name: '500 Unknown Endpoint',
    want: { code: 500, code_name: 'Unknown Endpoint', comment: 'no such line', failed: true },
  },
  {
    it: 'lines that end in LF alone, names in small letters',
    text: 'ntfy 7 aaln/1@rgw MGCP 1.0\nx: 1f\no: L/hd\n',
    name: 'NTFY',
    want: { request_id: '1f', observed_events: 'L/hd' },
  },
  { it: 'a code that no table knows', text: '799 4 OK\r\n', name: '799', want: { code: 799 } },
  {
    it: 'a line that is none',
    text: 'RSIP 5 *@gw MGCP 1.0\r\nRM restart\r\n',
    name: 'RSIP',
    fault: 'malformed',
    want: { endpoint: '*@gw' },
  },
  {
    it: 'cut by the snap length',
    text: 'RSIP 5 *@gw MGCP 1.0\r\nRM: res',
    missing: 6,
    name: 'RSIP',
    fault: 'cut',
    want: { endpoint: '*@gw' },
  },
]

describe('MGCP', () => {
  it.each(cases)('reads $it', ({ text, missing, name, fault = '', want }) => {
    const out = told(text, missing)
    expect(out.details).toMatchObject(want)
    expect([out.message_type, out.fault]).toEqual([name, fault])
  })

  it('keeps no key', () => {
    expect(JSON.stringify(told(CREATE))).not.toContain('c2VjcmV0')
  })

  const recognized: [it: string, text: string, is: boolean][] = [
    ['a command', CREATE, true],
    ['a response', DELETED, true],
    ['an answer without words', '200 4407\r\n', true],
    ['an answer with a description only', '200 4407 OK\r\n\r\nv=0\r\n', true],
    ['SIP', 'OPTIONS sip:a@b SIP/2.0\r\n', false],
    ['an answer of mail', '220 1999 ready\r\nmore words\r\n', false],
    ['words', 'CALL 12 somebody\r\n', false],
    ['a code of another protocol', '999 12 OK\r\n', false],
    ['nothing', '', false],
  ]
  it.each(recognized)('knows %s: %s', (_what, text, is) => {
    const bytes = utf8(text)
    expect(mgcp.recognize(bytes, 0, bytes.length)).toBe(is)
  })

  it('reads anything that is damaged', () => {
    const random = new Random(3)
    for (let i = 0; i < 2000; i++) {
      const bytes = mutate(utf8(i % 2 === 0 ? CREATE : DELETED), random)
      const out = new Kept(true)
      for (let at = 0; at < bytes.length;) {
        const length = mgcp.split!(bytes, at, bytes.length)
        expect(length).toBeGreaterThan(0)
        mgcp.decode(bytes, at, at + length, at + length, whereOf(), out)
        at += length
      }
      expect(out.depth).toBe(0)
    }
  })

  it('takes messages that stand behind each other in one datagram apart', () => {
    const bytes = utf8(`200 2005 OK\n.\n${CREATE}`)
    const first = mgcp.split!(bytes, 0, bytes.length)
    expect(new TextDecoder().decode(bytes.subarray(first))).toBe(CREATE)
    expect(mgcp.split!(bytes, first, bytes.length)).toBe(bytes.length - first)
    expect(told('200 2005 OK\n.\n').details).toMatchObject({ code: 200, transaction_id: 2005 })
  })
})
