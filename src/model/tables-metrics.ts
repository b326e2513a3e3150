/** What a metric is a number of. */
export type MetricUnit = 'ms' | 'share' | 'count' | 'mos'

/** What a number in `metrics` of a session is called, and what was measured: from when to when, or of what. */
export interface MetricMeaning {
  readonly metric: string
  readonly unit: MetricUnit
  readonly name: string
  readonly says: string
  readonly source: string
}

function of(unit: MetricUnit, metric: string, name: string, ...[says, source]: [says: string, source: string]) {
  return { metric, unit, name, says, source }
}

/** Nothing but a count of what was seen. */
const SEEN = 'counted'

/** Measured by phones and gateways themselves, not by us. */
const ENDS = 'RFC 3611 §4.7, RFC 6035 §4.6'

/** In the order in which they are told. Sessions have of these what could be measured. */
export const METRICS: readonly MetricMeaning[] = [
  of('ms', 'setup_time_ms', 'Setup time', 'first INVITE (or IAM) to the answer, in whole ms', 'RFC 3261 §13, Q.764'),
  of('ms', 'setup_time_last_attempt_ms', 'Setup time of the last attempt', 'last INVITE to its 200', 'RFC 3261 §13'),
  of('ms', 'pdd_ms', 'Post-dial delay', 'first INVITE to the first response above 100', 'RFC 6076 §4.3'),
  of('ms', 'srd_success_ms', 'SRD, answered', 'as the post-dial delay, of a call that was answered', 'RFC 6076 §4.3.1'),
  of(
    'ms',
    'srd_failure_ms',
    'SRD, failed',
    'first INVITE to the first response above 100 of a call that failed',
    'RFC 6076 §4.3.2',
  ),
  of(
    'ms',
    'failure_delay_ms',
    'Time to failure',
    'first INVITE to the final answer of a call that failed',
    'RFC 6076 §4.3.2',
  ),
  of('ms', 'trying_time_ms', 'Time to 100', 'first INVITE to its 100', 'RFC 3261 §17.2.1'),
  of('ms', 'alerting_ms', 'Time to ringing', 'first INVITE to the 180', 'RFC 3261 §21.1.2'),
  of('ms', 'ringing_time_ms', 'Ringing', '180 (without one another provisional response) to 200', 'RFC 3261 §21.1.2'),
  of('ms', 'answer_to_ack_ms', 'Answer to ACK', '200 to its ACK', 'RFC 3261 §13.2.2.4'),
  of('ms', 'talk_time_ms', 'Talk time', '200 to the first BYE', 'RFC 6076 §4.5'),
  of('ms', 'sdd_ms', 'Disconnect delay', 'first BYE to its 200', 'RFC 6076 §4.4'),
  of('ms', 'rrd_ms', 'Registration delay', 'first REGISTER to its 200, the challenge included', 'RFC 6076 §4.1'),
  of('ms', 'rrd_last_ms', 'Registration delay of the last attempt', 'last REGISTER to its 200', 'RFC 6076 §4.1'),
  of(
    'ms',
    'deregistration_ms',
    'De-registration delay',
    'first REGISTER that takes bindings back to its 200, the challenge included',
    'RFC 3261 §10.2.2',
  ),
  of('ms', 'response_time_ms', 'Response time', 'request to its final answer', 'RFC 3261 §17'),
  of(
    'count',
    'attempts',
    'Attempts',
    'INVITE or REGISTER, repeated after a challenge or a redirection',
    'RFC 3261 §22',
  ),
  of('mos', 'mos', 'MOS', 'estimate of the worst direction, at its worst place', 'ITU-T G.107'),
  of('mos', 'mos_avg', 'MOS, mean', 'by packets, of all streams, where one model fits all', 'ITU-T G.107'),
  of('mos', 'mos_lq_reported', 'MOS, reported', 'listening quality that an end reported, by RTCP XR or SIP', ENDS),
  of('mos', 'mos_cq_reported', 'MOS of conversation, reported', 'the same with delay and echo', ENDS),
  of('share', 'loss_reported', 'Loss, reported by the ends', 'lost on the way to the end that reported most', ENDS),
  of('share', 'discard_reported', 'Discarded, reported', 'by the jitter buffer of the end that reported most', ENDS),
  of('ms', 'jitter_reported_ms', 'Jitter, reported', 'of the end that reported most', ENDS),
  of('ms', 'rtt_reported_ms', 'Round trip, reported', 'of the end that reported most', ENDS),
  of('share', 'rtp_loss', 'Loss', 'lost of all streams together, each once', 'RFC 3550 A.3'),
  of('share', 'rtp_loss_max', 'Loss, highest', 'of the worst stream, at its worst place', 'RFC 3550 A.3'),
  of(
    'share',
    'rtcp_loss_remote',
    'Loss, reported',
    'the highest mean of the fraction that a receiver reported',
    'RFC 3550 §6.4.1',
  ),
  of('ms', 'rtp_jitter_ms', 'Jitter', 'mean, of the means of the streams', 'RFC 3550 A.8'),
  of('ms', 'rtp_jitter_max_ms', 'Jitter, highest', 'the highest value of any stream', 'RFC 3550 A.8'),
  of('ms', 'rtt_ms', 'Round trip', 'end to end, of both halves that RTCP tells', 'RFC 3550 §6.4.1'),
  of(
    'ms',
    'rtt_partial_ms',
    'Round trip, one half',
    'from the place of capture to one end and back',
    'RFC 3550 §6.4.1',
  ),
  of('count', 'rtp_packets', 'RTP packets', 'of all streams, each once', SEEN),
  of('count', 'rtp_out_of_order', 'RTP packets out of order', 'that came after a later one', 'RFC 3550 A.1'),
  of('count', 'rtp_duplicates', 'RTP packets twice', 'that came again with the same number', 'RFC 3550 A.1'),
  of(
    'ms',
    'latency_ms',
    'Answer time',
    'request to answer, of the first that was answered',
    'RFC 6733 §3, RFC 9113 §8.1',
  ),
  of('ms', 'latency_mean_ms', 'Answer time, mean', 'of all requests that were answered', 'RFC 6733 §3, RFC 9113 §8.1'),
  of(
    'ms',
    'latency_max_ms',
    'Answer time, highest',
    'of all requests that were answered',
    'RFC 6733 §3, RFC 9113 §8.1',
  ),
  of('ms', 'rx_auth_ms', 'Authorization on Rx', 'AAR to AAA', 'TS 29.214 §4.4.1'),
  of('ms', 'gx_push_ms', 'Rules pushed on Gx', 'RAR to RAA', 'TS 29.212 §4.5.2'),
  of(
    'ms',
    'create_session_latency_ms',
    'Create Session',
    'request to response, on the hop that saw it first',
    'TS 29.274 §7.2.1, TS 29.060 §7.3.1',
  ),
  of(
    'ms',
    's5_create_session_latency_ms',
    'Create Session on S5/S8',
    'request to response on the hop behind',
    'TS 29.274 §7.2.1',
  ),
  of(
    'ms',
    'sgw_processing_ms',
    'Create Session in the SGW',
    'the time of the first hop less that of the hop behind',
    'TS 29.274 §7.2.1',
  ),
  of('ms', 'bearer_setup_ms', 'Create Bearer', 'request to response, on the hop that saw it first', 'TS 29.274 §7.2.3'),
  of('ms', 's11_bearer_setup_ms', 'Create Bearer on S11', 'request to response on the hop behind', 'TS 29.274 §7.2.3'),
  of('ms', 'modify_bearer_latency_ms', 'Modify Bearer', 'request to response, of the first', 'TS 29.274 §7.2.7'),
  of('ms', 'delete_session_latency_ms', 'Delete Session', 'request to response', 'TS 29.274 §7.2.9'),
  of('ms', 'establishment_ms', 'PFCP session establishment', 'request to response', 'TS 29.244 §7.5.2'),
  of('ms', 'attach_ms', 'Attach', 'Attach request to Attach complete', 'TS 24.301 §5.5.1'),
  of('ms', 'registration_ms', 'Registration', 'Registration request to Registration complete', 'TS 24.501 §5.5.1'),
  of(
    'ms',
    'service_request_ms',
    'Service request',
    'Service request to what grants it',
    'TS 24.301 §5.6.1, TS 24.501 §5.6.1',
  ),
  of('ms', 'tracking_area_update_ms', 'Tracking area update', 'request to what ends it', 'TS 24.301 §5.5.3'),
  of(
    'ms',
    'authentication_ms',
    'Authentication',
    'Authentication request to response',
    'TS 24.301 §5.4.2, TS 24.501 §5.4.1',
  ),
  of('ms', 'security_mode_ms', 'Security mode', 'command to complete', 'TS 24.301 §5.4.3, TS 24.501 §5.4.2'),
  of(
    'ms',
    'initial_context_setup_ms',
    'Initial context setup',
    'request to response',
    'TS 36.413 §8.3.1, TS 38.413 §8.3.1',
  ),
  of('ms', 'erab_setup_ms', 'E-RAB setup', 'request to response', 'TS 36.413 §8.2.1'),
  of(
    'ms',
    'pdu_session_setup_ms',
    'PDU session setup',
    'request of the UE to the response of the gNB',
    'TS 24.501 §6.4.1, TS 38.413 §8.2.1',
  ),
  of('ms', 'handover_ms', 'Handover', 'Handover Required to Handover Notify', 'TS 36.413 §8.4, TS 38.413 §8.4'),
  of(
    'ms',
    'handover_preparation_ms',
    'Handover preparation',
    'Handover Required to Handover Command',
    'TS 36.413 §8.4.1',
  ),
  of('ms', 'path_switch_ms', 'Path switch', 'request to acknowledge', 'TS 36.413 §8.4.4, TS 38.413 §8.4.4'),
  of('ms', 'setup_ms', 'Interface setup', 'S1 or NG Setup Request to Response', 'TS 36.413 §8.7.3, TS 38.413 §8.7.1'),
  of('count', 'requests', 'Requests', 'each once, however often it was sent', SEEN),
  of('count', 'messages', 'Messages', 'of the context', SEEN),
  of('count', 'no_answer', 'Without an answer', 'requests that nobody was seen to answer', SEEN),
  of('count', 'failures', 'Refusals', 'answers that say no; where a node passes one on, once', SEEN),
  of('count', 'retransmissions', 'Sent again', 'messages that are the same as an earlier one', SEEN),
  of('count', 'resets', 'Streams reset', 'RST_STREAM', 'RFC 9113 §6.4'),
  of('count', 'handovers', 'Handovers', 'that arrived', SEEN),
  of('count', 'relocations', 'Relocations', 'requests by which the connection moved to another node', SEEN),
  of('count', 'modifications', 'Modifications', 'of the PFCP session', SEEN),
  of('count', 'reports', 'Reports', 'of the PFCP session', SEEN),
  of('count', 'error_indications', 'Error Indications', 'of GTP-U', 'TS 29.281 §7.3.1'),
  of('count', 'end_markers', 'End Markers', 'of GTP-U', 'TS 29.281 §7.3.2'),
  of('count', 'heartbeats', 'Heartbeats', 'pairs of request and answer that are told as one', SEEN),
]
