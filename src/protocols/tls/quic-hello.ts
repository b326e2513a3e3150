// What Initial packets of QUIC say: the hello of the client, piece by piece, and why a connection was closed at once.
import { Cursor } from '../../bytes/cursor.ts'
import { byteText } from '../../bytes/text.ts'
import type { LabelHelp } from '../../model/message.ts'
import { readHello } from './hello.ts'
import { initialKeys, initialPacket, longHeader, openInitial, type Sender, variable, VERSIONS } from './quic-packets.ts'
import { closeReason } from './tables-quic.ts'

/** Of one hello. */
const LARGEST_HELLO = 16_384
const MOST_PIECES = 64
const MOST_PACKETS = 4
const MOST_FRAMES = 512
const LONGEST_REASON = 80
const MESSAGE_HEADER = 4

/** Frames that stand in Initial packets: RFC 9000 §12.4. */
const [PADDING, PING, ACK, ACK_ECN, CRYPTO, CLOSE] = [0, 1, 2, 3, 6, 0x1c] as const

interface Piece {
  readonly at: number
  readonly bytes: Uint8Array
}

/** What is known of a connection until its hello was told. */
interface BegunQuic {
  readonly id: string
  /** What the client called the server first. */
  chosen: Uint8Array
  pieces: Piece[]
  isTold: boolean
}

type Told = Record<string, string>

/** Reads the Initial packets of a datagram. */
export function initialLabel(bytes: Uint8Array, from: number, to: number, help: LabelHelp): Told {
  const told: Told = {}
  let at = from
  for (let count = 0; count < MOST_PACKETS && at < to; count++) {
    const header = longHeader(bytes, at, to)
    const version = header && VERSIONS[header.version]
    if (!header || !version || header.type !== version.initial) break
    const packet = initialPacket(bytes, at, to, header.at)
    if (!packet) break
    const begun = known(help) ?? begin(help, header.destination)
    const opened = open(bytes, { header, packet }, begun, help)
    if (opened) frames(opened.frames, opened.sender === 'client' ? begun : undefined, told)
    at = packet.to
  }
  return told
}

function known({ id, peerId, kept }: LabelHelp): BegunQuic | undefined {
  return (kept.get(id) ?? (peerId === undefined ? undefined : kept.get(peerId))) as BegunQuic | undefined
}

function begin({ id, kept }: LabelHelp, chosen: Uint8Array): BegunQuic {
  const begun: BegunQuic = { id, chosen, pieces: [], isTold: false }
  kept.add(begun)
  return begun
}

interface Sealed {
  readonly header: NonNullable<ReturnType<typeof longHeader>>
  readonly packet: NonNullable<ReturnType<typeof initialPacket>>
}

/** By the identifier that was chosen first, of either side; else by its own, as behind a Retry (RFC 9001 §5.2). */
function open(
  bytes: Uint8Array,
  { header, packet }: Sealed,
  begun: BegunQuic,
  { ciphers }: LabelHelp,
): { readonly frames: Uint8Array; readonly sender: Sender } | undefined {
  const tries: readonly (readonly [Uint8Array, Sender])[] = [
    [begun.chosen, 'client'],
    [begun.chosen, 'server'],
    [header.destination, 'client'],
  ]
  for (const [chosen, sender] of tries) {
    const keys = initialKeys(ciphers, VERSIONS[header.version]!, chosen, sender)
    const found = openInitial(ciphers, bytes, packet, keys)
    if (!found) continue
    if (chosen === header.destination) begun.chosen = chosen
    return { frames: found, sender }
  }
  return undefined
}

function frames(plain: Uint8Array, begun: BegunQuic | undefined, told: Told): void {
  const c = new Cursor(plain, 0, plain.length)
  for (let count = 0; count < MOST_FRAMES && c.left > 0;) {
    const type = variable(c)
    if (type === PADDING) continue
    count++
    if (type === PING) continue
    else if (type === ACK || type === ACK_ECN) acknowledged(c, type === ACK_ECN)
    else if (type === CRYPTO) {
      const at = variable(c)
      const piece = c.sub(variable(c))
      if (begun && piece.fault === '') keep(begun, { at, bytes: plain.slice(piece.at, piece.end) })
    } else if (type === CLOSE) return closed(c, told)
    else break
  }
  if (begun && !begun.isTold) hello(begun, told)
}

function acknowledged(c: Cursor, hasCounts: boolean): void {
  variable(c)
  variable(c)
  const ranges = variable(c)
  variable(c)
  for (let i = 0; i < 2 * ranges && c.left > 0; i++) variable(c)
  if (hasCounts) for (let i = 0; i < 3; i++) variable(c)
}

/** Of two that begin alike, the longer one stands. */
function keep(begun: BegunQuic, piece: Piece): void {
  if (piece.at + piece.bytes.length > LARGEST_HELLO) return
  const place = begun.pieces.findIndex(({ at }) => at === piece.at)
  const known = begun.pieces[place]
  if (!known && begun.pieces.length < MOST_PIECES) begun.pieces.push(piece)
  else if (known && known.bytes.length < piece.bytes.length) begun.pieces[place] = piece
}

/** As far as it came without a gap. */
function hello(begun: BegunQuic, told: Told): void {
  const pieces = begun.pieces.toSorted((a, b) => a.at - b.at)
  const whole = new Uint8Array(pieces.reduce((most, { at, bytes }) => Math.max(most, at + bytes.length), 0))
  let length = 0
  for (const { at, bytes } of pieces) {
    if (at > length) break
    whole.set(bytes, at)
    length = Math.max(length, at + bytes.length)
  }
  if (length < MESSAGE_HEADER) return
  const { version: _ofTls, ...said } = readHello(whole, 0, length)
  Object.assign(told, said)
  begun.isTold = length >= MESSAGE_HEADER + ((whole[1]! << 16) | (whole[2]! << 8) | whole[3]!)
  if (begun.isTold) begun.pieces = []
}

/** Code, the type of the frame that it is about, words. */
function closed(c: Cursor, told: Told): void {
  const code = variable(c)
  variable(c)
  const words = c.sub(variable(c))
  if (c.fault !== '') return
  const said = byteText(words.bytes, words.at, Math.min(words.end, words.at + LONGEST_REASON)).replaceAll(/[^ -~]/g, '')
  told['closed'] = `closed: ${closeReason(code)}${said === '' ? '' : ` (${said})`}`
}
