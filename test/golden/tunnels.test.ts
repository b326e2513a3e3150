/** What GTP-U tunnels carry (TS 29.281), and whose they are (DOMAIN 4.7). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { ethernet, gtpUser } from '../make/links.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import { Wire } from '../make/wire.ts'

const [RADIO, USER_PLANE] = ['10.0.0.60', '10.0.0.71']
const USER = end('10.45.0.5', 4000)
const SERVER = end('198.51.100.9', 8000)

/** IPv4, UDP and payload: what the user's packet is long. */
const PAYLOAD = 100
const USER_PACKET = 20 + 8 + PAYLOAD

interface Sent {
  readonly up: number
  readonly down: number
  readonly from: number
  readonly packets: number
  readonly qfi?: number
}

/** A user sends and is answered, each time 10 ms later, through a tunnel either way. */
function talk(wire: Wire, { up, down, from, packets, qfi }: Sent): void {
  const more = qfi === undefined ? {} : { qfi }
  const [upwards, downwards] = [
    gtpUser(RADIO, USER_PLANE, { teid: up, ...more }),
    gtpUser(USER_PLANE, RADIO, { teid: down, ...more }),
  ]
  for (let i = 0; i < packets; i++) {
    const payload = new Uint8Array(PAYLOAD).fill(i + 1)
    wire.udp(from + 20 * i, USER, SERVER, payload, upwards)
    wire.udp(from + 20 * i + 10, SERVER, USER, payload, downwards)
  }
}

describe('tunnels', () => {
  it('that no signalling explains are one session of both directions', async () => {
    const wire = new Wire(ethernet)
    talk(wire, { up: 0x101, down: 0x202, from: 0, packets: 30, qfi: 9 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const session = sessions.find(({ type }) => type === 'GTP')!
    expect(session).toMatchObject({
      subtype: 'gtpu_only',
      session_key: `teid:0x00000101@${USER_PLANE}`,
      packet_count: 60,
      byte_count: 60 * USER_PACKET,
      duration_ms: 590,
      participants: [RADIO, USER_PLANE],
      correlation_key: { user_addresses: [USER.address, SERVER.address] },
    })
    const counts = { packets: 30, bytes: 30 * USER_PACKET, qfi: 9 }
    expect(session.tunnels).toMatchObject([
      { teid: '0x00000101', source: RADIO, destination: USER_PLANE, first_frame: 1, ...counts },
      { teid: '0x00000202', source: USER_PLANE, destination: RADIO, first_frame: 2, ...counts },
    ])
  })

  it('count what two taps saw once', async () => {
    const wire = new Wire(ethernet)
    talk(wire, { up: 1, down: 2, from: 0, packets: 10 })
    const twice = wire.packets.flatMap((packet) => [packet, { ...packet, at: packet.at + 0.1 }])
    const { sessions, coverage } = await analyzeCapture(pcap(twice))
    expect(coverage.duplicates).toBe(20)
    expect(sessions.find(({ type }) => type === 'GTP')!.tunnels).toMatchObject([{ packets: 10 }, { packets: 10 }])
  })

  it('go to the session that named them last, when a TEID is given again', async () => {
    const wire = new Wire(ethernet)
    const peers = new PfcpPeers(wire, '10.0.0.70', USER_PLANE)
    for (const [round, packets] of [10, 25].entries()) {
      const [at, seid] = [round * 60_000, 10 + round]
      peers.establish(at, { cp: seid, up: seid + 100, user: USER.address, teid: 0x77 })
      talk(wire, { up: 0x77, down: 0x88, from: at + 100, packets })
      peers.delete(at + 30_000, { cp: seid, up: seid + 100 })
    }
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const carried = sessions.filter(({ type }) => type === 'PFCP').map(({ tunnels }) => tunnels)
    expect(carried).toMatchObject([[{ teid: '0x00000077', packets: 10 }], [{ teid: '0x00000077', packets: 25 }]])
    // Nobody named the way down.
    const lonely = sessions.filter(({ subtype }) => subtype === 'gtpu_only')
    expect(lonely.map(({ tunnels }) => tunnels)).toMatchObject([[{ teid: '0x00000088', packets: 35 }]])
  })
})
