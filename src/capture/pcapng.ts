// pcapng: draft-ietf-opsawg-pcapng.
import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import { LARGEST_RECORD } from '../bytes/memory.ts'
import { type CaptureSource, END, FRAME, type FrameNotes, NEED_INPUT } from '../model/capture.ts'
import { Drops } from './drops.ts'
import { endHere, wantMore } from './ending.ts'
import { ETHERNET, type FrameAtHand, type Records, type SecretsTaker, UnreadableCapture } from './frame.ts'
import { type CaptureInterface, COMMENT, Fields, readInterface, readNames } from './pcapng-options.ts'
import type { Window } from './window.ts'

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const OBSOLETE_PACKET = 2
const SIMPLE_PACKET = 3
const NAME_RESOLUTION = 4
const INTERFACE_STATISTICS = 5
const ENHANCED_PACKET = 6
const DECRYPTION_SECRETS = 10
const BYTE_ORDER_MAGIC = 0x1a2b3c4d

const SMALLEST_BLOCK = 12
/** Blocks that are no packets are read up to this size and passed over beyond. */
const LARGEST_OTHER_BLOCK = LARGEST_RECORD
/** Names of addresses that one capture may give. */
const MOST_NAMES = 10_000
const MOST_INTERFACES = 65_536
/** Decryption secrets (§4.7) of this type are a key log of TLS; they are taken in pieces of so many bytes. */
const TLS_KEY_LOG = 0x544c534b
const SECRETS_HEADER = 16
const SECRETS_PIECE = 65_536
const ISB_IFDROP = 5
const ISB_OSDROP = 7
/** Options of packets: §4.3; the obsolete block has the flags too. Bits 0 and 1 of these tell the direction. */
const PACKET_FLAGS = 2
const PACKET_DROPCOUNT = 4
const DIRECTIONS = [undefined, 'inbound', 'outbound', undefined] as const
/** The obsolete block's own count of drops: unknown. */
const UNKNOWN_DROPS = 0xffff

/** Byte order and interfaces of the part of a capture at hand. */
export interface Section {
  /** The first `count`; more may be appended later. */
  readonly interfaces: readonly CaptureInterface[]
  readonly count: number
  readonly littleEndian: boolean
}

export class PcapngRecords implements Records {
  readonly #window: Window
  readonly #frame: FrameAtHand
  readonly #fields: Fields
  #interfaces: CaptureInterface[] = []
  /** Of all sections, for whoever reads single packets again. */
  readonly #seen: { link_type: number; snap_length: number; name?: string; description?: string }[] = []
  readonly #drops = new Drops()
  /** Where the options of the packet at hand are. */
  #optionsFrom = 0
  #optionsTo = 0
  #damaged = false
  readonly #taker: SecretsTaker | undefined
  /** Bytes of secrets that are still to come, and of their block behind them. */
  #secrets = 0
  #behindSecrets = 0

  constructor(window: Window, frame: FrameAtHand, taker: SecretsTaker | undefined) {
    this.#window = window
    this.#frame = frame
    this.#taker = taker
    this.#fields = new Fields(window.bytes)
  }

