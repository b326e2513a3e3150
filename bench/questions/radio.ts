import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pcap } from '../../test/make/capture-file.ts'
import {
  both,
  ESTABLISHMENT_REQUEST,
  Ng,
  registrationRequest,
  sessions,
  setupResponse,
  transport,
} from '../../test/make/ngap.ts'
import { octetsOf, SUCCESSFUL } from '../../test/make/per.ts'
import { attachRequest, S1 } from '../../test/make/s1ap.ts'
import { Wire } from '../../test/make/wire.ts'
import { messageRate } from '../message-rate.ts'
import type { Question } from '../question.ts'

/** Bytes of what one UE of each kind says, and their messages. */
const UE_BYTES = 1500
const UE_MESSAGES = 12

/** A larger capture than this is not needed to tell, and would be made in memory. */
const LARGEST = 20e6

export const radio: Question = {
  name: 'radio',
  asks: 'How fast are S1AP and NGAP with their NAS?',
  async answer(options) {
    const { folder, size } = options
    const ues = Math.ceil(Math.min(size, LARGEST) / UE_BYTES)
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `radio-${ues}.pcap`)
    writeFileSync(path, radioCapture(ues))
    const messages = ues * UE_MESSAGES
    const told = `${messages.toLocaleString('en')} messages of ${(2 * ues).toLocaleString('en')} UEs`
    return [told, ...(await messageRate({ path, messages }, options))]
  },
}

/** UEs that attach or register, get a bearer or session, and are released. */
function radioCapture(ues: number): Uint8Array {
  const wire = new Wire()
  const [s1, ng] = [new S1(wire, 0, '10.0.0.2', '10.0.0.10'), new Ng(wire, 0, '10.0.1.2', '10.0.1.10')]
  for (let i = 1; i <= ues; i++) {
    const at = 100 + i * 2
    const [ids, ids5g] = [
      { mme: i, enb: i },
      { amf: i, ran: i },
    ]
    s1.initial(at, i, attachRequest(`0010${10_000_000_000 + i}`))
    s1.context(at + 40, ids, { address: '10.0.0.1', teid: i & 0xffff }, { address: '10.0.0.2', teid: i & 0xffff })
    s1.release(at + 900, ids)
    ng.initial(at, i, registrationRequest(`${1_000_000_000 + i}`))
    ng.downlink(at + 10, ids5g, octetsOf('7e005b01'))
    ng.uplink(at + 30, ids5g, octetsOf('7e0043'))
    ng.uplink(at + 100, ids5g, transport(0x67, 1, ESTABLISHMENT_REQUEST))
    const tunnel = setupResponse({ address: '192.168.10.2', teid: i & 0xffff })
    ng.up(at + 140, SUCCESSFUL, 29, ...both(ids5g), sessions(75, [1, tunnel]))
    ng.release(at + 900, ids5g)
  }
  return pcap(wire.packets)
}
