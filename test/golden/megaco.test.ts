/** What controllers ask media gateways for in H.248, end to end. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import * as binary from '../make/megaco.ts'
import { utf8 } from '../make/octets.ts'
import { rtpStream } from '../make/rtp.ts'
import { Wire } from '../make/wire.ts'

const CONTROLLER = end('10.0.0.60', 2944)
const GATEWAY = end('10.0.0.61', 2944)
const [FAR, NEAR] = [end('10.0.2.5', 6000), end('10.0.0.61', 2222)]
const audio = ({ address, port }: typeof FAR): string => `v=0\r\nc=IN IP4 ${address}\r\nm=audio ${port} RTP/AVP 8\r\n`

class Control {
  readonly wire = new Wire()

  asks(at: number, body: string): this {
    this.wire.udp(at, CONTROLLER, GATEWAY, utf8(`!/1 [10.0.0.60]:2944 ${body}`))
    return this
  }

  says(at: number, body: string): this {
    this.wire.udp(at, GATEWAY, CONTROLLER, utf8(`!/1 [10.0.0.61]:2944 ${body}`))
    return this
  }

  async sessions(): Promise<Awaited<ReturnType<typeof analyzeCapture>>['sessions']> {
    return (await analyzeCapture(pcap(this.wire.packets))).sessions
  }
}

function conversation(control: Control, { at, id }: { at: number; id: number }): void {
  control
    .asks(at, `T=${id}{C=\${A=A1,A=\${M{O{MO=RC},L{v=0\r\nc=IN IP4 $\r\nm=audio $ RTP/AVP 8\r\n}}}}}`)
    .says(at + 9, `P=${id}{C=2000{A=A1,A=R1{M{L{${audio(NEAR)}}}}}}`)
    .asks(at + 20, `T=${id + 1}{C=2000{MF=R1{M{O{MO=SR},R{${audio(FAR)}}}}}}`)
    .says(at + 24, `P=${id + 1}{C=2000{MF=R1}}`)
    .says(at + 30, `T=${id + 70}{C=2000{N=A1{OE=1{al/of}}}}`)
    .asks(at + 33, `P=${id + 70}{C=2000{N=A1}}`)
  rtpStream(control.wire, { at: at + 100, from: FAR, to: NEAR, ssrc: at + 1, packets: 50, payloadType: 8 })
  control
    .asks(at + 2000, `T=${id + 2}{C=2000{S=A1,S=R1}}`)
    .says(at + 2004, `P=${id + 2}{C=2000{S=A1,S=R1{SA{rtp/pr=50,rtp/pl=0}}}}`)
}

/** The same in the binary form, or in text, in a connection. */
function inStream(wire: Wire, toBytes: (control: boolean, text: string) => Uint8Array): void {
  const connection = wire.connect(0, end('10.0.0.60', 40_000), GATEWAY)
  const asks = (at: number, text: string): void => connection.send(at, 'client', toBytes(true, text), [7])
  const says = (at: number, text: string): void => connection.send(at, 'server', toBytes(false, text), [9])
  asks(10, 'add')
  says(19, 'added')
  asks(30, 'subtract')
  says(34, 'subtracted')
  connection.close(100, 'client')
}

const TEXTS: Readonly<Record<string, string>> = {
  add: 'T=1{C=${A=11,A=$}}',
  added: `P=1{C=2000{A=11,A=21{M{L{${audio(NEAR)}}}}}}`,
  subtract: 'T=2{C=2000{S=11,S=21}}',
  subtracted: 'P=2{C=2000{S=11,S=21{SA{rtp/pr=50}}}}',
}

const { ADD, SUBTRACT, termination } = binary
const BINARIES: Readonly<Record<string, Uint8Array>> = {
  add: binary.asks(1, binary.CHOOSE, binary.command(ADD, termination(0x11)), binary.command(ADD, termination(0, 0x40))),
  added: binary.answers(
    1,
    2000,
    binary.command(ADD, termination(0x11)),
    binary.command(
      ADD,
      termination(0x21),
      binary.holding(1, binary.media(1, { local: audio(NEAR).trim().split('\r\n') })),
    ),
  ),
  subtract: binary.asks(
    2,
    2000,
    binary.command(SUBTRACT, termination(0x11)),
    binary.command(SUBTRACT, termination(0x21)),
  ),
  subtracted: binary.answers(
    2,
    2000,
    binary.command(SUBTRACT, termination(0x11)),
    binary.command(SUBTRACT, termination(0x21), binary.holding(1, binary.statistics([0xc0005, 50]))),
  ),
}

