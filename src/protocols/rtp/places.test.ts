import { expect, it } from 'vitest'
import { Budget } from '../../bytes/memory.ts'
import type { Announcement } from '../../model/message.ts'
import { Packet } from '../../model/packet.ts'
import { Flows, THERE } from './fixture.ts'
import { Places } from './places.ts'

/** Room for about 3,000 endpoints. */
const ROOM = 3000 * 1024 * (1 / 0.12)
const CALL = 1

function announced(address: string, port: number): Announcement {
  const media = { media: 0, media_type: 'audio', direction: 'sendrecv', formats: [] } as const
  return { kind: 'rtp', address, port, side: 'offer', ...media }
}

function places(isOver: (group: number) => boolean) {
  const budget = new Budget(ROOM)
  const flows = new Flows()
  const known = new Places(new Packet(new Uint8Array(64)), flows, budget, isOver)
  known.announce(announced('10.0.0.2', 5000), CALL)
  for (let i = 0; i < 6000; i++) known.announce(announced(`10.1.${i >> 8}.${i & 255}`, 4000), CALL + 1 + i)
  return { reached: [...budget.reached().keys()], isExpected: known.isExpected(flows.named(THERE)) }
}

it('makes room by what is over, and goes on expecting the media of a call that is not', () => {
  expect(places((group) => group !== CALL)).toEqual({ reached: [], isExpected: true })
})

it('says so where there is no room, for nothing is over', () => {
  expect(places(() => false)).toEqual({ reached: ['rtp-endpoints'], isExpected: false })
})
