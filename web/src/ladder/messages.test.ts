import { describe, expect, it } from 'vitest'
import type { Event } from '../client/records.ts'
import { answers, describedMedia, detailOf, fails, isOfHeartbeats } from './messages.ts'

const base = { message_type: 'X', details: {}, short: '', protocol: 'SIP' } as unknown as Event

describe('whether a message answers', () => {
  const cases: { it: string; message: Partial<Event>; want: boolean }[] = [
    { it: 'a status', message: { details: { status: 200 } }, want: true },
    { it: 'a method', message: { details: { method: 'INVITE' } }, want: false },
    {
      it: 'a Diameter answer, whatever its name',
      message: { details: { request: false }, message_type: 'AA' },
      want: true,
    },
    { it: 'an outcome of S1AP', message: { details: { pdu_type: 1 } }, want: true },
    {
      it: 'an initiating message that is named like an answer',
      message: { details: { pdu_type: 0 }, message_type: 'X Response' },
      want: false,
    },
    { it: 'a name alone', message: { message_type: 'Create Bearer Response' }, want: true },
    { it: 'a request by its name', message: { message_type: 'Create Bearer Request' }, want: false },
  ]
  it.each(cases)('$it', ({ message, want }) => {
    expect(answers({ ...base, ...message })).toBe(want)
  })
})

describe('whether a message fails', () => {
  const cases: { it: string; details: Event['details']; want: boolean }[] = [
    { it: 'an error status', details: { status: 503 }, want: true },
    { it: 'a challenge is a step of the way', details: { status: 401 }, want: false },
    { it: 'what was cancelled ends as asked', details: { status: 487, failed: true }, want: false },
    { it: 'what the decoder says', details: { failed: true, cause_code: 73 }, want: true },
    { it: 'an unsuccessful outcome', details: { pdu_type: 2 }, want: true },
    { it: 'success', details: { status: 200 }, want: false },
  ]
  it.each(cases)('$it', ({ details, want }) => {
    expect(fails({ details })).toBe(want)
  })
})

describe('what stands beside the name', () => {
  const cases: {
    short: string
    message_type: string
    protocol?: string
    details?: Event['details']
    want: string
  }[] = [
    { short: 'SIP INVITE [SDP]', message_type: 'INVITE', want: 'SDP' },
    { short: 'SIP 200 OK (INVITE) [SDP]', message_type: '200 OK', want: 'INVITE · SDP' },
    { short: 'SIP ACK', message_type: 'ACK', want: '' },
    { short: 'SIP ACK', message_type: 'ACK', details: { comment: 'look' }, want: '“look”' },
    { short: 'SIP INVITE [SDP]', message_type: 'INVITE', details: { comment: 'a\nb' }, want: 'SDP · “a␊b”' },
    {
      short: 'GTPv2 Create Bearer Request QCI 1',
      message_type: 'Create Bearer Request',
      protocol: 'GTPv2',
      want: 'QCI 1',
    },
    { short: 'something else', message_type: 'INVITE', want: 'something else' },
    { short: `SIP INVITE ${'x'.repeat(99)}`, message_type: 'INVITE', want: `${'x'.repeat(47)}…` },
  ]
  it.each(cases)('$short', ({ want, ...message }) => {
    expect(detailOf({ ...base, ...message })).toBe(want)
  })

  it('media of a description', () => {
    const media = [
      {
        type: 'audio',
        port: 49152,
        direction: 'sendrecv',
        codecs: [{ name: 'AMR-WB' }, { name: 'AMR-WB' }, { name: 'PCMU' }],
      },
      { type: 'video', port: 0, codecs: [{ name: 'H264' }] },
    ]
    expect(describedMedia({ details: { sdp: { media } } })).toBe('audio AMR-WB, PCMU · video off H264')
    expect(describedMedia({ details: { sdp: 'none' } })).toBe('')
  })
})

describe('whether heartbeats are what a session is about', () => {
  const beats = { ...base, details: { count: 12, first_frame: 3 } }
  it.each([
    ['nothing else is in it', {}, [beats], true],
    ['something else is', {}, [beats, base], false],
    ['they are, also where some were not answered', { of_heartbeats: true }, [beats, base], true],
  ])('%s', (_, facts, events, want) => {
    expect(isOfHeartbeats({ facts, events })).toBe(want)
  })
})
