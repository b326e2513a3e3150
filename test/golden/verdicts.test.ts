/** How sessions went, and the first thing that went wrong: DOMAIN 5.4, issue 6. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { callIdOf, play, type Story } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import { end } from '../make/internet.ts'
import { Dialog } from '../make/sip.ts'
import { ALICE, BOB, describe as offer } from '../make/calls/phone.ts'
import { SIP_STATUS } from '../../src/correlate/rules/tables-sip-status.ts'
import { REASONS } from '../../src/protocols/sip/tables.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'

async function callOf(story: Partial<Story>): Promise<SessionDetail> {
  const wire = new Wire()
  play(wire, [{ n: 1, at: 0, ip: '10.45.0.5', ...story }])
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.find(({ session_key }) => session_key === callIdOf(1))!
}

it('every refusal that SIP names has the same name in verdicts', () => {
  const refusals = Object.entries(REASONS).filter(([status]) => Number(status) >= 300)
  expect(Object.fromEntries(Object.entries(SIP_STATUS).map(([status, [name]]) => [status, name]))).toEqual(
    Object.fromEntries(refusals),
  )
})

describe('the verdict on a call', () => {
  it('names the message that ended it, its clause and its event', async () => {
    const { verdict, outcome, events } = await callOf({ status: 486 })
    expect(outcome).toBe('failed')
    expect(verdict).toMatchObject({
      kind: 'busy',
      code: 486,
      name: 'Busy Here',
      clause: 'RFC 3261 §21.4.24',
      request: 'INVITE',
    })
    const event = events.find(({ event_id }) => event_id === verdict!['event_id'])!
    expect(event).toMatchObject({ message_type: '486 Busy Here', frame: verdict!['frame'] })
    expect(verdict!['text']).toMatch(/^SIP INVITE failed with 486 Busy Here: the called side was busy \(frame \d+/)
  })

  it('names what a member failed by before', async () => {
    const { verdict } = await callOf({ status: 503, refusal: 5065 })
    expect(verdict).toMatchObject({ code: 503, because: { protocol: 'DIAMETER', code: 5065, request: 'AAR' } })
    expect((verdict!['because'] as { frame: number }).frame).toBeLessThan(verdict!['frame'] as number)
    expect(verdict!['text']).toMatch(/^SIP INVITE failed with 503 .+\. Before it, DIAMETER AAR failed with 5065 .+\.$/)
  })

  it('says who ended one that went well', async () => {
    const { verdict, outcome } = await callOf({})
    expect(outcome).toBe('success')
    expect(verdict).toMatchObject({ kind: 'answered', ended_by: 'caller', text: 'Answered; the caller ended it.' })
  })
})

/** An INVITE sent twice, and something else at the end of the capture: from who was asked, if that is heard at all. */
async function silent(captureEnds: number, { isHeard = true } = {}): Promise<SessionDetail> {
  const wire = new Wire()
  const dialog = new Dialog(wire, { callId: 'silent@x', caller: ALICE.agent, callee: BOB.agent })
  const invite = dialog.request(0, 'INVITE', { initial: true, sdp: offer(ALICE) })
  dialog.repeat(500, invite)
  wire.udp(
    captureEnds,
    end(isHeard ? BOB.agent.end.address : '10.9.9.9', 9999),
    end('10.9.9.8', 9998),
    new Uint8Array(20),
  )
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.find(({ session_key }) => session_key === 'silent@x')!
}

describe('silence', () => {
  it('is a timeout where the capture goes on for longer than the timer', async () => {
    expect(await silent(40_000)).toMatchObject({ outcome: 'failed', verdict: { kind: 'timeout', timer: 'B' } })
  })

  it('tells nothing where who was asked is never heard at all', async () => {
    const told = await silent(40_000, { isHeard: false })
    expect(told).toMatchObject({ outcome: 'incomplete', verdict: { kind: 'one_direction' } })
  })

  it('is no timeout where the capture ends before', async () => {
    expect(await silent(20_000)).toMatchObject({ outcome: 'incomplete', verdict: { kind: 'incomplete_capture' } })
  })
})

/** What came of a call of which only the answer to its INVITE was captured. */
async function unasked(status: number, isEnded = false): Promise<unknown> {
  const wire = new Wire()
  const dialog = new Dialog(wire, { callId: 'unasked@x', caller: ALICE.agent, callee: BOB.agent })
  const elsewhere = new Dialog(new Wire(), dialog.options)
  dialog.response(0, elsewhere.request(0, 'INVITE', { initial: true }), status)
  if (isEnded) dialog.response(5020, dialog.request(5000, 'BYE'), 200)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return [sessions[0]?.outcome, sessions[0]?.verdict?.['text']]
}

