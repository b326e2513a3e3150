/** SIP as it is really written (DOMAIN §6, S): the same call, its bytes changed on the way. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall, dialogOf, hangUp, truthOf } from '../make/calls/answered.ts'
import { ALICE, BOB, describe as sdpOf } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { end, type End } from '../make/internet.ts'
import { concat, latin1, utf8 } from '../make/octets.ts'
import { goodbye, receiverReport } from '../make/rtcp.ts'
import { rtpStream } from '../make/rtp.ts'
import { PCMA, PCMU, sdp } from '../make/sdp.ts'
import { Dialog, sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

const COMPACT: readonly [RegExp, string][] = [
  [/^Call-ID:/gm, 'i:'],
  [/^From:/gm, 'f:'],
  [/^To:/gm, 't:'],
  [/^Via:/gm, 'v:'],
  [/^Contact:/gm, 'm:'],
  [/^Content-Length:/gm, 'l:'],
  [/^Content-Type:/gm, 'c:'],
]

function compact(text: string): string {
  return COMPACT.reduce((changed, [name, short]) => changed.replaceAll(name, short), text)
}

describe('the same call, written otherwise', () => {
  const cases: { it: string; change: (text: string) => string }[] = [
    { it: 'S1 compact names', change: compact },
    { it: 'S1 folded headers', change: (text) => text.replace(';tag=', '\r\n ;tag=') },
    { it: 'S2 lines that end in LF alone', change: (text) => text.replaceAll('\r\n', '\n') },
    { it: 'S3 no Content-Length', change: (text) => text.replace(/Content-Length: \d+\r\n/, '') },
    {
      it: 'S3 a Content-Length beyond the datagram',
      change: (text) => text.replace(/Content-Length: \d+/, 'Content-Length: 9999'),
    },
    {
      it: 'S4 names in odd case, a space before the colon',
      change: (text) =>
        text.replaceAll(/^(Call-ID|CSeq|Via|From|To):/gim, (name) => `${name.slice(0, -1).toUpperCase()} :`),
    },
    {
      it: 'S5 a display name with everything in it',
      change: (text) => text.replaceAll(/^(From|To): </gm, '$1: "Mr. <X>, \\"Y\\"; tag=no" <'),
    },
    {
      it: 'S7 a display name in no known alphabet',
      change: (text) => text.replaceAll(/^(From|To): </gm, '$1: "\u00fc\u00ff\u0080" <'),
    },
    { it: 'S9 no reason phrase', change: (text) => text.replace(/^(SIP\/2\.0 \d+) .*/, '$1 ') },
  ]
  it.each(cases)('$it', async ({ change }) => {
    const wire = new Wire()
    const send = (at: number, from: End, to: End, bytes: Uint8Array): void =>
      wire.udp(at, from, to, latin1(change(new TextDecoder('latin1').decode(bytes))))
    const truth = answeredCall(wire, { send, packets: 10 })
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })
})

