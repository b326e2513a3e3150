// Short messages over the IMS: TS 24.341 §5.3, TS 24.011 §6.2, TS 29.338 §6; DOMAIN 7.10.
import type { ProcedureKind, Step } from './kinds.ts'

/** What the next node says to the message itself: it is not yet with whom it is for. */
const ANSWERS: readonly Step[] = [
  { name: 'Accepted', messages: ['SIP 2xx'], part: 'message', own: true },
  { name: 'Challenge', messages: ['SIP 401', 'SIP 407'], part: 'message', own: true },
  { name: 'Refusal', messages: ['SIP 4xx', 'SIP 5xx', 'SIP 6xx'], part: 'message', own: true, returns: true },
]

/** Over SGd, to or from the service centre. */
function forward(command: string, meaning: string): Step[] {
  return [
    { name: 'Forward request', messages: [`DIAMETER ${command}R (SGd)`] },
    { name: 'Forward answer', messages: [`DIAMETER ${command}A (SGd)`], after: 'Forward request', meaning },
  ]
}

/** From the UE to the service centre. */
const SUBMISSION: ProcedureKind = {
  type: 'SMS_SUBMISSION',
  title: 'SMS submission',
  steps: [
    { name: 'Short message', messages: ['SMS RP-DATA MO'], part: 'message' },
    ...ANSWERS,
    ...forward('OF', 'The service centre did not answer'),
    { name: 'Error report', messages: ['SMS RP-ERROR MT'], part: 'message' },
    {
      name: 'Delivery report',
      messages: ['SMS RP-ACK MT'],
      part: 'message',
      meaning: 'The service centre did not say whether it has the message',
      returns: true,
    },
  ],
  begins: ['Short message'],
  ends: [['Delivery report']],
  refusals: ['Refusal', 'Error report'],
  completed: 'delivered_to_sc',
  timings: [
    ['sms_submission_ms', 'Short message', 'Delivery report'],
    ['sms_accepted_ms', 'Short message', 'Accepted'],
    ['sms_forward_ms', 'Forward request', 'Forward answer'],
  ],
  repeats: true,
  several: true,
  // Timer TR1M of the UE runs for 35 to 45 s: TS 24.011 §10.2.
  patience: 45,
}

/** From the service centre to the UE. */
const DELIVERY: ProcedureKind = {
  type: 'SMS_DELIVERY',
  title: 'SMS delivery',
  steps: [
    { name: 'Short message', messages: ['SMS RP-DATA MT'], part: 'message' },
    ...ANSWERS,
    { name: 'Error report', messages: ['SMS RP-ERROR MO'], part: 'message' },
    {
      name: 'Delivery report',
      messages: ['SMS RP-ACK MO'],
      part: 'message',
      meaning: 'The UE did not say whether it has the message',
      returns: true,
    },
  ],
  begins: ['Short message'],
  ends: [['Delivery report']],
  refusals: ['Refusal', 'Error report'],
  completed: 'delivered_to_ue',
  timings: [
    ['sms_delivery_ms', 'Short message', 'Delivery report'],
    ['sms_accepted_ms', 'Short message', 'Accepted'],
  ],
  repeats: true,
  several: true,
  patience: 45,
}

export const MESSAGE_PROCEDURES: readonly ProcedureKind[] = [SUBMISSION, DELIVERY]
