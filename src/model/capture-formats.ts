// Which format a file has, by its first bytes.

export type CaptureFormat = 'pcap' | 'pcapng' | 'snoop' | 'erf'

/** So many of its first bytes tell what a file is. */
export const TELLING_HEAD = 512

/** pcap under its six magic numbers, and pcapng: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. */
const PCAP: readonly number[] = [0xd4c3b2a1, 0xa1b2c3d4, 0x4d3cb2a1, 0xa1b23c4d, 0x34cdb2a1, 0xa1b2cd34]
const PCAPNG = 0x0a0d0d0a
/** RFC 1761 §4.1: `snoop`, padded. */
const SNOOP = '736e6f6f70000000'

/** Formats that Wireshark reads and we do not, by what files of them begin with. */
const FOREIGN: readonly (readonly [start: string, name: string])[] = [
  ['52545353', 'a Network Monitor 1 capture'],
  ['474d4255', 'a Network Monitor 2 capture'],
  ['5452534e4946462064617461', 'a capture of the DOS Sniffer'],
  ['58435000', 'a capture of the Windows Sniffer or NetXRay'],
  ['564c0000', 'a capture of NetXRay'],
  ['4f62736572766572506b7442', 'a capture of Observer'],
  ['05564e46', 'a capture of Visual Networks'],
  ['54520064', 'an nettl trace of HP-UX'],
  ['01104c000105', 'a capture of LANalyzer'],
  ['2b2d2d2d2d2d2d2d2d2d2b2d', 'a K12 text file'],
  ['0000020012050010', 'a K12 (rf5) file'],
  ['53657373696f6e205472616e736372697074', 'a Catapult DCT2000 transcript'],
  ['6274736e6f6f7000', 'a btsnoop capture of Bluetooth'],
  ['697074726163652031', 'an iptrace of AIX'],
  ['697074726163652032', 'an iptrace of AIX'],
  ['7f766572', 'a capture of OmniPeek or EtherPeek'],
  ['45796553444e', 'an EyeSDN trace'],
  ['aaaaaaaa', 'a 5View capture'],
]

const PACKED: readonly (readonly [start: string, name: string])[] = [
  ['fd377a585a00', 'xz'],
  ['504b0304', 'zip'],
  ['377abcaf271c', '7z'],
  ['526172211a07', 'rar'],
  ['4c5a4950', 'lzip'],
  ['1f9d', 'compress'],
]
/** Where the header of the first file of an archive says so: POSIX.1, ustar. */
const TAR_AT = 257
const TAR = '7573746172'

/** The format of a capture that begins so; undefined where it is none that is read. */
export function captureFormat(head: Uint8Array): CaptureFormat | undefined {
  if (head.length < 4) return undefined
  const magic = ((head[0]! << 24) | (head[1]! << 16) | (head[2]! << 8) | head[3]!) >>> 0
  if (PCAP.includes(magic)) return 'pcap'
  if (magic === PCAPNG) return 'pcapng'
  if (begins(head, SNOOP)) return 'snoop'
  return isErf(head) ? 'erf' : undefined
}

/** What to say of a file that is no capture, for whoever wonders why. */
export function whyNoCapture(head: Uint8Array): string {
  const foreign = FOREIGN.find(([start]) => begins(head, start))
  if (foreign) return `the file is ${foreign[1]}; convert it first (editcap -F pcapng FILE NEW.pcapng)`
  const packed = PACKED.find(([start]) => begins(head, start))
  if (packed) return `the file is packed with ${packed[1]}; unpack it first`
  if (begins(head.subarray(TAR_AT), TAR)) return 'the file is a tar archive; take the captures out first'
  return 'the file is no packet capture (neither pcap nor pcapng by its first bytes)'
}

function begins(head: Uint8Array, start: string): boolean {
  if (head.length * 2 < start.length) return false
  for (let i = 0; i * 2 < start.length; i++) {
    if (head[i] !== Number.parseInt(start.slice(i * 2, i * 2 + 2), 16)) return false
  }
  return true
}

/** Bytes of an ERF record's header, and types of records that hold Ethernet or IP. */
const ERF_HEADER = 16
const ERF_TYPES: readonly number[] = [2, 11, 16, 20, 22, 23]
/** Bits of the flags that are 0 in a whole record. */
const ERF_FAULTS = 0xb8
/** More than headers of extensions, padding and a frame check sequence add. */
const ERF_BESIDES = 64
const YEAR_1998 = 883_612_800

/**
 * ERF has no magic number: a record of Endace's DAG cards says its time (64 bits of fixed point, little-endian), type,
 * flags, its length and that of the packet, and all of that must make sense.
 */
function isErf(head: Uint8Array): boolean {
  if (head.length < ERF_HEADER) return false
  const view = new DataView(head.buffer, head.byteOffset, ERF_HEADER)
  const isKnown = ERF_TYPES.includes(view.getUint8(8) & 0x7f) && (view.getUint8(9) & ERF_FAULTS) === 0
  const [length, wire] = [view.getUint16(10), view.getUint16(14)]
  const isLong = length > ERF_HEADER && wire > 0 && length <= wire + ERF_BESIDES
  return isKnown && isLong && view.getUint32(4, true) > YEAR_1998
}
