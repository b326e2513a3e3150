import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { Doubles } from '../../src/bytes/numbers.ts'
import { TextTable } from '../../src/bytes/text-table.ts'
import { IdentityGraph } from '../../src/correlate/identity-graph.ts'
import { NodeTable } from '../../src/correlate/roles/node-table.ts'

const MANY = 100_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What a work leaves alive in V8's heap for each of MANY: what stands in columns is not in it. */
function heapOf(work: () => object): { bytes: number; kept: object } {
  collect()
  const before = process.memoryUsage().heapUsed
  const kept = work()
  collect()
  return { bytes: (process.memoryUsage().heapUsed - before) / MANY, kept }
}

describe('what relating holds of a long capture', () => {
  it('identities are not objects', () => {
    const { bytes, kept } = heapOf(() => {
      const graph = new IdentityGraph()
      for (let i = 0; i < MANY / 2; i++) {
        const [msisdn, impu] = [`4915100${i}`, `sip:+4915100${i}@ims.mnc001.mcc001.3gppnetwork.org`]
        graph.learn(graph.nodesOf({ role: 'caller', msisdn, impu }))
      }
      graph.settle()
      return graph
    })
    expect((kept as IdentityGraph).size).toBe(MANY)
    expect(bytes).toBeLessThan(20)
  })

  it('nor are numbers and texts', () => {
    const { bytes, kept } = heapOf(() => {
      const [times, texts] = [new Doubles(), new TextTable()]
      for (let i = 0; i < MANY; i++) {
        times.push(i / 3)
        texts.number(0, `10.${i}`)
      }
      return { times, texts }
    })
    expect(kept).toMatchObject({ times: { length: MANY }, texts: { size: MANY } })
    expect(bytes).toBeLessThan(10)
  })

  it('what speaks for the role of an end is small', () => {
    const evidence = 'sent SIP INVITE'
    const { bytes, kept } = heapOf(() => {
      const table = new NodeTable()
      for (let i = 0; i < MANY; i++) {
        table.say(`10.${i}`, 5060, { role: 'UA', strength: 1, evidence, count: 1, frame: i })
      }
      return table
    })
    expect([...(kept as NodeTable).places()].length).toBe(MANY)
    // Of two hash tables an end it would be 700.
    expect(bytes).toBeLessThan(350)
  })
})
