/** S1AP, NGAP and their kin against octets that lie: nothing throws, nothing grows, what was read stands. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { octetsOf } from '../../../test/make/per.ts'
import { VECTORS } from '../../../test/make/ran-vectors.ts'
import { Random } from '../../../test/make/random.ts'
import type { Message, Protocol } from '../../model/message.ts'
import { readNas } from '../nas/nas.ts'
import { ngap } from '../ngap/ngap.ts'
import { RADIO } from '../radio/radio.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { Kept, whereOf } from '../sip/fixture.ts'

const PROTOCOLS = [s1ap, ngap, ...RADIO]
const MOST_DETAILS = 64 * 1024

/** All that a protocol does with octets from outside. */
function handle(protocol: Protocol, bytes: Uint8Array, more = 0): Kept {
  protocol.recognize(bytes, 0, bytes.length)
  const out = new Kept(true)
  protocol.decode(bytes, 0, bytes.length, bytes.length + more, whereOf(), out)
  return out
}

/** What must hold whatever the octets are. */
function isSound(out: Kept, size: number): boolean {
  const isWithin = out.shown.every(({ from, to }) => 0 <= from && from <= to && to <= size)
  return out.depth === 0 && isWithin && JSON.stringify(out.details).length < MOST_DETAILS
}

/** Numbers that a message tells, in both of them. */
function numbersOf(out: Kept, like: Kept): unknown[] {
  const told = Object.entries(out.details).filter(([, value]) => typeof value === 'number')
  return told.map(([name]) => like.details[name])
}

const vectors = Object.entries(VECTORS).map(([name, hex]) => ({
  name,
  bytes: octetsOf(hex),
  protocol: name.startsWith('s1ap') ? s1ap : ngap,
}))

describe('S1AP, NGAP and NAS', () => {
  it.each(vectors)('$name cut at every octet is cut, lying about its end malformed', ({ bytes, protocol }) => {
    const whole = handle(protocol, bytes)
    for (let to = 1; to < bytes.length; to++) {
      const piece = bytes.slice(0, to)
      const cut = handle(protocol, piece, bytes.length - to)
      expect(isSound(cut, to)).toBe(true)
      // Where the whole is at fault, the fault may stand before the cut.
      expect(['cut', whole.fault]).toContain(cut.fault)
      expect(handle(protocol, piece).fault).toBe('malformed')
      expect(numbersOf(cut, whole)).toEqual(numbersOf(cut, cut))
    }
  })

  it('octets changed, left out and put in', () => {
    const random = new Random(5)
    for (let i = 0; i < 4000; i++) {
      const { bytes, protocol } = random.pick(vectors)
      const damaged = mutate(bytes, random)
      const out = handle(random.below(8) === 0 ? random.pick(PROTOCOLS) : protocol, damaged)
      expect(isSound(out, damaged.length)).toBe(true)
    }
  })

  it('octets at random behind a header that is right', () => {
    const random = new Random(6)
    for (let i = 0; i < 2000; i++) {
      const tail = octetsOf(random.hex(2 * random.between(4, 120)))
      const header = octetsOf(`00${random.hex(2)}00`)
      const bytes = Uint8Array.from([...header, tail.length, ...tail])
      expect(isSound(handle(random.pick(PROTOCOLS), bytes), bytes.length)).toBe(true)
    }
  })

  it('trackers stand what damaged messages say', () => {
    const random = new Random(7)
    for (const { protocol } of vectors) {
      const tracker = protocol.track!()
      for (let i = 0; i < 300; i++) {
        const one = random.pick(vectors)
        const out = handle(protocol, mutate(one.bytes, random))
        const where = whereOf({ time: i * 1e6, association: random.below(3) })
        const { details, fault, keys, clues, parties, announces, short, message_type: name } = out
        const message: Message = { where, protocol: 'X', name, short, details, fault, keys, clues, parties, announces }
        tracker.see(message)
        expect(message.keys.length).toBeGreaterThan(0)
      }
    }
  })

  it('NAS held in itself is read no deeper than it may be', () => {
    for (const kind of ['EPS', '5GS'] as const) {
      // Attach complete, with an ESM container; UL NAS transport, of multiple payloads.
      let bytes = octetsOf(kind === 'EPS' ? '0743 0000' : '7e0043')
      for (let i = 0; i < 200; i++) {
        const header = kind === 'EPS' ? octetsOf('0743') : octetsOf('7e005e71')
        bytes = Uint8Array.from([...header, bytes.length >> 8, bytes.length & 255, ...bytes])
      }
      const read = readNas(bytes, { from: 0, to: bytes.length, wireTo: bytes.length }, kind, new Kept(true))
      expect(read.messages.length).toBeLessThanOrEqual(16)
    }
  })
})