  get source(): CaptureSource {
    return { format: 'pcapng', byte_order: this.#fields.littleEndian ? 'little' : 'big', interfaces: this.#seen }
  }

  /** What the blocks that come are read by. */
  get section(): Section {
    const interfaces = this.#interfaces
    return { interfaces, count: interfaces.length, littleEndian: this.#fields.littleEndian }
  }

  get notes(): FrameNotes {
    const comments: string[] = []
    let flags = 0
    this.#fields.options(this.#optionsFrom, this.#optionsTo, (code, at, length) => {
      if (code === COMMENT) comments.push(this.#fields.text(at, length))
      else if (code === PACKET_FLAGS && length >= 4) flags = this.#fields.u32(at)
    })
    const { name, description } = this.#interfaces[this.#frame.interface] ?? {}
    const direction = DIRECTIONS[flags & 3]
    return {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      comments,
      ...(direction !== undefined && { direction }),
    }
  }

  seek(section: Section = this.section): void {
    this.#damaged = false
    this.#secrets = 0
    this.#interfaces = section.interfaces.slice(0, section.count)
    this.#fields.littleEndian = section.littleEndian
  }

  next(): number {
    const window = this.#window
    for (;;) {
      if (this.#damaged) return END
      if (window.skipping()) return this.#want()
      const { at, end } = window
      if (this.#secrets > 0) {
        if (at === end && !window.over) return NEED_INPUT
        if (at === end) return this.#damage()
        this.#takeSecrets()
        continue
      }
      if (end - at < SMALLEST_BLOCK) return this.#want()
      const isSection = this.#fields.u32(at) === SECTION_HEADER
      if (isSection && !this.#byteOrder(at)) return this.#damage()
      const type = this.#fields.u32(at)
      const total = (this.#fields.u32(at + 4) + 3) & ~3
      if (total < SMALLEST_BLOCK) return this.#damage()
      if (type === DECRYPTION_SECRETS && this.#taker) {
        if (end - at < SECRETS_HEADER && !window.over) return NEED_INPUT
        if (this.#beginSecrets(at, total)) continue
      }
      const isPacket = type === ENHANCED_PACKET || type === OBSOLETE_PACKET || type === SIMPLE_PACKET
      const held = this.#held(total, isPacket)
      if (end - at < held) {
        if (!window.over) return NEED_INPUT
        return this.#want()
      }
      const found = isPacket ? this.#packet(type, at, held) : this.#other(type, at, held, total)
      window.at = at + held
      if (total > held) window.skip(total - held)
      if (found) return FRAME
    }
  }

  /** How much of a block is looked at: all of it, save of oversized ones. */
  #held(total: number, isPacket: boolean): number {
    const most = isPacket ? LARGEST_RECORD + 64 : LARGEST_OTHER_BLOCK
    return total > 0 && total <= most ? total : most
  }

  #byteOrder(at: number): boolean {
    this.#fields.littleEndian = true
    if (this.#fields.u32(at + 8) === BYTE_ORDER_MAGIC) return true
    this.#fields.littleEndian = false
    return this.#fields.u32(at + 8) === BYTE_ORDER_MAGIC
  }

  /** Blocks without a packet; false always. */
  #other(type: number, at: number, held: number, total: number): false {
    const to = at + held - (held === total ? 4 : 0)
    if (type === SECTION_HEADER) {
      this.#interfaces = []
      this.#drops.section()
      this.#remarks(at + 24, to)
    } else if (type === INTERFACE_DESCRIPTION && held >= 20) this.#interface(at + 8, to)
    else if (type === NAME_RESOLUTION) this.#names(at + 8, to)
    else if (type === INTERFACE_STATISTICS) this.#statistics(this.#fields.u32(at + 8), at + 20, to)
    return false
  }

  /** A block of secrets: false where it is not of those that are wanted. */
  #beginSecrets(at: number, total: number): boolean {
    const room = total - SECRETS_HEADER - 4
    const length = Math.min(this.#fields.u32(at + 12), room)
    if (this.#fields.u32(at + 8) !== TLS_KEY_LOG || length <= 0) return false
    this.#secrets = length
    this.#behindSecrets = total - SECRETS_HEADER - length
    this.#window.at = at + SECRETS_HEADER
    return true
  }

  #takeSecrets(): void {
    const window = this.#window
    const { at, end } = window
    const length = Math.min(end - at, this.#secrets, SECRETS_PIECE)
    this.#taker!.take(window.bytes, at, at + length)
    window.at = at + length
    this.#secrets -= length
    if (this.#secrets > 0) return
    this.#taker!.end()
    window.skip(this.#behindSecrets)
  }

  #interface(at: number, to: number): void {
    if (this.#interfaces.length >= MOST_INTERFACES) return
    const found = readInterface(this.#fields, at, to)
    this.#interfaces.push(found)
    if (found.resolution.isCoarse) this.#frame.warn('COARSE_TIME', this.#window.offset(at))
    if (this.#seen.length < MOST_INTERFACES) {
      const { linkType, snapLength, name, description } = found
      const told = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) }
      this.#seen.push({ link_type: linkType, snap_length: snapLength, ...told })
    }
    this.#remarks(at + 8, to)
  }

  #names(from: number, to: number): void {
    const { bytes } = this.#fields
    readNames(this.#fields, { from, to }, ({ at, length }, name) => {
      const { names } = this.#frame
      if (names.size < MOST_NAMES) names.set(length === 4 ? formatIPv4(bytes, at) : formatIPv6(bytes, at), name)
    })
  }

  /** Comments on the section or the interface whose options are at [from, to). */
  #remarks(from: number, to: number): void {
    this.#fields.options(from, to, (code, at, length) => {
      if (code === COMMENT) this.#frame.remark(this.#fields.text(at, length))
    })
  }

