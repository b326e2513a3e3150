import { describe, expect, it } from 'vitest'
import { delayImpairment, mosOf, rate } from './emodel.ts'
import { IMPAIRMENTS } from './impairments.ts'

const NO_LOSS = { loss: 0, burst: 1, delay: 0 }

describe('the E-model: ITU-T G.107', () => {
  it.each([
    [93.2, 4.41],
    [50, 2.58],
    [0, 1],
    [-3, 1],
    [3, 1],
    [100, 4.5],
    [140, 4.5],
  ])('a rating of %d is a MOS of %d', (r, mos) => {
    expect(mosOf(r)).toBeCloseTo(mos, 2)
  })

  it('never falls with a rising rating', () => {
    for (let r = 0; r < 110; r += 0.5) expect(mosOf(r + 0.5)).toBeGreaterThanOrEqual(mosOf(r))
  })

  it('M7 G.711 with concealment and 5 % loss', () => {
    const rating = rate(IMPAIRMENTS['PCMA']!, { loss: 0.05, burst: 1, delay: 0 })
    expect(rating.ie_eff).toBeCloseTo(15.78, 2)
    expect(rating.r).toBeCloseTo(77.42, 2)
    expect(rating.mos).toBeCloseTo(3.92, 2)
    expect(rating.model).toBe('G.107 (Idd)')
  })

  it('losses in bursts are worse than random ones', () => {
    const random = rate(IMPAIRMENTS['PCMA']!, { loss: 0.05, burst: 1, delay: 0 })
    expect(rate(IMPAIRMENTS['PCMA']!, { loss: 0.05, burst: 2, delay: 0 }).mos).toBeLessThan(random.mos)
  })

  it.each([
    ['wide', 'AMR-WB/23.05', 'G.107.1 (Idd)', 128],
    ['wide', 'AMR-WB/12.65', 'G.107.1 (Idd)', 116],
    ['full', 'EVS/24.4', 'G.107.2 (Idd)', 140.8],
  ])('%sband %s is rated by %s', (_, codec, model, r) => {
    expect(rate(IMPAIRMENTS[codec]!, NO_LOSS)).toMatchObject({ model, r })
  })

  it('AMR-WB 12.65 with 2 % loss, worked by hand', () => {
    expect(rate(IMPAIRMENTS['AMR-WB/12.65']!, { loss: 0.02, burst: 1, delay: 0 }).mos).toBeCloseTo(3.58, 1)
  })

  it.each([
    [0, 0],
    [100, 0],
    [200, 3.04],
    [300, 14.8],
  ])('%d ms of delay impair by %d', (delay, id) => {
    expect(delayImpairment(delay)).toBeCloseTo(id, 1)
  })

  it('total loss stays on the scales', () => {
    for (const impairment of Object.values(IMPAIRMENTS)) {
      const { r, mos } = rate(impairment, { loss: 1, burst: 50, delay: 5000 })
      expect(r).toBeGreaterThanOrEqual(0)
      expect(mos).toBeGreaterThanOrEqual(1)
      expect(mos).toBeLessThanOrEqual(4.5)
    }
  })

  it('every constant says where it comes from', () => {
    for (const { source, ie_status, bpl_status, bpl } of Object.values(IMPAIRMENTS)) {
      expect(source).not.toBe('')
      expect(['published', 'estimated', 'assumed']).toEqual(expect.arrayContaining([ie_status, bpl_status]))
      expect(bpl).toBeGreaterThan(0)
    }
  })
})
