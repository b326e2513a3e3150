import {
  FLOW_BYTES,
  FLOW_DOUBLES,
  FLOW_FIRST,
  FLOW_FIRST_FILE,
  FLOW_FIRST_FRAME,
  FLOW_INTS,
  FLOW_KIND,
  FLOW_LAST,
  FLOW_PACKETS,
  FLOW_PORTS,
  FLOW_PPID,
  FLOW_TEID,
  type FlowRecords,
} from '../model/flow.ts'
import { momentAt } from '../model/moment.ts'
import { RADIO } from '../model/packet.ts'
import type { FlowRow } from '../model/rows.ts'
import { flowName, transportName } from './identify.ts'

const SCTP = 132
/** Blocks of the radio that bear no signalling of a phone. */
const LTE_MAC = 'LTE MAC'

interface Naming {
  readonly epoch: number
  /** What the flow itself told of its protocol. */
  readonly label: string | undefined
}

/** A flow that nothing claimed, as it leaves the table. */
export function unclaimedFlow(flows: FlowRecords, flow: number, { epoch, label }: Naming): FlowRow {
  const { ints, doubles } = flows
  const at = flow * FLOW_INTS
  const place = flow * FLOW_DOUBLES
  const ports = ints[at + FLOW_PORTS]!
  const transport = ints[at + FLOW_KIND]! & 255
  const ppid = transport === SCTP ? ints[at + FLOW_PPID]! : 0
  const isRadio = ((ints[at + FLOW_KIND]! >> 8) & 15) === RADIO
  // Captures of several queues go back in time now and then.
  const first = Math.min(doubles[place + FLOW_FIRST]!, doubles[place + FLOW_LAST]!)
  const last = Math.max(doubles[place + FLOW_FIRST]!, doubles[place + FLOW_LAST]!)
  return {
    protocol: label ?? (isRadio ? LTE_MAC : flowName(transport, ports >>> 16, ports & 0xffff, ppid)),
    counted_as: ints[at + FLOW_TEID] === 0 ? 'OTHER' : 'GTP',
    source: flows.source(flow),
    destination: flows.destination(flow),
    transport: isRadio ? LTE_MAC : transportName(transport),
    first: momentAt(epoch, first),
    last: momentAt(epoch, last),
    file: ints[at + FLOW_FIRST_FILE]!,
    first_frame: ints[at + FLOW_FIRST_FRAME]!,
    packets: ints[at + FLOW_PACKETS]!,
    bytes: doubles[place + FLOW_BYTES]!,
  }
}
