/** What nodes ask of each other and are refused decides their session, in every protocol of the S1AP family. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u16, u32, u8, zeros } from '../make/octets.ts'
import { type Element, element, INITIATING, pdu, SUCCESSFUL, UNSUCCESSFUL } from '../make/per.ts'
import * as s1 from '../make/s1ap.ts'
import { Association } from '../make/sctp.ts'
import { Wire } from '../make/wire.ts'

type Sent = readonly (readonly [type: number, procedure: number, ...elements: Element[]])[]

interface Node {
  readonly protocol: string
  readonly ppid: number
  readonly port: number
  /** Codes of setting up, of an update of what nodes have, and the IE with the cause. */
  readonly setup: number
  readonly update: number
  readonly cause: number
  /** 2 where the PDU's choice has no mark of extensions: its type stands a bit higher. */
  readonly scale?: number
}

/** The first cause of the first group, which is the radio network's in all. */
const FIRST = u8(0, 0, 0)
const NODES: readonly Node[] = [
  { protocol: 'S1AP', ppid: 18, port: 36_412, setup: 17, update: 29, cause: 2 },
  { protocol: 'NGAP', ppid: 60, port: 38_412, setup: 21, update: 35, cause: 15 },
  { protocol: 'X2AP', ppid: 27, port: 36_422, setup: 6, update: 8, cause: 5 },
  { protocol: 'XnAP', ppid: 61, port: 38_422, setup: 17, update: 18, cause: 7 },
  { protocol: 'F1AP', ppid: 62, port: 38_472, setup: 1, update: 3, cause: 0, scale: 2 },
  { protocol: 'E1AP', ppid: 64, port: 38_462, setup: 3, update: 5, cause: 0 },
  { protocol: 'M2AP', ppid: 43, port: 36_443, setup: 5, update: 6, cause: 9 },
  { protocol: 'M3AP', ppid: 44, port: 36_444, setup: 7, update: 6, cause: 9 },
]

async function sessionOf({ ppid, port, scale = 1 }: Pick<Node, 'ppid' | 'port' | 'scale'>, sent: Sent) {
  const wire = new Wire()
  const association = new Association(wire, 0, { client: end('10.0.0.1', 40_000), server: end('10.0.0.2', port) })
  sent.forEach(([type, procedure, ...elements], i) =>
    association.send(
      100 * (i + 1),
      type === INITIATING ? 'client' : 'server',
      pdu(type * scale, procedure, ...elements),
      { ppid },
    ),
  )
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions).toHaveLength(1)
  const { outcome, verdict, metrics, events } = sessions[0]!
  const failed = events.filter(({ details }) => details['failed'] === true).length
  expect(metrics['failures']).toBe(failed)
  return { outcome, verdict, failures: failed }
}

type Procedure = Sent[number]
const ask = (procedure: number): Procedure => [INITIATING, procedure, element(78, zeros(2))]
const granted = (procedure: number): Procedure => [SUCCESSFUL, procedure, element(78, zeros(2))]

describe.each(NODES)('$protocol', (node) => {
  const { setup, update, cause } = node
  const why = element(cause, FIRST)

  it('a refused setup fails, by its cause', async () => {
    const told = await sessionOf(node, [ask(setup), [UNSUCCESSFUL, setup, why]])
    expect(told).toMatchObject({
      outcome: 'failed',
      failures: 1,
      verdict: { kind: 'rejected', group: 'radioNetwork', code: 0 },
    })
  })

  it('a setup that is tried again and granted is one', async () => {
    const told = await sessionOf(node, [ask(setup), [UNSUCCESSFUL, setup, why], ask(setup), granted(setup)])
    expect(told).toMatchObject({ outcome: 'success', failures: 1 })
  })

  it('a refused update fails, whatever else is granted', async () => {
    const told = await sessionOf(node, [ask(setup), granted(setup), ask(update), [UNSUCCESSFUL, update, why]])
    expect(told).toMatchObject({ outcome: 'failed', failures: 1 })
  })

  it('what is understood by nobody fails where nothing was answered', async () => {
    const error = { S1AP: 15, NGAP: 9, X2AP: 3, XnAP: 21, F1AP: 2, E1AP: 1, M2AP: 3, M3AP: 2 }[node.protocol]!
    const told = await sessionOf(node, [ask(setup), [INITIATING, error, why]])
    expect(told).toMatchObject({ outcome: 'failed', failures: 1, verdict: { message: 'ErrorIndication' } })
  })
})

function warning(type: number, ...cause: Element[]): Procedure {
  return [type, 0, element(5, u16(0x1112)), element(11, u16(0x4001)), ...cause]
}

describe('SBc-AP', () => {
  const node = { ppid: 24, port: 29_168 }

  it('a refused warning fails', async () => {
    const told = await sessionOf(node, [warning(INITIATING), warning(SUCCESSFUL, element(1, u8(4)))])
    expect(told).toMatchObject({
      outcome: 'failed',
      failures: 1,
      verdict: { message: 'WriteReplaceWarningResponse', code: 4, name: 'tracking-area-not-valid' },
    })
  })

  it('and stays refused, though others are not', async () => {
    const granted = warning(SUCCESSFUL, element(1, u8(0)))
    const refused = warning(SUCCESSFUL, element(1, u8(4)))
    const told = await sessionOf(node, [warning(INITIATING), refused, warning(INITIATING), granted])
    expect(told).toMatchObject({ outcome: 'failed', failures: 1 })
  })
})

describe('LCS-AP', () => {
  const node = { ppid: 29, port: 9082 }

  it.each([SUCCESSFUL, UNSUCCESSFUL])('a place that nobody found fails (type %d)', async (type) => {
    const id = element(2, u32(7))
    const told = await sessionOf(node, [
      [INITIATING, 0, id, element(13, u8(0))],
      [type, 0, id, element(11, u8(0))],
    ])
    expect(told).toMatchObject({
      outcome: 'failed',
      failures: 1,
      verdict: { group: 'radioNetwork', name: 'unspecified' },
    })
  })
})

describe('S1AP', () => {
  it('of a UE, what nobody understood is told, though it decides nothing', async () => {
    const wire = new Wire()
    const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
    const ids = { mme: 1, enb: 2 }
    s.initial(100, 2, s1.attachRequest('001010000000001'))
    s.context(140, ids, { address: '10.0.0.1', teid: 0x101 }, { address: '10.0.0.2', teid: 0x202 })
    s.down(6000, INITIATING, 15, ...s1.both(ids), element(2, u8(0x01, 0xa0)))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([{ outcome: 'success', metrics: { failures: 1 } }])
    expect(sessions[0]?.verdict?.['text']).toMatch(/^Established, and not seen to end; ErrorIndication: /)
  })
})
