import { describe, expect, it } from 'vitest'
import type { Clue, Key, Message } from '../model/message.ts'
import type { EventRow, GroupRow, Sink } from '../model/rows.ts'
import { Join } from './join.ts'

const SECOND = 1e9
const ends = [1, 2].map((id) => ({ id, address: `10.0.0.${id}`, port: 5060, text: `10.0.0.${id}:5060` }))

function message(time: number, ...keys: string[]): Message {
  return {
    where: {
      transport: 'udp',
      source: ends[0]!,
      destination: ends[1]!,
      flow: 1,
      generation: 0,
      tunnel: [],
      seconds: time,
      nanoseconds: 0,
      time: time * SECOND,
      file: 0,
      frame: time + 1,
      offset: 0,
      wireLength: 100,
    },
    protocol: 'SIP',
    name: 'X',
    short: '',
    details: {},
    fault: '',
    keys: keys.map(keyOf),
    clues: [],
    parties: [],
    announces: [],
    raw: undefined,
    besides: undefined,
  }
}

/** `use:value`. */
function keyOf(text: string): Key {
  const [use, value] = text.split(':')
  return { kind: 'call', value: value!, use: use as Key['use'] }
}

function clue(value: string, key?: number): Clue {
  return { kind: 'tunnel', value, ...(key !== undefined && { key }) }
}

/** The group of each message, the pairs that were united, and the groups that left. */
function joined(messages: readonly Message[], most = 100) {
  const united: [number, number][] = []
  const groups: GroupRow[] = []
  const events: EventRow[] = []
  const clues: [number, string][] = []
  const sink: Pick<Sink, 'event' | 'group' | 'united' | 'clue'> = {
    clue: ({ group, value }) => void clues.push([group, value]),
    event: (row) => void events.push(row),
    group: (row) => void groups.push(row),
    united: (...pair) => void united.push(pair),
  }
  let last = 0
  const join = new Join(sink as Sink, { records: () => most, full: () => undefined }, () => ++last)
  const of = messages.map((one) => {
    join.tick(one.where.time)
    return join.take(one)
  })
  join.end()
  return {
    of,
    united,
    clues,
    further: events.map(({ further }) => further),
    left: groups.map(({ group, key, events: count }) => [group, key, count]),
  }
}

describe('keys join messages into groups', () => {
  const cases: { it: string; messages: Message[]; of: number[]; united?: [number, number][] }[] = [
    { it: 'one key', messages: [message(0, 'open:a'), message(1, 'same:a'), message(2, 'open:b')], of: [1, 1, 2] },
    {
      it: 'any of several keys leads to the group, and the others are its from then on',
      messages: [message(0, 'open:a'), message(1, 'same:a', 'open:b'), message(2, 'same:b')],
      of: [1, 1, 1],
    },
    {
      it: 'a message with keys of two groups makes them one, and both keys lead to the earlier',
      messages: [
        message(0, 'open:a'),
        message(1, 'open:b'),
        message(2, 'same:a', 'same:b'),
        message(3, 'same:b'),
        message(4, 'same:a'),
      ],
      of: [1, 2, 1, 1, 1],
      united: [[1, 2]],
    },
    {
      it: 'what it is only about unites nothing',
      messages: [message(0, 'open:a'), message(1, 'open:b', 'about:a'), message(2, 'same:b'), message(3, 'same:a')],
      of: [1, 2, 2, 1],
    },
    {
      it: 'what it is only about leads to a group where nothing else does',
      messages: [message(0, 'open:a'), message(1, 'about:a')],
      of: [1, 1],
    },
    {
      it: 'a closed key goes on for its grace, then begins anew',
      messages: [message(0, 'open:a'), message(1, 'close:a'), message(3, 'close:a'), message(90, 'open:a')],
      of: [1, 1, 1, 2],
    },
  ]
  it.each(cases)('$it', ({ messages, of, united = [] }) => {
    const found = joined(messages)
    expect([found.of, found.united]).toEqual([of, united])
  })

  it('where there is no room, goes what nothing came for and what is over, and not what is in use', () => {
    const found = joined(
      [
        message(0, 'open:used'),
        message(1, 'open:over'),
        message(2, 'same:used'),
        message(3, 'close:over'),
        message(4, 'open:new'),
        message(5, 'same:used'),
        message(6, 'open:next'),
        message(7, 'same:used'),
      ],
      2,
    )
    expect(found.of).toEqual([1, 2, 1, 2, 3, 1, 4, 1])
    expect(found.left.map(([group]) => group)).toEqual([2, 3, 1, 4])
  })

  it('a message about several sessions is an event of each, unites none, and ends those it says', () => {
    const found = joined([
      message(0, 'open:a'),
      message(1, 'open:b'),
      message(2, 'open:c', 'shared:a', 'ended:b', 'shared:a', 'shared:c'),
      message(3, 'same:a'),
      message(60, 'open:b'),
    ])
    expect([found.of, found.united]).toEqual([[1, 2, 3, 1, 4], []])
    expect(found.further).toEqual([undefined, undefined, [1, 2], undefined, undefined])
    expect(found.left).toEqual([
      [2, 'call:b', 2],
      [1, 'call:a', 3],
      [3, 'call:c', 1],
      [4, 'call:b', 1],
    ])
  })

  it('what it tells of one of several sessions goes to that one', () => {
    const about = { ...message(1, 'open:b', 'shared:a'), clues: [clue('x', 1), clue('y')] }
    expect(joined([message(0, 'open:a'), about]).clues).toEqual([
      [1, 'x'],
      [2, 'y'],
    ])
  })

  it('a further session of which nothing is at hand is a piece of its own', () => {
    const found = joined([message(0, 'open:a', 'shared:b'), message(1, 'same:b')])
    expect([found.of, found.further[0]]).toEqual([[1, 2], [2]])
  })

  it('writes a group once, under the key that it was made by', () => {
    const found = joined([message(0, 'open:a', 'open:b'), message(1, 'same:b')])
    expect(found.left).toEqual([[1, 'call:a', 2]])
  })
})