  #statistics(tap: number, from: number, to: number): void {
    let drops = 0
    this.#fields.options(from, to, (code, at, length) => {
      if ((code === ISB_IFDROP || code === ISB_OSDROP) && length >= 8) drops += Math.max(0, this.#fields.i64(at))
    })
    this.#drops.inAll(tap, drops)
    this.#tellDrops()
  }

  #tellDrops(): void {
    const { total } = this.#drops
    if (total > 0) this.#frame.tell('CAPTURE_DROPS', total)
  }

  /** Takes an option of the packet at hand in; most have none. */
  readonly #takeOption = (code: number, at: number, length: number): void => {
    if (code === COMMENT) this.#frame.comment(this.#fields.text(at, length))
    else if (code === PACKET_DROPCOUNT && length >= 8) this.#dropped(this.#fields.i64(at))
  }

  /** So many packets were lost between the one before and the one at hand. */
  #dropped(count: number): void {
    if (count <= 0) return
    this.#drops.between(this.#frame.interface, count)
    this.#tellDrops()
  }

  /** Packet blocks: §4.3 (enhanced), §4.4 (simple), appendix A (obsolete). False where there is no such interface. */
  #packet(type: number, at: number, held: number): boolean {
    const fields = this.#fields
    const isSimple = type === SIMPLE_PACKET
    const number = isSimple ? 0 : type === ENHANCED_PACKET ? fields.u32(at + 8) : fields.u16(at + 8)
    const where = this.#interfaces[number]
    const header = isSimple ? 12 : 28
    if (held < header + 4) {
      this.#frame.warn('MALFORMED_BLOCK', this.#window.offset(at))
      return false
    }
    this.#frame.frame++
    if (!where) {
      this.#frame.warn('UNKNOWN_INTERFACE', this.#window.offset(at))
      return false
    }
    this.#lengths({ at, held, header, isSimple }, where)
    if (isSimple) this.#frame.warn('NO_TIMESTAMP', this.#window.offset(at))
    else where.resolution.split(fields.u32(at + 12), fields.u32(at + 16), this.#frame)
    this.#frame.place[0] = this.#window.offset(at)
    this.#frame.linkType = where.linkType
    this.#frame.interface = number
    if (this.#optionsTo - this.#optionsFrom > 4) {
      this.#fields.options(this.#optionsFrom, this.#optionsTo, this.#takeOption)
    }
    if (type === OBSOLETE_PACKET && fields.u16(at + 10) !== UNKNOWN_DROPS) this.#dropped(fields.u16(at + 10))
    return true
  }

  #lengths(block: { at: number; held: number; header: number; isSimple: boolean }, where: CaptureInterface): void {
    const frame = this.#frame
    const { at, held, header, isSimple } = block
    const wire = this.#fields.u32(at + (isSimple ? 8 : 24))
    const snap = where.snapLength > 0 ? where.snapLength : Infinity
    const captured = isSimple ? Math.min(wire, snap) : this.#fields.u32(at + 20)
    const length = Math.min(captured, held - header - 4, LARGEST_RECORD)
    frame.from = at + header
    frame.to = frame.from + length
    frame.wireLength = wire > captured ? wire : captured
    this.#optionsFrom = isSimple ? 0 : frame.from + ((captured + 3) & ~3)
    this.#optionsTo = isSimple ? 0 : at + held - 4
    if (where.checkSequence > 0 && where.linkType === ETHERNET && length === frame.wireLength) {
      frame.to -= Math.min(length, where.checkSequence)
    }
  }

  #want(): number {
    return wantMore(this.#window, this.#frame)
  }

  #damage(): number {
    if (this.#window.offset(this.#window.at) === 0) {
      throw new UnreadableCapture('the section header of the pcapng file cannot be read')
    }
    this.#damaged = true
    return endHere(this.#window, this.#frame)
  }
}
