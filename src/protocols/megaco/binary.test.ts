/** The binary form of H.248, in the words of its text form. Octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import * as make from '../../../test/make/megaco.ts'
import { Random } from '../../../test/make/random.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { megaco } from './megaco.ts'

const [CONTROLLER, GATEWAY] = [
  [10, 0, 0, 60],
  [10, 0, 0, 61],
]
const { ADD, MODIFY, SUBTRACT, NOTIFY, SERVICE_CHANGE, AUDIT_VALUE } = make
const audio = (ip: string, port: number): string[] => ['v=0', `c=IN IP4 ${ip}`, `m=audio ${port} RTP/AVP 8`]
const said = (one: Uint8Array): Uint8Array => make.message(GATEWAY, 2945, one)
const asked = (one: Uint8Array): Uint8Array => make.message(CONTROLLER, 2945, one)
const inAudit = (...told: Uint8Array[]): Uint8Array => make.holding(1, ...told)

const cases: { it: string; bytes: Uint8Array; name: string; want: object }[] = [
  {
    it: 'terminations are added, one of them of the gateway’s choice',
    bytes: asked(
      make.asks(
        1,
        make.CHOOSE,
        make.command(ADD, make.termination(0x11)),
        make.command(ADD, make.termination(0, 0x40), make.holding(1, make.media(0, { mode: 1, local: audio('$', 0) }))),
      ),
    ),
    name: 'Add',
    want: {
      version: 1,
      sender: '[10.0.0.60]:2945',
      kind: 'transaction',
      transaction_id: 1,
      context: '$',
      commands: [
        { command: 'Add', termination: '00000011' },
        { command: 'Add', termination: '$', mode: 'recvonly' },
      ],
    },
  },
  {
    it: 'where the gateway receives',
    bytes: said(
      make.answers(
        1,
        2000,
        make.command(ADD, make.termination(0x21), inAudit(make.media(1, { local: audio('10.0.0.61', 2222) }))),
      ),
    ),
    name: 'Reply Add',
    want: { context: '2000', commands: [{ termination: '00000021', local: '10.0.0.61:2222' }] },
  },
  {
    it: 'where the other end receives',
    bytes: asked(
      make.asks(
        2,
        2000,
        make.command(
          MODIFY,
          make.termination(0x21),
          make.holding(1, make.media(0, { mode: 2, remote: audio('10.0.2.5', 6000) })),
        ),
      ),
    ),
    name: 'Modify',
    want: { commands: [{ mode: 'sendrecv', remote: '10.0.2.5:6000' }] },
  },
  {
    it: 'an event, and one of a package without a name here',
    bytes: said(make.asks(70, 2000, make.command(NOTIFY, make.termination(1), make.observed(1, 0x90005, 0x220001)))),
    name: 'Notify',
    want: { commands: [{ command: 'Notify', events: ['al/of', '0x0022/0x0001'] }] },
  },
  {
    it: 'what was counted',
    bytes: said(
      make.answers(
        3,
        2000,
        make.command(SUBTRACT, make.termination(0x21), inAudit(make.statistics([0xc0005, 50], [0xc0006, 0]))),
      ),
    ),
    name: 'Reply Subtract',
    want: { commands: [{ command: 'Subtract', statistics: { 'rtp/pr': '50', 'rtp/pl': '0' } }] },
  },
  {
    it: 'why service changes',
    bytes: said(make.asks(71, 0, make.command(SERVICE_CHANGE, make.ROOT, make.serviceChange(3, '901 Cold Boot')))),
    name: 'ServiceChange',
    want: {
      context: '-',
      commands: [{ termination: 'ROOT', method: 'Restart', reason: '901 Cold Boot' }],
    },
  },
  {
    it: 'the root’s value',
    bytes: asked(make.asks(5, 0, make.holding(AUDIT_VALUE, make.holding(0), make.holding(1)))),
    name: 'AuditValue',
    want: { commands: [{ command: 'AuditValue' }] },
  },
  {
    it: 'a refusal',
    bytes: said(make.refuses(4, make.CHOOSE, 510)),
    name: 'Reply',
    want: { kind: 'reply', transaction_id: 4, code: 510, code_name: 'Insufficient Resources', failed: true },
  },
  { it: 'not yet', bytes: said(make.pending(4)), name: 'Pending', want: { kind: 'pending', transaction_id: 4 } },
  {
    it: 'an answer was had',
    bytes: asked(make.acknowledges(4)),
    name: 'TransactionResponseAck',
    want: { kind: 'acknowledgement', transaction_id: 4 },
  },
]

function told(bytes: Uint8Array): Kept {
  const out = new Kept(true)
  megaco.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.depth).toBe(0)
  return out
}

describe('binary H.248', () => {
  it.each(cases)('$it', ({ bytes, name, want }) => {
    expect(megaco.recognize(bytes, 0, bytes.length)).toBe(true)
    const out = told(bytes)
    expect(out.details).toMatchObject(want)
    expect(out.message_type).toBe(name)
  })

  it.each(cases)('in a packet of a stream: $it', ({ bytes, want }) => {
    const packet = make.packet(bytes)
    const stream = Uint8Array.from([...packet, ...packet])
    expect(megaco.frame?.(stream, 0, stream.length)).toBe(packet.length)
    expect(megaco.frame?.(stream, 0, packet.length - 1)).toBe(0)
    expect(megaco.resync?.(stream, 1, stream.length)).toBe(packet.length)
    expect(told(packet).details).toMatchObject(want)
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(7)
    for (const { bytes } of cases) {
      for (let round = 0; round < 500; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        megaco.recognize(damaged, 0, damaged.length)
        megaco.frame?.(damaged, 0, damaged.length)
        expect(told(damaged).depth).toBe(0)
      }
    }
  })

  it('hostile input: items without number end at a bound', () => {
    const many = Array.from({ length: 5000 }, (_, i) => make.command(SUBTRACT, make.termination(i)))
    const [out] = [told(make.message(GATEWAY, 2945, make.asks(1, 1, ...many)))]
    expect(out.details['commands']).toHaveLength(32)
    expect(out.shown.length).toBeLessThan(4000)
  })
})
