import { describe, expect, it } from 'vitest'
import { eapAt } from './eap.ts'

const cases: [it: string, bytes: readonly number[], want: string][] = [
  ['a method', [1, 7, 0, 6, 25, 0x20], 'Request PEAP'],
  ['one of SIM cards with its step', [1, 7, 0, 8, 18, 10, 0, 0], 'Request SIM Start'],
  ['a step that no table knows', [2, 7, 0, 8, 50, 99, 0, 0], 'Response AKA′ subtype 99'],
  ['an end', [3, 7, 0, 4], 'Success'],
  ['a method that no table knows', [2, 7, 0, 5, 99], 'Response type 99'],
  ['a code that is none', [77, 7, 0, 5], 'Code 77'],
  ['what is cut', [1], 'Request'],
  ['nothing', [], ''],
]

describe('EAP', () => {
  it.each(cases)('%s', (_what, bytes, want) => {
    expect(eapAt(Uint8Array.from(bytes), 0, bytes.length)).toBe(want)
  })
})
