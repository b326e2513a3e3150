import type { ProcedureKind, Step } from './kinds.ts'

/** What the two systems call what they have in common. */
interface ThroughCore {
  readonly type: string
  readonly subtype: string
  readonly title: string
  /** Protocol between base station and core. */
  readonly core: string
  readonly station: string
  /** How the core tells another node of its own, and what that answers, where it does. */
  readonly relocation?: readonly [asked: Step, answered: Step]
  /** How it is told what was sent and received so far. */
  readonly status: readonly Step[]
  /** How the core takes the new way. */
  readonly switched: readonly Step[]
  readonly timings?: ProcedureKind['timings']
}

/** A handover that the core is asked for: TS 23.401 §5.5.1.2, TS 23.502 §4.9.1.3. */
export function coreHandover(of: ThroughCore): ProcedureKind {
  const { type, subtype, title, core, station, relocation, status, switched, timings = [] } = of
  const [asked, answered] = relocation ?? []
  return {
    type,
    subtype,
    title,
    steps: [
      { name: 'Handover required', messages: [`${core} HandoverRequired`] },
      ...(asked ? [asked] : []),
      { name: 'Handover request', messages: [`${core} HandoverRequest`] },
      { name: 'Handover failure', messages: [`${core} HandoverFailure`] },
      {
        name: 'Handover request acknowledge',
        messages: [`${core} HandoverRequestAcknowledge`],
        after: 'Handover request',
        meaning: `The target ${station} did not admit the UE`,
      },
      ...(answered ? [answered] : []),
      { name: 'Handover preparation failure', messages: [`${core} HandoverPreparationFailure`] },
      {
        name: 'Handover command',
        messages: [`${core} HandoverCommand`],
        meaning: `The source ${station} was not told to send the UE over`,
      },
      { name: 'Handover cancel', messages: [`${core} HandoverCancel`] },
      ...status,
      {
        name: 'Handover notify',
        messages: [`${core} HandoverNotify`],
        meaning: 'The UE did not arrive in the target cell',
      },
      ...switched,
      { name: 'Source context release command', messages: [`${core} UEContextReleaseCommand`], tail: true },
      { name: 'Source context release complete', messages: [`${core} UEContextReleaseComplete`], tail: true },
    ],
    begins: ['Handover required'],
    ends: [['Handover notify']],
    refusals: ['Handover preparation failure'],
    cancels: ['Handover cancel'],
    timings: [
      ['handover_ms', 'Handover required', 'Handover notify'],
      ['handover_preparation_ms', 'Handover required', 'Handover command'],
      ['handover_resources_ms', 'Handover request', 'Handover request acknowledge'],
      ...timings,
    ],
  }
}
