// What SMF and NG-RAN node tell each other of a PDU session through the AMF: TS 38.413 §9.3.4.
import * as common from '../aper/common.ts'
import type { Fields, Type } from '../aper/types.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence } from '../aper/types.ts'
import { cause } from './values.ts'

const CHOICE = { extensible: false } as const

const qfi = types.extensibleInteger(0, 63)
const bitRate = types.extensibleInteger(0, 4_000_000_000_000)

/** UPTransportLayerInformation: §9.3.2.2. */
const tunnel = types.choice(
  [sequence(component('', common.transportLayerAddress), component('teid', common.gtpTeid)), undefined],
  CHOICE,
)

/** The one that the session is told with. */
function directed(direction: 'ul' | 'dl'): Type {
  return (per, elements) => {
    const told = tunnel(per, elements) as Fields | undefined
    return told && { ...told, direction }
  }
}

/** Another one, as `teid@address`; of an address of no known length, the `teid`. */
const other: Type = (per, elements) => {
  const told = tunnel(per, elements) as { ip?: string; teid?: string } | undefined
  return told?.teid === undefined || told.ip === undefined ? told?.teid : `${told.teid}@${told.ip}`
}

export const uplink = directed('ul')
const downlink = directed('dl')

/** Flows by their identifiers. */
function flows(...more: readonly ReturnType<typeof component>[]): Type {
  const read = types.list(64, sequence(component('qfi', qfi), ...more))
  return (per, elements) => (read(per, elements) as { qfi: number }[]).map((flow) => flow.qfi)
}

const performed = types.enumerated(['performed', 'not-performed'], 2)
const securityResult = sequence(component('integrity', performed), component('confidentiality', performed))
const needed = types.enumerated(['required', 'preferred', 'not-needed'], 3)
/** §9.3.1.27. */
export const securityIndication = sequence(
  component('integrity', needed),
  component('confidentiality', needed),
  optional('rate_ul', types.enumerated(['bitrate64kbs', 'maximum-UE-rate'], 2)),
)
const security = sequence(component('result', securityResult), component('indication', securityIndication))
const withCause = types.list(64, sequence(component('qfi', qfi), component('cause', cause)))
const accepted = flows(optional('forwarding', types.yes))
const mapped = flows(optional('mapping', types.enumerated(['ul', 'dl'], 2)))
const flowsPerTunnel = sequence(component('', downlink), component('qfi', mapped))
const otherFlows = types.unseen(
  types.list(3, sequence(component('flows', sequence(component('tunnel', other), component('qfi', mapped))))),
)
const forwardingResponse = types.unseen(
  types.list(
    32,
    sequence(component('drb', types.extensibleInteger(1, 32)), optional('dl', other), optional('ul', other)),
  ),
)

const window = types.extensibleInteger(0, 4095)
const nonDynamic = sequence(
  component('five_qi', types.extensibleInteger(0, 255)),
  optional('priority', types.extensibleInteger(1, 127)),
  optional('averaging_window_ms', window),
  optional('maximum_data_burst', window),
)
const errorRate = sequence(
  component('scalar', types.extensibleInteger(0, 9)),
  component('exponent', types.extensibleInteger(0, 9)),
)
const dynamic = sequence(
  component('priority', types.extensibleInteger(1, 127)),
  component('packet_delay_budget', types.extensibleInteger(0, 1023)),
  component('packet_error_rate', errorRate),
  optional('five_qi', types.extensibleInteger(0, 255)),
  optional('delay_critical', types.enumerated(['delay-critical', 'non-delay-critical'], 2)),
  optional('averaging_window_ms', window),
  optional('maximum_data_burst', window),
)
const lossRate = types.extensibleInteger(0, 1000)
const gbr = sequence(
  component('mfbr_dl', bitRate),
  component('mfbr_ul', bitRate),
  component('gfbr_dl', bitRate),
  component('gfbr_ul', bitRate),
  optional('notification', types.yes),
  optional('loss_rate_dl', lossRate),
  optional('loss_rate_ul', lossRate),
)
const arp = sequence(
  component('priority', types.integer(1, 15)),
  component('pre_emption', types.enumerated(['shall-not-trigger', 'may-trigger'], 2)),
  component('vulnerability', types.enumerated(['not-pre-emptable', 'pre-emptable'], 2)),
)
/** §9.3.1.12. */
const flowQos = sequence(
  component('', types.choice([nonDynamic, dynamic, undefined], CHOICE)),
  component('arp', arp),
  optional('', gbr),
  optional('reflective', types.yes),
  optional('more_likely', types.yes),
)
const erab = optional('ebi', types.extensibleInteger(0, 15))

export const flowsToSetUp = types.list(64, sequence(component('qfi', qfi), component('', flowQos), erab))
export const flowsToModify = types.list(64, sequence(component('qfi', qfi), optional('', flowQos), erab))
export const flowsToRelease = withCause
export const uplinkChanges = types.list(4, sequence(component('ul', other), component('dl', other)))
export const moreUplinks = types.list(3, sequence(component('tunnel', other)))
export const ambr = sequence(component('dl', bitRate), component('ul', bitRate))

/** Those that are made of IEs: §9.3.4.1, §9.3.4.3. */
export const ofElements: Type = (per, elements) => {
  const isExtended = per.flag()
  const fields: Fields = {}
  elements.container(per, fields)
  if (isExtended) per.skipAdditions()
  return fields
}

export const setupResponse = sequence(
  component('', flowsPerTunnel),
  optional('', otherFlows),
  optional('security_result', securityResult),
  optional('failed_flows', withCause),
)
export const unsuccessful = sequence(
  component('cause', cause),
  optional('', types.unseen(common.criticalityDiagnostics)),
)
export const onlyCause = sequence(component('cause', cause))
export const modifyResponse = sequence(
  optional('', downlink),
  optional('ul_tunnel', other),
  optional('qfi', flows()),
  optional('', otherFlows),
  optional('failed_flows', withCause),
)
export const modifyIndication = sequence(component('', flowsPerTunnel), optional('', otherFlows))
export const modifyConfirm = sequence(
  component('qfi', flows()),
  component('', uplink),
  optional('', types.unseen(types.list(3, sequence(component('ul', other), component('dl', other))))),
  optional('failed_flows', withCause),
)
export const pathSwitch = sequence(
  component('', downlink),
  optional('reused', types.yes),
  optional('', types.unseen(security)),
  component('qfi', flows()),
)
export const pathSwitchAcknowledge = sequence(optional('', uplink), optional('security', securityIndication))
export const handoverAcknowledge = sequence(
  component('', downlink),
  optional('forwarding_tunnel', other),
  optional('security_result', securityResult),
  component('qfi', accepted),
  optional('failed_flows', withCause),
  optional('', forwardingResponse),
)
export const handoverCommand = sequence(
  optional('forwarding_tunnel', other),
  optional('qfi', flows()),
  optional('', forwardingResponse),
)
export const handoverRequired = sequence(optional('direct_forwarding', types.yes))
export const notify = sequence(
  optional('qfi', flows(component('notification', types.enumerated(['fulfilled', 'not-fulfilled'], 2)))),
  optional('released_flows', withCause),
)
export const empty = sequence()
