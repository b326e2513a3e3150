/** What agents ask media gateways for, end to end: sessions by call, their media, and calls of SIP that they serve. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { audio, command, response } from '../make/mgcp.ts'
import { rtpStream } from '../make/rtp.ts'
import { Wire } from '../make/wire.ts'
import { membersOf } from './worked.ts'

const AGENT = end('10.0.0.60', 2727)
const GATEWAY = end('10.0.0.61', 2427)
const ENDPOINT = 'rtpbridge/1@mgw'
const [RADIO, CORE] = [end('10.0.1.5', 4000), end('10.0.2.5', 6000)]
const [TO_RADIO, TO_CORE] = [end('10.0.0.61', 16_000), end('10.0.0.61', 16_002)]

class Control {
  readonly wire = new Wire()

  ask(at: number, bytes: Uint8Array): this {
    this.wire.udp(at, AGENT, GATEWAY, bytes)
    return this
  }

  answer(at: number, bytes: Uint8Array): this {
    this.wire.udp(at, GATEWAY, AGENT, bytes)
    return this
  }

  async sessions(): Promise<Awaited<ReturnType<typeof analyzeCapture>>['sessions']> {
    return (await analyzeCapture(pcap(this.wire.packets))).sessions
  }
}

/** A call at the gateway: two connections, made, changed and deleted. */
function bridged(control: Control, call = '2a'): void {
  const of = (...lines: string[]): string[] => [`C: ${call}`, ...lines]
  control
    .ask(0, command('CRCX', 1, 'rtpbridge/*@mgw', of('M: recvonly')))
    .answer(8, response(200, 1, [`Z: ${ENDPOINT}`, 'I: A1'], audio(TO_RADIO.address, TO_RADIO.port)))
    .ask(20, command('CRCX', 2, ENDPOINT, of('M: sendrecv'), audio(CORE.address, CORE.port)))
    .answer(28, response(200, 2, ['I: B2'], audio(TO_CORE.address, TO_CORE.port)))
    .ask(40, command('MDCX', 3, ENDPOINT, of('I: A1', 'M: sendrecv'), audio(RADIO.address, RADIO.port)))
    .answer(48, response(200, 3))
  for (const [i, [from, to]] of (
    [
      [RADIO, TO_RADIO],
      [TO_CORE, CORE],
    ] as const
  ).entries()) {
    rtpStream(control.wire, { at: 100, from, to, ssrc: 7 + i, packets: 50 })
  }
  control
    .ask(2000, command('DLCX', 4, ENDPOINT, of('I: A1')))
    .answer(2008, response(250, 4, ['P: PS=0, OS=0, PR=50, OR=8000, PL=0, JI=0']))
    .ask(2020, command('DLCX', 5, ENDPOINT, of('I: B2')))
    .answer(2028, response(250, 5))
}

describe('MGCP', () => {
  it('a call at a gateway is one session, with what it bridged', async () => {
    const control = new Control()
    bridged(control)
    const sessions = await control.sessions()
    expect(sessions).toMatchObject([
      {
        type: 'OTHER',
        subtype: 'MGCP',
        outcome: 'success',
        session_key: '10.0.0.60:2727>10.0.0.61:2427 call 2a',
        correlation_key: { call_id: '2a', endpoints: [ENDPOINT], connections: ['A1', 'B2'] },
        metrics: { latency_ms: 8, retransmissions: 0, failures: 0, rtp_packets: 100, rtp_loss: 0 },
        participant_roles: { '10.0.0.61:2427': { role: 'MGW' } },
      },
    ])
    expect(sessions[0]?.events.map(({ message_type: name, details }) => [name, details['answers']])).toContainEqual([
      '250 Connection Deleted',
      'DLCX',
    ])
  })

  it('a call id that is given again is of another call', async () => {
    const control = new Control()
    bridged(control)
    control.ask(3000, command('CRCX', 9, 'rtpbridge/*@mgw', ['C: 2a', 'M: recvonly'])).answer(3008, response(403, 9))
    expect((await control.sessions()).map(({ outcome, verdict }) => [outcome, verdict?.['name']])).toEqual([
      ['success', undefined],
      ['failed', 'Insufficient Resources Now'],
    ])
  })

  it('a command that is sent again, and its answer, are told as such', async () => {
    const create = command('CRCX', 1, ENDPOINT, ['C: 3', 'M: recvonly'])
    const made = response(200, 1, ['I: A1'])
    const control = new Control().ask(0, create).answer(5, made).ask(200, create).answer(205, made)
    control.ask(300, command('DLCX', 2, ENDPOINT, ['C: 3', 'I: A1'])).answer(305, response(250, 2))
    const [session, ...others] = await control.sessions()
    expect(others).toEqual([])
    expect(session).toMatchObject({ outcome: 'success', metrics: { latency_ms: 5, retransmissions: 2 } })
  })

  it('what is done in between does not end a command', async () => {
    const control = new Control()
      .ask(0, command('RQNT', 1, 'aaln/1@rgw', ['X: 1f', 'R: L/hd']))
      .answer(5, response(100, 1))
      .answer(25, response(200, 1))
    control.wire.udp(900, GATEWAY, AGENT, command('NTFY', 77, 'aaln/1@rgw', ['X: 1f', 'O: L/hd']))
    control.wire.udp(905, AGENT, GATEWAY, response(200, 77))
    expect(await control.sessions()).toMatchObject([
      { outcome: 'success', metrics: { latency_ms: 25, retransmissions: 0 }, events_count: 5 },
    ])
  })

  it('nobody answers', async () => {
    const create = command('CRCX', 1, ENDPOINT, ['C: 3', 'M: recvonly'])
    const control = new Control().ask(0, create).ask(500, create).ask(1500, create)
    control.answer(1600, command('RSIP', 5, '*@mgw', ['RM: restart']))
    const sessions = await control.sessions()
    expect(sessions.find(({ correlation_key: key }) => key['call_id'] === '3')).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'timeout', operation: 'CRCX' },
      metrics: { retransmissions: 2 },
    })
  })

  it('audits that are answered are counted', async () => {
    const control = new Control()
    for (let i = 0; i < 5; i++) {
      control.ask(1000 * i, command('AUEP', 10 + i, ENDPOINT)).answer(1000 * i + 3, response(200, 10 + i))
    }
    expect(await control.sessions()).toMatchObject([{ subtype: 'MGCP', metrics: { heartbeats: 5 }, events_count: 1 }])
  })

  it('what a gateway does for a call of SIP belongs to it, and the media is the call’s', async () => {
    const control = new Control()
    const { media } = BOB
    answeredCall(control.wire, { at: 1000, packets: 50 })
    control
      .ask(1500, command('CRCX', 1, ENDPOINT, ['C: 5', 'M: sendrecv']))
      .answer(1508, response(200, 1, ['I: A1'], audio(media.address, media.port)))
      .ask(3005, command('MDCX', 2, ENDPOINT, ['C: 5', 'I: A1', 'M: sendrecv']))
      .answer(3010, response(200, 2, [], audio(media.address, media.port)))
    const sessions = await control.sessions()
    const call = sessions.find(({ type }) => type === 'VoLTE')!
    expect(membersOf(call)).toEqual(['OTHER media_for gateway-media'])
    expect(call.metrics).toMatchObject({ rtp_packets: 100 })
    expect(sessions.find(({ subtype }) => subtype === 'MGCP')?.metrics['rtp_packets']).toBeUndefined()
  })
})
