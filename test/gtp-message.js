/** Test helpers: messages from bytes, and what is said of them. */
import { MessageWriter } from '../src/pipeline/message-writer.js'
import { gtp } from '../src/protocols/gtp/gtp.js'
/** Bytes written in hexadecimal. */
export function bytesOf(hex) {
  return Uint8Array.from(hex.replaceAll(/\s/g, '').match(/../g) ?? [], (octet) => parseInt(octet, 16))
}
const ends = new Map()
/** The same end has the same number. */
function endpoint(address, port = 2123) {
  const text = `${address}:${port}`
  const known = ends.get(text) ?? { id: ends.size + 1, address, port, text }
  ends.set(text, known)
  return known
}
export function whereOf({ from = '10.0.0.1', to = '10.0.0.2', port = 2123, at = 0 } = {}) {
  return {
    transport: 'udp',
    source: endpoint(from, port),
    destination: endpoint(to, port),
    flow: 1,
    generation: 0,
    tunnel: [],
    seconds: 0,
    nanoseconds: 0,
    time: at * 1e6,
    file: 0,
    frame: 1,
    offset: 0,
    wireLength: 0,
  }
}
/** One decoded message; `missing` bytes of it were lost to the snap length. */
export function messageOf(bytes, place = {}, missing = 0) {
  const where = whereOf(place)
  const writer = new MessageWriter(gtp.name, where)
  gtp.decode(bytes, 0, bytes.length, bytes.length + missing, where, writer)
  return writer.message
}
/** All messages of a datagram. */
export function messagesOf(bytes, place = {}) {
  const found = []
  for (let at = 0; at < bytes.length;) {
    const length = gtp.split(bytes, at, bytes.length)
    found.push(messageOf(bytes.subarray(at, at + length), place))
    at += length
  }
  return found
}
/** Keeps the tree as lines, with every range. */
export class TreeWriter {
  fault = ''
  tree = true
  lines = []
  ranges = []
  depth = 0
  show(...[name, value, from, to]) {
    this.lines.push(`${'  '.repeat(this.depth)}${name}: ${JSON.stringify(value)}`)
    this.ranges.push([from, to])
  }
  open(...[name, from, to]) {
    this.lines.push(`${'  '.repeat(this.depth)}${name}`)
    this.ranges.push([from, to])
    this.depth++
  }
  close() {
    this.depth--
  }
  name() {}
  also() {}
  put() {}
  key() {}
  clue() {}
  party() {}
  announce() {}
}
//# sourceMappingURL=gtp-message.js.map
