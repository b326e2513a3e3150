/** The copy of a message that events keep: without secrets, and of it is told what was told of the message. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { avp, diameterMessage, tgpp } from '../../../test/make/diameter.ts'
import { concat, u8 } from '../../../test/make/octets.ts'
import { Random } from '../../../test/make/random.ts'
import { decoded } from './fixture.ts'
import { redact } from './redact.ts'

const SECRET = 'VERY-SECRET-KEY'
const MESSAGE = diameterMessage(
  { command: 303, application: 16777216, request: false },
  avp(263, 'a;1;2'),
  avp(268, 2001),
  tgpp(612, [tgpp(608, 'Digest-AKAv1-MD5'), tgpp(609, SECRET), tgpp(625, SECRET)]),
  tgpp(1414, [tgpp(1447, SECRET), tgpp(1450, SECRET)]),
  tgpp(517, [tgpp(518, 1), tgpp(524, `uplink\noffer\na=crypto:1 AES_CM inline:${SECRET}\nm=audio 1`)]),
  avp(279, [avp(464, SECRET), avp(9999, SECRET)]),
  avp(462, concat(u8(1, 7, 0, 23, 23, 1), new TextEncoder().encode(SECRET))),
  avp(4711, SECRET, 9999),
  tgpp(601, 'sip:alice@example.org'),
)

function copyOf(message: Uint8Array): Uint8Array {
  const copy = message.slice()
  redact(copy, 0, copy.length)
  return copy
}

function holds(message: Uint8Array, text: string): boolean {
  return new TextDecoder('latin1').decode(message).includes(text)
}

describe('redact', () => {
  it('leaves no secret, and all that is told', () => {
    const copy = copyOf(MESSAGE)
    expect([holds(MESSAGE, SECRET), holds(copy, SECRET)]).toEqual([true, false])
    expect(decoded(copy).details).toEqual(decoded(MESSAGE).details)
    expect(decoded(copy).details).toMatchObject({ public_identity: 'sip:alice@example.org', vectors: 1 })
  })

  it('leaves none behind the message, and none behind a length that lies', () => {
    expect(holds(copyOf(concat(MESSAGE, new TextEncoder().encode(SECRET))), SECRET)).toBe(false)
    const lying = diameterMessage({ command: 1, request: true }, u8(0, 0, 1, 8, 0x40, 0, 0, 7), avp(263, SECRET))
    expect(holds(copyOf(lying), SECRET)).toBe(false)
  })

  it('of a message that ends anywhere', () => {
    for (let length = 0; length < MESSAGE.length; length++) {
      const cut = MESSAGE.subarray(0, length)
      const options = { lost: MESSAGE.length - length }
      expect(decoded(copyOf(cut), options).details).toEqual(decoded(cut, options).details)
      expect(holds(copyOf(cut), SECRET)).toBe(false)
    }
  })

  it('of a damaged message', () => {
    const random = new Random(2)
    for (let n = 0; n < 3000; n++) {
      const damaged = mutate(MESSAGE, random)
      expect(decoded(copyOf(damaged)).details).toEqual(decoded(damaged).details)
    }
  })
})
