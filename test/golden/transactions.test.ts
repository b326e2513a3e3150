/** Calls whose transactions are not as plain as a call's mostly are: RFC 3261, 3264, 4028. */
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { dialogOf, hangUp } from '../make/calls/answered.ts'
import { ALICE, BOB, CAROL, describe as describing, type Phone, PROXY } from '../make/calls/phone.ts'
import { refuse } from '../make/calls/refused.ts'
import { talking } from '../make/calls/talking.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { end, type End } from '../make/internet.ts'
import { utf8 } from '../make/octets.ts'
import { rtpStream } from '../make/rtp.ts'
import { Dialog, type Sent } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

async function callOf(packets: readonly TimedPacket[]): Promise<SessionDetail> {
  const { sessions } = await analyzeCapture(pcap(packets))
  expect(sessions.map(({ type }) => type)).toEqual(['VoLTE'])
  return sessions[0]!
}

async function callIn(make: (wire: Wire) => void): Promise<SessionDetail> {
  const wire = new Wire()
  make(wire)
  return callOf(wire.packets)
}

/** What was captured behind a proxy: one branch of a fork. */
function branch(wire: Wire, { agent }: Phone, from: End = PROXY): Dialog {
  const toTag = `at-${agent.end.address}`
  const common = { callId: 'fork@x', caller: { ...ALICE.agent, end: from }, called: BOB.agent, fork: toTag }
  return new Dialog(wire, { ...common, callee: agent, toTag })
}

const offer = { initial: true, sdp: describing(ALICE) }
/** The same request on another branch. */
const forked = (invite: Sent) => ({ ...offer, forks: { ...invite, branch: `${invite.branch}b` } })

function accept(dialog: Dialog, at: number, invite: Sent, phone: Phone): void {
  dialog.response(at, invite, 200, { sdp: describing(phone) })
  dialog.request(at + 10, 'ACK', { of: invite })
}

describe('both sides count their requests from 1', () => {
  it('and a re-INVITE of the callee is no branch and no dialog of its own', async () => {
    const { facts, metrics, verdict } = await callIn((wire) => {
      talking(wire, {
        during: ({ dialog, answered }) => {
          const again = dialog.request(answered + 3000, 'INVITE', {
            by: 'callee',
            sdp: describing(BOB, { version: 2 }),
          })
          dialog.response(answered + 3010, again, 200, { sdp: describing(ALICE, { version: 2 }) })
          dialog.request(answered + 3020, 'ACK', { by: 'callee', of: again })
        },
      })
    })
    expect(facts).toEqual({ dialogs: [{ to_tag: 't-talk@10.45.0', status: 200, state: 'confirmed' }] })
    expect(metrics).toMatchObject({ setup_time_ms: 1000, answer_to_ack_ms: 10, attempts: 1, talk_time_ms: 12_000 })
    expect(verdict).toMatchObject({ kind: 'answered', ended_by: 'caller' })
  })
})

describe('a fork of which only the branches were captured', () => {
  it('is answered where one of them was, whoever refused before', async () => {
    const { outcome, metrics } = await callIn((wire) => {
      const [one, other] = [branch(wire, BOB), branch(wire, CAROL)]
      const invite = one.request(0, 'INVITE', offer)
      const second = other.request(1, 'INVITE', forked(invite))
      one.response(50, invite, 180)
      refuse(one, 1000, invite, 486)
      accept(other, 2000, second, CAROL)
      hangUp(other, 8000)
    })
    expect(outcome).toBe('success')
    expect(metrics).toMatchObject({ pdd_ms: 50, setup_time_ms: 2000, talk_time_ms: 6000, attempts: 1 })
  })

  it('fails by what the last one said, where a proxy cancelled those before', async () => {
    const { outcome, verdict } = await callIn((wire) => {
      const [one, other] = [branch(wire, BOB), branch(wire, CAROL)]
      const invite = one.request(0, 'INVITE', offer)
      one.response(50, invite, 180)
      const cancel = one.request(5000, 'CANCEL', { of: invite, initial: true })
      one.response(5005, cancel, 200)
      refuse(one, 5010, invite, 487)
      refuse(other, 7000, other.request(5020, 'INVITE', forked(invite)), 486)
    })
    expect(outcome).toBe('failed')
    expect(verdict).toMatchObject({ kind: 'busy', code: 486 })
  })

  it('is answered where both reach one phone, which refuses the second with 482', async () => {
    const { outcome, metrics } = await callIn((wire) => {
      const [one, other] = [branch(wire, BOB), branch(wire, BOB, end('10.0.0.22', 5060))]
      const invite = one.request(0, 'INVITE', offer)
      refuse(other, 5, other.request(3, 'INVITE', forked(invite)), 482, 'merged')
      one.response(50, invite, 180)
      accept(one, 1000, invite, BOB)
      hangUp(one, 8000)
    })
    expect(outcome).toBe('success')
    expect(metrics).toMatchObject({ pdd_ms: 50, setup_time_ms: 1000, attempts: 1 })
  })
})

