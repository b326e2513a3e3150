import type { ProcedureKind, Step } from './kinds.ts'

/** What the two systems call what they have in common. */
interface Neighbours {
  readonly type: string
  readonly subtype: string
  readonly title: string
  /** Protocols between the base stations, and towards the core. */
  readonly between: string
  readonly core: string
  readonly station: string
  readonly server: string
  /** How the core takes the new way. */
  readonly switched: readonly Step[]
  readonly timings?: ProcedureKind['timings']
}

/** A handover that base stations agree on, and the core hears of afterwards: TS 23.401 §5.5.1.1, TS 23.502 §4.9.1.2. */
export function neighbourHandover(of: Neighbours): ProcedureKind {
  const { type, subtype, title, between, core, station, server, switched, timings = [] } = of
  return {
    type,
    subtype,
    title,
    steps: [
      { name: 'Handover request', messages: [`${between} HandoverRequest`] },
      { name: 'Handover preparation failure', messages: [`${between} HandoverPreparationFailure`] },
      {
        name: 'Handover request acknowledge',
        messages: [`${between} HandoverRequestAcknowledge`],
        after: 'Handover request',
        meaning: `The target ${station} did not admit the UE`,
      },
      { name: 'Handover cancel', messages: [`${between} HandoverCancel`] },
      { name: 'SN status transfer', messages: [`${between} SNStatusTransfer`] },
      {
        name: 'Path switch request',
        messages: [`${core} PathSwitchRequest`],
        meaning: 'The UE did not arrive in the target cell',
      },
      ...switched,
      { name: 'Path switch request failure', messages: [`${core} PathSwitchRequestFailure`] },
      {
        name: 'Path switch request acknowledge',
        messages: [`${core} PathSwitchRequestAcknowledge`],
        after: 'Path switch request',
        meaning: `The ${server} did not switch the downlink to the target ${station}`,
      },
      { name: 'UE context release', messages: [`${between} UEContextRelease`], tail: true },
    ],
    begins: ['Handover request', 'Path switch request'],
    ends: [['Path switch request acknowledge']],
    refusals: ['Handover preparation failure', 'Path switch request failure'],
    cancels: ['Handover cancel'],
    timings: [
      ['handover_preparation_ms', 'Handover request', 'Handover request acknowledge'],
      ['path_switch_ms', 'Path switch request', 'Path switch request acknowledge'],
      ...timings,
    ],
  }
}
