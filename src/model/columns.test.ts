import { describe, expect, it } from 'vitest'
import { type ColumnRole, type ColumnOptions, Columns, type Message, shownName } from './columns.ts'

const [UE, PCSCF, SCSCF, HSS, PHONE] = [
  '10.45.0.5:5060',
  '10.0.0.1:5060',
  '10.0.0.2:6060',
  '10.0.0.3:3868',
  '10.45.0.9:5060',
]

function columns(
  messages: readonly (readonly [source: string, destination: string])[],
  participant_roles: Readonly<Record<string, ColumnRole>> = {},
  options: Partial<ColumnOptions<Message>> = {},
): Columns<Message> {
  const events = messages.map(([source, destination]) => ({ source, destination }))
  const shown = { participants: [], events, media: [], participant_roles }
  return new Columns<Message>(shown, { most: 40, others: 'others', isMedia: () => false, ...options })
}

const CALL = [
  [HSS, SCSCF],
  [UE, PCSCF],
  [PCSCF, SCSCF],
  [SCSCF, PHONE],
] as const
const ROLES: Readonly<Record<string, ColumnRole>> = {
  [UE]: { role: 'UE' },
  [PHONE]: { role: 'UE' },
  [PCSCF]: { role: 'P-CSCF' },
  [SCSCF]: { role: 'S-CSCF' },
  [HSS]: { role: 'HSS' },
}
const addresses = ({ all }: Columns<Message>): string[] => all.map(({ address }) => address)
const keys = ({ all }: Columns<Message>): string[] => all.map(({ key }) => key)

describe('columns of a ladder', () => {
  it('stand as roles do in a network, a second user at the right', () => {
    expect(addresses(columns(CALL, ROLES))).toEqual(['10.45.0.5', '10.0.0.3', '10.0.0.1', '10.0.0.2', '10.45.0.9'])
  })

  it('stand by first appearance where nothing is known, and the unknown beside whom it appeared with', () => {
    expect(addresses(columns(CALL))).toEqual(['10.0.0.3', '10.0.0.2', '10.45.0.5', '10.0.0.1', '10.45.0.9'])
    const { [HSS]: _, ...others } = ROLES
    expect(addresses(columns(CALL, others))[1]).toBe('10.0.0.3')
  })

  it('stand where they were put, and arrows go along', () => {
    const moved = columns(CALL, ROLES, { order: ['10.0.0.2', '10.45.0.5'] })
    expect(addresses(moved).slice(0, 2)).toEqual(['10.0.0.2', '10.45.0.5'])
    expect(moved.between(SCSCF, UE)).toEqual([0, 1])
  })

  const TWO = [
    ['10.0.0.10:2123', '10.0.0.41:2123'],
    ['10.0.0.42:2123', '10.0.0.40:2123'],
  ] as const
  const same = { role: 'SGW', node: 'n1' }
  const SGW: Readonly<Record<string, ColumnRole>> = {
    '10.0.0.41:2123': { ...same, same_as: [{ address: '10.0.0.42', evidence: 'told', count: 1, frame: 1 }] },
    '10.0.0.42:2123': same,
  }

  it('hold the addresses of one node, and say why', () => {
    const one = columns(TWO, SGW)
    const sgw = one.all.find(({ key }) => key === 'node n1')
    expect(sgw).toMatchObject({ addresses: ['10.0.0.41', '10.0.0.42'], why: ['10.0.0.42: told'] })
    expect(new Set([one.between(...TWO[0])[1], one.between(...TWO[1])[0]]).size).toBe(1)
  })

  it('come apart, and know what they were part of', () => {
    const apart = columns(TWO, SGW, { ungrouped: new Set(['node n1']) })
    expect(apart.all.filter(({ part_of }) => part_of === 'node n1').map(({ key }) => key)).toEqual([
      '10.0.0.41',
      '10.0.0.42',
    ])
  })

  it('hold what an alias groups, before what evidence does', () => {
    const grouped = { '10.0.0.10:2123': { group: 'core' }, '10.0.0.41:2123': { ...same, group: 'core' } }
    expect(keys(columns(TWO, grouped))).toContain('group core')
    const made = columns(TWO, { ...grouped, '10.0.0.10:2123': { role: 'MME', group: 'core' } }).all[0]!
    expect(made).toMatchObject({ name: 'core', addresses: ['10.0.0.10', '10.0.0.41'] })
    expect(made.role).toBeUndefined()
  })

  it('are a function of an address where ports have roles of their own', () => {
    const roles = { '10.0.0.1:1': { role: 'MME' }, '10.0.0.1:2': { role: 'HSS' }, '10.0.0.1:3': { role: 'MME' } }
    const split = columns(
      [
        ['10.0.0.1:1', '10.0.0.1:2'],
        ['10.0.0.1:3', '10.0.0.2:4'],
      ],
      roles,
    )
    expect(keys(split)).toEqual(['10.0.0.1 MME', '10.0.0.1 HSS', '10.0.0.2'])
    expect(split.all[0]!.ports).toEqual(['1', '3'])
    expect(keys(columns([['10.0.0.1:1', '10.0.0.1:2']], roles, { apart: true }))).toEqual(['10.0.0.1:1', '10.0.0.1:2'])
  })

  it('are bounded, the last for whoever comes later', () => {
    const many = Array.from({ length: 9 }, (_, i) => ['10.0.0.1:1', `10.1.0.${i}:1`] as const)
    const few = columns(many, {}, { most: 3 })
    expect(addresses(few)).toEqual(['10.0.0.1', '10.1.0.0', 'others'])
    expect(few.between('10.0.0.1:1', '10.1.0.8:1')).toEqual([0, 2])
  })
})

describe('the name beside a role', () => {
  it.each([
    [{ name: 'mme-1.epc.mnc001.mcc001.3gppnetwork.org', role: 'MME' }, 'mme-1'],
    [{ name: 'pcscf.ims.mnc001.mcc001.3gppnetwork.org', role: 'P-CSCF' }, ''],
    [{ name: 'Asterisk PBX 11.7', role: 'SIP server' }, 'Asterisk PBX 11.7'],
    [{ role: 'MME' }, ''],
  ])('%o is %s', (column, name) => {
    expect(shownName(column)).toBe(name)
  })
})
