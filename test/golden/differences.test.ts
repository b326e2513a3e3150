import { beforeAll, describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

const wire = new Wire()
const truth = answeredCall(wire, { packets: 20 })
const [forth, back] = truth.streams as [SessionTruth['streams'][number], SessionTruth['streams'][number]]
let found: Analysis

beforeAll(async () => {
  found = await analyzeCapture(pcap(wire.packets))
})

describe('the golden tests see', () => {
  const cases: { it: string; truths: SessionTruth[]; want: RegExp }[] = [
    { it: 'a session that is missing', truths: [truth, { ...truth, key: 'other' }], want: /no VoLTE other/ },
    { it: 'a session too many', truths: [], want: /besides VoLTE/ },
    { it: 'another time', truths: [{ ...truth, start: 5 }], want: /no VoLTE/ },
    { it: 'a message too few', truths: [{ ...truth, messages: 8 }], want: /messages 7, not 8/ },
    { it: 'another outcome', truths: [{ ...truth, outcome: 'failed' }], want: /outcome/ },
    {
      it: 'another metric',
      truths: [{ ...truth, metrics: { setup_time_ms: 1999 } }],
      want: /setup_time_ms 2000, not 1999/,
    },
    { it: 'a metric that nobody can know', truths: [{ ...truth, unknown: ['pdd_ms'] }], want: /pdd_ms/ },
    { it: 'a leg that is missing', truths: [{ ...truth, call_ids: ['x', truth.key] }], want: /Call-IDs/ },
    { it: 'a stream too many', truths: [{ ...truth, streams: [forth] }], want: /besides the stream 0x22222222/ },
    {
      it: 'a stream that is missing',
      truths: [{ ...truth, streams: [forth, back, back] }],
      want: /no stream 0x22222222/,
    },
    { it: 'a packet lost', truths: [{ ...truth, streams: [forth, { ...back, lost: 1 }] }], want: /lost 0, not 1/ },
    {
      it: 'other jitter',
      truths: [{ ...truth, streams: [forth, { ...back, jitter_max_ms: 1 }] }],
      want: /jitter_max_ms 0, not 1/,
    },
  ]
  it.each(cases)('$it', ({ truths, want }) => {
    expect(differences(found, truths).join('\n')).toMatch(want)
  })

  it('nothing where nothing is', () => {
    expect(differences(found, [truth])).toEqual([])
  })
})
