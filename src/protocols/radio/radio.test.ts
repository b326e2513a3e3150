import { describe, expect, it } from 'vitest'
import {
  element,
  INITIATING,
  integer,
  octetsOf,
  pdu,
  PerWriter,
  SUCCESSFUL,
  UNSUCCESSFUL,
} from '../../../test/make/per.ts'
import type { Message } from '../../model/message.ts'
import { Kept, whereOf } from '../sip/fixture.ts'
import { RADIO } from './radio.ts'

const [x2ap, xnap, f1ap, e1ap] = RADIO as [(typeof RADIO)[0], (typeof RADIO)[0], (typeof RADIO)[0], (typeof RADIO)[0]]

function decoded(protocol: (typeof RADIO)[0], bytes: Uint8Array): Kept {
  const out = new Kept(true)
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.fault).toBe('')
  return out
}

const x2Id = (id: number, value: number): ReturnType<typeof element> => element(id, integer(0, 4095, value))
/** INTEGER (0..4095, ...). */
const extension = (id: number, value: number): ReturnType<typeof element> =>
  element(id, new PerWriter().bits(1, 0).integer(0, 4095, value).done())
const wideId = (id: number, value: number): ReturnType<typeof element> => element(id, integer(0, 0xffffffff, value))

/** A UE context to hand over: the id in the core, and then keys. */
const x2Context = element(
  14,
  new PerWriter()
    .bits(5, 0)
    .integer(0, 0xffffffff, 258)
    .octets(octetsOf('5a'.repeat(40)))
    .done(),
)
const xnContext = element(
  83,
  new PerWriter()
    .bits(5, 0)
    .integer(0, 2 ** 40 - 1, 7)
    .octets(octetsOf('5a'.repeat(40)))
    .done(),
)

describe('X2AP, XnAP, F1AP and E1AP', () => {
  it.each([
    {
      protocol: x2ap,
      bytes: pdu(INITIATING, 0, x2Id(10, 7), element(5, octetsOf('0000')), x2Context),
      short: 'X2AP HandoverRequest (radioNetwork handover-desirable-for-radio-reasons)',
      details: { old_ue_id: 7, mme_ue_s1ap_id: 258 },
    },
    {
      protocol: x2ap,
      bytes: pdu(SUCCESSFUL, 0, x2Id(10, 7), x2Id(9, 9)),
      short: 'X2AP HandoverRequestAcknowledge',
      details: { old_ue_id: 7, new_ue_id: 9 },
    },
    {
      protocol: x2ap,
      bytes: pdu(SUCCESSFUL, 19, x2Id(111, 7), x2Id(112, 9), extension(157, 3), extension(158, 0)),
      short: 'X2AP SeNBAdditionRequestAcknowledge',
      details: { old_ue_id: 3 * 4096 + 7, old_ue_id_extension: 3, new_ue_id: 9 },
    },
    {
      protocol: x2ap,
      bytes: pdu(UNSUCCESSFUL, 27, x2Id(111, 7)),
      short: 'X2AP SgNBAdditionRequestReject',
      details: { failed: true, old_ue_id: 7 },
    },
    {
      protocol: xnap,
      bytes: pdu(INITIATING, 0, wideId(73, 70_000), element(7, octetsOf('0200')), xnContext),
      short: 'XnAP HandoverRequest (radioNetwork time-critical-handover)',
      details: { old_ue_id: 70_000, amf_ue_ngap_id: 7 },
    },
    {
      protocol: xnap,
      bytes: pdu(SUCCESSFUL, 17),
      short: 'XnAP XnSetupResponse',
      details: { pdu_type: 1 },
    },
    {
      protocol: f1ap,
      bytes: pdu(INITIATING, 11, wideId(41, 3), element(95, octetsOf('00 4601')), element(64, octetsOf('20'))),
      short: 'F1AP InitialULRRCMessageTransfer',
      details: { du_ue_id: 3, c_rnti: 0x4601, srb: 1 },
    },
    {
      protocol: f1ap,
      // Its choice has four alternatives and no extension bit.
      bytes: Uint8Array.from(pdu(INITIATING, 6, wideId(40, 2), wideId(41, 3)), (octet, i) => (i === 0 ? 0x40 : octet)),
      short: 'F1AP UEContextReleaseComplete',
      details: { pdu_type: 1, cu_ue_id: 2, du_ue_id: 3 },
    },
    {
      protocol: e1ap,
      bytes: pdu(SUCCESSFUL, 8, wideId(2, 5), wideId(3, 6)),
      short: 'E1AP BearerContextSetupResponse',
      details: { cp_ue_id: 5, up_ue_id: 6 },
    },
  ])('$short', ({ protocol, bytes, short, details }) => {
    const out = decoded(protocol, bytes)
    expect(out.short).toBe(short)
    expect(out.details).toMatchObject(details)
    expect(protocol.recognize(bytes, 0, bytes.length)).toBe(bytes.length > 8)
    expect(JSON.stringify([out.details, out.shown])).not.toContain('5a5a')
  })

  it('is known by IEs that are not read', () => {
    const bytes = pdu(INITIATING, 36, element(244, octetsOf('00')))
    expect(x2ap.recognize(bytes, 0, bytes.length)).toBe(true)
    expect(decoded(x2ap, bytes).details).toMatchObject({ unknown_ies: [244] })
  })

  it('an X2 handover is one context from request to release; the next with its ids is another', () => {
    const tracker = x2ap.track!()
    const keys = [
      pdu(INITIATING, 0, x2Id(10, 7)),
      pdu(SUCCESSFUL, 0, x2Id(10, 7), x2Id(9, 9)),
      pdu(INITIATING, 4, x2Id(10, 7), x2Id(9, 9)),
      pdu(INITIATING, 5, x2Id(10, 7), x2Id(9, 9)),
      pdu(INITIATING, 0, x2Id(10, 7)),
      pdu(INITIATING, 6),
    ].map((bytes, i) => {
      const out = decoded(x2ap, bytes)
      const { details, fault, clues, parties, announces, short, message_type: name } = out
      const where = whereOf({ association: 1, time: i * 1e9 })
      const message: Message = {
        where,
        protocol: 'X2AP',
        name,
        short,
        details,
        fault,
        keys: [],
        clues,
        parties,
        announces,
      }
      tracker.see(message)
      return message.keys.map(({ kind, value, use }) => `${kind}:${value} ${use}`).join()
    })
    expect(keys).toEqual([
      'x2ap:1 open',
      'x2ap:1 same',
      'x2ap:1 same',
      'x2ap:1 close',
      'x2ap:2 open',
      'x2ap-node:1 open,x2ap:2 ended',
    ])
  })
})