/** A call that is answered, changed, and ended: what it was refused meanwhile, by the text. */
async function changed(...answers: readonly number[]): Promise<unknown> {
  const wire = new Wire()
  const dialog = new Dialog(wire, { callId: 'changed@x', caller: ALICE.agent, callee: BOB.agent })
  const invite = dialog.request(0, 'INVITE', { initial: true, sdp: offer(ALICE) })
  dialog.response(100, invite, 200)
  dialog.request(150, 'ACK')
  answers.forEach((status, i) => {
    dialog.response(1050 + i * 1000, dialog.request(1000 + i * 1000, 'INVITE', { sdp: offer(ALICE) }), status)
  })
  dialog.response(9020, dialog.request(9000, 'BYE'), 200)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return [sessions[0]?.outcome, sessions[0]?.verdict?.['text']]
}

describe('a call that was to be changed', () => {
  it('says what it was refused', async () => {
    const refusal = 'SIP INVITE failed with 488 Not Acceptable Here (frame 5, RFC 3261 §21.4.26)'
    expect(await changed(488)).toEqual(['success', `Answered; the caller ended it; ${refusal}.`])
  })

  it('unless it was granted at another try', async () => {
    expect(await changed(488, 200)).toEqual(['success', 'Answered; the caller ended it.'])
    expect(await changed(491, 200)).toEqual(['success', 'Answered; the caller ended it.'])
  })
})

/** A call that was challenged, whose second INVITE the capture lacks. */
async function challengedThen(status: number): Promise<unknown> {
  const wire = new Wire()
  const dialog = new Dialog(wire, { callId: 'lost@x', caller: ALICE.agent, callee: BOB.agent })
  dialog.response(20, dialog.request(0, 'INVITE', { initial: true, sdp: offer(ALICE) }), 407)
  dialog.response(140, dialog.request(100, 'INVITE', { initial: true, sdp: offer(ALICE) }), status)
  const { sessions } = await analyzeCapture(pcap(wire.packets.filter(({ at }) => at !== 100)))
  return [sessions[0]?.outcome, sessions[0]?.verdict?.['code'] ?? sessions[0]?.verdict?.['kind']]
}

describe('a final answer whose request the capture lacks', () => {
  it('tells how it went behind a challenge too', async () => {
    expect(await challengedThen(403)).toEqual(['failed', 403])
    expect(await challengedThen(407)).toEqual(['incomplete', 'challenged'])
  })

  it('tells how it went', async () => {
    expect(await unasked(486)).toEqual([
      'failed',
      'SIP INVITE failed with 486 Busy Here: the called side was busy (frame 1, RFC 3261 §21.4.24).',
    ])
    expect(await unasked(200)).toEqual(['incomplete', 'Answered, and not seen to end.'])
    expect(await unasked(200, true)).toEqual(['success', 'Answered.'])
  })

  it('unless it is a challenge, after which another try comes', async () => {
    expect(await unasked(401)).toEqual(['incomplete', 'Challenged to authenticate, and nothing came after it.'])
  })
})

/** What came of a call, of which the capture begins later. */
async function midway(make: (dialog: Dialog) => void): Promise<unknown> {
  const wire = new Wire()
  make(new Dialog(wire, { callId: 'midway@x', caller: ALICE.agent, callee: BOB.agent }))
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions.map(({ outcome }) => outcome)).toEqual(['incomplete'])
  return sessions[0]!.verdict?.['kind']
}

describe('S20 a capture that begins in mid-call', () => {
  it.each([
    ['its end', (dialog: Dialog) => void dialog.response(20, dialog.request(0, 'BYE'), 200)],
    ['a hold', (dialog: Dialog) => void dialog.response(20, dialog.request(0, 'INVITE', { sdp: offer(ALICE) }), 200)],
  ])('with %s says so', async (_, make) => {
    expect(await midway(make)).toBe('no_creation')
  })

  it('with an answer alone does not: what it answers may have been the first one', async () => {
    const kind = await midway((dialog) => {
      const elsewhere = new Dialog(new Wire(), dialog.options)
      dialog.response(0, elsewhere.request(0, 'INVITE', { initial: true }), 180)
    })
    expect(kind).toBe('incomplete_capture')
  })
})
