import { describe, expect, it } from 'vitest'
import type { Event } from '../client/records.ts'
import type { Node } from '../ladder/nodes.ts'
import type { MessageRow } from '../ladder/rows.ts'
import { byTime, compare, counted } from './align.ts'
import { bestPairs, bounded } from './best-pairs.ts'
import { columnsOf } from './columns.ts'

const node = (key: string, role?: string): Node => ({
  key,
  address: key,
  addresses: [key],
  ports: [],
  why: [],
  ...(role && { role }),
})
const two = columnsOf([node('a'), node('b')], [node('c'), node('d')])

/** `INVITE`, or `<200 OK (INVITE)` for what goes back; a failure ends with `!`. */
function rows(...texts: string[]): MessageRow[] {
  return texts.map((text, i) => {
    const [, back, name, about, failing] = /^(<?)([^(!]+?)(?: \((.+)\))?(!?)$/.exec(text) as unknown as string[]
    const status = /^\d{3}/.exec(name!)?.[0]
    const details = status === undefined ? {} : { status: Number(status) }
    const short = about === undefined ? name! : `${name} (${about})`
    const event = { event_id: `evt-${i}`, protocol: 'SIP', message_type: name!, short, details } as unknown as Event
    const ends = back === '<' ? { from: 1, to: 0 } : { from: 0, to: 1 }
    const rest = { delta: 0, isSlow: false, detail: '', look: 'sip', again: [], isMember: false, beats: 0 } as const
    return {
      kind: 'message',
      event,
      at: i * 100,
      name: name!,
      ...ends,
      answers: status !== undefined,
      fails: failing === '!',
      ...rest,
    }
  })
}

function told(left: MessageRow[], right: MessageRow[]): string[] {
  return compare(left, right, two).pairs.map(
    ({ likeness, left: one, right: other }) => `${likeness}: ${one?.name ?? '–'} | ${other?.name ?? '–'}`,
  )
}

/** Containers, by what they carry. */
function carrying(...names: string[]): MessageRow[] {
  return rows(...names.map(() => 'UplinkNASTransport')).map((row, i) => {
    return { ...row, event: { ...row.event, short: `${row.name} / ${names[i]}` }, detail: names[i]! }
  })
}

/** Messages of one name, by their details. */
function update(...details: string[]): MessageRow[] {
  return rows(...details.map(() => 'CCR')).map((row, i) => ({ ...row, detail: details[i]! }))
}

const CASES: readonly { it: string; left: string[]; right: string[]; want: string[] }[] = [
  {
    it: 'puts another answer to the same request beside it',
    left: ['INVITE', '<100 Trying (INVITE)', '<503 Service Unavailable (INVITE)!', 'ACK'],
    right: [
      'INVITE',
      '<100 Trying (INVITE)',
      '<180 Ringing (INVITE)',
      '<200 OK (INVITE)',
      'ACK',
      'BYE',
      '<200 OK (BYE)',
    ],
    want: [
      'same: INVITE | INVITE',
      'same: 100 Trying | 100 Trying',
      'right: – | 180 Ringing',
      'differs: 503 Service Unavailable | 200 OK',
      'same: ACK | ACK',
      'right: – | BYE',
      'right: – | 200 OK',
    ],
  },
  {
    it: 'does not take an answer for one to another request',
    left: ['BYE', '<200 OK (BYE)'],
    right: ['INVITE', '<200 OK (INVITE)'],
    want: ['left: BYE | –', 'left: 200 OK | –', 'right: – | INVITE', 'right: – | 200 OK'],
  },
  {
    it: 'says where a message goes the other way',
    left: ['INVITE', 'BYE'],
    right: ['INVITE', '<BYE'],
    want: ['same: INVITE | INVITE', 'differs: BYE | BYE'],
  },
  { it: 'takes a session without messages', left: [], right: ['INVITE'], want: ['right: – | INVITE'] },
]

describe('the comparison of two sessions', () => {
  it.each(CASES)('$it', ({ left, right, want }) => {
    expect(told(rows(...left), rows(...right))).toEqual(want)
  })

  it('counts what it found, and by time shows every message in a row of its own', () => {
    const { pairs } = compare(rows('INVITE', 'ACK', 'BYE'), rows('INVITE', 'ACK', 'CANCEL'), two)
    expect(counted(pairs)).toEqual({ same: 2, values: 0, differs: 0, left: 1, right: 1 })
    expect(byTime(pairs).map(({ left, right }) => left?.name ?? `  ${right?.name}`)).toEqual([
      'INVITE',
      '  INVITE',
      'ACK',
      '  ACK',
      'BYE',
      '  CANCEL',
    ])
  })

  it('tells how much later a message came, and how much of it since the pair before', () => {
    const left = rows('INVITE', 'ACK', 'BYE')
    const right = left.map((row, i) => ({ ...row, at: [0, 100, 150][i]! }))
    expect(compare(left, right, two).pairs.map(({ later, since }) => [later, since])).toEqual([
      [0, 0],
      [0, 0],
      [50, 50],
    ])
  })

  it('knows containers by what they carry, and takes the same detail before another', () => {
    const [left, right] = [carrying('Identity response', 'Attach complete'), carrying('Attach complete', 'Detach')]
    expect(compare(left, right, two).pairs.map(({ likeness }) => likeness)).toEqual(['left', 'same', 'right'])
    expect(
      compare(update('I', 'U', 'U', 'T'), update('I', 'U', 'T'), two).pairs.map(({ left: one, right: other }) => {
        return `${one?.detail ?? '-'}${other?.detail ?? '-'}`
      }),
    ).toEqual(['II', 'UU', 'U-', 'TT'])
  })

  it('takes of several the one between the same nodes', () => {
    const three = columnsOf([node('a'), node('b')], [node('a'), node('p'), node('b')])
    const [left] = rows('<180 Ringing (INVITE)')
    const hops = rows('<180 Ringing (INVITE)', '<180 Ringing (INVITE)').map((row, i) => {
      return { ...row, from: i === 0 ? 2 : 1, to: i === 0 ? 1 : 0 }
    })
    const { pairs } = compare([left!], hops, three)
    expect(pairs.map(({ likeness }) => likeness)).toEqual(['right', 'same'])
  })

  it('looks at so many messages as it can, and says so', () => {
    expect(bounded(100, 100)).toEqual([100, 100])
    expect(bounded(10_000, 10_000)).toEqual([2000, 2000])
    expect(bounded(10, 10_000_000)).toEqual([10, 400_000])
    const many = rows(...Array.from({ length: 2100 }, () => 'OPTIONS'))
    expect(compare(many, many, two).cut).toEqual([2000, 2000])
  })
})

describe('best pairs', () => {
  it('are worth most in sum, not one by one', () => {
    const worth = [
      [1, 5],
      [5, 0],
      [0, 5],
    ]
    expect(bestPairs(3, 2, (i, j) => worth[i]![j]!)).toEqual([
      [1, 0],
      [2, 1],
    ])
  })
})

describe('columns of two sides', () => {
  it('puts a server of which no more is known beside what stands in its place', () => {
    const { ofRight } = columnsOf([node('a', 'UE'), node('b', 'P-CSCF')], [node('s', 'SIP server'), node('u', 'UE')])
    expect(ofRight).toEqual([1, 0])
  })

  it('stand together by address, then by role, then as they come', () => {
    const { all, ofRight } = columnsOf(
      [node('a'), node('b', 'MME'), node('c')],
      [node('x', 'MME'), node('c'), node('y'), node('z')],
    )
    expect(all.map(({ left, right }) => [left?.key, right?.key])).toEqual([
      ['a', 'y'],
      ['b', 'x'],
      ['c', 'c'],
      [undefined, 'z'],
    ])
    expect(ofRight).toEqual([1, 2, 0, 3])
  })
})
