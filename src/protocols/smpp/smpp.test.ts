/** SMPP: operations and what they say. Octets that an independent dissector reads likewise. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { concat, u16, u8, utf8, zeros } from '../../../test/make/octets.ts'
import { Random } from '../../../test/make/random.ts'
import * as make from '../../../test/make/smpp.ts'
import { Kept, messageWith, whereOf } from '../sip/fixture.ts'
import { smpp } from './smpp.ts'

const { BIND, DELIVER, SUBMIT } = make
const RECEIPT = 'id:id-77 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:UNDELIV err:011 text:hello'
const PASSWORD = 'secret1'

const cases: { it: string; bytes: Uint8Array; name: string; short?: string; want: object }[] = [
  {
    it: 'a bind',
    bytes: make.bind(1, 'bank', PASSWORD),
    name: 'bind_transceiver',
    short: 'SMPP bind_transceiver bank',
    want: { request: true, sequence: 1, system_id: 'bank', system_type: 'VMS', interface_version: '3.4' },
  },
  {
    it: 'its acceptance',
    bytes: make.response(BIND, 1, 0, make.text('smsc'), make.parameter(0x210, u8(0x34))),
    name: 'bind_transceiver_resp',
    want: { command_status: 0, command_status_name: 'OK', system_id: 'smsc' },
  },
  {
    it: 'a message of a name',
    bytes: make.message(SUBMIT, 2, { source: 'Bank', destination: '4917100000001', text: 'hello', receipt: 1 }),
    name: 'submit_sm',
    short: 'SMPP submit_sm Bank → 4917100000001',
    want: {
      source: 'Bank',
      source_type: 'alphanumeric',
      destination: '4917100000001',
      destination_type: 'international',
      receipt_requested: 'always',
      data_coding: 'default',
      sm_length: 5,
    },
  },
  {
    it: 'a part of a longer one, by its header',
    bytes: make.message(SUBMIT, 3, {
      source: '4930123456',
      destination: '4917100000002',
      text: concat(u8(5, 0, 3, 7, 2, 1), utf8('AB')),
      esm: 0x40,
      coding: 8,
    }),
    name: 'submit_sm',
    want: { data_coding: 'UCS2', concatenated: { reference: 7, part: 1, parts: 2 } },
  },
  {
    it: 'or by parameters, the text in one of them too',
    bytes: make.message(SUBMIT, 3, {
      source: 'Bank',
      destination: '4917100000002',
      text: '',
      more: [
        make.parameter(0x20c, u16(9)),
        make.parameter(0x20e, u8(3)),
        make.parameter(0x20f, u8(2)),
        make.parameter(0x424, zeros(300)),
      ],
    }),
    name: 'submit_sm',
    want: { concatenated: { reference: 9, part: 2, parts: 3 }, payload_length: 300 },
  },
  {
    it: 'a refusal',
    bytes: make.response(SUBMIT, 3, 0x58),
    name: 'submit_sm_resp',
    short: 'SMPP submit_sm_resp 88 Throttling error',
    want: { failed: true, command_status: 88, command_status_name: 'Throttling error' },
  },
  {
    it: 'a receipt, in words and in parameters',
    bytes: make.message(DELIVER, 1, {
      source: '4917100000001',
      destination: '4930123456',
      esm: 4,
      text: RECEIPT,
      more: [make.parameter(0x427, u8(5)), make.parameter(0x1e, make.text('id-77'))],
    }),
    name: 'deliver_sm',
    want: {
      sm_type: 'delivery receipt',
      receipt: { message_id: 'id-77', state: 'UNDELIV', error: '011' },
      message_state: 'UNDELIVERABLE',
      receipted_message_id: 'id-77',
    },
  },
  {
    it: 'what is not known',
    bytes: make.response(0, 7, 3),
    name: 'generic_nack',
    want: { failed: true, command_status_name: 'Invalid Command ID' },
  },
]

function told(bytes: Uint8Array, missing = 0): Kept {
  const out = new Kept(true)
  smpp.decode(bytes, 0, bytes.length, bytes.length + missing, whereOf(), out)
  expect(out.depth).toBe(0)
  return out
}

describe('SMPP', () => {
  it.each(cases)('$it', ({ bytes, short, want, ...rest }) => {
    const out = told(bytes)
    expect(out).toMatchObject({ message_type: rest.name, fault: '', details: want })
    expect(out.short).toContain(short ?? `SMPP ${rest.name}`)
  })

  it('numbers that are international are people, names and short codes are none', () => {
    const [, , named, numbers] = cases.map(({ bytes }) => told(bytes).parties)
    expect(named).toEqual([{ role: 'callee', msisdn: '4917100000001' }])
    expect(numbers).toEqual([
      { role: 'caller', msisdn: '4930123456' },
      { role: 'callee', msisdn: '4917100000002' },
    ])
  })

  it('neither a password nor the text of a message is told', () => {
    const said = cases.map(({ bytes }) => told(bytes)).map(({ details, shown }) => JSON.stringify([details, shown]))
    expect(said.join('')).not.toContain(PASSWORD)
    expect(said.join('')).not.toContain('hello')
  })

  it('messages follow each other in a stream, and are found again in it', () => {
    const [first, second] = [cases[0]!.bytes, cases[2]!.bytes]
    const stream = concat(first, second)
    expect(smpp.recognize(stream, 0, stream.length)).toBe(true)
    expect(smpp.frame?.(stream, 0, stream.length)).toBe(first.length)
    expect(smpp.frame?.(stream, 0, first.length - 1)).toBe(0)
    expect(smpp.resync?.(stream, 1, stream.length)).toBe(first.length)
  })

  it('a message that ends before it says so', () => {
    const { bytes } = cases[2]!
    expect(told(bytes.subarray(0, 30), bytes.length - 30)).toMatchObject({ fault: 'cut', details: { source: 'Bank' } })
    expect(told(bytes.subarray(0, 30)).fault).toBe('malformed')
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(5)
    const tracker = smpp.track!()
    for (const { bytes } of cases) {
      for (let round = 0; round < 500; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        smpp.frame?.(damaged, 0, damaged.length)
        smpp.resync?.(damaged, 0, damaged.length)
        const { details } = told(damaged)
        const seen = messageWith({ where: whereOf(), protocol: 'SMPP', details })
        tracker.see(seen)
        expect(seen.keys).toHaveLength(1)
      }
    }
  })
})
