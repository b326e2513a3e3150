/** RRC in blocks of LTE's radio: what carries NAS is read, and whose it is. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { EPS } from '../../../test/make/nas.ts'
import { concat, u8, zeros } from '../../../test/make/octets.ts'
import { Random } from '../../../test/make/random.ts'
import { acknowledged, block, RRC } from '../../../test/make/rrc.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Message } from '../../model/message.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { rrc } from './rrc.ts'

const node = (address: string): Endpoint => ({ id: 1, address, port: 0, text: address })
const PHONE = node('rnti-70')
const CELL = node('eNodeB')

function read(bytes: Uint8Array, isDown: boolean, tree = false): Kept {
  const out = new Kept(tree)
  const where = isDown ? { source: CELL, destination: PHONE } : { source: PHONE, destination: CELL }
  rrc.decode(bytes, 0, bytes.length, bytes.length, whereOf(where), out)
  return out
}

const nas = (...names: readonly string[]): object => ({ nas: names.map((message_type) => ({ message_type })) })
const ATTACH = Uint8Array.from(
  Buffer.from('0741 71 08 09 10 10 00 00 00 00 10 02 e0e0 0004 0201d011'.replaceAll(' ', ''), 'hex'),
)
const SRB1 = 1

const cases: { it: string; bytes: Uint8Array; isDown?: true; name: string; want: object }[] = [
  {
    it: 'a request with a random value',
    bytes: block(0, RRC.request),
    name: 'RRCConnectionRequest',
    want: { rnti: 70, establishment_cause: 'mo-Signalling' },
  },
  {
    it: 'a request of a known phone',
    bytes: block(0, RRC.requestOf(0x1a, 0x0b6dee6d)),
    name: 'RRCConnectionRequest',
    want: { s_tmsi: { mmec: 0x1a, m_tmsi: '0x0b6dee6d' }, establishment_cause: 'mt-Access' },
  },
  { it: 'a setup', bytes: block(0, RRC.setup, { isDown: true }), isDown: true, name: 'RRCConnectionSetup', want: {} },
  {
    it: 'NAS in the completion of a setup',
    bytes: block(SRB1, acknowledged(0, RRC.setupComplete(ATTACH))),
    name: 'RRCConnectionSetupComplete',
    want: nas('Attach request', 'PDN connectivity request'),
  },
  {
    it: 'the same behind the name of an MME',
    bytes: block(SRB1, acknowledged(0, RRC.setupCompleteWith(ATTACH))),
    name: 'RRCConnectionSetupComplete',
    want: nas('Attach request', 'PDN connectivity request'),
  },
  {
    it: 'NAS up',
    bytes: block(SRB1, acknowledged(0, RRC.up(EPS.authenticationResponse))),
    name: 'ULInformationTransfer',
    want: nas('Authentication response'),
  },
  {
    it: 'NAS down',
    bytes: block(2, acknowledged(0, RRC.down(EPS.authenticationRequest)), { isDown: true }),
    isDown: true,
    name: 'DLInformationTransfer',
    want: nas('Authentication request'),
  },
  {
    it: 'a NAS message of more than 127 octets',
    bytes: block(SRB1, acknowledged(0, RRC.down(concat(EPS.authenticationRequest, zeros(120)))), { isDown: true }),
    isDown: true,
    name: 'DLInformationTransfer',
    want: nas('Authentication request'),
  },
  {
    it: 'NAS in a reconfiguration',
    bytes: block(SRB1, acknowledged(9, RRC.reconfiguration(EPS.attachAccept('internet', '10.45.0.2'))), {
      isDown: true,
    }),
    isDown: true,
    name: 'RRCConnectionReconfiguration',
    want: { protected: true, ...nas('Attach accept', 'Activate default EPS bearer context request') },
  },
  {
    it: 'NAS behind what is not read',
    bytes: block(SRB1, acknowledged(9, RRC.measuring), { isDown: true }),
    isDown: true,
    name: 'RRCConnectionReconfiguration',
    want: { nas_unread: true },
  },
  {
    it: 'two messages in one',
    bytes: block(SRB1, acknowledged(0, RRC.securityModeComplete, RRC.up(EPS.attachComplete))),
    name: 'SecurityModeComplete',
    want: {
      messages: ['SecurityModeComplete', 'ULInformationTransfer'],
      ...nas('Attach complete', 'Activate default EPS bearer context accept'),
    },
  },
  {
    it: 'the cipher that is selected',
    bytes: block(SRB1, acknowledged(1, RRC.securityModeCommand(2)), { isDown: true }),
    isDown: true,
    name: 'SecurityModeCommand',
    want: { ciphering: 'EEA2' },
  },
  {
    it: 'a release',
    bytes: block(SRB1, acknowledged(1, RRC.release), { isDown: true }),
    isDown: true,
    name: 'RRCConnectionRelease',
    want: { release_cause: 'other' },
  },
  { it: 'an acknowledgement', bytes: block(SRB1, u8(0x00, 0x08)), name: 'MAC PDU', want: { rnti: 70 } },
  {
    it: 'a piece of a message',
    bytes: block(SRB1, concat(u8(0x88, 0), acknowledged(0, RRC.up(EPS.attachComplete)).subarray(2))),
    name: 'MAC PDU',
    want: { rnti: 70 },
  },
  { it: 'data of the user', bytes: block(3, concat(u8(0x80, 0), zeros(40))), name: 'MAC PDU', want: { rnti: 70 } },
]

describe('a block with', () => {
  it.each(cases)('$it', ({ bytes, isDown = false, name, want }) => {
    const out = read(bytes, isDown)
    expect(out.fault).toBe('')
    expect(out.message_type).toBe(name)
    expect(out.details).toMatchObject(want)
    expect(read(bytes, isDown, true).details).toEqual(out.details)
  })

  it('anything: nothing throws, nor tells more than it may', () => {
    const random = new Random(36_331)
    for (const { bytes, isDown = false } of cases) {
      for (let i = 0; i < 300; i++) {
        const out = read(mutate(bytes, random), isDown, i % 2 === 0)
        expect(((out.details['nas'] ?? []) as unknown[]).length).toBeLessThan(200)
      }
    }
  })
})

function keysOf(steps: readonly (readonly [bytes: Uint8Array, isDown: boolean])[]): string[] {
  const tracker = rrc.track!()
  return steps.map(([bytes, isDown]) => {
    const { details, fault, clues, parties, announces, short, message_type: name } = read(bytes, isDown)
    const where = whereOf()
    const message: Message = {
      where,
      protocol: 'LTE-RRC',
      name,
      short,
      details,
      fault,
      keys: [],
      clues,
      parties,
      announces,
    }
    tracker.see(message)
    return `${message.name} ${message.keys.map(({ value, use }) => `${value} ${use}`).join()}`.trim()
  })
}
const request = [block(0, RRC.request), false] as const
const up = (code: number): readonly [Uint8Array, boolean] => [
  block(SRB1, acknowledged(code, RRC.up(EPS.attachComplete))),
  false,
]
const down = (...messages: readonly Uint8Array[]): readonly [Uint8Array, boolean] => [
  block(SRB1, acknowledged(5, ...messages), { isDown: true }),
  true,
]

describe('an identifier of the radio', () => {
  it('is another phone as soon as it was released, or asks again', () => {
    expect(keysOf([request, up(0), down(RRC.release), up(0), request, [block(SRB1, u8(0, 8)), false]])).toEqual([
      'RRCConnectionRequest 1 open',
      'ULInformationTransfer 1 same',
      'RRCConnectionRelease 1 close',
      'ULInformationTransfer 2 open',
      'RRCConnectionRequest 3 open',
      'MAC PDU',
    ])
  })

  it('tells nothing of what is ciphered, until a phone begins anew', () => {
    expect(keysOf([request, down(RRC.securityModeCommand(2)), up(7), request, up(7)])).toEqual([
      'RRCConnectionRequest 1 open',
      'SecurityModeCommand 1 same',
      'Ciphered RRC 1 same',
      'RRCConnectionRequest 2 open',
      'ULInformationTransfer 2 same',
    ])
    expect(keysOf([request, down(RRC.securityModeCommand(0)), up(7)])[2]).toBe('ULInformationTransfer 1 same')
  })
})
