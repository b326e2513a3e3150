import { describe, expect, it } from 'vitest'
import type { Party } from '../model/message.ts'
import { IdentityGraph, NOBODY } from './identity-graph.ts'

/** What messages told, each a line; and whether two identities are one subscriber's. */
const cases: {
  it: string
  told: Omit<Party, 'role'>[]
  same?: [Omit<Party, 'role'>, Omit<Party, 'role'>][]
  differ?: [Omit<Party, 'role'>, Omit<Party, 'role'>][]
  nobody?: Omit<Party, 'role'>[]
}[] = [
  {
    it: 'IMSI, private identity and SUPI unite',
    told: [{ imsi: '1' }, { imsi: '1', impi: 'a@ims' }, { supi: 'imsi-1', impi: 'a@ims' }],
    same: [
      [{ imsi: '1' }, { impi: 'a@ims' }],
      [{ supi: 'imsi-1' }, { imsi: '1' }],
    ],
  },
  {
    it: 'a number is of the IMSI that was told with it, also when that came late',
    told: [{ msisdn: '4917100' }, { msisdn: '4917100', imsi: '1' }],
    same: [[{ msisdn: '4917100' }, { imsi: '1' }]],
  },
  {
    it: 'one spelling: +49, 0049, tel:, separators',
    told: [{ imsi: '1', msisdn: '+49 171-00(1)' }],
    same: [
      [{ msisdn: '00491710 01' }, { imsi: '1' }],
      [{ msisdn: 'tel:+49171001' }, { imsi: '1' }],
    ],
  },
  {
    it: 'a number without its country code is of the only one that ends so',
    told: [{ imsi: '1', msisdn: '491710000001' }, { msisdn: '01710000001' }],
    same: [[{ msisdn: '01710000001' }, { imsi: '1' }]],
  },
  {
    it: 'and of nobody known where two end so',
    told: [{ imsi: '1', msisdn: '491710000001' }, { imsi: '2', msisdn: '431710000001' }, { msisdn: '01710000001' }],
    differ: [
      [{ msisdn: '01710000001' }, { imsi: '1' }],
      [{ msisdn: '01710000001' }, { imsi: '2' }],
    ],
  },
  {
    it: 'a number that two IMSIs have names neither',
    told: [
      { imsi: '1', msisdn: '4917100' },
      { imsi: '2', msisdn: '4917100' },
    ],
    differ: [[{ imsi: '1' }, { imsi: '2' }]],
    nobody: [{ msisdn: '4917100' }],
  },
  {
    it: 'a device unites nobody, and names nobody alone',
    told: [{ imsi: '1', imei: '35693803564380' }, { imsi: '2', imei: '3569380356438012' }, { imei: '99000000000000' }],
    differ: [[{ imsi: '1' }, { imsi: '2' }]],
    nobody: [{ imei: '356938035643809' }, { imei: '99000000000000' }],
  },
  {
    it: 'a private identity told with two IMSIs does not make them one',
    told: [
      { imsi: '1', impi: 'a@ims' },
      { imsi: '2', impi: 'a@ims' },
    ],
    differ: [[{ imsi: '1' }, { imsi: '2' }]],
  },
  {
    it: 'without IMSI, number and public identity told together are one',
    told: [{ msisdn: '4917100', impu: 'sip:Alice@ims' }, { impu: 'sip:bob@ims' }],
    same: [[{ msisdn: '4917100' }, { impu: 'sip:alice@ims;user=phone' }]],
    differ: [[{ msisdn: '4917100' }, { impu: 'sip:bob@ims' }]],
  },
  {
    it: 'an identity known only beside a number goes with that number to its IMSI',
    told: [
      { msisdn: '4917100', impu: 'sip:alice@ims' },
      { imsi: '1', msisdn: '4917100' },
    ],
    same: [[{ impu: 'sip:alice@ims' }, { imsi: '1' }]],
  },
  {
    it: 'a shared public identity does not spoil the number beside it',
    told: [
      { imsi: '1', msisdn: '4917100' },
      { msisdn: '4917100', impu: 'sip:family@ims' },
      { imsi: '2', msisdn: '4917200' },
      { msisdn: '4917200', impu: 'sip:family@ims' },
    ],
    same: [
      [{ msisdn: '4917100' }, { imsi: '1' }],
      [{ msisdn: '4917200' }, { imsi: '2' }],
    ],
    nobody: [{ impu: 'sip:family@ims' }],
  },
]

describe('identities', () => {
  it.each(cases)('$it', ({ told, same = [], differ = [], nobody = [] }) => {
    const graph = new IdentityGraph()
    const nodeOf = (party: Omit<Party, 'role'>): number => graph.nodesOf({ role: 'served', ...party })[0]!
    for (const party of told) graph.learn(graph.nodesOf({ role: 'served', ...party }))
    const asked = new Map([...same.flat(), ...differ.flat(), ...nobody].map((party) => [party, nodeOf(party)]))
    graph.settle()
    const who = (party: Omit<Party, 'role'>): number => graph.subscriber(asked.get(party)!)
    for (const [a, b] of same) {
      expect(who(a)).toBe(who(b))
      expect(who(a)).not.toBe(NOBODY)
    }
    for (const [a, b] of differ) expect(who(a)).not.toBe(who(b))
    for (const party of nobody) expect(who(party)).toBe(NOBODY)
  })
})
