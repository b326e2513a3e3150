/** Requests that nobody answered because a connection was closed: who closed it, and how. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { avp, diameterMessage } from '../make/diameter.ts'
import { end } from '../make/internet.ts'
import { utf8 } from '../make/octets.ts'
import { Association } from '../make/sctp.ts'
import { sipMessage } from '../make/sip.ts'
import { type Connection, type Side, Wire } from '../make/wire.ts'

const CLIENT = end('10.0.0.1', 40_000)
const PORTS = { diameter: 3868, http: 8080, sip: 5060 }
const CER = diameterMessage({ command: 257, request: true }, avp(264, 'a.example'), avp(296, 'example'))
const CEA = diameterMessage(
  { command: 257, request: false },
  avp(268, 2001),
  avp(264, 'b.example'),
  avp(296, 'example'),
)
const GET = utf8('GET /nudm-sdm/v2/imsi-001010000000001/am-data HTTP/1.1\r\nHost: udm\r\n\r\n')
const INVITE = sipMessage('INVITE sip:bob@example.org SIP/2.0', [
  ['Via', 'SIP/2.0/TCP 10.0.0.1;branch=z9hG4bKa'],
  ['From', '<sip:alice@example.org>;tag=1'],
  ['To', '<sip:bob@example.org>'],
  ['Call-ID', 'a@b'],
  ['CSeq', '1 INVITE'],
])

/** What is told of a request over TCP, after which `then` happens. */
async function told(port: number, request: Uint8Array, then: (connection: Connection) => void): Promise<unknown[]> {
  const wire = new Wire()
  const connection = wire.connect(0, CLIENT, end('10.0.0.2', port))
  connection.send(10, 'client', request)
  then(connection)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions).toHaveLength(1)
  const { outcome, verdict } = sessions[0]!
  return [outcome, verdict?.['text']]
}

describe('a request whose connection is closed by whoever was asked', () => {
  const requests = [
    { name: 'CER', port: PORTS.diameter, bytes: CER },
    { name: 'INVITE', port: PORTS.sip, bytes: INVITE },
    { name: 'GET /nudm-sdm/v2/{supi}/am-data', port: PORTS.http, bytes: GET },
  ]

  it.each(requests)('has failed: $name, by a reset', async ({ name, port, bytes }) => {
    expect(await told(port, bytes, (one) => one.reset(20, 'server'))).toEqual([
      'failed',
      `10.0.0.2:${port} closed the connection before it answered ${name} (RST, frame 5).`,
    ])
  })

  it.each(requests)('has failed: $name, in order', async ({ name, port, bytes }) => {
    expect(await told(port, bytes, (one) => one.close(20, 'server'))).toEqual([
      'failed',
      `10.0.0.2:${port} closed the connection before it answered ${name} (FIN, frame 5).`,
    ])
  })

  it('was given up where whoever asked closes it first', async () => {
    expect(await told(PORTS.diameter, CER, (one) => one.close(20, 'client'))).toEqual([
      'cancelled',
      'Given up by the client before it was answered (FIN, frame 5).',
    ])
  })

  it('is not told so where bytes are missing before: they may have been the answer', async () => {
    const [outcome] = await told(PORTS.diameter, CER, (one) => {
      one.skip('server', CEA.length)
      one.close(20, 'server')
    })
    expect(outcome).toBe('incomplete')
  })

  it('nor where the answer was seen, or the connection is closed when nobody waits any more', async () => {
    const [answered] = await told(PORTS.diameter, CER, (one) => {
      one.send(15, 'server', CEA)
      one.reset(20, 'server')
    })
    expect(answered).toBe('success')
    const [, late] = await told(PORTS.diameter, CER, (one) => one.reset(60_000, 'server'))
    expect(late).toBe('Nobody answered CER (frame 4).')
  })
})

async function closed(
  how: 'abort' | 'shutDown',
  side: Side,
  before: (association: Association) => void = () => {},
): Promise<unknown> {
  const wire = new Wire()
  const association = new Association(wire, 0, { client: CLIENT, server: end('10.0.0.2', PORTS.diameter) })
  association.send(10, 'client', CER, { ppid: 46 })
  before(association)
  association[how](20, side)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions[0]?.verdict?.['text']
}

/** A message of the server is not in the capture. */
function unseen(association: Association): void {
  association.send(12, 'server', utf8('other'), { ppid: 99 })
  association.tsn('server')
  association.send(14, 'server', utf8('other'), { ppid: 99 })
}

/** Another path is tried, of which the server does not know. */
function refused(association: Association): void {
  association.changeOver({ client: '10.0.1.1', server: '10.0.1.2' })
  association.packet(12, 'client', [Uint8Array.of(4, 0, 0, 8, 0, 1, 0, 4)], { tag: 0x5e12e402 })
  association.packet(13, 'server', [Uint8Array.of(6, 1, 0, 4)], { tag: 0x5e12e402 })
  association.changeOver({ client: CLIENT.address, server: '10.0.0.2' })
}

describe('over SCTP', () => {
  it.each([
    ['abort', 'ABORT'],
    ['shutDown', 'SHUTDOWN'],
  ] as const)('by %s', async (how, word) => {
    expect(await closed(how, 'server')).toBe(
      `10.0.0.2:3868 closed the connection before it answered CER (${word}, frame 6).`,
    )
    expect(await closed(how, 'client')).toBe(`Given up by the client before it was answered (${word}, frame 6).`)
  })

  it('tells nothing where the capture lacks something of the association, which may have been the answer', async () => {
    expect(await closed('shutDown', 'client', unseen)).toBe(
      'No answer was seen: the capture ends too early, or does not hold it.',
    )
  })

  it('a path that is refused closes nothing', async () => {
    expect(await closed('shutDown', 'server', refused)).toBe(
      '10.0.0.2:3868 closed the connection before it answered CER (SHUTDOWN, frame 8).',
    )
  })
})
