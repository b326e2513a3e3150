/** Numbers as PER writes them: ids of few and many octets, causes beyond the first list (DOMAIN §6, N7, N18). */
import { expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { Ng, registrationRequest } from '../make/ngap.ts'
import { octetsOf, element, PerWriter, UNSUCCESSFUL } from '../make/per.ts'
import { attachRequest, both, S1 } from '../make/s1ap.ts'
import { Wire } from '../make/wire.ts'

it.each([
  [5, 7],
  [300, 255],
  [70_000, 65_536],
  [2 ** 25, 2 ** 24 + 1],
  [2 ** 39 + 5, 2 ** 32 - 1],
])('N7 the ids %d of the AMF and %d of the gNB', async (amf, ran) => {
  const wire = new Wire()
  const n = new Ng(wire, 0, '192.168.10.2', '10.0.0.20')
  n.initial(10, ran, registrationRequest('0000000001'))
  n.downlink(20, { amf, ran }, octetsOf('7e005c00'))
  n.release(1000, { amf, ran })
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions.map(({ session_key }) => session_key.replace(/@.*/, ''))).toEqual([`amf:${amf}/ran:${ran}`])
  expect(sessions[0]!.events.at(-1)!.details).toMatchObject({ amf_ue_id: amf, ran_ue_id: ran })
})

it('N18 a cause beyond the first list of causes is told by its name', async () => {
  const wire = new Wire()
  const ids = { mme: 9, enb: 5 }
  const s = new S1(wire, 0, '10.1.0.2', '10.0.0.10')
  s.initial(10, 5, attachRequest('001010000000001'))
  s.contextRequest(20, ids, { address: '10.0.0.1', teid: 0x101 })
  // The third of the later ones.
  const beyond = element(2, new PerWriter().bits(1, 0).bits(3, 0).bits(1, 1).bits(1, 0).bits(6, 2).done())
  s.up(30, UNSUCCESSFUL, 9, ...both(ids), beyond)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions).toHaveLength(1)
  expect(sessions[0]).toMatchObject({
    outcome: 'failed',
    verdict: { text: 'InitialContextSetupFailure: invalid-CSG-Id (38) from the eNB (frame 7, TS 36.413 §9.2.1.3).' },
  })
})