describe('calls out of the ordinary', () => {
  it('S14 an answer that crosses its CANCEL wins; the BYE ends it', async () => {
    const wire = new Wire()
    const dialog = dialogOf(wire, [ALICE, BOB], {})
    const invite = dialog.request(0, 'INVITE', { initial: true, sdp: sdpOf(ALICE) })
    dialog.response(100, invite, 180)
    const cancel = dialog.request(999, 'CANCEL', { of: invite, initial: true })
    dialog.response(1000, invite, 200, { sdp: sdpOf(BOB) })
    dialog.response(1005, cancel, 200)
    dialog.request(1010, 'ACK', { of: invite })
    hangUp(dialog, 1020)
    const truth = { ...truthOf(dialog, 0, []), outcome: 'success', metrics: { setup_time_ms: 1000, pdd_ms: 100 } }
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('S18 both sides hang up at once', async () => {
    const wire = new Wire()
    const dialog = dialogOf(wire, [ALICE, BOB], {})
    const invite = dialog.request(0, 'INVITE', { initial: true, sdp: sdpOf(ALICE) })
    dialog.response(500, invite, 200, { sdp: sdpOf(BOB) })
    dialog.request(510, 'ACK', { of: invite })
    const one = dialog.request(2000, 'BYE')
    const other = dialog.request(2001, 'BYE', { by: 'callee' })
    dialog.response(2010, one, 481)
    dialog.response(2011, other, 481)
    const truth = { ...truthOf(dialog, 0, []), outcome: 'success', metrics: { setup_time_ms: 500 } }
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('S23 sent elsewhere with 302, and answered there: one attempt', async () => {
    const wire = new Wire()
    const dialog = dialogOf(wire, [ALICE, BOB], {})
    const first = dialog.request(0, 'INVITE', { initial: true, sdp: sdpOf(ALICE) })
    dialog.response(50, first, 302, { toTag: 'redirect' })
    dialog.request(52, 'ACK', { of: first, initial: true, toTag: 'redirect' })
    const second = dialog.request(60, 'INVITE', { initial: true, sdp: sdpOf(ALICE), uri: 'sip:other@example.org' })
    dialog.response(160, second, 180)
    dialog.response(900, second, 200, { sdp: sdpOf(BOB) })
    dialog.request(910, 'ACK', { of: second })
    hangUp(dialog, 2000)
    // RFC 6076 §4.3.1: the redirection does not stop the clock.
    const truth = { ...truthOf(dialog, 0, []), outcome: 'success', metrics: { setup_time_ms: 900, pdd_ms: 160 } }
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('S25 a port of 0 and a hold of 0.0.0.0 are no places to wait for media', async () => {
    const wire = new Wire()
    const dialog = dialogOf(wire, [ALICE, BOB], {})
    const [audio, video] = [ALICE.media, { address: ALICE.media.address, port: 0, type: 'video' }]
    const invite = dialog.request(0, 'INVITE', { initial: true, sdp: sdp([audio, video]) })
    dialog.response(500, invite, 200, { sdp: sdpOf(BOB) })
    dialog.request(510, 'ACK', { of: invite })
    const streams = [rtpStream(wire, { at: 520, from: BOB.media, to: ALICE.media, ssrc: 5, packets: 20 })]
    const hold = dialog.request(1000, 'INVITE', { sdp: sdp({ address: '0.0.0.0', port: 9 }, 2) })
    dialog.response(1010, hold, 200, { sdp: sdpOf(BOB, { version: 2 }) })
    dialog.request(1020, 'ACK', { of: hold })
    hangUp(dialog, 2000)
    const truth = { ...truthOf(dialog, 0, streams), outcome: 'success', metrics: { setup_time_ms: 500 } }
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('S36 a session timer’s refresh leaves the setup time as it was', async () => {
    const wire = new Wire()
    const dialog = dialogOf(wire, [ALICE, BOB], {})
    const invite = dialog.request(0, 'INVITE', { initial: true, sdp: sdpOf(ALICE) })
    dialog.response(500, invite, 200, { sdp: sdpOf(BOB) })
    dialog.request(510, 'ACK', { of: invite })
    for (let at = 90_000; at < 400_000; at += 90_000) {
      const refresh = dialog.request(at, 'INVITE', {
        sdp: sdpOf(ALICE),
        headers: [['Session-Expires', '180;refresher=uac']],
      })
      dialog.response(at + 20, refresh, 200, { sdp: sdpOf(BOB) })
      dialog.request(at + 30, 'ACK', { of: refresh })
    }
    const ends = hangUp(dialog, 400_000)
    const truth = { ...truthOf(dialog, 0, []), outcome: 'success', metrics: { setup_time_ms: 500, duration_ms: ends } }
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('S22 two calls of the same numbers at once through two agents stay two', async () => {
    const wire = new Wire()
    const calls = [0, 1].map((n) =>
      answeredCall(wire, {
        at: n * 50,
        callId: `twin-${n}@10.45.0.5`,
        packets: 10,
        phones: [
          { ...ALICE, media: end('10.45.0.5', 49_200 + n * 2) },
          { ...BOB, media: end('10.46.0.9', 30_200 + n * 2) },
        ],
        media: { ssrc: 0x100 + n },
      }),
    )
    expect(differences(await analyzeCapture(pcap(wire.packets)), calls)).toEqual([])
  })

  it('R6 another payload type in mid-stream is the same stream', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 30, codecs: [PCMU, PCMA] })
    const on = { from: BOB.media, to: ALICE.media, ssrc: 0x22222222, firstSequence: 5030, firstTimestamp: 164_800 }
    rtpStream(wire, { ...on, at: 2620, packets: 20, payloadType: 8, marker: () => false })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const back = sessions[0]?.media.filter(({ ssrc }) => ssrc === '0x22222222')
    expect(back?.map(({ packets, lost }) => [packets, lost])).toEqual([[50, 0]])
    expect(truth.streams[1]?.packets).toBe(30)
  })

  it('a BYE of RTCP is told', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 20 })
    const [bob, alice] = [end(BOB.media.address, BOB.media.port + 1), end(ALICE.media.address, ALICE.media.port + 1)]
    wire.udp(2410, bob, alice, concat(receiverReport(0x22222222, []), goodbye(0x22222222)))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const told = sessions[0]?.events
      .filter(({ protocol }) => protocol === 'RTCP')
      .map(({ message_type }) => message_type)
    expect(told).toEqual(['RR+BYE'])
  })
})

describe('outside calls', () => {
  const cases: { it: string; method: string; type: string }[] = [
    { it: 'MESSAGE', method: 'MESSAGE', type: 'SIP_MESSAGE' },
    { it: 'SUBSCRIBE', method: 'SUBSCRIBE', type: 'SIP_SUBSCRIPTION' },
    { it: 'REGISTER', method: 'REGISTER', type: 'SIP_REGISTRATION' },
    { it: 'OPTIONS', method: 'OPTIONS', type: 'SIP_OPTIONS' },
  ]
  it.each(cases)('$it', async ({ method, type }) => {
    const wire = new Wire()
    const dialog = new Dialog(wire, { callId: `${method}@10.45.0.5`, caller: ALICE.agent, callee: BOB.agent })
    dialog.response(20, dialog.request(0, method, { initial: true }), 200)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map((session) => [session.type, session.outcome])).toEqual([[type, 'success']])
  })

  it('S38 an ACK alone is a call of which little is known', async () => {
    const wire = new Wire()
    const message = sipMessage('ACK sip:b@example.org SIP/2.0', [
      ['Via', 'SIP/2.0/UDP 10.45.0.5;branch=z9hG4bK1'],
      ['From', '<sip:a@example.org>;tag=1'],
      ['To', '<sip:b@example.org>;tag=2'],
      ['Call-ID', 'alone'],
      ['CSeq', '1 ACK'],
    ])
    wire.udp(0, ALICE.agent.end, BOB.agent.end, message)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type, outcome }) => [type, outcome])).toEqual([['VoLTE', 'incomplete']])
    expect(sessions[0]?.metrics).not.toHaveProperty('setup_time_ms')
  })

  it('S33 a header of 60 KiB and a thousand Vias are read, or left, without harm', async () => {
    const wire = new Wire()
    const vias = Array.from({ length: 1000 }, (_, i) => ['Via', `SIP/2.0/UDP h${i};branch=z9hG4bK${i}`] as const)
    const send = (at: number, from: End, to: End, bytes: Uint8Array): void =>
      wire.udpFragments(at, from, to, bytes, { size: 1400 })
    const dialog = new Dialog(wire, { callId: 'long', caller: ALICE.agent, callee: BOB.agent, send })
    dialog.request(0, 'INVITE', { initial: true, headers: vias })
    dialog.request(1000, 'INVITE', { initial: true, headers: [['Subject', 'x'.repeat(60_000)]] })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ session_key }) => session_key)).toEqual(['long'])
  })

  it('S8 a method nobody knows is shown by its name', async () => {
    const wire = new Wire()
    const message = utf8(
      'KDMQ sip:x@10.0.0.1 SIP/2.0\r\nCall-ID: k\r\nCSeq: 1 KDMQ\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@b>\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n\r\n',
    )
    wire.udp(0, ALICE.agent.end, BOB.agent.end, message)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.flatMap(({ events }) => events.map(({ message_type }) => message_type))).toEqual(['KDMQ'])
  })
})
