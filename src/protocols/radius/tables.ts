import { RAT_TYPE_OF_GI } from '../diameter/tables-avps-charging.ts'
import * as values from './tables-values.ts'

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

/** How the value of an attribute is read: RFC 2865 §5, RFC 3162 §2; and those of 3GPP of one octet or more. */
type Kind =
  | 'eap'
  | 'text'
  | 'number'
  | 'time'
  | 'ipv4'
  | 'ipv6'
  | 'prefix'
  | 'octets'
  | 'secret'
  /** Behind an octet that tells tunnels apart: RFC 2868 §3. */
  | 'tagged-number'
  | 'tagged-text'
  | 'location'
  | 'time-zone'

export interface Attribute {
  /** Its name in `details`. */
  readonly name: string
  readonly kind: Kind
  readonly names?: Readonly<Record<number, string>>
}

function row(name: string, kind: Kind, names?: Readonly<Record<number, string>>): Attribute {
  return { name, kind, ...(names && { names }) }
}

/** Attributes: RFC 2865 §5, 2866 §5, 2867 §4, 2868 §3, 2869 §5, 3162 §2, 4372, 4675, 4818, 5090, 5176 §3, 5580, 6911. */
export const ATTRIBUTES: Readonly<Record<number, Attribute>> = {
  1: row('user_name', 'text'),
  2: row('user_password', 'secret'),
  3: row('chap_password', 'secret'),
  4: row('nas_ip_address', 'ipv4'),
  5: row('nas_port', 'number'),
  6: row('service_type', 'number', values.SERVICE_TYPES),
  7: row('framed_protocol', 'number', values.FRAMED_PROTOCOLS),
  8: row('framed_ip_address', 'ipv4'),
  9: row('framed_ip_netmask', 'ipv4'),
  10: row('framed_routing', 'number'),
  11: row('filter_id', 'text'),
  12: row('framed_mtu', 'number'),
  13: row('framed_compression', 'number'),
  14: row('login_ip_host', 'ipv4'),
  15: row('login_service', 'number', values.LOGIN_SERVICES),
  16: row('login_tcp_port', 'number'),
  18: row('reply_message', 'text'),
  19: row('callback_number', 'text'),
  20: row('callback_id', 'text'),
  22: row('framed_route', 'text'),
  24: row('state', 'octets'),
  25: row('class', 'octets'),
  27: row('session_timeout', 'number'),
  28: row('idle_timeout', 'number'),
  29: row('termination_action', 'number'),
  30: row('called_station_id', 'text'),
  31: row('calling_station_id', 'text'),
  32: row('nas_identifier', 'text'),
  33: row('proxy_state', 'octets'),
  40: row('acct_status_type', 'number', values.STATUSES),
  41: row('acct_delay_time', 'number'),
  42: row('acct_input_octets', 'number'),
  43: row('acct_output_octets', 'number'),
  44: row('acct_session_id', 'text'),
  45: row('acct_authentic', 'number', values.AUTHENTICATED_BY),
  46: row('acct_session_time', 'number'),
  47: row('acct_input_packets', 'number'),
  48: row('acct_output_packets', 'number'),
  49: row('acct_terminate_cause', 'number', values.TERMINATE_CAUSES),
  50: row('acct_multi_session_id', 'text'),
  51: row('acct_link_count', 'number'),
  52: row('acct_input_gigawords', 'number'),
  53: row('acct_output_gigawords', 'number'),
  55: row('event_timestamp', 'time'),
  58: row('egress_vlan_name', 'octets'),
  60: row('chap_challenge', 'secret'),
  61: row('nas_port_type', 'number', values.PORT_TYPES),
  62: row('port_limit', 'number'),
  64: row('tunnel_type', 'tagged-number', values.TUNNEL_TYPES),
  65: row('tunnel_medium_type', 'tagged-number', values.TUNNEL_MEDIA),
  66: row('tunnel_client_endpoint', 'tagged-text'),
  67: row('tunnel_server_endpoint', 'tagged-text'),
  68: row('acct_tunnel_connection', 'text'),
  69: row('tunnel_password', 'secret'),
  70: row('arap_password', 'secret'),
  74: row('arap_security_data', 'secret'),
  75: row('password_retry', 'number'),
  77: row('connect_info', 'text'),
  79: row('eap_message', 'eap'),
  80: row('message_authenticator', 'secret'),
  81: row('tunnel_private_group_id', 'tagged-text'),
  82: row('tunnel_assignment_id', 'tagged-text'),
  83: row('tunnel_preference', 'tagged-number'),
  84: row('arap_challenge_response', 'secret'),
  85: row('acct_interim_interval', 'number'),
  86: row('acct_tunnel_packets_lost', 'number'),
  87: row('nas_port_id', 'text'),
  88: row('framed_pool', 'text'),
  89: row('chargeable_user_identity', 'text'),
  90: row('tunnel_client_auth_id', 'tagged-text'),
  91: row('tunnel_server_auth_id', 'tagged-text'),
  92: row('nas_filter_rule', 'text'),
  94: row('originating_line_info', 'octets'),
  95: row('nas_ipv6_address', 'ipv6'),
  96: row('framed_interface_id', 'octets'),
  97: row('framed_ipv6_prefix', 'prefix'),
  98: row('login_ipv6_host', 'ipv6'),
  99: row('framed_ipv6_route', 'text'),
  100: row('framed_ipv6_pool', 'text'),
  101: row('error_cause', 'number', values.ERROR_CAUSES),
  102: row('eap_key_name', 'secret'),
  103: row('digest_response', 'secret'),
  104: row('digest_realm', 'text'),
  105: row('digest_nonce', 'secret'),
  106: row('digest_response_auth', 'secret'),
  107: row('digest_nextnonce', 'secret'),
  108: row('digest_method', 'text'),
  109: row('digest_uri', 'text'),
  110: row('digest_qop', 'text'),
  111: row('digest_algorithm', 'text'),
  112: row('digest_entity_body_hash', 'secret'),
  113: row('digest_cnonce', 'secret'),
  115: row('digest_username', 'text'),
  117: row('digest_auth_param', 'secret'),
  118: row('digest_aka_auts', 'secret'),
  121: row('digest_ha1', 'secret'),
  122: row('sip_aor', 'text'),
  123: row('delegated_ipv6_prefix', 'prefix'),
  126: row('operator_name', 'text'),
  143: row('pkm_auth_key', 'secret'),
  168: row('framed_ipv6_address', 'ipv6'),
  169: row('dns_server_ipv6_address', 'ipv6'),
}

