/** Answers that an agent streams through before the request that they answer is over: RFC 9113 §8.1. */
import { describe, expect, it } from 'vitest'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'
import { AMF, sessionsOf, SMF, SUPI } from './core-connection.ts'

const PROXY = end('10.1.0.9', 8080)
const POST = { ':method': 'POST', ':path': '/nbsf-management/v1/pcfBindings', 'content-type': 'application/json' }
const BODY = utf8(JSON.stringify({ dnn: 'internet', ipv4Addr: '10.45.0.2', supi: SUPI }))
const CUT = BODY.length - 30

describe('a request that an agent passes on while it is answered already', () => {
  it('is the next hop of the same, and of the same subscriber', async () => {
    const wire = new Wire()
    const outer = new Http2(wire, AMF, PROXY)
    const inner = new Http2(wire, end(PROXY.address, 41_000), SMF)
    const hops = [outer, inner]
    hops.forEach((hop, i) =>
      hop.connection.send(
        10 + i,
        'client',
        concat(hop.headers('client', 1, POST), hop.data(1, BODY.subarray(0, CUT), false)),
      ),
    )
    hops.toReversed().forEach((hop, i) => hop.connection.send(20 + i, 'server', hop.response(1, { status: 204 })))
    hops.forEach((hop, i) => hop.connection.send(30 + i, 'client', hop.data(1, BODY.subarray(CUT))))
    const [session, ...others] = await sessionsOf(wire)
    expect(others).toEqual([])
    expect(session?.session_key).toBe(`supi:${SUPI}`)
    expect(session?.events.map(({ message_type, details }) => [message_type, details['hop']])).toEqual([
      ['POST /nbsf-management/v1/pcfBindings', undefined],
      ['POST /nbsf-management/v1/pcfBindings', 2],
      ['204 No Content', 2],
      ['204 No Content', undefined],
    ])
  })
})
