/** HTTP/2 (RFC 9113) with what comes before or instead of it on the same ports; 5G's service-based interfaces. */
import type { Direction, Host, Out, Protocol, Where } from '../../model/message.ts'
import { SbaTracker } from '../sba/tracker.ts'
import { Exchanges } from './exchanges.ts'
import { showFrame } from './frame-tree.ts'
import { frameLength, HEADER, PREFACE, prefaceLength, startsFrames } from './frames.ts'
import { isHeaderBlock } from './header-blocks.ts'
import { http1Length, isWanted, startsAnswer, startsHttp1 } from './http1.ts'
import { type Shared, Side } from './side.ts'
import { startsSip } from './web-socket.ts'

export const http2: Protocol = {
  name: 'HTTP2',
  group: 'HTTP2',
  tcp: [80, 7777, 8000, 8080],
  recognize,
  answers: startsAnswer,
  frame,
  decode,
  connect,
  track: (help) => new SbaTracker(help),
}

/** Of the preface, as much as cannot be anything else. */
const ENOUGH_PREFACE = 5

function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  const preface = prefaceLength(bytes, from, to)
  if (preface >= ENOUGH_PREFACE) return true
  return startsFrames(bytes, from, to, isHeaderBlock) || isWanted(bytes, from, to) || startsSip(bytes, from, to)
}

function connect(host: Host): readonly [Direction, Direction] {
  const shared: Shared = {
    host,
    exchanges: new Exchanges(host),
    asked: 0,
    answered: 0,
    isUncertain: false,
    late: undefined,
    sockets: new Map(),
  }
  return [new Side(shared, 0), new Side(shared, 1)]
}

/** A unit by itself: what its connection said before is not at hand. */
function frame(bytes: Uint8Array, from: number, to: number): number {
  if (prefaceLength(bytes, from, to) === PREFACE.length) return PREFACE.length
  return startsHttp1(bytes, from, to) ? http1Length(bytes, from, to) : frameLength(bytes, from, to)
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  if (prefaceLength(bytes, from, to) === PREFACE.length) out.name('preface', 'HTTP2 preface')
  else if (startsHttp1(bytes, from, to)) out.name('message', 'HTTP/1.1 message')
  else if (to - from >= HEADER) showFrame(bytes, { from, to }, out)
  else {
    out.name('frame', 'HTTP2 frame')
    out.fault = wireTo > to ? 'cut' : 'malformed'
  }
}