describe('an attempt that is refused', () => {
  it('and taken up with a longer session interval (422) is timed from the first INVITE', async () => {
    const { outcome, metrics, facts } = await callIn((wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'interval@x' })
      refuse(dialog, 40, dialog.request(0, 'INVITE', offer), 422)
      const again = dialog.request(60, 'INVITE', offer)
      dialog.response(100, again, 180)
      accept(dialog, 1000, again, BOB)
      hangUp(dialog, 9000)
    })
    expect(outcome).toBe('success')
    expect(metrics).toMatchObject({ pdd_ms: 100, setup_time_ms: 1000, setup_time_last_attempt_ms: 940, attempts: 2 })
    expect(facts).toMatchObject({ dialogs: [{ status: 200, state: 'confirmed' }] })
  })

  it('with 488 for good has failed, after the time that took', async () => {
    const { outcome, metrics } = await callIn((wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'media@x' })
      refuse(dialog, 300, dialog.request(0, 'INVITE', offer), 488)
    })
    expect(outcome).toBe('failed')
    expect(metrics).toMatchObject({ pdd_ms: 300, srd_failure_ms: 300, failure_delay_ms: 300 })
  })
})

const repeated =
  (times: readonly number[], isLate = false) =>
  (wire: Wire): void => {
    const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'unheard@x' })
    const invite = dialog.request(0, 'INVITE', offer)
    const answer = dialog.response(1000, invite, 200, { sdp: describing(BOB) })
    for (const later of times) dialog.repeat(1000 + later, answer)
    if (isLate) dialog.request(3000, 'ACK', { of: invite })
    hangUp(dialog, 33_000, 'callee')
  }

describe('an answer that nobody acknowledges', () => {
  it('is told, with how often it was repeated', async () => {
    const times = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]
    const { verdict } = await callIn(repeated(times))
    expect(verdict).toMatchObject({ kind: 'answered', ended_by: 'callee', category: 'network', unacknowledged: 10 })
    expect(verdict!['text']).toBe(
      'Answered, but never acknowledged: the answer was repeated 10 times (RFC 3261 §13.3.1.4); the callee ended it.',
    )
  })

  it.each([
    ['at once, in a capture that did not see it', repeated([])],
    ['late', repeated([500, 1500], true)],
  ])('or is acknowledged %s: no finding', async (_what, make) => {
    const { verdict } = await callIn(make)
    expect(verdict).not.toHaveProperty('category')
  })
})

interface Ending {
  readonly by?: 'caller' | 'callee'
  readonly repeats?: readonly number[]
  /** When the last packet of the capture passes, in ms after the BYE. */
  readonly until?: number
  readonly withoutAnswers?: boolean
}

const ending =
  ({ by = 'caller', repeats = [], until = 40_000, withoutAnswers = false }: Ending) =>
  async (): Promise<SessionDetail> => {
    const wire = new Wire()
    const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'unended@x' })
    const invite = dialog.request(0, 'INVITE', offer)
    accept(dialog, 1000, invite, BOB)
    const bye = dialog.request(9000, 'BYE', { by })
    for (const later of repeats) dialog.repeat(9000 + later, bye)
    if (withoutAnswers) dialog.response(9020, bye, 481)
    wire.udp(9000 + until, end('10.9.0.1', 4000), end('10.9.0.2', 4000), utf8('later'))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    return sessions.find(({ type }) => type === 'VoLTE')!
  }

