/** HTTP/1.1 of the core whose answers stand in the capture before their requests, as where two taps were merged. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const [AMF, UDM] = [end('10.1.0.2', 40_000), end('10.1.0.5', 7777)]
const path = (n: number): string => `GET /nudm-sdm/v2/imsi-00101000000000${n}/am-data`
const asked = (n: number): Uint8Array => utf8(`${path(n)} HTTP/1.1\r\nHost: udm\r\n\r\n`)
const answer = (n: number): Uint8Array => utf8(`HTTP/1.1 20${n} OK\r\nContent-Length: 0\r\n\r\n`)

interface Order {
  readonly withoutHandshake?: boolean
  /** When answers pass, behind their requests of every 100 ms from 10 ms on. */
  readonly after: readonly number[]
}

/** Each answer as its status and what it answers. */
async function answersOf({ after, withoutHandshake = false }: Order): Promise<string[]> {
  const wire = new Wire()
  const connection = wire.connect(0, AMF, UDM, { withoutHandshake })
  after.forEach((delay, n) => {
    const at = 10 + 100 * n
    const both = [
      [at, () => connection.send(at, 'client', asked(n))],
      [at + delay, () => connection.send(at + delay, 'server', answer(n))],
    ] as const
    for (const [, send] of both.toSorted(([one], [other]) => one - other)) send()
  })
  const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
  // In midstream the first segment may be anything.
  expect(coverage.undecoded).toBeLessThanOrEqual(withoutHandshake ? 1 : 0)
  const events = sessions.flatMap(({ events }) => events)
  expect(events).toHaveLength(2 * after.length)
  const answers = events.filter(({ details }) => details['status'] !== undefined)
  return answers.map(({ details }) => `${String(details['status'])} ${String(details['request'])}`)
}

describe('an answer that stands before its request', () => {
  it('is the answer to it, where the connection was seen to open', async () => {
    expect(await answersOf({ after: [-3] })).toEqual([`200 ${path(0)}`])
  })

  it('is so in mid-connection too', async () => {
    expect(await answersOf({ after: [3, -3, 3] })).toEqual([`200 ${path(0)}`, `201 ${path(1)}`, `202 ${path(2)}`])
  })

  it('is nobody’s, and kept, where its request may have passed before the capture began', async () => {
    expect(await answersOf({ after: [3, -3], withoutHandshake: true })).toEqual([`200 ${path(0)}`, '201 undefined'])
  })
})

it('frames that hold too little to tell what they begin count as what that proves to be', async () => {
  const wire = new Wire()
  const connection = wire.connect(0, AMF, UDM)
  const request = asked(0)
  const pieces = [request.subarray(0, 3), request.subarray(3, 9), request.subarray(9)]
  pieces.forEach((bytes, i) => connection.send(10 + i, 'client', bytes))
  const { coverage, protocols } = await analyzeCapture(pcap(wire.packets))
  expect(coverage).toMatchObject({ decoded: wire.packets.length, undecoded: 0 })
  expect(protocols.find(({ protocol }) => protocol === 'HTTP2')).toMatchObject({ packet_count: 3 })
})
