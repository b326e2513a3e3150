/** TCP connections that began before the capture, whose first two segments stand in the capture the other way round. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat } from '../make/octets.ts'
import { sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const [CLIENT, SERVER] = [end('10.0.0.1', 40_000), end('10.0.0.2', 5060)]

function message(method: string, sequence: number, body = ''): Uint8Array {
  return sipMessage(
    `${method} sip:bob@example.org SIP/2.0`,
    [
      ['Via', `SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK${sequence}`],
      ['From', '<sip:alice@example.org>;tag=1'],
      ['To', '<sip:bob@example.org>'],
      ['Call-ID', 'a@b'],
      ['CSeq', `${sequence} ${method}`],
    ],
    body,
  )
}

const byName = (one: string, other: string): number => one.localeCompare(other)

/** The messages that are found in bytes which are cut there, the second piece first; then one more. */
async function found(bytes: Uint8Array, cut: number): Promise<string[]> {
  const wire = new Wire()
  const connection = wire.connect(0, CLIENT, SERVER, { withoutHandshake: true })
  connection.sendInOrder(10, 'client', bytes, { cuts: [cut], order: [1, 0] })
  connection.send(500, 'client', message('OPTIONS', 3))
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  const events = sessions.flatMap((session) => session.events)
  return events.map(({ message_type, fault }) => `${message_type} ${fault ?? 'whole'}`).toSorted(byName)
}

describe('the first two segments in midstream', () => {
  const long = message('MESSAGE', 1, 'x'.repeat(900))

  it.each([100, 600, long.length - 10])('are one message, cut at %d', async (cut) => {
    expect(await found(long, cut)).toEqual(['MESSAGE whole', 'OPTIONS whole'])
  })

  it('are a message each', async () => {
    const [one, other] = [message('INFO', 1), message('MESSAGE', 2)]
    expect(await found(concat(one, other), one.length)).toEqual(['INFO whole', 'MESSAGE whole', 'OPTIONS whole'])
  })
})