describe('a BYE that nobody answers', () => {
  const repeats = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]

  it.each(['caller', 'callee'] as const)('is told with the side that sent it: the %s', async (by) => {
    const { verdict, outcome } = await ending({ by, repeats })()
    expect(outcome).toBe('success')
    const release = { request: 'BYE', repeats: 10, clause: 'RFC 3261 §15.1.1' }
    expect(verdict).toMatchObject({ kind: 'answered', ended_by: by, category: 'network', unanswered_release: release })
    expect(verdict!['text']).toBe(
      `Answered; the ${by} ended it; nobody answered its BYE though it was repeated 10 times (frame 4, RFC 3261 §15.1.1).`,
    )
  })

  it.each([
    ['is none where the capture ends too soon', ending({ repeats: repeats.slice(0, 4), until: 8000 })],
    ['is none where it was answered, even by no', ending({ withoutAnswers: true })],
  ])('%s', async (_what, make) => {
    expect((await make()).verdict).not.toHaveProperty('unanswered_release')
  })
})

it('a BYE that is challenged ends the call with the second one', async () => {
  const { metrics, outcome } = await callIn((wire) => {
    const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'challenged@x' })
    const invite = dialog.request(0, 'INVITE', offer)
    accept(dialog, 1000, invite, BOB)
    dialog.response(9010, dialog.request(9000, 'BYE'), 407)
    dialog.response(9060, dialog.request(9020, 'BYE'), 200)
  })
  expect(outcome).toBe('success')
  expect(metrics).toMatchObject({ talk_time_ms: 8000, sdd_ms: 60 })
})

it('a capture whose answers stand before their requests, for longer than is waited, tells the same call', async () => {
  const wire = new Wire()
  talking(wire, { forth: false, back: false })
  const { packets } = wire
  const turned = packets.map((_, i) => packets[i ^ 1] ?? packets[i]!)
  const [inOrder, outOfOrder] = [await callOf(packets), await callOf(turned)]
  expect(outOfOrder.metrics).toEqual(inOrder.metrics)
  expect([outOfOrder.outcome, outOfOrder.verdict]).toEqual([inOrder.outcome, inOrder.verdict])
})

describe('media that goes on at another port after a re-INVITE', () => {
  const moved: Phone = { ...BOB, media: end(BOB.media.address, 41_000) }
  const later = { firstSequence: 1300, firstTimestamp: 160_000 + 300 * 160, packets: 690 }

  it.each([
    ['with its SSRC', 0x51],
    ['with another', 0x52],
  ])('%s is no second observation of what went before', async (_what, ssrc) => {
    const { metrics, media, media_verdicts } = await callIn((wire) => {
      talking(wire, {
        talk: 20_000,
        forth: { packets: 300, ssrc: 0x61 },
        back: { packets: 300, ssrc: 0x51 },
        during: ({ dialog, answered }) => {
          const move = dialog.request(answered + 6000, 'INVITE', {
            by: 'callee',
            sdp: describing(moved, { version: 2 }),
          })
          dialog.response(answered + 6010, move, 200, { sdp: describing(ALICE, { version: 2 }) })
          dialog.request(answered + 6015, 'ACK', { by: 'callee', of: move })
          rtpStream(wire, { ...later, at: answered + 6030, from: moved.media, to: ALICE.media, ssrc })
          rtpStream(wire, { ...later, at: answered + 6040, from: ALICE.media, to: moved.media, ssrc: 0x61 })
        },
      })
    })
    expect(metrics).toMatchObject({ rtp_packets: 1980, rtp_loss: 0, rtp_loss_max: 0 })
    expect(media.map((one) => one['same_as'])).toEqual([undefined, undefined, undefined, undefined])
    expect(media_verdicts).toBeUndefined()
  })
})