export const VENDOR_SPECIFIC = 26
export const THREE_GPP = 10_415

/** 3GPP-PDP-Type and 3GPP-Allocate-IP-Type: TS 29.061 §16.4.7.2. */
const PDP_TYPES = { 0: 'IPv4', 1: 'PPP', 2: 'IPv6', 3: 'IPv4v6', 4: 'Non-IP', 5: 'Unstructured', 6: 'Ethernet' }

/** Of 3GPP: TS 29.061 §16.4.7. */
export const THREE_GPP_ATTRIBUTES: Readonly<Record<number, Attribute>> = {
  1: row('imsi', 'text'),
  2: row('charging_id', 'number'),
  3: row('pdp_type', 'number', PDP_TYPES),
  4: row('charging_gateway', 'ipv4'),
  5: row('negotiated_qos', 'text'),
  6: row('sgsn_address', 'ipv4'),
  7: row('ggsn_address', 'ipv4'),
  8: row('imsi_mcc_mnc', 'text'),
  9: row('ggsn_mcc_mnc', 'text'),
  10: row('nsapi', 'text'),
  11: row('session_stop_indicator', 'octets'),
  12: row('selection_mode', 'text'),
  13: row('charging_characteristics', 'text'),
  14: row('charging_gateway_ipv6', 'ipv6'),
  15: row('sgsn_ipv6_address', 'ipv6'),
  16: row('ggsn_ipv6_address', 'ipv6'),
  18: row('sgsn_mcc_mnc', 'text'),
  19: row('teardown_indicator', 'octets'),
  20: row('imeisv', 'text'),
  21: row('rat_type', 'number', RAT_TYPE_OF_GI),
  22: row('user_location', 'location'),
  23: row('ue_time_zone', 'time-zone'),
  26: row('negotiated_dscp', 'number'),
  27: row('allocate_ip_type', 'number'),
}
