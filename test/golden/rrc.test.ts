/** Captures of an eNodeB's radio: sessions of phones with the NAS that they say. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { cases, haveCaptures } from '../conformance/oracle.ts'
import { withKept } from '../export-pcap.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { EPS } from '../make/nas.ts'
import { concat, u16, u8, utf8 } from '../make/octets.ts'
import { octetsOf } from '../make/per.ts'
import { proceduresOf, result } from './procedures.ts'
import { acknowledged, block, inPieces, radioFrame, RRC } from '../make/rrc.ts'

const ATTACH = octetsOf('0741 71 08 09 10 10 00 00 00 00 10 02 e0e0 0004 0201d011')
const RA_RNTI = 2

function attach(rnti: number): TimedPacket[] {
  const up = (...messages: readonly Uint8Array[]): Uint8Array =>
    radioFrame(rnti, block(1, acknowledged(0, ...messages)))
  const down = (...messages: readonly Uint8Array[]): Uint8Array =>
    radioFrame(rnti, block(1, acknowledged(0, ...messages), { isDown: true }), { isDown: true })
  return [
    radioFrame(RA_RNTI, octetsOf('42 00 00 cc 0c 00 46'), { isDown: true, kind: 2 }),
    radioFrame(rnti, block(0, RRC.request)),
    radioFrame(rnti, block(0, RRC.setup, { isDown: true }), { isDown: true }),
    up(RRC.setupComplete(ATTACH)),
    down(RRC.down(EPS.authenticationRequest)),
    up(RRC.up(EPS.authenticationResponse)),
    down(RRC.reconfiguration(EPS.attachAccept('internet', '10.45.0.2'))),
    up(RRC.up(EPS.attachComplete)),
    down(RRC.release),
  ].map((bytes, i) => ({ at: i * 10, bytes }))
}

/** What is told of units of RLC behind a request. */
async function named(units: readonly Uint8Array[]): Promise<string[]> {
  const frames = [radioFrame(70, block(0, RRC.request)), ...units]
  const packets = frames.map((bytes, i) => ({ at: i, bytes }))
  const { sessions } = await analyzeCapture(pcap(packets, { linkType: 149 }))
  return sessions.flatMap(({ events }) => events.map(({ short }) => short))
}

describe('LTE on the radio', () => {
  it.each([149, 147])('is a session with its NAS in link type %d', async (linkType) => {
    // Without UDP and the name of the framing.
    const bare = linkType === 147 ? 15 : 0
    const packets = attach(70).map((packet) => ({ ...packet, bytes: packet.bytes.subarray(bare) }))
    const { sessions, coverage, capture } = await analyzeCapture(pcap(packets, { linkType }))
    const session = sessions.find(({ subtype }) => subtype === 'LTE-RRC')!
    expect(session).toMatchObject({ type: 'OTHER', session_key: 'rnti:70@eNodeB<->rnti-70', outcome: 'success' })
    expect(session.correlation_key).toMatchObject({ imsi: '001010000000001', rnti: 70, apns: ['internet'] })
    expect(session.events.map(({ source, message_type }) => `${source}: ${message_type}`)).toEqual([
      'rnti-70: RRCConnectionRequest',
      'eNodeB: RRCConnectionSetup',
      'rnti-70: RRCConnectionSetupComplete',
      'eNodeB: DLInformationTransfer',
      'rnti-70: ULInformationTransfer',
      'eNodeB: RRCConnectionReconfiguration',
      'rnti-70: ULInformationTransfer',
      'eNodeB: RRCConnectionRelease',
    ])
    expect(coverage).toMatchObject({ decoded: 8, undecoded: 1, undecoded_at: [{ transport: 'LTE MAC', packets: 1 }] })
    expect(capture.warnings).toEqual([])
  })

  it('a message in pieces is read with the last of them; where one is missing it is none', async () => {
    const accept = RRC.reconfiguration(EPS.attachAccept('internet', '10.45.0.2'))
    const pieces = inPieces(accept, [10, 25], 7).map((unit) =>
      radioFrame(70, block(1, unit, { isDown: true }), { isDown: true }),
    )
    expect(await named(pieces)).toEqual(['RRC RRCConnectionRequest', expect.stringContaining('Attach accept')])
    expect(await named([pieces[0]!, pieces[2]!])).toEqual(['RRC RRCConnectionRequest'])
    expect(await named([pieces[1]!, pieces[2]!])).toEqual(['RRC RRCConnectionRequest'])
  })

  it('is read again, header by header', async () => {
    await withKept(pcap(attach(70), { linkType: 149 }), ({ result, captures }) => {
      const packet = readPacket(result, captures, { file: 0, frame: 4 })
      expect(JSON.stringify(packet?.messages)).toContain('RRCConnectionSetupComplete')
    })
  })

  it('what else is framed so is called by its name', async () => {
    const bytes = concat(u16(0xbeef, 0xdead, 20, 0), utf8('mac-nr'), u8(1, 0, 3, 1, 1, 2, 3))
    const { sessions, capture } = await analyzeCapture(pcap([{ at: 0, bytes }], { linkType: 149 }))
    expect(sessions).toMatchObject([{ type: 'OTHER', subtype: 'mac-nr', outcome: 'unread' }])
    expect(capture.warnings).toEqual([])
  })

  it('is not seen in other frames of link type 149', async () => {
    const packets = [{ at: 0, bytes: new Uint8Array(60).fill(7) }]
    const { capture } = await analyzeCapture(pcap(packets, { linkType: 149 }))
    expect(capture.warnings).toEqual([{ code: 'UNSUPPORTED_LINKTYPE:149', count: 1 }])
  })
})