const forms: readonly (readonly [form: string, toBytes: (control: boolean, text: string) => Uint8Array])[] = [
  ['text', (control, text) => utf8(`!/1 [10.0.0.6${control ? 0 : 1}]:2944 ${TEXTS[text]}`)],
  ['binary', (control, text) => binary.message([10, 0, 0, control ? 60 : 61], 2945, BINARIES[text]!)],
]

describe('H.248 in a stream, behind headers of TPKT', () => {
  it.each(forms)('%s: a context is one session, in pieces as they come', async (_form, toBytes) => {
    const wire = new Wire()
    inStream(wire, (control, text) => binary.packet(toBytes(control, text)))
    rtpStream(wire, { at: 40, from: FAR, to: NEAR, ssrc: 1, packets: 50, payloadType: 8 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      {
        subtype: 'H.248',
        outcome: 'success',
        correlation_key: { call_id: '2000' },
        metrics: { rtp_packets: 50 },
      },
    ])
    const signalling = sessions[0]?.events.filter(({ protocol }) => protocol === 'H.248')
    expect(signalling?.map(({ message_type }) => message_type)).toEqual([
      'Add',
      'Reply Add',
      'Subtract',
      'Reply Subtract',
    ])
  })
})

describe('H.248', () => {
  it('a context is one session with its media, and its number is another’s later', async () => {
    const control = new Control()
    conversation(control, { at: 0, id: 1 })
    conversation(control, { at: 5000, id: 11 })
    const session = {
      type: 'OTHER',
      subtype: 'H.248',
      outcome: 'success',
      session_key: '10.0.0.60:2944>10.0.0.61:2944 call 2000',
      correlation_key: { call_id: '2000', endpoints: ['A1', 'R1'] },
      metrics: { latency_ms: 9, retransmissions: 0, failures: 0, rtp_packets: 50 },
      participant_roles: { '10.0.0.61:2944': { role: 'MGW' } },
    }
    expect(await control.sessions()).toMatchObject([session, session])
  })

  it('a refusal is a failure, by its code; what is gone already need not be taken out again', async () => {
    const control = new Control()
    control.asks(0, 'T=1{C=${A=A1,A=$}}').says(9, 'P=1{C=${ER=510{"full"}}}')
    control.asks(100, 'T=2{C=7{MF=A3}}').says(109, 'P=2{C=7{MF=A3}}')
    control.asks(200, 'T=3{C=7{S=A3}}').says(209, 'P=3{C=7{S=A3{ER=430{"gone"}}}}')
    expect((await control.sessions()).map(({ outcome, verdict }) => [outcome, verdict?.['code']])).toEqual([
      ['failed', 510],
      ['success', undefined],
    ])
  })

  it('pending replies are none, what is sent again is told, and signs of life are counted', async () => {
    const control = new Control()
    control.asks(0, 'T=1{C=7{MF=A3}}').says(5, 'PN=1{}').asks(500, 'T=1{C=7{MF=A3}}').says(600, 'P=1{C=7{MF=A3}}')
    control.asks(610, 'K{1}')
    for (let i = 0; i < 3; i++) {
      control
        .asks(1000 * (i + 1), `T=${50 + i}{C=-{AV=ROOT{AT{}}}}`)
        .says(1000 * (i + 1) + 3, `P=${50 + i}{C=-{AV=ROOT}}`)
    }
    expect(await control.sessions()).toMatchObject([
      { outcome: 'success', metrics: { latency_ms: 600, retransmissions: 1 }, events_count: 5 },
      { session_key: 'H.248 10.0.0.60<->10.0.0.61', metrics: { heartbeats: 3 } },
    ])
  })
})
