/** HTTP/2 (RFC 9113) with what comes before or instead of it on the same ports; 5G's service-based interfaces. */
import type { Direction, Host, Out, Protocol, Where } from '../../model/message.ts'
import { SbaTracker } from '../sba/tracker.ts'
import { Exchanges } from './exchanges.ts'
import { prefaceLength, startsFrames } from './frames.ts'
import { isHeaderBlock } from './header-blocks.ts'
import { isWanted } from './http1.ts'
import { type Shared, Side } from './side.ts'

export const http2: Protocol = {
  name: 'HTTP2',
  group: 'HTTP2',
  tcp: [80, 7777, 8000, 8080],
  recognize,
  decode,
  connect,
  track: () => new SbaTracker(),
}

/** Of the preface, as much as cannot be anything else. */
const ENOUGH_PREFACE = 5

function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  const preface = prefaceLength(bytes, from, to)
  if (preface >= ENOUGH_PREFACE) return true
  return startsFrames(bytes, from, to, isHeaderBlock) || isWanted(bytes, from, to)
}

function connect(host: Host): readonly [Direction, Direction] {
  const shared: Shared = { host, exchanges: new Exchanges(host), asked: 0, answered: 0 }
  return [new Side(shared, 0), new Side(shared, 1)]
}

/** A frame by itself, without its connection, has nothing to tell. */
function decode(_bytes: Uint8Array, _from: number, _to: number, _wireTo: number, _where: Where, out: Out): void {
  out.name('frame', 'HTTP2 frame')
  out.fault = 'malformed'
}
