// Information elements that only the tree has in words: settings of rules that explain no failure. TS 29.244 §8.2.
import { octets } from '../../bytes/octets.ts'
import * as tables from './tables-values.ts'
import * as rules from './values-rules.ts'
import * as values from './values.ts'

interface Shown {
  /** Octets that the element must have. */
  readonly least: number
  readonly read: values.Reader
}

function shown(least: number, read: values.Reader): Shown {
  return { least, read }
}

const flag: values.Reader = (bytes, from) => (bytes[from]! & 1) === 1

export const TREE_KINDS: Readonly<Record<number, Shown>> = {
  28: shown(4, values.number),
  30: shown(2, octets),
  33: shown(4, values.ntpTime),
  34: shown(1, values.volume),
  35: shown(4, values.number),
  36: shown(4, values.number),
  46: shown(1, rules.notificationDelay),
  47: shown(1, rules.timer),
  48: shown(1, values.number),
  52: shown(4, values.number),
  53: shown(1, values.number),
  55: shown(1, rules.timer),
  61: shown(2, rules.packetFlow),
  71: shown(4, values.number),
  72: shown(1, rules.droppedTraffic),
  90: shown(1, values.bits(tables.USAGE_INFORMATION)),
  91: shown(1, values.utf8),
  92: shown(3, rules.flow),
  94: shown(1, rules.packetRate),
  97: shown(1, rules.flowMarking),
  98: shown(3, rules.headerEnrichment),
  100: shown(1, values.bits(tables.MEASUREMENT_INFORMATION)),
  110: shown(1, values.bits(['AOCI'])),
  112: shown(1, rules.timer),
  115: shown(5, rules.timeQuotaMechanism),
  119: shown(12, rules.multiplier),
  120: shown(4, values.number),
  121: shown(1, values.volume),
  122: shown(4, values.number),
  123: shown(1, flag),
  125: shown(4, values.number),
  126: shown(2, rules.moreReports),
  133: shown(1, rules.macAddress),
  134: shown(3, rules.tag),
  135: shown(3, rules.tag),
  136: shown(2, (bytes, from) => `0x${octets(bytes, from, from + 2)}`),
  137: shown(1, values.bits(['ARP', 'INS'])),
  138: shown(4, values.number),
  139: shown(1, values.bits(['BIDE'])),
  140: shown(1, values.number),
  142: shown(1, values.bits(['ETHI'])),
  144: shown(1, rules.macAddresses),
  145: shown(1, rules.macAddresses),
  146: shown(4, values.number),
  148: shown(4, values.number),
  149: shown(4, values.number),
  150: shown(4, values.number),
  151: shown(4, values.number),
  154: shown(4, values.number),
  155: shown(1, values.utf8),
  156: shown(4, values.ntpTime),
  157: shown(4, values.number),
  158: shown(1, (bytes, from) => bytes[from]! & 7),
  163: shown(4, values.ntpTime),
  164: shown(4, values.ntpTime),
  170: shown(2, values.number),
  171: shown(1, values.nibble(tables.STEERING_FUNCTIONALITIES)),
  172: shown(1, values.nibble(tables.STEERING_MODES)),
  173: shown(1, values.number),
  174: shown(1, values.nibble(tables.STEERING_PRIORITIES)),
  178: shown(1, rules.nodeAddress),
  181: shown(4, values.number),
  182: shown(2, values.number),
  185: shown(1, rules.nodeAddress),
  258: shown(1, values.bits(tables.IP_VERSIONS)),
}
