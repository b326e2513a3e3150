import { describe, expect, it } from 'vitest'
import { format } from './fixture.ts'
import { countModes, modeCounts, modeFormat, NO_MODES } from './modes.ts'
import { MODE_FORMAT, RECORD_INTS } from './record.ts'

function modes(codec: string, fmtp: string, payload: readonly number[]): Record<string, number> | undefined {
  const ints = new Int32Array(RECORD_INTS)
  ints[MODE_FORMAT] = modeFormat(format(96, codec, 16_000, fmtp))
  countModes(ints, 0, Uint8Array.from(payload), 0, payload.length)
  return modeCounts(ints, 0)
}

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)

describe('codec modes: RFC 4867, TS 26.445', () => {
  it.each([
    ['AMR', '', [0xf3, 0xc0, ...zeros(30)], { '12.2': 1 }],
    ['AMR', 'octet-align=1', [0xf0, 0x3c, ...zeros(31)], { '12.2': 1 }],
    ['AMR', 'mode-set=0,7; octet-align=1', [0xf0, 0x84, 0x3c, ...zeros(43)], { '4.75': 1, '12.2': 1 }],
    ['AMR', '', [0xf4, 0x40, 1, 2, 3, 4, 5], { SID: 1 }],
    ['AMR', '', [0xf7, 0xc0], { NO_DATA: 1 }],
    ['AMR', 'octet-align=1', [0xf0, 0x54, 1, 2], undefined],
    ['AMR-WB', '', [0xf1, 0x40, ...zeros(32)], { '12.65': 1 }],
    ['amr-wb', 'octet-align=1', [0xf0, 0x44, ...zeros(60)], { '23.85': 1 }],
    ['AMR-WB', '', [0xf4, 0xc0, 1, 2, 3, 4, 5], { SID: 1 }],
    ['AMR-WB', '', [0xf5, 0x40, 1], undefined],
    ['EVS', '', zeros(33), { '13.2': 1 }],
    ['EVS', '', zeros(61), { '24.4': 1 }],
    ['EVS', '', zeros(6), { SID: 1 }],
    ['EVS', '', [0x00, ...zeros(6)], { '2.8': 1 }],
    ['EVS', '', [0x80, ...zeros(6)], { SID: 1 }],
    ['EVS', '', zeros(32), { 'AMR-WB IO': 1 }],
    ['EVS', '', [0x04, ...zeros(33)], { '13.2': 1 }],
    ['EVS', 'hf-only=1', [0xf0, 0x06, ...zeros(61)], { '24.4': 1 }],
    ['EVS', 'hf-only=1', [0x22, ...zeros(32)], { 'AMR-WB IO': 1 }],
    ['EVS', '', [], undefined],
    ['AMR', '', [0xf3], undefined],
  ])('%s %s %j', (codec, fmtp, payload, want) => {
    expect(modes(codec, fmtp, payload)).toEqual(want)
  })

  it('other codecs have none', () => {
    expect(modeFormat(format(9, 'G722', 8000))).toBe(NO_MODES)
  })
})
