/** Short messages and calls beside the IMS: SMPP binds, and users of LTE at a VLR (SGsAP), end to end. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u8 } from '../make/octets.ts'
import { Association } from '../make/sctp.ts'
import * as sgs from '../make/sgsap.ts'
import * as smpp from '../make/smpp.ts'
import { Wire } from '../make/wire.ts'

const { BIND, DELIVER, ENQUIRE, SUBMIT, UNBIND } = smpp
const sms = { source: 'Bank', destination: '4917100000001', text: 'hello' }

type Said = readonly [side: 'client' | 'server', bytes: Uint8Array]

async function bound(...said: readonly Said[]): Promise<Awaited<ReturnType<typeof analyzeCapture>>['sessions']> {
  const wire = new Wire()
  const connection = wire.connect(0, end('10.0.0.80', 40_000), end('10.0.0.81', 2775))
  said.forEach(([side, bytes], i) => connection.send(10 + 5 * i, side, bytes, bytes.length > 40 ? [17] : []))
  return (await analyzeCapture(pcap(wire.packets))).sessions
}

describe('SMPP', () => {
  it('a bind is a session, its responses are paired, and enquiries are counted', async () => {
    const sessions = await bound(
      ['client', smpp.bind(1, 'bank', 'secret1')],
      ['server', smpp.response(BIND, 1, 0, smpp.text('smsc'))],
      ['client', smpp.message(SUBMIT, 2, sms)],
      ['client', smpp.message(SUBMIT, 3, sms)],
      ['server', smpp.response(SUBMIT, 3, 0x58)],
      ['server', smpp.response(SUBMIT, 2, 0, smpp.text('id-77'))],
      ['client', smpp.request(ENQUIRE, 4)],
      ['server', smpp.response(ENQUIRE, 4, 0)],
      ['server', smpp.message(DELIVER, 1, { ...sms, esm: 4, text: 'id:id-77 stat:DELIVRD err:000' })],
      ['client', smpp.response(DELIVER, 1, 0, smpp.text(''))],
      ['client', smpp.request(UNBIND, 5)],
      ['server', smpp.response(UNBIND, 5, 0)],
      ['client', smpp.bind(1, 'bank', 'secret1')],
      ['server', smpp.response(BIND, 1, 0x0e)],
    )
    expect(sessions).toMatchObject([
      {
        type: 'OTHER',
        subtype: 'SMPP',
        session_key: '10.0.0.80:40000>10.0.0.81:2775 bank',
        correlation_key: { system_id: 'bank', mode: 'transceiver' },
        outcome: 'success',
        verdict: { text: 'Answered; SMPP submit_sm failed with 88 Throttling error (frame 10).', category: 'resource' },
        metrics: { latency_ms: 5, failures: 1 },
        participant_roles: { '10.0.0.81:2775': { role: 'SMSC' } },
      },
      { metrics: { heartbeats: 1 } },
      { outcome: 'failed', verdict: { category: 'auth', code: 14, name: 'Invalid Password' } },
    ])
    const events = sessions[0]!.events.map(({ short, details }) => [short, details['latency_ms']])
    expect(events).toContainEqual(['SMPP submit_sm_resp 88 Throttling error', 4.9])
    expect(events).toContainEqual(['SMPP submit_sm_resp', 14.9])
    expect(JSON.stringify(sessions)).not.toContain('secret1')
  })
})

const IMSI = '001010000000001'
const ME = sgs.imsi(IMSI)

async function atVlr(...said: readonly Said[]): Promise<Awaited<ReturnType<typeof analyzeCapture>>> {
  const wire = new Wire()
  const ends = { client: end('10.0.0.90', 29_118), server: end('10.0.0.91', 29_118) }
  const association = new Association(wire, 0, ends)
  said.forEach(([side, bytes], i) => association.send(10 + 10 * i, side, bytes, { ppid: 0 }))
  return analyzeCapture(pcap(wire.packets))
}

describe('SGsAP', () => {
  it('a user at a VLR is a session, from the update of his location to the end of his detach', async () => {
    const { sessions } = await atVlr(
      ['client', sgs.sgsap(9, ME, sgs.name(9, 'mme1.example'), sgs.element(10, u8(1)), sgs.area(7))],
      ['server', sgs.sgsap(10, ME, sgs.area(7))],
      ['server', sgs.sgsap(1, ME, sgs.name(2, 'vlr1.example'), sgs.element(0x20, u8(1)))],
      ['client', sgs.sgsap(6, ME, sgs.element(0x20, u8(1)))],
      ['client', sgs.sgsap(0x13, ME, sgs.name(9, 'mme1.example'), sgs.element(0x11, u8(2)))],
      ['server', sgs.sgsap(0x14, ME)],
      ['server', sgs.sgsap(0x15, sgs.name(2, 'vlr1.example'))],
      ['client', sgs.sgsap(0x16, sgs.name(9, 'mme1.example'))],
    )
    expect(sessions).toMatchObject([
      {
        type: 'OTHER',
        subtype: 'SGsAP',
        session_key: `${IMSI}@10.0.0.90<->10.0.0.91`,
        correlation_key: { imsi: IMSI, mme: 'mme1.example', vlr: 'vlr1.example', services: ['CS call'] },
        outcome: 'success',
        events_count: 6,
        participant_roles: { '10.0.0.90:29118': { role: 'MME' }, '10.0.0.91:29118': { role: 'MSC' } },
      },
      { subtype: 'SGsAP', session_key: '10.0.0.90<->10.0.0.91', events_count: 2 },
    ])
  })

  it.each([
    ['a page that cannot reach him', 2, 8, 6, 'user', 'Paging reject: UE unreachable (6) (frame 6).'],
    ['an update that is refused', 11, 15, 2, 'network', 'Location update reject: IMSI unknown in HLR (2) (frame 6).'],
  ])('%s', async (_it, type, element, cause, category, text) => {
    const asks = type === 2 ? sgs.sgsap(1, ME, sgs.element(0x20, u8(2))) : sgs.sgsap(9, ME, sgs.area(7))
    const { sessions } = await atVlr(['client', asks], ['server', sgs.sgsap(type, ME, sgs.element(element, u8(cause)))])
    expect(sessions).toMatchObject([{ outcome: 'failed', verdict: { category, code: cause, text } }])
  })
})
