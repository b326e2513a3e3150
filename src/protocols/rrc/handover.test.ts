/** Where handovers lead: in the radio's own messages, and in the containers that carry them through the core. */
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { concat, u8 } from '../../../test/make/octets.ts'
import { element, INITIATING, octetsOf, pdu, SUCCESSFUL } from '../../../test/make/per.ts'
import { Random } from '../../../test/make/random.ts'
import { RRC, targetContainer } from '../../../test/make/rrc.ts'
import type { Protocol } from '../../model/message.ts'
import { ngap } from '../ngap/ngap.ts'
import { s1ap } from '../s1ap/s1ap.ts'
import { Kept, whereOf } from '../sip/fixture.ts'

const TO = { target_pci: 301, target_rnti: 0x1234, t304_ms: 1000 }
const COMMAND = targetContainer(RRC.handoverTo(301, 0x1234, 6300))
const ids = [element(0, u8(0, 1)), element(8, u8(0, 2))]

function detailsOf(protocol: Protocol, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const out = new Kept(true)
  protocol.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
  expect(out.depth).toBe(0)
  return out.details
}

describe('the container of a target', () => {
  it.each([
    ['within LTE', u8(0), { rrc: 'RRCConnectionReconfiguration', target_earfcn: 6300, ...TO }],
    ['from UMTS', u8(0x30), { rrc: 'RRCConnectionReconfiguration', target_earfcn: 6300, ...TO }],
    ['to UMTS, whose octets are others', u8(0x10), {}],
  ])('%s', (_it, type, want) => {
    const details = detailsOf(s1ap, pdu(SUCCESSFUL, 0, ...ids, element(1, type), element(123, COMMAND)))
    expect(details['target_to_source']).toEqual({ octets: COMMAND.length - 1, digest: expect.any(String), ...want })
  })

  it('of an eNB that acknowledges, on the same frequency', () => {
    const same = targetContainer(RRC.handoverTo(301, 0x1234))
    const { target_to_source: told } = detailsOf(s1ap, pdu(SUCCESSFUL, 1, ...ids, element(123, same)))
    expect(told).toMatchObject({ rrc: 'RRCConnectionReconfiguration', ...TO })
    expect(told).not.toHaveProperty('target_earfcn')
  })

  it('of an eNB, to a gNB', () => {
    const bytes = pdu(SUCCESSFUL, 12, element(29, u8(0x20)), element(106, COMMAND))
    expect(detailsOf(ngap, bytes)['target_to_source']).toMatchObject(TO)
  })

  it('hostile input: cut and damaged anywhere', () => {
    const random = new Random(3)
    for (let round = 0; round < 500; round++) {
      const container = round < COMMAND.length ? COMMAND.subarray(0, round) : mutate(COMMAND, random)
      const details = detailsOf(s1ap, pdu(SUCCESSFUL, 1, ...ids, element(123, container)))
      expect(details['procedure_code']).toBe(1)
    }
  })
})

function request(container: Uint8Array): Uint8Array {
  return pdu(INITIATING, 13, element(37, concat(u8(container.length), container)))
}

describe('what protects NAS behind a handover', () => {
  it('within 5GS', () => {
    expect(detailsOf(ngap, request(octetsOf('01020304 21 1b 05')))['nas_security']).toEqual({
      ciphering: 'NEA2',
      integrity: 'NIA1',
      ksi: 3,
      new_key: true,
      nas_count: 5,
    })
  })

  it('from EPS is another container, which is not read', () => {
    expect(detailsOf(ngap, request(octetsOf('01020304 21 1b 05 00')))).not.toHaveProperty('nas_security')
  })
})
