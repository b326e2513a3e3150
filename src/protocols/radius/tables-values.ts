/** Names of values of RADIUS attributes, which are those of Diameter's AVPs of the same number. */

type Names = Readonly<Record<number, string>>

/** Service-Type: RFC 2865 §5.6, RFC 3576, RFC 5607. */
export const SERVICE_TYPES: Names = {
  1: 'Login',
  2: 'Framed',
  3: 'Callback Login',
  4: 'Callback Framed',
  5: 'Outbound',
  6: 'Administrative',
  7: 'NAS Prompt',
  8: 'Authenticate Only',
  9: 'Callback NAS Prompt',
  10: 'Call Check',
  11: 'Callback Administrative',
  12: 'Voice',
  13: 'Fax',
  14: 'Modem Relay',
  15: 'IAPP-Register',
  16: 'IAPP-AP-Check',
  17: 'Authorize Only',
  18: 'Framed-Management',
}

/** Framed-Protocol: RFC 2865 §5.7, TS 29.061 §16.4. */
export const FRAMED_PROTOCOLS: Names = {
  1: 'PPP',
  2: 'SLIP',
  3: 'ARAP',
  4: 'Gandalf',
  5: 'Xylogics',
  6: 'X.75',
  7: 'GPRS PDP Context',
}

/** Login-Service: RFC 2865 §5.15. */
export const LOGIN_SERVICES: Names = {
  0: 'Telnet',
  1: 'Rlogin',
  2: 'TCP-Clear',
  3: 'PortMaster',
  4: 'LAT',
  5: 'X25-PAD',
  6: 'X25-T3POS',
}

/** Acct-Status-Type: RFC 2866 §5.1, RFC 2867 §3. */
export const STATUSES: Names = {
  1: 'Start',
  2: 'Stop',
  3: 'Interim-Update',
  7: 'Accounting-On',
  8: 'Accounting-Off',
  9: 'Tunnel-Start',
  10: 'Tunnel-Stop',
  11: 'Tunnel-Reject',
  12: 'Tunnel-Link-Start',
  13: 'Tunnel-Link-Stop',
  14: 'Tunnel-Link-Reject',
  15: 'Failed',
}

/** Acct-Authentic: RFC 2866 §5.6. */
export const AUTHENTICATED_BY: Names = { 1: 'RADIUS', 2: 'Local', 3: 'Remote', 4: 'Diameter' }

/** NAS-Port-Type: RFC 2865 §5.41 and IANA's registry. */
export const PORT_TYPES: Names = {
  0: 'Async',
  1: 'Sync',
  2: 'ISDN Sync',
  3: 'ISDN Async V.120',
  4: 'ISDN Async V.110',
  5: 'Virtual',
  6: 'PIAFS',
  7: 'HDLC Clear Channel',
  8: 'X.25',
  9: 'X.75',
  10: 'G.3 Fax',
  11: 'SDSL',
  12: 'ADSL-CAP',
  13: 'ADSL-DMT',
  14: 'IDSL',
  15: 'Ethernet',
  16: 'xDSL',
  17: 'Cable',
  18: 'Wireless - Other',
  19: 'Wireless - IEEE 802.11',
  20: 'Token-Ring',
  21: 'FDDI',
  22: 'Wireless - CDMA2000',
  23: 'Wireless - UMTS',
  24: 'Wireless - 1X-EV',
  25: 'IAPP',
  26: 'FTTP',
  27: 'Wireless - IEEE 802.16',
  28: 'Wireless - IEEE 802.20',
  29: 'Wireless - IEEE 802.22',
  30: 'PPPoA',
  31: 'PPPoEoA',
  32: 'PPPoEoE',
  33: 'PPPoEoVLAN',
  34: 'PPPoEoQinQ',
  35: 'xPON',
  36: 'Wireless - XGP',
}

/** Tunnel-Type: RFC 2868 §3.1, RFC 3580 §3.31. */
export const TUNNEL_TYPES: Names = {
  1: 'PPTP',
  2: 'L2F',
  3: 'L2TP',
  4: 'ATMP',
  5: 'VTP',
  6: 'AH',
  7: 'IP-IP-Encap',
  8: 'MIN-IP-IP',
  9: 'ESP',
  10: 'GRE',
  11: 'DVS',
  12: 'IP-in-IP Tunneling',
  13: 'VLAN',
}

/** Tunnel-Medium-Type: RFC 2868 §3.2. */
export const TUNNEL_MEDIA: Names = {
  1: 'IPv4',
  2: 'IPv6',
  3: 'NSAP',
  4: 'HDLC',
  5: 'BBN 1822',
  6: 'IEEE-802',
  7: 'E-163',
  8: 'E-164',
  9: 'F-69',
  10: 'X-121',
  11: 'IPX',
  12: 'Appletalk-802',
  13: 'Decnet IV',
  14: 'Banyan Vines',
  15: 'E-164-NSAP',
}

/** Acct-Terminate-Cause: RFC 2866 §5.10, RFC 3580 §3.14. */
export const TERMINATE_CAUSES: Names = {
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
  19: 'Supplicant Restart',
  20: 'Reauthentication Failure',
  21: 'Port Reinitialized',
  22: 'Port Administratively Disabled',
}

/** Error-Cause: RFC 5176 §3.6. */
export const ERROR_CAUSES: Names = {
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
