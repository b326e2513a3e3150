/** Which messages are of one UE, as the keys tell it. */
import { describe, expect, it } from 'vitest'
import { element, INITIATING, integer, octetsOf, pdu, SUCCESSFUL } from '../../../test/make/per.ts'
import { both, mmeUe } from '../../../test/make/s1ap.ts'
import type { Message } from '../../model/message.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { Kept, whereOf } from '../sip/fixture.ts'

const SECOND = 1e9
const enbUe = (id: number): ReturnType<typeof element> => element(8, integer(0, 0xffffff, id))
const initial = (id: number): Uint8Array => pdu(INITIATING, 12, enbUe(id))
const downlink = (mme: number, enb: number): Uint8Array => pdu(INITIATING, 11, ...both({ mme, enb }))
const released = (mme: number, enb: number): Uint8Array => pdu(SUCCESSFUL, 23, ...both({ mme, enb }))
const pathSwitch = (source: number, enb: number): Uint8Array =>
  pdu(INITIATING, 3, enbUe(enb), element(88, integer(0, 0xffffffff, source)))
const switched = (mme: number, enb: number): Uint8Array => pdu(SUCCESSFUL, 3, ...both({ mme, enb }))
const resetAll = pdu(INITIATING, 14, element(92, octetsOf('00')))
const resetDone = pdu(SUCCESSFUL, 14)
const setup = pdu(INITIATING, 17, element(60, octetsOf('0180656e6231')))

interface Step {
  readonly bytes: Uint8Array
  /** Seconds since the step before. */
  readonly after?: number
  readonly association?: number
}

/** The key of each message, with its use. */
function keysOf(steps: readonly Step[]): string[] {
  const tracker = s1ap.track!()
  let time = 0
  return steps.map(({ bytes, after = 0.1, association = 1 }) => {
    time += after * SECOND
    const where = whereOf({ association, time })
    const out = new Kept()
    s1ap.decode(bytes, 0, bytes.length, bytes.length, where, out)
    const { details, fault, clues, parties, announces, short, message_type: name } = out
    const message: Message = {
      where,
      protocol: 'S1AP',
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
    return message.keys.map(({ value, use }) => `${value} ${use}`).join()
  })
}

interface Case {
  it: string
  steps: readonly Step[]
  keys: readonly string[]
}

const cases: Case[] = [
  {
    it: 'a setup ends no connection that begins behind it in a capture without times',
    steps: [
      { bytes: setup, after: 0 },
      { bytes: initial(2), after: 0 },
      { bytes: downlink(1, 2), after: 0 },
      { bytes: released(1, 2), after: 0 },
    ],
    keys: ['1 open', '1 open', '1 same', '1 close'],
  },
  {
    it: 'a late message within the grace is of the UE that was released, a later one of another',
    steps: [
      { bytes: initial(2) },
      { bytes: downlink(1, 2) },
      { bytes: released(1, 2) },
      { bytes: downlink(1, 2), after: 4 },
      { bytes: downlink(1, 2), after: 6 },
    ],
    keys: ['1 open', '1 same', '1 close', '1 same', '2 open'],
  },
  {
    it: 'an id that the core gives again at once is of the UE that has it now',
    steps: [
      { bytes: initial(2) },
      { bytes: downlink(1, 2) },
      { bytes: released(1, 2) },
      { bytes: initial(3) },
      { bytes: downlink(1, 3) },
      { bytes: pdu(INITIATING, 11, mmeUe(1)) },
    ],
    keys: ['1 open', '1 same', '1 close', '2 open', '2 same', '2 same'],
  },
  {
    it: 'ids of 0 are ids, and unite nothing',
    steps: [
      { bytes: initial(0) },
      { bytes: downlink(0, 0) },
      { bytes: initial(1) },
      { bytes: downlink(1, 1) },
      { bytes: downlink(0, 0) },
    ],
    keys: ['1 open', '1 same', '2 open', '2 same', '1 same'],
  },
  {
    it: 'after a path switch the old connection is over, so that the release of the new one closes',
    steps: [
      { bytes: initial(2) },
      { bytes: downlink(1, 2) },
      { bytes: pathSwitch(1, 7), association: 2 },
      { bytes: switched(1, 7), association: 2 },
      { bytes: released(1, 7), association: 2 },
    ],
    keys: ['1 open', '1 same', '1 same', '1 same', '1 close'],
  },
  {
    it: 'a path switch that names nobody begins with itself',
    steps: [{ bytes: pathSwitch(9, 7) }],
    keys: ['1 open'],
  },
  {
    it: 'equal ids on two associations are two UEs',
    steps: [{ bytes: downlink(1, 2) }, { bytes: downlink(1, 2), association: 2 }, { bytes: downlink(1, 2) }],
    keys: ['1 open', '2 open', '1 same'],
  },
  {
    it: 'a setup ends what was before it',
    steps: [{ bytes: downlink(1, 2) }, { bytes: setup }, { bytes: downlink(1, 2) }],
    keys: ['1 open', '1 open,1 ended', '2 open'],
  },
  {
    it: 'a reset is about each UE of its association, as its answer is, and about none that was released before',
    steps: [
      { bytes: downlink(1, 2) },
      { bytes: downlink(3, 4) },
      { bytes: downlink(5, 6), association: 2 },
      { bytes: downlink(7, 8) },
      { bytes: released(7, 8) },
      { bytes: resetAll },
      { bytes: resetDone },
      { bytes: resetAll },
      { bytes: resetDone },
    ],
    keys: [
      '1 open',
      '2 open',
      '3 open',
      '4 open',
      '4 close',
      '1 open,1 ended,2 ended',
      '1 open,1 shared,2 shared',
      '1 open',
      '1 open',
    ],
  },
  {
    it: 'a reset lets nobody go who went on elsewhere',
    steps: [
      { bytes: initial(2) },
      { bytes: downlink(1, 2) },
      { bytes: pathSwitch(1, 7), association: 2 },
      { bytes: resetAll },
    ],
    keys: ['1 open', '1 same', '1 same', '1 open,1 shared'],
  },
]

describe('UE contexts', () => {
  it.each(cases)('$it', ({ steps, keys }) => {
    expect(keysOf(steps)).toEqual(keys)
  })
})
