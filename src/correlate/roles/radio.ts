// Which end of S1AP, NGAP, X2AP and XnAP sends what: TS 36.413 §9.1, TS 38.413 §9.2, TS 36.423 §9.1, TS 38.423 §9.1;
// and of LTE's radio.
import type { Role } from '../../model/nodes.ts'
import {
  type AddressClaim,
  byName,
  type Fields,
  GTP_U_PORT,
  listOf,
  type Reading,
  type RoleRules,
  type Telling,
  textOf,
} from './role-rules.ts'

/** Messages of the radio node, and of the core, which S1AP and NGAP name alike. */
const UP = [
  'InitialUEMessage',
  'UplinkNASTransport',
  'NASNonDeliveryIndication',
  'InitialContextSetupResponse',
  'InitialContextSetupFailure',
  'UEContextReleaseRequest',
  'UEContextReleaseComplete',
  'UEContextModificationResponse',
  'UEContextModificationFailure',
  'HandoverRequired',
  'HandoverRequestAcknowledge',
  'HandoverFailure',
  'HandoverNotify',
  'HandoverCancel',
  'PathSwitchRequest',
]
const DOWN = [
  'DownlinkNASTransport',
  'InitialContextSetupRequest',
  'UEContextReleaseCommand',
  'UEContextModificationRequest',
  'HandoverRequest',
  'HandoverCommand',
  'HandoverPreparationFailure',
  'HandoverCancelAcknowledge',
  'PathSwitchRequestAcknowledge',
  'PathSwitchRequestFailure',
  'Paging',
  'OverloadStart',
  'OverloadStop',
]
const S1_UP = [
  'S1SetupRequest',
  'E-RABSetupResponse',
  'E-RABModifyResponse',
  'E-RABReleaseResponse',
  'E-RABReleaseIndication',
  'E-RABModificationIndication',
  'UECapabilityInfoIndication',
  'eNBStatusTransfer',
  'ENBConfigurationUpdate',
]
const S1_DOWN = [
  'S1SetupResponse',
  'S1SetupFailure',
  'E-RABSetupRequest',
  'E-RABModifyRequest',
  'E-RABReleaseCommand',
  'E-RABModificationConfirm',
  'MMEStatusTransfer',
  'MMEConfigurationUpdate',
]
const NG_UP = [
  'NGSetupRequest',
  'PDUSessionResourceSetupResponse',
  'PDUSessionResourceModifyResponse',
  'PDUSessionResourceReleaseResponse',
  'PDUSessionResourceNotify',
  'UERadioCapabilityInfoIndication',
  'UplinkRANStatusTransfer',
  'RANConfigurationUpdate',
]
const NG_DOWN = [
  'NGSetupResponse',
  'NGSetupFailure',
  'PDUSessionResourceSetupRequest',
  'PDUSessionResourceModifyRequest',
  'PDUSessionResourceReleaseCommand',
  'DownlinkRANStatusTransfer',
  'AMFConfigurationUpdate',
  'AMFStatusIndication',
]

function directions(
  radio: Role,
  core: Role,
  up: readonly string[],
  down: readonly string[],
): Record<string, readonly Telling[]> {
  return Object.fromEntries([
    ...up.map((name) => [name, [{ source: radio, destination: core }]]),
    ...down.map((name) => [name, [{ source: core, destination: radio }]]),
  ])
}

/** Tunnel ends that are told to the other side: the radio node tells its own, the core those of the user plane. */
function ends(
  details: Fields,
  list: string,
  roles: { readonly told: Role; readonly by: Role; readonly isOwn: boolean },
): Reading {
  const addresses = listOf(details[list]).flatMap(({ ip }) => textOf(ip) ?? [])
  const because = `tunnel end given by the ${roles.by}`
  const claims = addresses.map((address): AddressClaim => ({
    address,
    port: GTP_U_PORT,
    role: roles.told,
    strength: 1,
    because,
  }))
  return { claims, ...(roles.isOwn && { own: addresses, own_because: 'the tunnel ends that it gives' }) }
}

const S1_TUNNELS_UP = new Set([
  'InitialContextSetupResponse',
  'E-RABSetupResponse',
  'HandoverRequestAcknowledge',
  'PathSwitchRequest',
])
const S1_TUNNELS_DOWN = new Set([
  'InitialContextSetupRequest',
  'E-RABSetupRequest',
  'HandoverRequest',
  'PathSwitchRequestAcknowledge',
])
const NG_TUNNELS_UP = new Set([
  'PDUSessionResourceSetupResponse',
  'InitialContextSetupResponse',
  'PathSwitchRequest',
  'HandoverRequestAcknowledge',
])
const NG_TUNNELS_DOWN = new Set([
  'PDUSessionResourceSetupRequest',
  'InitialContextSetupRequest',
  'HandoverRequest',
  'PathSwitchRequestAcknowledge',
])

export const s1apRoles: RoleRules = {
  protocol: 'S1AP',
  kind: byName(directions('eNB', 'MME', [...UP, ...S1_UP], [...DOWN, ...S1_DOWN])),
  read(details, kind) {
    if (S1_TUNNELS_UP.has(kind)) return ends(details, 'erabs', { told: 'eNB', by: 'eNB', isOwn: true })
    if (S1_TUNNELS_DOWN.has(kind)) return ends(details, 'erabs', { told: 'SGW', by: 'MME', isOwn: false })
    return { source_name: textOf(details['enb_name']) ?? textOf(details['mme_name']) }
  },
}

export const ngapRoles: RoleRules = {
  protocol: 'NGAP',
  kind: byName(directions('gNB', 'AMF', [...UP, ...NG_UP], [...DOWN, ...NG_DOWN])),
  read(details, kind) {
    if (NG_TUNNELS_UP.has(kind)) return ends(details, 'pdu_sessions', { told: 'gNB', by: 'gNB', isOwn: true })
    if (NG_TUNNELS_DOWN.has(kind)) return ends(details, 'pdu_sessions', { told: 'UPF', by: 'AMF', isOwn: false })
    return { source_name: textOf(details['ran_node_name']) ?? textOf(details['amf_name']) }
  },
}

const RRC_UP = [
  'RRCConnectionRequest',
  'RRCConnectionSetupComplete',
  'RRCConnectionReestablishmentRequest',
  'RRCConnectionReestablishmentComplete',
  'RRCConnectionReconfigurationComplete',
  'SecurityModeComplete',
  'SecurityModeFailure',
  'MeasurementReport',
  'UECapabilityInformation',
  'ULInformationTransfer',
]
const RRC_DOWN = [
  'RRCConnectionSetup',
  'RRCConnectionReject',
  'RRCConnectionReestablishment',
  'RRCConnectionReestablishmentReject',
  'RRCConnectionReconfiguration',
  'RRCConnectionRelease',
  'SecurityModeCommand',
  'UECapabilityEnquiry',
  'DLInformationTransfer',
]

/** TS 36.331 §6.2.1. */
export const rrcRoles: RoleRules = {
  protocol: 'LTE-RRC',
  kind: byName(directions('UE', 'eNB', RRC_UP, RRC_DOWN)),
}

/** Between two of a kind: whatever the message is. */
const between = (protocol: string, role: Role): RoleRules => ({
  protocol,
  kind: (name) => ({ name, tellings: [{ source: role, destination: role }] }),
})

export const x2apRoles = between('X2AP', 'eNB')
export const xnapRoles = between('XnAP', 'gNB')
