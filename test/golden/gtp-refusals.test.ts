/** What was refused of a connection that was there: by the message that asked, and not as if another made it good. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import * as make from '../make/gtp.ts'
import { Wire } from '../make/wire.ts'

const [MME, SGW] = [make.node('10.0.0.10'), make.node('10.0.0.41')] as const
const [AT_MME, AT_SGW] = [0x11, 0x21]
const [MODIFY, MODIFIED, COMMAND, COMMAND_FAILED, NOTIFICATION, NOTIFIED] = [34, 35, 64, 65, 176, 177]
const [ACCEPTED, NO_RESOURCES, UNABLE_TO_PAGE] = [16, 73, 90]

type Message = readonly [from: 'MME' | 'SGW', type: number, sequence: number, ...elements: Uint8Array[]]

/** A connection, and then these messages, 20 ms apart. */
async function verdictOf(...messages: readonly Message[]): Promise<unknown> {
  const wire = new Wire()
  const bearer = make.bearer(make.ebi(5), make.qos(9))
  const who = [make.imsi('001010000000001'), make.apn('internet'), make.fteid(10, AT_MME, '10.0.0.10')]
  wire.udp(0, MME, SGW, make.gtp2(32, { teid: 0, sequence: 1 }, ...who, bearer))
  const end = make.fteid(11, AT_SGW, '10.0.0.41')
  const there = make.bearer(make.ebi(5), make.cause(ACCEPTED))
  wire.udp(9, SGW, MME, make.gtp2(33, { teid: AT_MME, sequence: 1 }, make.cause(ACCEPTED), end, there))
  messages.forEach(([from, type, sequence, ...elements], i) => {
    const [source, destination, teid] = from === 'MME' ? [MME, SGW, AT_SGW] : [SGW, MME, AT_MME]
    wire.udp(100 + 20 * i, source, destination, make.gtp2(type, { teid, sequence }, ...elements))
  })
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions).toHaveLength(1)
  const { outcome, verdict, metrics } = sessions[0]!
  return [outcome, verdict?.['refused_later'], metrics['modify_bearer_latency_ms']]
}

const change = make.bearer(make.ebi(5), make.qos(9))

describe('what was refused of a connection', () => {
  it('a command is one, and no request that was granted later makes it good', async () => {
    const found = await verdictOf(
      ['MME', COMMAND, 7, change],
      ['SGW', COMMAND_FAILED, 7, make.cause(NO_RESOURCES)],
      ['MME', MODIFY, 8, make.bearer(make.ebi(5))],
      ['SGW', MODIFIED, 8, make.cause(ACCEPTED)],
    )
    expect(found).toMatchObject(['success', { request: 'Modify Bearer Command', code: NO_RESOURCES, frame: 4 }, 20])
  })

  it('a command’s answer is no time of a modification', async () => {
    const found = await verdictOf(['MME', COMMAND, 7, change], ['SGW', COMMAND_FAILED, 7, make.cause(NO_RESOURCES)])
    expect(found).toMatchObject(['success', { request: 'Modify Bearer Command' }, undefined])
  })

  it('a notification is one, whose acknowledgement refuses it', async () => {
    const found = await verdictOf(
      ['SGW', NOTIFICATION, 9, make.ebi(5)],
      ['MME', NOTIFIED, 9, make.cause(UNABLE_TO_PAGE)],
    )
    expect(found).toMatchObject(['success', { request: 'Downlink Data Notification', code: UNABLE_TO_PAGE }, undefined])
  })

  it('and that of which only the answer was seen', async () => {
    const found = await verdictOf(['SGW', COMMAND_FAILED, 7, make.cause(NO_RESOURCES)])
    expect(found).toMatchObject(['success', { request: 'Modify Bearer Command' }, undefined])
  })
})