/** Each phone's messages, 10 ms apart, and then nothing for a minute. */
async function toldOf(...messages: readonly [from: 'phone' | 'eNodeB', channel: number, bytes: Uint8Array][]) {
  const frames = messages.map(([from, channel, bytes]) => {
    const isDown = from === 'eNodeB'
    return radioFrame(70, block(channel, channel === 0 ? bytes : acknowledged(0, bytes), { isDown }), { isDown })
  })
  const late = radioFrame(71, block(0, RRC.request))
  const packets = [...frames.map((bytes, i) => ({ at: i * 10, bytes })), { at: 60_000, bytes: late }]
  const capture = pcap(packets, { linkType: 149 })
  const [found, { sessions }] = [await proceduresOf(capture), await analyzeCapture(capture)]
  return { procedures: found.slice(0, -1), session: sessions.find(({ subtype }) => subtype === 'LTE-RRC')! }
}

describe('procedures of the radio', () => {
  it('are told with what they took', async () => {
    const { procedures } = await toldOf(
      ['phone', 0, RRC.request],
      ['eNodeB', 0, RRC.setup],
      ['phone', 1, RRC.setupComplete(ATTACH)],
      ['eNodeB', 1, RRC.securityModeCommand(0)],
      ['phone', 1, RRC.securityModeComplete],
      ['eNodeB', 1, RRC.reconfiguration(EPS.attachAccept('internet', '10.45.0.2'))],
      ['phone', 1, RRC.reconfigurationComplete],
      ['eNodeB', 1, RRC.handover],
    )
    expect(procedures.filter(({ type }) => type.startsWith('RRC')).map(result)).toEqual([
      'RRC_CONNECTION_SETUP success 20',
      'RRC_SECURITY_MODE success 10',
      'RRC_RECONFIGURATION success 10',
      'RRC_HANDOVER success 0',
    ])
  })

  it('that were refused fail, and so does the session', async () => {
    const { procedures, session } = await toldOf(['phone', 0, RRC.request], ['eNodeB', 0, RRC.reject])
    expect(procedures).toMatchObject([
      { type: 'RRC_CONNECTION_SETUP', verdict: { text: 'RRCConnectionReject from the eNB (frame 2).' } },
    ])
    expect(session).toMatchObject({
      outcome: 'failed',
      verdict: { text: 'RRCConnectionReject from the eNB (frame 2).' },
    })
  })

  it('a phone that is not taken back, or does not take the algorithms', async () => {
    const again = await toldOf(['phone', 0, RRC.reestablishmentRequest], ['eNodeB', 0, RRC.reestablishmentReject])
    expect(again.procedures.map(result)).toEqual(['RRC_REESTABLISHMENT failed 10'])
    const { procedures } = await toldOf(
      ['eNodeB', 1, RRC.securityModeCommand(2)],
      ['phone', 1, RRC.securityModeFailure],
    )
    expect(procedures).toMatchObject([{ verdict: { text: 'SecurityModeFailure from the UE (frame 2).' } }])
  })

  it('a connection that is used was set up, though what says so came in pieces', async () => {
    const { procedures } = await toldOf(
      ['phone', 0, RRC.request],
      ['eNodeB', 0, RRC.setup],
      ['eNodeB', 1, RRC.securityModeCommand(0)],
    )
    expect(procedures.map(result)).toEqual([
      'RRC_CONNECTION_SETUP success 20',
      'RRC_SECURITY_MODE failed 0 -Security mode complete',
    ])
  })

  it('a refusal within is named, and not what carried it', async () => {
    const { procedures } = await toldOf(
      ['phone', 0, RRC.request],
      ['eNodeB', 0, RRC.setup],
      ['phone', 1, RRC.setupComplete(ATTACH)],
      ['eNodeB', 1, RRC.down(octetsOf('07 44 08'))],
    )
    const attach = procedures.find(({ type }) => type === 'LTE_ATTACH')!
    expect(attach.verdict).toMatchObject({
      protocol: 'EMM',
      message: 'Attach reject',
      code: 8,
      sender: 'MME',
      clause: 'TS 24.301 §9.9.3.9',
    })
  })
})

describe.skipIf(!haveCaptures)('real captures of the radio (skipped where they are absent)', () => {
  const radio = [...cases().values()].flat().filter(({ name }) => name.startsWith('nas/4gvis'))

  it.each(radio)('$name has NAS where another dissector sees it', async ({ path, oracle }) => {
    const { sessions } = await analyzeCapture(readFileSync(path))
    const seen = (oracle as unknown as { frames: { 'nas-eps': number } }).frames['nas-eps']
    const withNas = ownEvents(sessions).filter(({ details }) => details['nas'] !== undefined)
    expect(withNas).toHaveLength(seen)
  })
})
