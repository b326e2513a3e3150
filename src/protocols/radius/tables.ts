/** Packet codes: RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3, RFC 5997. */
export const CODES: Readonly<Record<number, string>> = {
  1: 'Access-Request',
  2: 'Access-Accept',
  3: 'Access-Reject',
  4: 'Accounting-Request',
  5: 'Accounting-Response',
  11: 'Access-Challenge',
  12: 'Status-Server',
  40: 'Disconnect-Request',
  41: 'Disconnect-ACK',
  42: 'Disconnect-NAK',
  43: 'CoA-Request',
  44: 'CoA-ACK',
  45: 'CoA-NAK',
}

export const REQUESTS: ReadonlySet<number> = new Set([1, 4, 12, 40, 43])
export const REFUSALS: ReadonlySet<number> = new Set([3, 42, 45])

/** How the value of an attribute is read: RFC 2865 §5. */
type Kind = 'text' | 'number' | 'ipv4' | 'octets' | 'secret'

export interface Attribute {
  /** Its name in `details`. */
  readonly name: string
  readonly kind: Kind
  readonly names?: Readonly<Record<number, string>>
}

/** Acct-Status-Type: RFC 2866 §5.1. */
const STATUSES = { 1: 'Start', 2: 'Stop', 3: 'Interim-Update', 7: 'Accounting-On', 8: 'Accounting-Off' }

/** Acct-Terminate-Cause: RFC 2866 §5.10. */
const TERMINATE_CAUSES = {
  1: 'User Request',
  2: 'Lost Carrier',
  3: 'Lost Service',
  4: 'Idle Timeout',
  5: 'Session Timeout',
  6: 'Admin Reset',
  7: 'Admin Reboot',
  8: 'Port Error',
  9: 'NAS Error',
  10: 'NAS Request',
  11: 'NAS Reboot',
  12: 'Port Unneeded',
  13: 'Port Preempted',
  14: 'Port Suspended',
  15: 'Service Unavailable',
  16: 'Callback',
  17: 'User Error',
  18: 'Host Request',
}

/** Error-Cause: RFC 5176 §3.6. */
const ERROR_CAUSES = {
  201: 'Residual Session Context Removed',
  202: 'Invalid EAP Packet (Ignored)',
  401: 'Unsupported Attribute',
  402: 'Missing Attribute',
  403: 'NAS Identification Mismatch',
  404: 'Invalid Request',
  405: 'Unsupported Service',
  406: 'Unsupported Extension',
  407: 'Invalid Attribute Value',
  501: 'Administratively Prohibited',
  502: 'Request Not Routable (Proxy)',
  503: 'Session Context Not Found',
  504: 'Session Context Not Removable',
  505: 'Other Proxy Processing Error',
  506: 'Resources Unavailable',
  507: 'Request Initiated',
  508: 'Multiple Session Selection Unsupported',
}

/** Attributes: RFC 2865 §5, RFC 2866 §5, RFC 2868 §3, RFC 2869 §5, RFC 3162 §2, RFC 5176 §3. */
export const ATTRIBUTES: Readonly<Record<number, Attribute>> = {
  1: { name: 'user_name', kind: 'text' },
  2: { name: 'user_password', kind: 'secret' },
  3: { name: 'chap_password', kind: 'secret' },
  4: { name: 'nas_ip_address', kind: 'ipv4' },
  5: { name: 'nas_port', kind: 'number' },
  6: { name: 'service_type', kind: 'number' },
  7: { name: 'framed_protocol', kind: 'number' },
  8: { name: 'framed_ip_address', kind: 'ipv4' },
  11: { name: 'filter_id', kind: 'text' },
  18: { name: 'reply_message', kind: 'text' },
  24: { name: 'state', kind: 'octets' },
  25: { name: 'class', kind: 'octets' },
  27: { name: 'session_timeout', kind: 'number' },
  28: { name: 'idle_timeout', kind: 'number' },
  30: { name: 'called_station_id', kind: 'text' },
  31: { name: 'calling_station_id', kind: 'text' },
  32: { name: 'nas_identifier', kind: 'text' },
  33: { name: 'proxy_state', kind: 'octets' },
  40: { name: 'acct_status_type', kind: 'number', names: STATUSES },
  41: { name: 'acct_delay_time', kind: 'number' },
  42: { name: 'acct_input_octets', kind: 'number' },
  43: { name: 'acct_output_octets', kind: 'number' },
  44: { name: 'acct_session_id', kind: 'text' },
  45: { name: 'acct_authentic', kind: 'number' },
  46: { name: 'acct_session_time', kind: 'number' },
  47: { name: 'acct_input_packets', kind: 'number' },
  48: { name: 'acct_output_packets', kind: 'number' },
  49: { name: 'acct_terminate_cause', kind: 'number', names: TERMINATE_CAUSES },
  50: { name: 'acct_multi_session_id', kind: 'text' },
  52: { name: 'acct_input_gigawords', kind: 'number' },
  53: { name: 'acct_output_gigawords', kind: 'number' },
  55: { name: 'event_timestamp', kind: 'number' },
  60: { name: 'chap_challenge', kind: 'secret' },
  61: { name: 'nas_port_type', kind: 'number' },
  69: { name: 'tunnel_password', kind: 'secret' },
  79: { name: 'eap_message', kind: 'secret' },
  80: { name: 'message_authenticator', kind: 'secret' },
  85: { name: 'acct_interim_interval', kind: 'number' },
  87: { name: 'nas_port_id', kind: 'text' },
  88: { name: 'framed_pool', kind: 'text' },
  89: { name: 'chargeable_user_identity', kind: 'text' },
  96: { name: 'framed_interface_id', kind: 'octets' },
  97: { name: 'framed_ipv6_prefix', kind: 'octets' },
  101: { name: 'error_cause', kind: 'number', names: ERROR_CAUSES },
}

export const VENDOR_SPECIFIC = 26
export const THREE_GPP = 10_415

/** Of 3GPP: TS 29.061 §16.4.7. */
export const THREE_GPP_ATTRIBUTES: Readonly<Record<number, Attribute>> = {
  1: { name: 'imsi', kind: 'text' },
  2: { name: 'charging_id', kind: 'number' },
  3: { name: 'pdp_type', kind: 'number' },
  4: { name: 'charging_gateway', kind: 'ipv4' },
  5: { name: 'negotiated_qos', kind: 'text' },
  6: { name: 'sgsn_address', kind: 'ipv4' },
  7: { name: 'ggsn_address', kind: 'ipv4' },
  8: { name: 'imsi_mcc_mnc', kind: 'text' },
  9: { name: 'ggsn_mcc_mnc', kind: 'text' },
  10: { name: 'nsapi', kind: 'text' },
  12: { name: 'selection_mode', kind: 'text' },
  13: { name: 'charging_characteristics', kind: 'text' },
  18: { name: 'sgsn_mcc_mnc', kind: 'text' },
  20: { name: 'imeisv', kind: 'text' },
}
