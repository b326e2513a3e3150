import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { Random } from '../../../test/make/random.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { itemsOf } from './items.ts'
import { megaco } from './megaco.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function told(text: string, missing = 0): Kept {
  const [bytes, out] = [utf8(text), new Kept(true)]
  megaco.decode(bytes, 0, bytes.length, bytes.length + missing, whereOf(), out)
  return out
}

const SDP = 'v=0\nc=IN IP4 10.0.0.61\nm=audio 2222 RTP/AVP 8\n'
const LONG = `MEGACO/1 [10.0.0.61]:2944\nReply = 10003 {\n Context = 2000 {\n  Add = A4444,\n  Add=A4445 { Media { Stream = 1 {
  Local {\n${SDP}} } } }\n }\n}\n`
const SHORT = `!/1 [10.0.0.61]:2944 P=10003{C=2000{A=A4444,A=A4445{M{ST=1{L{${SDP}}}}}}}`
const ADDED = {
  version: 1,
  sender: '[10.0.0.61]:2944',
  kind: 'reply',
  transaction_id: 10_003,
  context: '2000',
  commands: [
    { command: 'Add', termination: 'A4444', context: '2000' },
    { command: 'Add', termination: 'A4445', context: '2000', local: '10.0.0.61:2222' },
  ],
}

const cases: { it: string; text: string; missing?: number; name: string; fault?: string; want: object }[] = [
  { it: 'the long form', text: LONG, name: 'Reply Add', want: ADDED },
  { it: 'the short form', text: SHORT, name: 'Reply Add', want: ADDED },
  {
    it: 'a mode, signals and a wish for an optional answer',
    text: '!/2 mg1@net T=7{C=5{O-W-MF=A1{M{O{MO=SR}},SG{cg/rt}}}}',
    name: 'Modify',
    want: {
      verb: 'Modify',
      commands: [{ command: 'Modify', termination: 'A1', mode: 'sendrecv', signals: ['cg/rt'] }],
    },
  },
  {
    it: 'events with their times',
    text: 'MEGACO/1 <gw.example>:2944 Transaction=8{Context=5{Notify=A1{ObservedEvents=12{20010202T10000000:al/on}}}}',
    name: 'Notify',
    want: { commands: [{ command: 'Notify', events: ['al/on'] }] },
  },
  {
    it: 'why service changes',
    text: 'MEGACO/1 [10.0.0.61] Transaction=9{Context=-{ServiceChange=ROOT{Services{Method=Restart,Reason="901 Cold Boot"}}}}',
    name: 'ServiceChange',
    want: { commands: [{ termination: 'ROOT', method: 'Restart', reason: '901 Cold Boot' }] },
  },
  {
    it: 'what was counted',
    text: '!/1 [10.0.0.61] P=3{C=2{S=A1{SA{rtp/ps=12,rtp/pl=0.5}}}}',
    name: 'Reply Subtract',
    want: { commands: [{ command: 'Subtract', statistics: { 'rtp/ps': '12', 'rtp/pl': '0.5' } }] },
  },
  {
    it: 'an error of the context',
    text: 'MEGACO/1 [10.0.0.61] Reply=5{Context=7{Error=411{"unknown, {context}"}}}',
    name: 'Reply',
    want: { code: 411, code_name: 'Unknown Context', failed: true },
  },
  {
    it: 'an error of one command',
    text: '!/1 [10.0.0.61] P=5{C=7{MF=A9{ER=430{"?"}}}}',
    name: 'Reply Modify',
    want: { code: 430, commands: [{ termination: 'A9', error_code: 430 }] },
  },
  { it: 'that it takes longer', text: '!/1 [10.0.0.61] PN=5{}', name: 'Pending', want: { transaction_id: 5 } },
  {
    it: 'acknowledged replies',
    text: '!/1 [10.0.0.61] K{5-7,9}',
    name: 'TransactionResponseAck',
    want: { transaction_id: 5 },
  },
  { it: 'an error of the message', text: '!/1 [10.0.0.61] ER=400{"no"}', name: 'Error', want: { code: 400 } },
  {
    it: 'what ends too soon',
    text: '!/1 [10.0.0.61] T=5{C=7{MF=A9',
    name: 'Modify',
    fault: 'malformed',
    want: { transaction_id: 5 },
  },
  {
    it: 'what the snap length cut',
    text: '!/1 [10.0.0.61] T=5{C=7{MF=A9',
    missing: 9,
    name: 'Modify',
    fault: 'cut',
    want: {},
  },
]

describe('H.248', () => {
  it.each(cases)('reads $it', ({ text, missing, name, fault = '', want }) => {
    const out = told(text, missing)
    expect(out.details).toMatchObject(want)
    expect([out.message_type, out.fault]).toEqual([name, fault])
  })

  it('announces what is there, and not what the gateway is to choose', () => {
    const ends = told(SHORT).announces.map(({ kind, address, port }) => `${kind} ${address}:${port}`)
    expect(ends).toEqual(['rtp 10.0.0.61:2222', 'rtcp 10.0.0.61:2223'])
    expect(told('!/1 [10.0.0.60] T=1{C=${A=${M{L{v=0\nc=IN IP4 $\nm=audio $ RTP/AVP 8\n}}}}}').announces).toEqual([])
  })

  const recognized: [it: string, text: string, is: boolean][] = [
    ['the long form', LONG, true],
    ['the short form', SHORT, true],
    ['a name of a device', 'megaco/3 gw1/4@net\nT=1{C=-{}}', true],
    ['other words', 'MEGA/1 [10.0.0.1] T=1{}', false],
    ['a mail', 'MEGACO is a protocol', false],
    ['nothing', '', false],
  ]
  it.each(recognized)('knows %s: %s', (_what, text, is) => {
    const bytes = utf8(text)
    expect(megaco.recognize(bytes, 0, bytes.length)).toBe(is)
  })

  it('reads anything that is damaged', () => {
    const random = new Random(3)
    for (let i = 0; i < 2000; i++) {
      const bytes = mutate(utf8(i % 2 === 0 ? LONG : SHORT), random)
      const out = new Kept(true)
      megaco.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
      expect(out.depth).toBe(0)
    }
  })

  it('is not led astray by braces', () => {
    for (const text of ['{'.repeat(5000), '}{'.repeat(3000), ','.repeat(9000), 'L{'.repeat(2000)]) {
      expect(itemsOf(text, 0).items.length).toBeLessThanOrEqual(2000)
    }
  })
})
