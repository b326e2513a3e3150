// When procedures of a UE begin and end: DOMAIN 4.9, 5.4.
import type { Message } from '../../model/message.ts'
import { millisecondsBetween, type Moment, roundMilliseconds } from '../../model/moment.ts'

export interface Milestones {
  /** When procedures began that have not ended, by their metric. */
  readonly began: Record<string, Moment>
  /** What those took that ended, in milliseconds. */
  readonly took: Record<string, number>
}

interface Span {
  readonly metric: string
  /** NAS or application messages; the first end after the latest begin counts. */
  readonly begins: readonly string[]
  readonly ends: readonly string[]
}

const SPANS: readonly Span[] = [
  { metric: 'attach_ms', begins: ['Attach request'], ends: ['Attach complete'] },
  { metric: 'registration_ms', begins: ['Registration request'], ends: ['Registration complete'] },
  {
    metric: 'service_request_ms',
    begins: ['Service request', 'Extended service request'],
    ends: ['InitialContextSetupResponse', 'Service accept'],
  },
  {
    metric: 'tracking_area_update_ms',
    begins: ['Tracking area update request'],
    ends: ['Tracking area update complete', 'Tracking area update accept'],
  },
  { metric: 'authentication_ms', begins: ['Authentication request'], ends: ['Authentication response'] },
  { metric: 'security_mode_ms', begins: ['Security mode command'], ends: ['Security mode complete'] },
  {
    metric: 'pdu_session_setup_ms',
    begins: ['PDU session establishment request'],
    ends: ['PDUSessionResourceSetupResponse'],
  },
  { metric: 'handover_ms', begins: ['HandoverRequired'], ends: ['HandoverNotify'] },
]

/** Outcomes whose latency is a metric. */
const LATENCIES: Readonly<Record<string, string>> = {
  InitialContextSetupResponse: 'initial_context_setup_ms',
  'E-RABSetupResponse': 'erab_setup_ms',
  PathSwitchRequestAcknowledge: 'path_switch_ms',
  HandoverCommand: 'handover_preparation_ms',
  S1SetupResponse: 'setup_ms',
  NGSetupResponse: 'setup_ms',
}

/** Notes what the message begins and ends; of each procedure the first that is whole counts. */
export function noteMilestones(
  milestones: Milestones,
  message: Message,
  nas: readonly { readonly message_type: string }[],
): void {
  const { began, took } = milestones
  const names = [message.name, ...nas.map(({ message_type }) => message_type)]
  const latency = LATENCIES[message.name]
  const told = message.details['latency_ms']
  if (latency !== undefined && typeof told === 'number') took[latency] ??= told
  const { seconds, nanoseconds } = message.where
  const now: Moment = { seconds, nanoseconds }
  for (const { metric, begins, ends } of SPANS) {
    if (took[metric] !== undefined) continue
    const since = began[metric]
    if (names.some((name) => begins.includes(name))) began[metric] ??= now
    else if (since && names.some((name) => ends.includes(name))) {
      took[metric] = roundMilliseconds(millisecondsBetween(since, now))
      delete began[metric]
    }
  }
}
