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

/** Metrics that a message of some name begins or ends. */
function byName(end: 'begins' | 'ends'): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const span of SPANS) for (const name of span[end]) found.set(name, [...(found.get(name) ?? []), span.metric])
  return found
}

const BEGINS = byName('begins')
const ENDS = byName('ends')

/** Notes what the message begins and ends; of each procedure the first that is whole counts. */
export function noteMilestones(
  milestones: Milestones,
  message: Message,
  nas: readonly { readonly message_type: string }[],
): void {
  const latency = LATENCIES[message.name]
  const told = message.details['latency_ms']
  if (latency !== undefined && typeof told === 'number') milestones.took[latency] ??= told
  if (!isAllRefused(message)) noteName(milestones, message.name, message.where)
  for (const { message_type } of nas) noteName(milestones, message_type, message.where)
}

/** An answer that sets up none of what was asked for ends nothing well, whatever it is called. */
export function isAllRefused({ details }: Pick<Message, 'details'>): boolean {
  const bearers = (details['erabs'] ?? details['pdu_sessions']) as readonly { readonly action?: string }[] | undefined
  if (bearers === undefined || bearers.length === 0 || details['pdu_type'] !== 1) return false
  return bearers.every(({ action }) => action === 'failed')
}

function noteName({ began, took }: Milestones, name: string, { seconds, nanoseconds }: Moment): void {
  const now: Moment = { seconds, nanoseconds }
  for (const metric of BEGINS.get(name) ?? NONE) if (took[metric] === undefined) began[metric] ??= now
  for (const metric of ENDS.get(name) ?? NONE) {
    const since = began[metric]
    if (!since) continue
    took[metric] = roundMilliseconds(millisecondsBetween(since, now))
    delete began[metric]
  }
}

const NONE: readonly string[] = []
