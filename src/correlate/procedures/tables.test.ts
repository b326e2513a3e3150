import { describe, expect, it } from 'vitest'
import { Names } from './names.ts'
import { MOST_STEPS_OF_KIND } from './plan.ts'
import { PROCEDURES } from './tables.ts'

describe.each(PROCEDURES.map((kind) => ({ name: `${kind.type} ${kind.subtype ?? ''}`.trim(), kind })))(
  'the table of $name',
  ({ kind }) => {
    const names = kind.steps.map(({ name }) => name)

    it('has each step once, and no more than are told apart', () => {
      expect(new Set(names).size).toBe(names.length)
      expect(names.length).toBeLessThanOrEqual(MOST_STEPS_OF_KIND)
    })

    it('speaks of steps that it has', () => {
      const { begins, ends, refusals, cancels = [], drops = [], hides = [], impliedBy, plain, timings, steps } = kind
      const told = [
        ...[begins, ends, refusals, cancels, drops, hides, impliedBy?.step ?? [], plain?.without ?? []].flat(2),
        ...timings.flatMap(([, from, to]) => [from, to]),
        ...steps.flatMap(({ after = [], unless = [] }) => [after, unless].flat()),
      ]
      for (const name of told) expect(names).toContain(name)
    })

    it('speaks of other procedures that there are', () => {
      const types = new Set(PROCEDURES.map(({ type }) => type))
      for (const type of [...(kind.impliedBy?.unless ?? []), ...(kind.endedBy ?? [])]) expect(types).toContain(type)
    })
  },
)

describe('names of messages', () => {
  const names = new Names()
  const steps = (name: string, ...further: string[]): string[] => {
    const kind = names.kindOf(name, further)
    const parts = kind === 0 ? [] : names.meaning(kind).parts
    const all = parts.flatMap((part) => part.steps.map((step) => PROCEDURES[part.procedure]!.steps[step]!.name))
    return [...new Set(all)]
  }

  it('mean a step by themselves, or by what the message carries', () => {
    expect(steps('S1AP InitialUEMessage')).toEqual([])
    expect(steps('S1AP InitialUEMessage', 'EMM Service request')).toEqual(['Service request'])
    expect(steps('NGAP InitialUEMessage', '5GMM Service request')).toEqual(['Service request'])
  })

  it('of answers go by their status, and a challenge is no refusal', () => {
    expect(steps('SIP 200 OK')).toEqual(['200 OK', 'Accepted'])
    expect(steps('SIP 401 Unauthorized')).toEqual(['Challenge'])
    expect(steps('SIP 403 Forbidden')).toEqual(['Refusal'])
    expect(steps('SIP 183 Session Progress')).toEqual([])
  })

  it('tell which session a message is about, and for what', () => {
    const kind = names.kindOf('NGAP UplinkNASTransport', ['5GSM PDU session establishment request', '#5', 'apn ims'])
    expect(names.meaning(kind)).toMatchObject({ about: [5], apn: 'ims' })
  })
})
