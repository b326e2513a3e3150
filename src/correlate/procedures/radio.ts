// Procedures of LTE's radio: TS 36.331 §5.3.3 to §5.3.7, each between the phone and its eNodeB alone.
import type { ProcedureKind, Step } from './kinds.ts'

const CIPHERED: Step = { name: 'Ciphered RRC', messages: ['LTE-RRC Ciphered RRC'] }
const hides = CIPHERED.name
const unless = [hides]

/** What only goes over a connection that stands: the message that says so may have come in pieces, which are not read. */
const IN_USE: Step = {
  name: 'Connection in use',
  messages: ['LTE-RRC SecurityModeCommand', 'LTE-RRC RRCConnectionReconfiguration'],
}

/** §5.3.3. */
const SETUP: ProcedureKind = {
  type: 'RRC_CONNECTION_SETUP',
  title: 'RRC connection setup',
  steps: [
    { name: 'Connection request', messages: ['LTE-RRC RRCConnectionRequest'] },
    { name: 'Connection reject', messages: ['LTE-RRC RRCConnectionReject'] },
    { name: 'Connection setup', messages: ['LTE-RRC RRCConnectionSetup'], meaning: 'The eNodeB gave no connection' },
    {
      name: 'Connection setup complete',
      messages: ['LTE-RRC RRCConnectionSetupComplete'],
      after: 'Connection setup',
      meaning: 'The phone did not take the connection',
      unless: [...unless, IN_USE.name],
    },
    IN_USE,
    CIPHERED,
  ],
  begins: ['Connection request'],
  ends: [['Connection setup complete'], [IN_USE.name]],
  refusals: ['Connection reject'],
  hides,
  timings: [['rrc_setup_ms', 'Connection request', 'Connection setup complete']],
}

/** §5.3.7. */
const REESTABLISHMENT: ProcedureKind = {
  type: 'RRC_REESTABLISHMENT',
  title: 'RRC connection re-establishment',
  steps: [
    { name: 'Re-establishment request', messages: ['LTE-RRC RRCConnectionReestablishmentRequest'] },
    { name: 'Re-establishment reject', messages: ['LTE-RRC RRCConnectionReestablishmentReject'] },
    {
      name: 'Re-establishment',
      messages: ['LTE-RRC RRCConnectionReestablishment'],
      meaning: 'The eNodeB did not take the phone back',
    },
    {
      name: 'Re-establishment complete',
      messages: ['LTE-RRC RRCConnectionReestablishmentComplete'],
      after: 'Re-establishment',
      meaning: 'The phone did not take the connection',
      unless: [...unless, IN_USE.name],
    },
    IN_USE,
    CIPHERED,
  ],
  begins: ['Re-establishment request'],
  ends: [['Re-establishment complete'], [IN_USE.name]],
  refusals: ['Re-establishment reject'],
  hides,
  timings: [['rrc_reestablishment_ms', 'Re-establishment request', 'Re-establishment complete']],
}

/** §5.3.4. */
const SECURITY: ProcedureKind = {
  type: 'RRC_SECURITY_MODE',
  title: 'RRC security mode',
  steps: [
    { name: 'Security mode command', messages: ['LTE-RRC SecurityModeCommand'] },
    { name: 'Security mode failure', messages: ['LTE-RRC SecurityModeFailure'] },
    {
      name: 'Security mode complete',
      messages: ['LTE-RRC SecurityModeComplete'],
      meaning: 'The phone did not take the security algorithms that the eNodeB chose',
      unless,
    },
    CIPHERED,
  ],
  begins: ['Security mode command'],
  ends: [['Security mode complete']],
  refusals: ['Security mode failure'],
  hides,
  timings: [['rrc_security_ms', 'Security mode command', 'Security mode complete']],
}

/** Further name of a reconfiguration that sends the phone to another cell. */
const HANDOVER = 'LTE-RRC Handover command'

/** §5.3.5. */
const RECONFIGURATION: ProcedureKind = {
  type: 'RRC_RECONFIGURATION',
  title: 'RRC connection reconfiguration',
  steps: [
    { name: 'Reconfiguration', messages: ['LTE-RRC RRCConnectionReconfiguration'], except: HANDOVER },
    { name: 'Re-establishment request', messages: ['LTE-RRC RRCConnectionReestablishmentRequest'] },
    {
      name: 'Reconfiguration complete',
      messages: ['LTE-RRC RRCConnectionReconfigurationComplete'],
      meaning: 'The phone did not confirm the new configuration',
      unless,
    },
    CIPHERED,
  ],
  begins: ['Reconfiguration'],
  ends: [['Reconfiguration complete']],
  // A phone that cannot comply begins so: §5.3.5.5.
  refusals: ['Re-establishment request'],
  hides,
  timings: [['rrc_reconfiguration_ms', 'Reconfiguration', 'Reconfiguration complete']],
}

/** §5.3.5.4: the phone answers in the other cell, under another identifier. */
const SENT_AWAY: ProcedureKind = {
  type: 'RRC_HANDOVER',
  title: 'RRC handover command',
  steps: [{ name: 'Handover command', messages: [HANDOVER] }],
  begins: ['Handover command'],
  ends: [['Handover command']],
  refusals: [],
  completed: 'sent_away',
  timings: [],
}

export const RADIO_PROCEDURES: readonly ProcedureKind[] = [SETUP, REESTABLISHMENT, SECURITY, RECONFIGURATION, SENT_AWAY]
